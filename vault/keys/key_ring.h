#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <memory>
#include <string>

namespace keysluice::vault {

/// The data key of an open vault and what is derived from it by HKDF-SHA256 (salt: the vault's id, one label each).
/// Thread: the vault's; the shared keys may be read from any.
class KeyRing final {
public:
    /// Errors: Damaged (not 32 bytes), IoFailed.
    [[nodiscard]] static core::Outcome<std::unique_ptr<KeyRing>> derive(core::SecretBytes dataKey,
                                                                        const std::string& vaultId);

    [[nodiscard]] const core::SecretBytes& dataKey() const { return m_dataKey; }
    [[nodiscard]] const core::SecretBytes& secrets() const { return m_secrets; } ///< values of credentials, settings
    [[nodiscard]] const core::SecretBytes& authority() const { return m_authority; } ///< the CA's private key
    [[nodiscard]] const core::SecretBytes& signing() const { return m_signing; }     ///< the vault's signing key
    [[nodiscard]] const std::shared_ptr<const core::SecretBytes>& logSeal() const { return m_logSeal; }
    /// Stored in the clear: tells whether a data key is this vault's.
    [[nodiscard]] const std::string& checkValue() const { return m_checkValue; }

    /// MAC over fields, with the key for rows.
    [[nodiscard]] std::string mac(const std::string& fields) const;

private:
    KeyRing() = default;

    core::SecretBytes m_dataKey;
    core::SecretBytes m_secrets;
    core::SecretBytes m_authority;
    core::SecretBytes m_signing;
    core::SecretBytes m_rowMac;
    std::shared_ptr<const core::SecretBytes> m_logSeal;
    std::string m_checkValue;
};

} // namespace keysluice::vault
