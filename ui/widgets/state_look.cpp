#include "ui/widgets/state_look.h"

#include <QCoreApplication>

namespace keysluice::ui {

namespace {

StateLook look(const char* icon, Role color, Role tint) {
    return {QString::fromLatin1(icon), color, tint};
}

QString tr(const char* text) {
    return QCoreApplication::translate("keysluice::ui::State", text);
}

} // namespace

StateLook healthLook(core::Health health, bool enabled) {
    if (!enabled) {
        return look("disabled", Role::Muted, Role::NeutralTint);
    }
    switch (health) {
    case core::Health::Unchecked:
        return look("unchecked", Role::Muted, Role::NeutralTint);
    case core::Health::Valid:
        return look("allowed", Role::Ok, Role::OkTint);
    case core::Health::Restricted:
        return look("shield", Role::Warning, Role::WarningTint);
    case core::Health::RateLimited:
    case core::Health::OutOfCredit:
        return look("limited", Role::Warning, Role::WarningTint);
    case core::Health::Rejected:
        return look("blocked", Role::Danger, Role::DangerTint);
    }
    Q_UNREACHABLE();
}

QString healthText(core::Health health, bool enabled) {
    if (!enabled) {
        return tr("Disabled");
    }
    switch (health) {
    case core::Health::Unchecked:
        return tr("Unchecked");
    case core::Health::Valid:
        return tr("Valid");
    case core::Health::Restricted:
        return tr("Restricted");
    case core::Health::RateLimited:
        return tr("Rate-limited");
    case core::Health::OutOfCredit:
        return tr("No credit");
    case core::Health::Rejected:
        return tr("Rejected");
    }
    Q_UNREACHABLE();
}

StateLook decisionLook(core::ActivityRecord::Decision decision) {
    switch (decision) {
    case core::ActivityRecord::Decision::Allowed:
        return look("allowed", Role::Ok, Role::OkTint);
    case core::ActivityRecord::Decision::Blocked:
        return look("blocked", Role::Danger, Role::DangerTint);
    case core::ActivityRecord::Decision::Limited:
        return look("limited", Role::Warning, Role::WarningTint);
    case core::ActivityRecord::Decision::Error:
        return look("error", Role::Danger, Role::DangerTint);
    }
    Q_UNREACHABLE();
}

QString decisionText(core::ActivityRecord::Decision decision) {
    switch (decision) {
    case core::ActivityRecord::Decision::Allowed:
        return tr("Allowed");
    case core::ActivityRecord::Decision::Blocked:
        return tr("Blocked");
    case core::ActivityRecord::Decision::Limited:
        return tr("Limited");
    case core::ActivityRecord::Decision::Error:
        return tr("Error");
    }
    Q_UNREACHABLE();
}

} // namespace keysluice::ui
