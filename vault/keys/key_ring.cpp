#include "vault/keys/key_ring.h"

#include "vault/crypto/hkdf.h"
#include "vault/crypto/passphrase_kdf.h"

#include <utility>

namespace keysluice::vault {

core::Outcome<std::unique_ptr<KeyRing>> KeyRing::derive(core::SecretBytes dataKey, const std::string& vaultId) {
    if (dataKey.size() != kKeyBytes) {
        return core::fail(core::FailureCode::Damaged, "data key");
    }
    auto ring = std::unique_ptr<KeyRing>(new KeyRing);
    core::SecretBytes logSeal;
    core::SecretBytes check;
    const std::pair<core::SecretBytes*, const char*> labels[] = {{&ring->m_secrets, "keysluice/1 secrets"},
                                                                 {&ring->m_authority, "keysluice/1 authority key"},
                                                                 {&ring->m_signing, "keysluice/1 signing key"},
                                                                 {&ring->m_rowMac, "keysluice/1 row MACs"},
                                                                 {&logSeal, "keysluice/1 log seal"},
                                                                 {&check, "keysluice/1 check value"}};
    for (const auto& [target, label] : labels) {
        core::Outcome<core::SecretBytes> key = hkdfSha256(dataKey.bytes(), vaultId, label, kKeyBytes);
        if (!key) {
            return tl::make_unexpected(key.error());
        }
        *target = std::move(*key);
    }
    ring->m_dataKey = std::move(dataKey);
    ring->m_logSeal = std::make_shared<const core::SecretBytes>(std::move(logSeal));
    ring->m_checkValue = std::string(check.view());
    return ring;
}

std::string KeyRing::mac(const std::string& fields) const {
    return hmacSha256(m_rowMac, fields);
}

} // namespace keysluice::vault
