#pragma once

#include "core/agent_token.h"
#include "core/failure.h"
#include "core/records.h"
#include "vault/records/repository.h"

#include <QObject>

#include <map>
#include <string>
#include <vector>

namespace keysluice::vault {

/// A token as the gateway needs it.
struct StoredToken {
    core::RecordId id;
    core::RecordId agentId;
    core::TokenHash hash{};
    core::UnixMs expiresAt = 0; ///< 0: does not expire
};

/// Agents, their tokens and grants. Thread: the vault's. Empty while the vault is locked.
/// Errors beside those of Vault: NotFound, NameTaken, NameInvalid.
class AgentRepository final : public QObject, public Repository {
    Q_OBJECT
public:
    explicit AgentRepository(Store& store, QObject* parent = nullptr);
    ~AgentRepository() override;

    /// By name.
    [[nodiscard]] const std::vector<core::AgentInfo>& list() const { return m_list; }
    [[nodiscard]] const core::AgentInfo* find(const core::RecordId& id) const;
    [[nodiscard]] const core::AgentInfo* findByName(const std::string& name) const;
    /// Tokens of every agent, expired ones included.
    [[nodiscard]] const std::vector<StoredToken>& tokens() const { return m_tokens; }

    /// May use every secret at first.
    [[nodiscard]] core::Outcome<core::RecordId> add(const std::string& name);
    [[nodiscard]] core::Outcome<void> rename(const core::RecordId& id, const std::string& name);
    [[nodiscard]] core::Outcome<void> remove(const core::RecordId& id);
    [[nodiscard]] core::Outcome<core::RecordId> addToken(const core::RecordId& agent, const std::string& label,
                                                         const core::TokenHash& hash, core::UnixMs expiresAt);
    [[nodiscard]] core::Outcome<void> revokeToken(const core::RecordId& agent, const core::RecordId& token);
    [[nodiscard]] core::Outcome<void> revokeAllTokens(const core::RecordId& agent);
    [[nodiscard]] core::Outcome<void> setGrants(const core::RecordId& agent, bool everyCredential,
                                                const std::vector<core::RecordId>& credentials);
    [[nodiscard]] core::Outcome<void> setHostAccess(const core::RecordId& agent, core::HostAccess access);
    [[nodiscard]] core::Outcome<void> setFreeze(const core::RecordId& agent, core::Freeze freeze);
    /// Takes a secret that was removed out of every grant.
    [[nodiscard]] core::Outcome<void> forgetCredential(const core::RecordId& credential);

    /// In memory until Vault::flushUsage(); `token` may be empty. Does not emit changed().
    void noteSeen(const core::RecordId& agent, const core::RecordId& token, core::UnixMs at);

    void forget() override;
    [[nodiscard]] core::Outcome<void> reseal(const KeyRing& from, const KeyRing& to) override;
    [[nodiscard]] core::Outcome<void> authenticateAll() override;
    [[nodiscard]] core::Outcome<void> flushUsage() override;

Q_SIGNALS:
    void changed();

private:
    /// Writes the agent, its grants and tokens from what was read and verified, never from the file.
    [[nodiscard]] core::Outcome<void> write(const core::AgentInfo& agent);
    [[nodiscard]] core::Outcome<void> read(bool& isIntact) override;
    void announce(bool isIntact) override;
    [[nodiscard]] core::TokenHash hashOf(const core::RecordId& token) const;

    std::vector<core::AgentInfo> m_list;
    std::vector<StoredToken> m_tokens;
    std::map<core::RecordId, core::UnixMs> m_agentSeen;
    std::map<core::RecordId, core::UnixMs> m_tokenSeen;
};

} // namespace keysluice::vault
