#pragma once

#include "core/provider_catalogue.h"
#include "core/records.h"

#include <QString>
#include <QStringList>

namespace keysluice::ui {

/// What a credential's pill shows. Thread of everything here: gui.
enum class CredentialCondition {
    Valid,
    Restricted,
    RateLimited,
    OutOfCredit,
    Rejected,
    Unchecked,
    Disabled,
    Checking, ///< its provider is being asked at this moment
};

/// The one button that stands beside the sentence of a credential in trouble.
enum class CredentialRemedy { None, Test, Rotate };

/// A credential in trouble: what happened, what agents receive, and what to do about it.
struct CredentialTrouble {
    QString sentence; ///< empty: none
    CredentialRemedy remedy = CredentialRemedy::None;
};

/// What the gateway does to a request that gets this credential, ready to show. Never more of the key than its end.
struct InjectionText {
    QString host;
    QString header;   ///< "x-api-key: ••••7QAA", "?key=••••7QAA", "/bot••••7QAA/"
    QString addition; ///< "anthropic-beta: oauth-2025-04-20"; empty: none
    QString removed;  ///< "authorization, x-api-key, ?key"
};

[[nodiscard]] CredentialCondition conditionOf(const core::CredentialInfo& credential, bool testing);
[[nodiscard]] QString conditionWord(CredentialCondition condition);

/// "Anthropic"; the id when the catalogue does not know it (any more).
[[nodiscard]] QString providerName(const core::ProviderCatalogue& catalogue, const std::string& providerId);
[[nodiscard]] QString kindName(const core::CredentialKind& kind);
[[nodiscard]] QString kindName(const core::ProviderCatalogue& catalogue, const core::CredentialInfo& credential);

/// "checked 4 min ago", "never checked"
[[nodiscard]] QString checkedText(const core::HealthReport& health, core::UnixMs now);
/// "used now", "used 13:42", "never used"
[[nodiscard]] QString usedText(core::UnixMs lastUsedAt, core::UnixMs now);
/// `rejectedRequests`: of agents, since the provider last accepted the key.
[[nodiscard]] CredentialTrouble troubleOf(const core::CredentialInfo& credential, const QString& provider,
                                          int rejectedRequests, core::UnixMs now);
/// One line of a credential's history: "Checked: valid, 9 models".
[[nodiscard]] QString eventText(const core::CredentialEvent& event);

/// Agents that may use it, by name.
[[nodiscard]] QStringList usedBy(const core::RecordId& credential, const std::vector<core::AgentInfo>& agents);
/// What deleting it means: "claude-code and aider use it; their next request to Anthropic fails."
[[nodiscard]] QString deletionText(const core::CredentialInfo& credential,
                                   const std::vector<core::CredentialInfo>& credentials,
                                   const std::vector<core::AgentInfo>& agents, const QString& provider);

/// "••••7QAA" of a masked preview: its dots and what follows them.
[[nodiscard]] QString previewEnd(const QString& preview);
[[nodiscard]] InjectionText injectionText(const core::CredentialKind& kind, const QString& host,
                                          const QString& maskedEnd);

} // namespace keysluice::ui
