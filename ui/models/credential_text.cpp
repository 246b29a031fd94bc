#include "ui/models/credential_text.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace keysluice::ui {

namespace {

struct CredentialText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::CredentialText)
};

CredentialCondition conditionOfHealth(core::Health health) {
    switch (health) {
    case core::Health::Unchecked:
        return CredentialCondition::Unchecked;
    case core::Health::Valid:
        return CredentialCondition::Valid;
    case core::Health::Restricted:
        return CredentialCondition::Restricted;
    case core::Health::RateLimited:
        return CredentialCondition::RateLimited;
    case core::Health::OutOfCredit:
        return CredentialCondition::OutOfCredit;
    case core::Health::Rejected:
        return CredentialCondition::Rejected;
    }
    Q_UNREACHABLE();
}

QString rateLimitSentence(const core::HealthReport& health, const QString& provider, core::UnixMs now) {
    if (health.acceptedAgainAt > now) {
        return CredentialText::tr("%1 answered 429. Accepted again at %2; agents receive 429 until then.")
            .arg(provider, untilText(health.acceptedAgainAt, now));
    }
    if (health.acceptedAgainAt > 0) {
        return CredentialText::tr("%1 answered 429 and accepts requests again since %2. Test it to be sure.")
            .arg(provider, untilText(health.acceptedAgainAt, now));
    }
    return CredentialText::tr("%1 answered 429. Agents receive this answer until it accepts requests again.")
        .arg(provider);
}

QString uncheckedSentence(const core::HealthReport& health, const QString& provider) {
    if (health.checkedAt == 0) {
        return CredentialText::tr("This key was never checked. Agents can use it.");
    }
    if (health.status > 0) {
        return CredentialText::tr("Could not check: %1 answered %2. Agents can use it.")
            .arg(provider)
            .arg(health.status);
    }
    return CredentialText::tr("Could not check: %1 could not be reached. Agents can use it.").arg(provider);
}

QString rejectedSentence(const QString& provider, int requests) {
    if (requests > 0) {
        //: %1 is a provider, %n how many requests of agents it has refused
        return CredentialText::tr("%1 answered 401 to %n request(s). Agents receive this answer. Put a new key in.",
                                  nullptr, requests)
            .arg(provider);
    }
    return CredentialText::tr("%1 answered 401. Agents receive this answer. Put a new key in.").arg(provider);
}

QString checkedEvent(const core::HealthReport& health) {
    switch (health.health) {
    case core::Health::Valid:
        return health.models < 0 ? CredentialText::tr("Checked: valid")
                                 : CredentialText::tr("Checked: valid, %n model(s)", nullptr, health.models);
    case core::Health::Restricted:
        return CredentialText::tr("Checked: restricted (%1)").arg(health.status);
    case core::Health::RateLimited:
        return CredentialText::tr("Checked: rate-limited (%1)").arg(health.status);
    case core::Health::OutOfCredit:
        return CredentialText::tr("Checked: no credit (%1)").arg(health.status);
    case core::Health::Rejected:
        return CredentialText::tr("Checked: rejected (%1)").arg(health.status);
    case core::Health::Unchecked:
        return health.status > 0 ? CredentialText::tr("Could not be checked (%1)").arg(health.status)
                                 : CredentialText::tr("Could not be checked");
    }
    Q_UNREACHABLE();
}

} // namespace

CredentialCondition conditionOf(const core::CredentialInfo& credential, bool testing) {
    if (testing) {
        return CredentialCondition::Checking;
    }
    return credential.enabled ? conditionOfHealth(credential.health.health) : CredentialCondition::Disabled;
}

QString conditionWord(CredentialCondition condition) {
    switch (condition) {
    case CredentialCondition::Valid:
        return CredentialText::tr("Valid");
    case CredentialCondition::Restricted:
        return CredentialText::tr("Restricted");
    case CredentialCondition::RateLimited:
        return CredentialText::tr("Rate-limited");
    case CredentialCondition::OutOfCredit:
        return CredentialText::tr("No credit");
    case CredentialCondition::Rejected:
        return CredentialText::tr("Rejected");
    case CredentialCondition::Unchecked:
        return CredentialText::tr("Unchecked");
    case CredentialCondition::Disabled:
        return CredentialText::tr("Disabled");
    case CredentialCondition::Checking:
        return CredentialText::tr("Checking");
    }
    Q_UNREACHABLE();
}

QString providerName(const core::ProviderCatalogue& catalogue, const std::string& providerId) {
    const core::Provider* provider = catalogue.provider(providerId);
    return provider == nullptr ? visibleText(providerId) : QString::fromStdString(provider->name);
}

QString kindName(const core::CredentialKind& kind) {
    if (kind.id == "api_key") {
        return CredentialText::tr("API key");
    }
    if (kind.id == "oauth_token") {
        return CredentialText::tr("OAuth token");
    }
    return QString::fromStdString(kind.label);
}

QString kindName(const core::ProviderCatalogue& catalogue, const core::CredentialInfo& credential) {
    const core::Provider* provider = catalogue.provider(credential.providerId);
    const core::CredentialKind* kind = provider == nullptr ? nullptr : provider->kind(credential.kindId);
    return kind == nullptr ? visibleText(credential.kindId) : kindName(*kind);
}

QString checkedText(const core::HealthReport& health, core::UnixMs now) {
    if (health.checkedAt <= 0) {
        return CredentialText::tr("never checked");
    }
    //: %1 is "now", "4 min ago", "13:44" or a day
    return CredentialText::tr("checked %1").arg(seenText(health.checkedAt, now));
}

