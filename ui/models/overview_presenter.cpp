#include "ui/models/overview_presenter.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/text/failure_text.h"

#include <algorithm>

namespace keysluice::ui {

namespace {

using Kind = AttentionItem::Kind;

QString providerName(const core::ProviderCatalogue& catalogue, const std::string& id) {
    const core::Provider* provider = catalogue.provider(id);
    return QString::fromStdString(provider != nullptr ? provider->name : id);
}

} // namespace

OverviewPresenter::OverviewPresenter(VaultPort& vault, GatewayPort& gateway, CredentialPort& credentials,
                                     ActivityPort& activity, const core::Clock& clock, QObject* parent)
    : QObject(parent),
      m_vault(vault),
      m_gateway(gateway),
      m_credentials(credentials),
      m_activity(activity),
      m_clock(clock) {
    connect(&m_vault, &VaultPort::stateChanged, this, &OverviewPresenter::refresh);
    connect(&m_gateway, &GatewayPort::changed, this, &OverviewPresenter::refresh);
    connect(&m_credentials, &CredentialPort::changed, this, &OverviewPresenter::refresh);
    connect(&m_activity, &ActivityPort::troubleChanged, this, &OverviewPresenter::refresh);
    refresh();
}

void OverviewPresenter::refresh() {
    std::vector<AttentionItem> items;
    addGateway(items);
    addGatewayWarning(items);
    addVault(items);
    if (const auto trouble = m_activity.trouble()) {
        items.push_back({Kind::ActivityTrouble, {}, tr("Activity cannot be written"), failureText(*trouble), {}});
    }
    if (m_vault.state() == core::VaultState::Open || m_vault.state() == core::VaultState::PolicyUnverified) {
        addCredentials(items);
    }
    std::stable_sort(items.begin(), items.end(),
                     [](const AttentionItem& a, const AttentionItem& b) { return a.kind < b.kind; });
    if (items != m_attention) {
        m_attention = std::move(items);
        Q_EMIT attentionChanged();
    }
    Q_EMIT subtitleChanged();
}

void OverviewPresenter::addGateway(std::vector<AttentionItem>& items) const {
    if (m_gateway.state() == GatewayPort::State::Error) {
        const auto trouble = m_gateway.trouble();
        AttentionItem item{Kind::GatewayError, {}, tr("The gateway is not reachable"), {}, {}};
        item.text = trouble ? failureText(*trouble) : tr("No agent can connect.");
        if (trouble && trouble->code == core::FailureCode::PortTaken && m_gateway.nextFreePort() > 0) {
            item.button = tr("Use %1").arg(m_gateway.nextFreePort());
        } else {
            item.button = tr("Settings");
        }
        items.push_back(item);
    } else if (m_gateway.state() == GatewayPort::State::Paused) {
        const core::UnixMs until = m_gateway.pausedUntil();
        items.push_back(
            {Kind::Paused,
             {},
             until > 0 ? tr("Paused until %1").arg(untilText(until, m_clock.now())) : tr("Paused until you resume"),
             tr("Agents receive 503 until then."),
             tr("Resume")});
    } else if (m_gateway.state() == GatewayPort::State::Frozen) {
        items.push_back({Kind::Frozen,
                         {},
                         tr("All agents are frozen"),
                         tr("Their requests are refused until you thaw them."),
                         tr("Thaw")});
    }
}

void OverviewPresenter::addGatewayWarning(std::vector<AttentionItem>& items) const {
    if (const auto warning = m_gateway.warning()) {
        items.push_back(
            {Kind::GatewayWarning, {}, tr("The upstream proxy is not used"), failureText(*warning), tr("Settings")});
    }
}

void OverviewPresenter::addVault(std::vector<AttentionItem>& items) const {
    const auto trouble = m_vault.trouble();
    switch (m_vault.state()) {
    case core::VaultState::Absent:
        items.push_back({Kind::VaultAbsent,
                         {},
                         tr("There is no vault yet"),
                         tr("Keys are kept in it. It takes a minute."),
                         tr("Set up")});
        break;
    case core::VaultState::Locked:
        items.push_back({Kind::VaultLocked,
                         {},
                         tr("The vault is locked"),
                         trouble ? failureText(*trouble) : tr("Agents receive 503 until you open it."),
                         tr("Unlock")});
        break;
    case core::VaultState::PolicyUnverified:
        items.push_back({Kind::PolicyUnverified,
                         {},
                         tr("Agents or settings were changed from outside"),
                         tr("Every request is refused until you have looked at them."),
                         tr("Review")});
        break;
    case core::VaultState::Unusable:
        items.push_back(
            {Kind::VaultUnusable, {}, tr("The vault cannot be used"), trouble ? failureText(*trouble) : QString(), {}});
        break;
    case core::VaultState::Open:
        break;
    }
}

void OverviewPresenter::addCredentials(std::vector<AttentionItem>& items) const {
    const std::vector<core::CredentialInfo> credentials = m_credentials.credentials();
    if (credentials.empty()) {
        items.push_back({Kind::NoCredential,
                         {},
                         tr("No key yet"),
                         tr("Add the key of a provider. Agents on this computer can use it without ever seeing it."),
                         tr("Add secret")});
    }
    for (const core::CredentialInfo& credential : credentials) {
        if (!credential.enabled) {
            continue;
        }
        const QString provider = providerName(m_credentials.catalogue(), credential.providerId);
        const QString name = visibleText(credential.name);
        switch (credential.health.health) {
        case core::Health::Rejected:
            items.push_back({Kind::CredentialRejected, credential.id, tr("%1 rejects “%2”").arg(provider, name),
                             tr("Agents receive its answer %1. Put a new key in.").arg(credential.health.status),
                             tr("Rotate key")});
            break;
        case core::Health::Restricted:
            items.push_back({Kind::CredentialRestricted, credential.id, tr("“%1” is restricted").arg(name),
                             tr("%1 answers %2 to some requests.").arg(provider).arg(credential.health.status),
                             tr("Show")});
            break;
        case core::Health::OutOfCredit:
            items.push_back(
                {Kind::CredentialOutOfCredit, credential.id, tr("“%1” has no credit").arg(name),
                 tr("Agents receive %1's answer %2 until it is topped up.").arg(provider).arg(credential.health.status),
                 tr("Show")});
            break;
        case core::Health::RateLimited: {
            const core::UnixMs again = credential.health.acceptedAgainAt;
            if (again > 0 && again <= m_clock.now()) {
                break; // the limit has passed
            }
            items.push_back({Kind::CredentialRateLimited, credential.id, tr("“%1” is rate-limited").arg(name),
                             again > 0 ? tr("%1 accepts it again at %2; agents receive 429 until then.")
                                             .arg(provider, untilText(again, m_clock.now()))
                                       : tr("%1 answers 429 for now; agents receive it too.").arg(provider),
                             tr("Show")});
            break;
        }
        case core::Health::Valid:
        case core::Health::Unchecked:
            break;
        }
    }
}

QString OverviewPresenter::subtitle() const {
    switch (m_gateway.state()) {
    case GatewayPort::State::Starting:
        return tr("Starting");
    case GatewayPort::State::Running:
        return m_gateway.runningSince() > 0
                   ? tr("Running since %1").arg(untilText(m_gateway.runningSince(), m_clock.now()))
                   : tr("Running");
    case GatewayPort::State::Paused:
        return tr("Paused");
    case GatewayPort::State::Frozen:
        return tr("All agents are frozen");
    case GatewayPort::State::Locked:
        return tr("Locked");
    case GatewayPort::State::Error:
        return tr("Not reachable");
    }
    Q_UNREACHABLE();
}

} // namespace keysluice::ui
