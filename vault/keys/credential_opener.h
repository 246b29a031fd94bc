#pragma once

#include "core/credential_opener.h"

#include <map>
#include <mutex>

namespace keysluice::vault {

/// Opens sealed values with the vault's key for secrets until it is revoked. Thread: any.
class RevocableOpener final : public core::CredentialOpener {
public:
    explicit RevocableOpener(core::SecretBytes key) : m_key(std::move(key)) {}

    [[nodiscard]] core::Result<std::shared_ptr<const core::SecretBytes>, core::OpenError>
    open(const core::SealedValue& value) const override;

    /// Wipes the key; when this returns, no call of open() succeeds any more.
    void revoke();

private:
    struct Opened {
        std::string ciphertext;
        std::string associatedData;
        std::weak_ptr<const core::SecretBytes> value;
    };

    mutable std::mutex m_mutex;
    core::SecretBytes m_key;
    /// The copies that are in use, by record; an exchange that needs one shares it.
    mutable std::map<std::string, Opened> m_opened;
};

} // namespace keysluice::vault
