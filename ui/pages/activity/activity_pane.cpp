#include "ui/pages/activity/activity_pane.h"

#include "ui/models/activity_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/activity/timing_bar.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/text/approval_outcome_text.h"
#include "ui/widgets/pill_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

ActivityPane::ActivityPane(QWidget* parent)
    : QWidget(parent),
      m_title(sectionTitle({}, this)),
      m_time(helpText({}, this)),
      m_pill(new PillLabel(this)),
      m_problem(bodyText({}, this)),
      m_pairs(new QGridLayout),
      m_total(sectionTitle({}, this)),
      m_timing(new TimingBar(this)),
      m_injected(helpText({}, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    words->addWidget(m_title);
    words->addWidget(m_time);
    head->addLayout(words, 1);
    head->addWidget(m_pill, 0, Qt::AlignTop);
    QToolButton* close = iconButton(QStringLiteral("close"), tr("Close the details"), this);
    head->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &ActivityPane::closed);
    layout->addLayout(head);
    layout->addWidget(m_problem);
    layout->addSpacing(6);
    m_pairs->setHorizontalSpacing(12);
    m_pairs->setVerticalSpacing(6);
    m_pairs->setColumnMinimumWidth(0, 112);
    m_pairs->setColumnStretch(1, 1);
    layout->addLayout(m_pairs);
    layout->addSpacing(10);
    auto* time = new QHBoxLayout;
    time->addWidget(groupLabel(tr("Time"), this), 1);
    m_total->setWordWrap(false);
    time->addWidget(m_total);
    layout->addLayout(time);
    layout->addWidget(m_timing);
    layout->addSpacing(10);
    layout->addWidget(m_injected);
    layout->addStretch();
}

void ActivityPane::addRow(const QString& label, const QString& value, bool isCode) {
    if (value.isEmpty()) {
        return;
    }
    const int row = m_nextRow++;
    StyledLabel* name = bodyText(label, this);
    name->setRole(Role::Muted);
    StyledLabel* text = valueText(isCode ? isolated(value) : value, this, isCode);
    name->setBuddy(text);
    m_pairs->addWidget(name, row, 0, Qt::AlignTop);
    m_pairs->addWidget(text, row, 1);
}

void ActivityPane::setRecord(const core::ActivityRecord& record) {
    m_record = record;
    m_title->setText(requestText(record));
    m_time->setText(exactText(record.at));
    const StateLook look = decisionLook(record.decision);
    static_cast<PillLabel*>(m_pill)->set(look, decisionWord(record.decision));
    const QString sentence = errorSentence(record.errorCode);
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());

    clearLayout(m_pairs);
    m_nextRow = 0;
    addRow(tr("Answer"), answerText(record));
    addRow(tr("Code"), visibleText(record.errorCode), true);
    addRow(tr("Reason"), visibleText(record.detail));
    addRow(tr("Decided by"), ruleText(record));
    addRow(tr("Approval"), approvalText(record.approval));
    addRow(tr("Waited"), record.heldUs < 0 ? QString() : isolated(durationText(record.heldUs)));
    if (record.retryAfterSeconds >= 0) {
        addRow(tr("Again after"), tr("%n second(s)", nullptr, static_cast<int>(record.retryAfterSeconds)));
    }
    addRow(tr("Host"), record.port == 0 || record.port == 443
                           ? visibleText(record.host)
                           : QString(visibleText(record.host) + QLatin1Char(':') + QString::number(record.port)));
    addRow(tr("Agent"), agentText(record));
    addRow(tr("Command"), visibleText(record.launchCommand), true);
    addRow(tr("Folder"), visibleText(record.launchFolder), true);
    addRow(tr("Process"), record.launchPid > 0 ? QString::number(record.launchPid) : QString());
    addRow(tr("Client"), visibleText(record.client));
    addRow(tr("Credential"), visibleText(record.credentialName));
    addRow(tr("To provider"), record.kind == core::ActivityRecord::Kind::Connect
                                  ? QString()
                                  : isolated(bytesText(record.bytesToProvider)));
    addRow(tr("To agent"),
           record.kind == core::ActivityRecord::Kind::Connect ? QString() : isolated(bytesText(record.bytesToAgent)));

    addRow(tr("Usage"),
           record.kind == core::ActivityRecord::Kind::WebSocket ? tr("Not metered inside a WebSocket") : QString());

    m_total->setText(isolated(durationText(record.totalUs)));
    m_timing->setRecord(record);
    if (!record.injectedHeader.empty()) {
        m_injected->setText(tr("What the agent sent as its key was removed, and %1 was set with “%2”.")
                                .arg(isolated(visibleText(record.injectedHeader)), visibleText(record.credentialName)));
    } else {
        m_injected->setText(tr("No key was sent."));
    }
}

} // namespace keysluice::ui
