#include "vault/keys/credential_opener.h"

#include "vault/crypto/aead.h"

namespace keysluice::vault {

core::Result<std::shared_ptr<const core::SecretBytes>, core::OpenError>
RevocableOpener::open(const core::SealedValue& value) const {
    const std::lock_guard lock(m_mutex);
    if (m_key.isEmpty()) {
        return core::failure(core::OpenError::Locked);
    }
    Opened& opened = m_opened[value.recordId];
    const bool isSame = opened.ciphertext == value.ciphertext && opened.associatedData == value.associatedData;
    if (isSame) {
        if (std::shared_ptr<const core::SecretBytes> copy = opened.value.lock()) {
            return copy;
        }
    }
    core::Outcome<core::SecretBytes> plain = unseal(m_key, value.ciphertext, value.associatedData);
    if (!plain) {
        return core::failure(core::OpenError::Unreadable);
    }
    auto copy = std::make_shared<const core::SecretBytes>(std::move(*plain));
    if (!isSame) {
        opened.ciphertext = value.ciphertext;
        opened.associatedData = value.associatedData;
    }
    opened.value = copy;
    return std::shared_ptr<const core::SecretBytes>(std::move(copy));
}

void RevocableOpener::revoke() {
    const std::lock_guard lock(m_mutex);
    m_key.clear();
    m_opened.clear();
}

} // namespace keysluice::vault
