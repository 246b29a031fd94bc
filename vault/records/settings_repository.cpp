#include "vault/records/settings_repository.h"

#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/records/settings_format.h"
#include "vault/store.h"

namespace keysluice::vault {

namespace {

constexpr const char* kProtected = "protected";
constexpr const char* kLock = "lock";
constexpr const char* kProxyCredentials = "upstream_proxy_credentials";
constexpr const char* kInterface = "interface";
constexpr std::size_t kMostCredentialBytes = 1024;
constexpr std::size_t kMostPemBytes = std::size_t{1} << 20;

std::string rowMac(const Store& store, const std::string& name, const std::string& value) {
    return store.keys()->mac(Fields("setting").add(store.vaultId()).add(name).add(value).bytes());
}

std::string proxyAssociatedData(const Store& store) {
    return Fields("secret")
        .add(store.vaultId())
        .add(std::string_view("settings"))
        .add(std::string_view(kProxyCredentials))
        .bytes();
}

} // namespace

SettingsRepository::SettingsRepository(Store& store, QObject* parent) : QObject(parent), Repository(store) {}
SettingsRepository::~SettingsRepository() = default;

core::Outcome<void> SettingsRepository::setProtectedSettings(const core::ProtectedSettings& settings) {
    if (settings.extraCaPem.size() > kMostPemBytes) {
        return core::fail(core::FailureCode::ValueTooLong, "extraCaPem");
    }
    return changeOne(kProtected, toJson(settings));
}

core::Outcome<void> SettingsRepository::setLockSettings(const core::LockSettings& settings) {
    return changeOne(kLock, toJson(settings));
}

core::Outcome<void> SettingsRepository::setInterfaceSettings(const core::InterfaceSettings& settings) {
    const core::InterfaceSettings before = m_interface;
    m_interface = settings;
    if (store().database() != nullptr) {
        if (auto stored = storeInterface(); !stored) {
            m_interface = before;
            return stored;
        }
    }
    Q_EMIT changed();
    return {};
}

core::Outcome<core::SecretBytes> SettingsRepository::upstreamProxyCredentials() const {
    if (const auto may = store().mayChange(); !may) {
        return tl::make_unexpected(may.error());
    }
    if (m_sealedProxyCredentials.empty()) {
        return core::SecretBytes();
    }
    return unseal(store().keys()->secrets(), m_sealedProxyCredentials, proxyAssociatedData(store()));
}

core::Outcome<void> SettingsRepository::setUpstreamProxyCredentials(const core::SecretBytes& userAndPassword) {
    if (userAndPassword.size() > kMostCredentialBytes) {
        return core::fail(core::FailureCode::ValueTooLong);
    }
    if (auto may = store().mayChange(); !may) {
        return may;
    }
    std::string value;
    if (!userAndPassword.isEmpty()) {
        auto sealed = seal(store().keys()->secrets(), userAndPassword.bytes(), proxyAssociatedData(store()));
        if (!sealed) {
            return tl::make_unexpected(sealed.error());
        }
        value = std::move(*sealed);
    }
    auto done = changeOne(kProxyCredentials, value);
    if (done) {
        (void)store().database()->checkpoint(); // old credentials must not linger in the write-ahead log
    }
    return done;
}

core::Outcome<void> SettingsRepository::loadInterface() {
    const auto rows = store().database()->rows(QStringLiteral("SELECT value FROM interface_settings WHERE name = ?"),
                                               {text(kInterface)});
    // only the port: a gateway that answers "locked" should do so where its agents look for it
    const auto locked =
        store().database()->rows(QStringLiteral("SELECT value FROM settings WHERE name = ?"), {text(kProtected)});
    if (!rows || !locked) {
        return tl::make_unexpected(!rows ? rows.error() : locked.error());
    }
    if (!rows->empty()) {
        m_interface = interfaceFromJson(utf8(rows->front()[0])).value_or(core::InterfaceSettings{});
    }
    m_protected = {};
    if (!locked->empty()) {
        m_protected.port = protectedFromJson(bytes(locked->front()[0])).value_or(core::ProtectedSettings{}).port;
    }
    Q_EMIT changed();
    return {};
}

core::Outcome<void> SettingsRepository::storeInterface() {
    return store().database()->run(
        QStringLiteral("INSERT OR REPLACE INTO interface_settings (name, value) VALUES (?, ?)"),
        {text(kInterface), text(toJson(m_interface))});
}

core::Outcome<bool> SettingsRepository::loadAndVerify() {
    bool isIntact = true;
    if (const auto done = read(isIntact); !done) {
        return tl::make_unexpected(done.error());
    }
    adopt(false); // until the vault has seen that everything else fits too
    return isIntact;
}

void SettingsRepository::adopt(bool isTrusted) {
    const std::uint16_t port = m_stored.port;
    m_protected = isTrusted ? m_stored : core::ProtectedSettings{};
    m_protected.port = port;
    m_lock = isTrusted ? m_storedLock : core::LockSettings{};
    Q_EMIT changed();
}

void SettingsRepository::forget() {
    core::ProtectedSettings kept;
    kept.port = m_protected.port;
    kept.listenAddresses = m_protected.listenAddresses;
    m_protected = kept;
    m_stored = {};
    m_storedLock = {};
    m_lock = {};
    m_sealedProxyCredentials.clear();
    Q_EMIT changed();
}

core::Outcome<void> SettingsRepository::reseal(const KeyRing& from, const KeyRing& to) {
    if (m_sealedProxyCredentials.empty()) {
        return {};
    }
    const std::string data = proxyAssociatedData(store());
    const auto value = unseal(from.secrets(), m_sealedProxyCredentials, data);
    if (!value) {
        return core::fail(core::FailureCode::Damaged, kProxyCredentials);
    }
    const auto sealed = seal(to.secrets(), value->bytes(), data);
    if (!sealed) {
        return tl::make_unexpected(sealed.error());
    }
    return store().database()->run(QStringLiteral("UPDATE settings SET value = ? WHERE name = ?"),
                                   {blob(*sealed), text(kProxyCredentials)});
}

core::Outcome<void> SettingsRepository::authenticateAll() {
    bool isIntact = true;
    if (auto done = read(isIntact); !done) {
        return done;
    }
    return write(kProtected, toJson(m_stored))
        .and_then([&] { return write(kLock, toJson(m_storedLock)); })
        .and_then([&] { return write(kProxyCredentials, m_sealedProxyCredentials); });
}

core::Outcome<void> SettingsRepository::write(const char* name, const std::string& value) {
    return store().database()->run(
        QStringLiteral("INSERT INTO settings (name, value, mac) VALUES (?, ?, ?)"
                       " ON CONFLICT(name) DO UPDATE SET value = excluded.value, mac = excluded.mac"),
        {text(name), blob(value), blob(rowMac(store(), name, value))});
}

core::Outcome<void> SettingsRepository::changeOne(const char* name, const std::string& value) {
    return change([&] { return write(name, value); });
}

void SettingsRepository::announce(bool isIntact) {
    adopt(isIntact);
}

core::Outcome<void> SettingsRepository::read(bool& isIntact) {
    const auto rows = store().database()->rows(QStringLiteral("SELECT name, value, mac FROM settings"));
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    m_stored = {};
    m_storedLock = {};
    m_sealedProxyCredentials.clear();
    std::size_t known = 0;
    for (const Row& row : *rows) {
        const std::string name = utf8(row[0]);
        const std::string value = bytes(row[1]);
        bool fits = sameBytes(rowMac(store(), name, value), bytes(row[2]));
        if (name == kProtected) {
            const auto settings = protectedFromJson(value);
            fits = fits && settings.has_value();
            m_stored = settings.value_or(core::ProtectedSettings{});
            ++known;
        } else if (name == kLock) {
            const auto settings = lockFromJson(value);
            fits = fits && settings.has_value();
            m_storedLock = settings.value_or(core::LockSettings{});
            ++known;
        } else if (name == kProxyCredentials) {
            m_sealedProxyCredentials = value;
            ++known;
        }
        isIntact = isIntact && fits;
    }
    m_stored.upstreamProxyHasCredentials = !m_sealedProxyCredentials.empty();
    isIntact = isIntact && known == 3;
    return {};
}

} // namespace keysluice::vault
