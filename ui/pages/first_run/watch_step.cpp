#include "ui/pages/first_run/watch_step.h"

#include "ui/models/activity_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/pill_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

WatchStep::WatchStep(ActivityPort& activity, QWidget* parent)
    : Step(parent), m_activity(activity), m_text(nullptr), m_detail(nullptr), m_pill(nullptr) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(16, 16, 16, 16);
    row->setSpacing(12);
    auto* words = new QVBoxLayout;
    m_text = sectionTitle({}, box);
    m_detail = helpText({}, box);
    words->addWidget(m_text);
    words->addWidget(m_detail);
    row->addLayout(words, 1);
    m_pill = new PillLabel(box);
    row->addWidget(m_pill);
    layout->addWidget(card(box, this));
    layout->addStretch();
    connect(&m_activity, &ActivityPort::rowsAdded, this,
            [this](const std::vector<core::ActivityRecord>& rows) { take(rows); });
    m_pill->hide();
}

QString WatchStep::name() const {
    return tr("See its first request");
}

QString WatchStep::action() const {
    return m_result.isEmpty() ? tr("Finish without waiting") : tr("Open Keysluice");
}

void WatchStep::enter() {
    if (m_watching) {
        return;
    }
    m_watching = true;
    m_text->setText(tr("Waiting for the first request"));
    m_detail->setText(tr("Ask the agent something. Its request shows here as it passes the gateway."));
}

void WatchStep::take(const std::vector<core::ActivityRecord>& rows) {
    if (!m_watching || !m_result.isEmpty()) {
        return;
    }
    for (const core::ActivityRecord& row : rows) {
        if (row.kind != core::ActivityRecord::Kind::Request) {
            continue; // the CONNECT before it says nothing yet
        }
        const StateLook look = decisionLook(row.decision);
        static_cast<PillLabel*>(m_pill)->set(look, decisionWord(row.decision));
        m_pill->show();
        m_text->setText(isolated(requestText(row)));
        const QString problem = errorSentence(row.errorCode);
        m_detail->setText(!problem.isEmpty() ? problem
                          : row.injectedHeader.empty()
                              ? tr("%1 reached %2 without a key.").arg(agentText(row), visibleText(row.host))
                              : tr("%1 reached %2 with “%3”. The agent itself never had the key.")
                                    .arg(agentText(row), visibleText(row.host), visibleText(row.credentialName)));
        m_result = decisionWord(row.decision);
        Q_EMIT changed();
        return;
    }
}

} // namespace keysluice::ui
