#pragma once

#include "core/activity.h"
#include "core/agent_token.h"
#include "core/clock.h"
#include "core/credential_opener.h"
#include "core/limits.h"
#include "core/price_list.h"
#include "core/provider_catalogue.h"
#include "core/records.h"
#include "core/rules/evaluator.h"
#include "core/rules/remembered_answers.h"
#include "core/settings.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace keysluice::gateway {

/// A credential as the gateway sees it: where it goes and how, its value sealed.
struct SnapshotCredential {
    core::RecordId id;
    std::string name;
    std::string providerId;
    std::string kindId;
    std::vector<std::string> hosts; ///< lower case; port 443
    bool enabled = true;
    core::Injection injection;
    core::SealedValue sealed;
    core::ForeignKeys foreignKeys = core::ForeignKeys::Replace;
};

struct SnapshotAgent {
    core::RecordId id;
    std::string name;
    bool everyCredential = true;
    std::set<core::RecordId> granted;
    core::HostAccess hostAccess = core::HostAccess::Inherit;
    core::Freeze freeze = core::Freeze::None; ///< its own, or the one of all
};

struct SnapshotToken {
    core::RecordId id;
    core::TokenHash hash{};
    core::RecordId agentId;
    core::UnixMs expiresAt = 0;                 ///< 0: does not expire
    std::shared_ptr<const core::Launch> launch; ///< null for tokens that belong to no launch
};

/// The certificate authority's signing key and certificate, present while the vault is open.
struct SigningAuthority {
    std::string certificatePem;
    std::shared_ptr<const core::SecretBytes> privateKeyDer; ///< PKCS#8
    /// Hosts that the certificate was issued anew for, and when: what began before may hold the one without them.
    std::map<std::string, core::UnixMs> addedHosts{};
};

enum class GateState {
    Locked, ///< 503 vault_locked
    Running,
    Paused,           ///< 503 paused
    PolicyUnverified, ///< 503 policy_unverified
};

/// Everything the gateway decides by, at one moment. `app` builds it from the vault and publishes it; an exchange pins
/// the one it started with. Thread: any (immutable once published). Credentials are in the user's order.
struct Snapshot {
    std::uint64_t generation = 0;
    GateState state = GateState::Locked;
    std::shared_ptr<const core::ProviderCatalogue> catalogue;
    std::vector<SnapshotCredential> credentials;
    std::vector<SnapshotAgent> agents;
    std::vector<SnapshotToken> tokens;
    std::shared_ptr<const core::CredentialOpener> opener; ///< null while locked
    std::shared_ptr<const SigningAuthority> authority;    ///< null while locked
    core::Limits limits;
    std::shared_ptr<const core::rules::CompiledRules> rules;          ///< null: there are none
    std::shared_ptr<const core::rules::RememberedAnswers> remembered; ///< null: there are none
    bool canAsk = false;                                              ///< somebody is there whom rules can ask
    std::shared_ptr<const core::PriceList> prices;                    ///< null: costs are unknown

    // where and how providers are reached
    std::string upstreamProxyHost; ///< empty: direct
    std::uint16_t upstreamProxyPort = 0;
    std::shared_ptr<const core::SecretBytes> upstreamProxyAuthorization; ///< value of Proxy-Authorization, or null
    std::string extraCaPem;                                              ///< trusted beside the system's store
    std::vector<core::ResolveOverride> resolve;
    bool allowPrivateDestinations = false;
    bool strictMode = false;
    bool canLog = true; ///< else what is done would leave no trace, and nothing is
    bool cutStreamsOnLock = false;
};

} // namespace keysluice::gateway
