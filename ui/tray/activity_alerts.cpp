#include "ui/tray/activity_alerts.h"

#include "ui/models/activity_text.h"
#include "ui/models/visible_text.h"

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr core::UnixMs kSayAgainMs = 10LL * 60 * 1000;
constexpr const char* kForeignKey = "foreign_credential";
constexpr const char* kLeak = "leak_blocked";

} // namespace

ActivityAlerts::ActivityAlerts(ActivityPort& activity, const core::Clock& clock, QObject* parent)
    : QObject(parent), m_clock(clock) {
    connect(&activity, &ActivityPort::rowsAdded, this, &ActivityAlerts::look);
}

void ActivityAlerts::look(const std::vector<core::ActivityRecord>& rows) {
    const core::UnixMs now = m_clock.now();
    std::erase_if(m_said, [now](const auto& said) { return said.second + kSayAgainMs <= now; });
    for (const core::ActivityRecord& row : rows) {
        const bool isForeignKey = row.errorCode == kForeignKey && !row.credentialId.empty();
        if (!isForeignKey && row.errorCode != kLeak) {
            continue;
        }
        if (!m_said.emplace(row.errorCode + '/' + row.agentId + '/' + row.credentialId, now).second) {
            continue;
        }
        const QString agent = agentText(row);
        const QString key = visibleText(row.credentialName);
        if (isForeignKey) {
            Q_EMIT noticeWanted(tr("“%1” brought another key").arg(agent),
                                tr("“%1” refuses that. Look at the request in Activity.").arg(key));
        } else {
            Q_EMIT noticeWanted(tr("An answer to “%1” contained “%2”").arg(agent, key),
                                tr("It was kept from the agent. Consider a new key."));
        }
    }
}

} // namespace keysluice::ui