QString usedText(core::UnixMs lastUsedAt, core::UnixMs now) {
    if (lastUsedAt <= 0) {
        return CredentialText::tr("never used");
    }
    //: %1 is "now", "4 min ago", "13:44" or a day
    return CredentialText::tr("used %1").arg(seenText(lastUsedAt, now));
}

CredentialTrouble troubleOf(const core::CredentialInfo& credential, const QString& provider, int rejectedRequests,
                            core::UnixMs now) {
    if (!credential.enabled) {
        return {};
    }
    switch (credential.health.health) {
    case core::Health::Valid:
        return {};
    case core::Health::Restricted:
        return {CredentialText::tr("%1 answered 403: this key may not do everything. Agents can use what it allows.")
                    .arg(provider),
                CredentialRemedy::Test};
    case core::Health::RateLimited:
        return {rateLimitSentence(credential.health, provider, now), CredentialRemedy::Test};
    case core::Health::OutOfCredit:
        return {CredentialText::tr("%1 answered 402: no credit is left. Agents receive this answer.").arg(provider),
                CredentialRemedy::Test};
    case core::Health::Rejected:
        return {rejectedSentence(provider, rejectedRequests), CredentialRemedy::Rotate};
    case core::Health::Unchecked:
        return {uncheckedSentence(credential.health, provider), CredentialRemedy::Test};
    }
    Q_UNREACHABLE();
}

QString eventText(const core::CredentialEvent& event) {
    switch (event.kind) {
    case core::CredentialEvent::Kind::Added:
        return CredentialText::tr("Added");
    case core::CredentialEvent::Kind::Rotated:
        return CredentialText::tr("Rotated; the old key was destroyed");
    case core::CredentialEvent::Kind::Checked:
        return checkedEvent(event.health);
    case core::CredentialEvent::Kind::Enabled:
        return CredentialText::tr("Enabled");
    case core::CredentialEvent::Kind::Disabled:
        return CredentialText::tr("Disabled");
    case core::CredentialEvent::Kind::Renamed:
        return CredentialText::tr("Renamed");
    }
    Q_UNREACHABLE();
}

QStringList usedBy(const core::RecordId& credential, const std::vector<core::AgentInfo>& agents) {
    QStringList names;
    for (const core::AgentInfo& agent : agents) {
        if (agent.mayUse(credential)) {
            names += visibleText(agent.name);
        }
    }
    return names;
}

QString deletionText(const core::CredentialInfo& credential, const std::vector<core::CredentialInfo>& credentials,
                     const std::vector<core::AgentInfo>& agents, const QString& provider) {
    QStringList names = usedBy(credential.id, agents);
    if (names.isEmpty()) {
        return CredentialText::tr("No agent uses it. The key is destroyed and cannot be brought back.");
    }
    // what would be used instead, if it is the same for every agent concerned
    const core::CredentialInfo* next = nullptr;
    for (const core::CredentialInfo& other : credentials) {
        const bool fits = other.id != credential.id && other.enabled && other.hosts == credential.hosts;
        const bool forAll = std::all_of(agents.begin(), agents.end(), [&](const core::AgentInfo& agent) {
            return !agent.mayUse(credential.id) || agent.mayUse(other.id);
        });
        if (next == nullptr && fits && forAll) {
            next = &other;
        }
    }
    const int count = static_cast<int>(names.size());
    constexpr int kMostNames = 5;
    if (count > kMostNames) {
        names = names.mid(0, kMostNames - 1);
        names += CredentialText::tr("%n other(s)", nullptr, count - kMostNames + 1);
    }
    const QString list = QLocale().createSeparatedList(names);
    if (next != nullptr) {
        return CredentialText::tr("%1 use it; from then on “%2” is used. The key is destroyed.", nullptr, count)
            .arg(list, visibleText(next->name));
    }
    //: %1 is a list of agents, %n their number, %2 a provider
    return CredentialText::tr("%1 use it; their next request to %2 fails.", nullptr, count).arg(list, provider);
}

QString previewEnd(const QString& preview) {
    const qsizetype dots = preview.indexOf(QChar(0x2022));
    return dots < 0 ? QString() : preview.mid(dots);
}

InjectionText injectionText(const core::CredentialKind& kind, const QString& host, const QString& maskedEnd) {
    const core::Injection& injection = kind.injection;
    InjectionText text;
    text.host = host;
    const QString value =
        QString::fromStdString(injection.before) + maskedEnd + QString::fromStdString(injection.after);
    switch (injection.place) {
    case core::Injection::Place::Header:
        text.header = QString::fromStdString(injection.name) + QStringLiteral(": ") + value;
        break;
    case core::Injection::Place::Query:
        text.header = QLatin1Char('?') + QString::fromStdString(injection.name) + QLatin1Char('=') + value;
        break;
    case core::Injection::Place::Path:
        text.header = value;
        break;
    }
    if (!injection.listHeader.empty()) {
        text.addition = QString::fromStdString(injection.listHeader) + QStringLiteral(": ") +
                        QString::fromStdString(injection.listValue);
    }
    QStringList removed;
    for (const std::string& name : injection.remove) {
        removed += QString::fromStdString(name);
    }
    for (const std::string& name : injection.removeParameters) {
        removed += QLatin1Char('?') + QString::fromStdString(name);
    }
    text.removed = removed.join(QStringLiteral(", "));
    return text;
}

} // namespace keysluice::ui
