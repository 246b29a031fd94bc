#include "vault/records/authority_repository.h"

#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/store.h"

namespace keysluice::vault {

namespace {

constexpr const char* kId = "authority";

std::string associatedData(const Store& store, const std::string& pem) {
    return Fields("authority key").add(store.vaultId()).add(pem).bytes();
}

std::string rowMac(const Store& store, const std::string& pem, const std::string& sealed) {
    return store.keys()->mac(Fields("authority").add(store.vaultId()).add(pem).add(sealed).bytes());
}

} // namespace

AuthorityRepository::AuthorityRepository(Store& store, QObject* parent) : QObject(parent), Repository(store) {}
AuthorityRepository::~AuthorityRepository() = default;

core::Outcome<core::SecretBytes> AuthorityRepository::privateKeyDer() const {
    if (const auto may = store().mayChange(); !may) {
        return tl::make_unexpected(may.error());
    }
    if (m_sealedKey.empty()) {
        return core::fail(core::FailureCode::NotFound);
    }
    return unseal(store().keys()->authority(), m_sealedKey, associatedData(store(), m_certificatePem));
}

core::Outcome<void> AuthorityRepository::store(const std::string& certificatePem,
                                               const core::SecretBytes& privateKeyDer) {
    if (auto may = store().mayChange(); !may) {
        return may;
    }
    if (certificatePem.empty() || privateKeyDer.isEmpty()) {
        return core::fail(core::FailureCode::ValueEmpty);
    }
    const auto sealed =
        seal(store().keys()->authority(), privateKeyDer.bytes(), associatedData(store(), certificatePem));
    if (!sealed) {
        return tl::make_unexpected(sealed.error());
    }
    return change([&] { return write(certificatePem, *sealed); });
}

core::Outcome<void> AuthorityRepository::read(bool& isIntact) {
    const auto rows =
        store().database()->rows(QStringLiteral("SELECT certificate, sealed_key, mac FROM authority ORDER BY id"));
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    m_certificatePem.clear();
    m_sealedKey.clear();
    isIntact = isIntact && rows->size() <= 1;
    if (!rows->empty()) {
        m_certificatePem = utf8(rows->front()[0]);
        m_sealedKey = bytes(rows->front()[1]);
        isIntact = isIntact && sameBytes(rowMac(store(), m_certificatePem, m_sealedKey), bytes(rows->front()[2]));
    }
    return {};
}

void AuthorityRepository::announce(bool /*isIntact*/) {
    Q_EMIT changed();
}

void AuthorityRepository::forget() {
    m_certificatePem.clear();
    m_sealedKey.clear();
    Q_EMIT changed();
}

core::Outcome<void> AuthorityRepository::reseal(const KeyRing& from, const KeyRing& to) {
    if (m_sealedKey.empty()) {
        return {};
    }
    const std::string data = associatedData(store(), m_certificatePem);
    const auto key = unseal(from.authority(), m_sealedKey, data);
    if (!key) {
        return core::fail(core::FailureCode::Damaged, kId);
    }
    const auto sealed = seal(to.authority(), key->bytes(), data);
    if (!sealed) {
        return tl::make_unexpected(sealed.error());
    }
    return store().database()->run(QStringLiteral("UPDATE authority SET sealed_key = ? WHERE id = ?"),
                                   {blob(*sealed), text(kId)});
}

core::Outcome<void> AuthorityRepository::authenticateAll() {
    bool isIntact = true;
    if (auto done = read(isIntact); !done) {
        return done;
    }
    const bool opens =
        !m_sealedKey.empty() &&
        unseal(store().keys()->authority(), m_sealedKey, associatedData(store(), m_certificatePem)).has_value();
    // A certificate that does not belong to the key that was stored with it is of no use to anybody, and is never
    // trusted because a person accepted other things: the authority is made anew.
    if (!opens) {
        m_certificatePem.clear();
        m_sealedKey.clear();
        return store().database()->run(QStringLiteral("DELETE FROM authority"));
    }
    return store().database()->run(QStringLiteral("DELETE FROM authority WHERE id <> ?"), {text(kId)}).and_then([&] {
        return write(m_certificatePem, m_sealedKey);
    });
}

core::Outcome<void> AuthorityRepository::write(const std::string& pem, const std::string& sealed) {
    return store().database()->run(
        QStringLiteral("INSERT INTO authority (id, certificate, sealed_key, mac) VALUES (?, ?, ?, ?)"
                       " ON CONFLICT(id) DO UPDATE SET certificate = excluded.certificate,"
                       " sealed_key = excluded.sealed_key, mac = excluded.mac"),
        {text(kId), text(pem), blob(sealed), blob(rowMac(store(), pem, sealed))});
}

} // namespace keysluice::vault
