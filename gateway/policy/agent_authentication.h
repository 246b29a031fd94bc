#pragma once

#include "gateway/http/head.h"
#include "gateway/snapshot.h"

#include <optional>
#include <string_view>

namespace keysluice::gateway::policy {

/// Who is asking. Both null: nobody we know. Points into the snapshot.
struct AgentIdentity {
    const SnapshotAgent* agent = nullptr;
    const SnapshotToken* token = nullptr;

    [[nodiscard]] bool isKnown() const { return agent != nullptr; }
};

/// The hash of the token in a Proxy-Authorization value: `Basic base64(name:TOKEN)` with any name, or `Bearer TOKEN`;
/// scheme in any case (RFC 9110, section 11.1; RFC 7617). Nothing: none there, or malformed.
[[nodiscard]] std::optional<core::TokenHash> presentedToken(std::string_view authorization);
/// The same of a whole head; more than one Proxy-Authorization counts as none.
[[nodiscard]] std::optional<core::TokenHash> presentedToken(const http::Head& head);

/// The hash of the token in a value that a client sends as its API key: bare, in the shape of a key, or with a scheme.
[[nodiscard]] std::optional<core::TokenHash> tokenInKey(std::string_view value);

/// Compares with every token, in constant time each. `now` decides expiry.
[[nodiscard]] AgentIdentity authenticate(const Snapshot& snapshot, const core::TokenHash& hash, core::UnixMs now);
/// For requests in a tunnel that is open: whether the token is still one, by the newest snapshot.
[[nodiscard]] AgentIdentity agentOfToken(const Snapshot& snapshot, const core::RecordId& tokenId, core::UnixMs now);

} // namespace keysluice::gateway::policy
