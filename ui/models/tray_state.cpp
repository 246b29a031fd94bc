#include "ui/models/tray_state.h"

#include "ui/models/time_text.h"

#include <QCoreApplication>

namespace keysluice::ui {

namespace {

struct TrayText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::TrayText)
};

/// "2 approvals wait, 1 key rejected"
QString attentionText(const TrayFacts& facts) {
    const QString waiting = TrayText::tr("%n approval(s) wait", nullptr, facts.waitingApprovals);
    const QString rejected = TrayText::tr("%n key(s) rejected", nullptr, facts.rejectedCredentials);
    if (facts.waitingApprovals > 0 && facts.rejectedCredentials > 0) {
        //: %1 is "2 approvals wait", %2 is "1 key rejected"
        return TrayText::tr("%1, %2").arg(waiting, rejected);
    }
    return facts.waitingApprovals > 0 ? waiting : rejected;
}

} // namespace

TrayState trayState(const TrayFacts& facts) {
    if (facts.gateway == GatewayPort::State::Error || facts.vault == core::VaultState::Unusable ||
        facts.vault == core::VaultState::PolicyUnverified || facts.activityTrouble) {
        return TrayState::Error;
    }
    if (facts.vault != core::VaultState::Open || facts.gateway == GatewayPort::State::Locked) {
        return TrayState::Locked;
    }
    if (facts.waitingApprovals > 0 || facts.rejectedCredentials > 0) {
        return TrayState::Attention;
    }
    switch (facts.gateway) {
    case GatewayPort::State::Paused:
        return TrayState::Paused;
    case GatewayPort::State::Frozen:
        return TrayState::Frozen;
    default:
        return TrayState::Running;
    }
}

QString trayIconName(TrayState state) {
    switch (state) {
    case TrayState::Error:
        return QStringLiteral("error");
    case TrayState::Locked:
        return QStringLiteral("locked");
    case TrayState::Attention:
        return QStringLiteral("attention");
    case TrayState::Paused:
    case TrayState::Frozen: // for whoever looks at the panel it is the same: nothing goes through
        return QStringLiteral("paused");
    case TrayState::Running:
        return QStringLiteral("running");
    }
    Q_UNREACHABLE();
}

QString trayStatusText(const TrayFacts& facts, core::UnixMs now) {
    switch (trayState(facts)) {
    case TrayState::Error:
        if (facts.gateway == GatewayPort::State::Error) {
            return TrayText::tr("No agent can connect");
        }
        if (facts.vault == core::VaultState::Unusable) {
            return TrayText::tr("The vault cannot be used");
        }
        return facts.vault == core::VaultState::PolicyUnverified ? TrayText::tr("Settings need a look")
                                                                 : TrayText::tr("Activity cannot be written");
    case TrayState::Locked:
        return facts.vault == core::VaultState::Absent ? TrayText::tr("No vault yet") : TrayText::tr("Locked");
    case TrayState::Attention: {
        const QString attention = attentionText(facts);
        //: %1 is "2 keys rejected" or "1 approval waits"
        switch (facts.gateway) {
        case GatewayPort::State::Paused:
            return TrayText::tr("Paused, %1").arg(attention);
        case GatewayPort::State::Frozen:
            return TrayText::tr("All agents frozen, %1").arg(attention);
        default:
            return TrayText::tr("Running, %1").arg(attention);
        }
    }
    case TrayState::Paused:
        return facts.pausedUntil > 0 ? TrayText::tr("Paused until %1").arg(untilText(facts.pausedUntil, now))
                                     : TrayText::tr("Paused until you resume");
    case TrayState::Frozen:
        return TrayText::tr("All agents frozen");
    case TrayState::Running:
        return facts.gateway == GatewayPort::State::Starting ? TrayText::tr("Starting") : TrayText::tr("Running");
    }
    Q_UNREACHABLE();
}

QString trayToolTip(const TrayFacts& facts, core::UnixMs now) {
    //: %1 is the state, "Running"
    return TrayText::tr("Keysluice: %1").arg(trayStatusText(facts, now));
}

} // namespace keysluice::ui
