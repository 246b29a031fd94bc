#pragma once

#include "core/clock.h"
#include "core/random.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::core {

/// What is known about a key, by the last answer of its provider.
enum class Health {
    Unchecked,
    Valid,
    Restricted,  ///< 403: valid, but not for this
    RateLimited, ///< 429
    OutOfCredit, ///< 402
    Rejected,    ///< 401
};

struct HealthReport {
    Health health = Health::Unchecked;
    UnixMs checkedAt = 0;
    int status = 0;             ///< HTTP status of that answer, 0 without one
    int models = -1;            ///< how many models the key can see, -1 when unknown
    UnixMs acceptedAgainAt = 0; ///< from retry-after, for RateLimited
};

/// What becomes of a key that an agent's request brings itself, where a stored one is meant for that place.
enum class ForeignKeys {
    Replace, ///< it is removed, the stored one takes its place
    Refuse,  ///< the request is refused, and the user alerted
    Pass,    ///< it goes to the provider as it came; the stored one is not used
};

/// Whether an agent may reach hosts that the gateway does not handle.
enum class HostAccess {
    Inherit, ///< as ProtectedSettings::strictMode says
    Open,
    Strict,
};

/// Whether an agent is frozen: its requests are refused until a person thaws it.
enum class Freeze {
    None,
    Requests, ///< new ones are refused, what runs may finish
    Streams,  ///< what runs is cut, too
};

/// A stored secret without its value. Thread: any (value).
struct CredentialInfo {
    RecordId id;
    std::string name; ///< unique, at most 64 characters
    std::string providerId;
    std::string kindId;
    std::vector<std::string> hosts; ///< where it may be sent; fixed when it was stored
    std::string preview;            ///< masked
    std::uint32_t version = 1;      ///< grows with each rotation
    int position = 0;               ///< the user's order; the lower one is used first
    bool enabled = true;
    HealthReport health;
    UnixMs createdAt = 0;
    UnixMs rotatedAt = 0;
    UnixMs lastUsedAt = 0;
    ForeignKeys foreignKeys = ForeignKeys::Replace;
};

/// One bearer token of an agent; the token itself is shown once and never stored.
struct TokenInfo {
    RecordId id;
    std::string label;
    UnixMs createdAt = 0;
    UnixMs expiresAt = 0; ///< 0: does not expire
    UnixMs lastUsedAt = 0;
};

/// Thread: any (value).
struct AgentInfo {
    RecordId id;
    std::string name;              ///< unique, at most 64 characters
    bool everyCredential = true;   ///< may use every enabled secret, future ones included
    std::vector<RecordId> granted; ///< otherwise these
    std::string placeholderSeed;
    std::vector<TokenInfo> tokens;
    UnixMs createdAt = 0;
    UnixMs lastSeenAt = 0;
    HostAccess hostAccess = HostAccess::Inherit;
    Freeze freeze = Freeze::None;

    [[nodiscard]] bool mayUse(const RecordId& credential) const {
        if (everyCredential) {
            return true;
        }
        for (const RecordId& one : granted) {
            if (one == credential) {
                return true;
            }
        }
        return false;
    }
};

/// What an event of a credential's past was; shown in its detail pane.
struct CredentialEvent {
    enum class Kind { Added, Rotated, Checked, Enabled, Disabled, Renamed };
    Kind kind = Kind::Added;
    UnixMs at = 0;
    HealthReport health; ///< for Checked
};

/// Ways to open the vault.
enum class SlotKind { Keychain, Passphrase, RecoveryCode, KeyFile };

struct SlotInfo {
    RecordId id;
    SlotKind kind = SlotKind::Passphrase;
    UnixMs createdAt = 0;
};

enum class VaultState {
    Absent, ///< nothing there yet
    Locked,
    Open,
    PolicyUnverified, ///< open, but agents or protected settings do not verify; nothing is forwarded
    Unusable,         ///< damaged, of a newer version, or not readable; a Failure tells which
};

} // namespace keysluice::core
