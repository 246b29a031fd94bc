#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"
#include "vault/records/repository.h"

#include <QObject>

#include <string>

namespace keysluice::vault {

/// The installation's certificate authority: certificate in the clear, key encrypted. Thread: the vault's.
/// Errors beside those of Vault: NotFound (none stored yet), Damaged.
class AuthorityRepository final : public QObject, public Repository {
    Q_OBJECT
public:
    explicit AuthorityRepository(Store& store, QObject* parent = nullptr);
    ~AuthorityRepository() override;

    /// False while locked too.
    [[nodiscard]] bool isPresent() const { return !m_certificatePem.empty(); }
    [[nodiscard]] const std::string& certificatePem() const { return m_certificatePem; }
    /// PKCS#8, DER.
    [[nodiscard]] core::Outcome<core::SecretBytes> privateKeyDer() const;
    using Repository::store;
    [[nodiscard]] core::Outcome<void> store(const std::string& certificatePem, const core::SecretBytes& privateKeyDer);

    void forget() override;
    [[nodiscard]] core::Outcome<void> reseal(const KeyRing& from, const KeyRing& to) override;
    [[nodiscard]] core::Outcome<void> authenticateAll() override;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] core::Outcome<void> read(bool& isIntact) override;
    void announce(bool isIntact) override;
    [[nodiscard]] core::Outcome<void> write(const std::string& pem, const std::string& sealed);

    std::string m_certificatePem;
    std::string m_sealedKey;
};

} // namespace keysluice::vault
