#include "ui/pages/approvals/remembered_list.h"

#include "ui/models/approval_answer_text.h"
#include "ui/models/approval_text.h"
#include "ui/pages/parts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kLongestWord = 40; ///< that a line holds

} // namespace

RememberedList::RememberedList(const ApprovalPorts& ports, QWidget* parent)
    : QWidget(parent), m_ports(ports), m_rows(new QVBoxLayout), m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(8);
    m_rows->setSpacing(8);
    layout->addLayout(m_rows);
    layout->addWidget(m_error);
}

void RememberedList::refresh() {
    const std::vector<RememberedApproval> answers = m_ports.approvals.remembered();
    const RuleNames names = m_ports.names();
    QString shown;
    for (const RememberedApproval& answer : answers) {
        shown += QString::fromStdString(answer.id) + QLatin1Char('\n') + ruleSentence(answer.rule, names) +
                 rememberedAgentText(answer) + rememberedUntilText(answer, m_ports.clock.now()) + QLatin1Char('\n');
    }
    if (shown == m_shown) {
        return;
    }
    m_shown = shown;
    m_error->clear();
    clearLayout(m_rows);
    for (const RememberedApproval& answer : answers) {
        if (m_rows->count() > 0) {
            m_rows->addWidget(hairline(Qt::Horizontal, this));
        }
        addRow(answer, names);
    }
}

void RememberedList::addRow(const RememberedApproval& answer, const RuleNames& names) {
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(new IconLabel(QStringLiteral("allowed"), 20, Role::Ok, this), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    const QString agent = rememberedAgentText(answer);
    const QString rule = ruleSentence(answer.rule, names);
    words->addWidget(strongText(agent, this));
    //: %1: the sentence of a rule, %2: "until 14:30"
    words->addWidget(helpText(tr("Approves what is asked by “%1”, %2")
                                  .arg(brokenUp(rule, kLongestWord), rememberedUntilText(answer, m_ports.clock.now())),
                              this));
    row->addLayout(words, 1);
    QPushButton* revoke = textButton(tr("Revoke"), this, ButtonRole::Normal, {}, true);
    //: for the screen reader; %1: "aider in ~/src/harbor", %2: the sentence of a rule
    revoke->setAccessibleName(tr("Revoke: %1, %2").arg(agent, rule));
    row->addWidget(revoke, 0, Qt::AlignVCenter);
    m_rows->addLayout(row);
    connect(revoke, &QPushButton::clicked, this, [this, id = answer.id] {
        const auto done = m_ports.approvals.forget(id);
        if (done || done.error().code != core::FailureCode::NotFound) { // it is gone: that is what was wanted
            m_error->take(done);
        }
    });
}

} // namespace keysluice::ui
