#pragma once

#include "core/result.h"
#include "core/secret_bytes.h"

#include <cstdint>
#include <memory>
#include <string>

namespace keysluice::core {

/// An encrypted value as it lies in a snapshot: worthless without the vault's key.
struct SealedValue {
    std::string recordId;
    std::uint32_t version = 0;
    std::string ciphertext;     ///< nonce, encrypted bytes, tag (format: `vault/README.md`)
    std::string associatedData; ///< binds the ciphertext to its record, provider and hosts
};

enum class OpenError {
    Locked,     ///< the vault was locked, also after this opener was handed out
    Unreadable, ///< the value does not verify
};

/// Opens one credential, after the decision to use it. Declared here, implemented by `vault`, wired by `app`.
/// Thread: any. Locking revokes every opener at once: from then on it answers Locked.
class CredentialOpener {
public:
    virtual ~CredentialOpener() = default;
    /// One locked copy per version, shared by everybody who uses it and wiped with the last.
    [[nodiscard]] virtual Result<std::shared_ptr<const SecretBytes>, OpenError>
    open(const SealedValue& value) const = 0;
};

} // namespace keysluice::core
