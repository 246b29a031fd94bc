#include "vault/records/credential_repository.h"

#include "core/key_recognition.h"
#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/records/names.h"
#include "vault/store.h"

#include <algorithm>

namespace keysluice::vault {

namespace {

constexpr std::uint32_t kLastHealth = static_cast<std::uint32_t>(core::Health::Rejected);
constexpr std::uint32_t kLastForeignKeys = static_cast<std::uint32_t>(core::ForeignKeys::Pass);
constexpr std::uint32_t kLastEvent = static_cast<std::uint32_t>(core::CredentialEvent::Kind::Renamed);

void addHosts(Fields& fields, const std::vector<std::string>& hosts) {
    fields.add(hosts.size());
    for (const std::string& host : hosts) {
        fields.add(host);
    }
}

/// Re-aiming a value by editing any of these makes it unreadable.
std::string associatedData(const std::string& vaultId, const core::CredentialInfo& info) {
    Fields fields("secret");
    fields.add(vaultId).add(std::string_view("credentials")).add(info.id).add(info.version).add(info.providerId);
    addHosts(fields, info.hosts);
    fields.add(info.kindId);
    return fields.bytes();
}

std::string rowMac(const Store& store, const core::CredentialInfo& info, const std::string& sealed) {
    Fields fields("credential");
    fields.add(store.vaultId()).add(info.id).add(info.name).add(info.providerId).add(info.kindId);
    addHosts(fields, info.hosts);
    fields.add(info.preview)
        .add(info.version)
        .add(static_cast<std::uint64_t>(info.position))
        .add(info.enabled ? 1U : 0U)
        .add(static_cast<std::uint64_t>(info.createdAt))
        .add(static_cast<std::uint64_t>(info.rotatedAt))
        .add(sealed);
    if (info.foreignKeys != core::ForeignKeys::Replace) { // what older versions wrote keeps its MAC
        fields.add(static_cast<std::uint64_t>(info.foreignKeys));
    }
    return store.keys()->mac(fields.bytes());
}

QString joined(const std::vector<std::string>& hosts) {
    std::string all;
    for (const std::string& host : hosts) {
        all += (all.empty() ? "" : "\n") + host;
    }
    return text(all);
}

std::vector<std::string> split(const std::string& all) {
    std::vector<std::string> hosts;
    std::size_t start = 0;
    while (start < all.size()) {
        const std::size_t end = std::min(all.find('\n', start), all.size());
        hosts.push_back(all.substr(start, end - start));
        start = end + 1;
    }
    return hosts;
}

core::HealthReport healthFrom(const QVariant& health, const QVariant& at, const QVariant& status,
                              const QVariant& models, const QVariant& acceptedAgain) {
    core::HealthReport report;
    const std::uint32_t stored = health.toUInt();
    report.health = stored <= kLastHealth ? static_cast<core::Health>(stored) : core::Health::Unchecked;
    report.checkedAt = at.toLongLong();
    report.status = status.toInt();
    report.models = models.toInt();
    report.acceptedAgainAt = acceptedAgain.toLongLong();
    return report;
}

core::Outcome<void> checkValue(const core::SecretBytes& value) {
    if (value.isEmpty()) {
        return core::fail(core::FailureCode::ValueEmpty);
    }
    if (value.size() > core::kMaximumKeyLength) {
        return core::fail(core::FailureCode::ValueTooLong);
    }
    const auto bytes = value.bytes();
    // it goes into a header line: visible ASCII only
    if (std::any_of(bytes.begin(), bytes.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7f; })) {
        return core::fail(core::FailureCode::ValueMalformed);
    }
    return {};
}

} // namespace

CredentialRepository::CredentialRepository(Store& store, QObject* parent) : QObject(parent), Repository(store) {}
CredentialRepository::~CredentialRepository() = default;

const core::CredentialInfo* CredentialRepository::find(const core::RecordId& id) const {
    const auto it = std::find_if(m_list.begin(), m_list.end(), [&](const auto& info) { return info.id == id; });
    return it == m_list.end() ? nullptr : &*it;
}

const core::CredentialInfo* CredentialRepository::findByName(const std::string& name) const {
    const auto it = std::find_if(m_list.begin(), m_list.end(), [&](const auto& info) { return info.name == name; });
    return it == m_list.end() ? nullptr : &*it;
}

std::vector<core::CredentialEvent> CredentialRepository::history(const core::RecordId& id) const {
    std::vector<core::CredentialEvent> events;
    if (!store().mayRead()) {
        return events;
    }
    const auto rows = store().database()->rows(
        QStringLiteral("SELECT kind, at, health, health_status, models, accepted_again_at FROM credential_events"
                       " WHERE credential_id = ? ORDER BY sequence DESC"),
        {text(id)});
    if (rows) {
        for (const Row& row : *rows) {
            if (row[0].toUInt() <= kLastEvent) {
                events.push_back({static_cast<core::CredentialEvent::Kind>(row[0].toUInt()), row[1].toLongLong(),
                                  healthFrom(row[2], row[1], row[3], row[4], row[5])});
            }
        }
    }
    return events;
}

core::Outcome<core::RecordId> CredentialRepository::add(const NewCredential& credential,
                                                        const core::SecretBytes& value) {
    for (const auto& checked : {store().mayChange(), checkName(credential.name), checkValue(value)}) {
        if (!checked) {
            return tl::make_unexpected(checked.error());
        }
    }
    if (findByName(credential.name) != nullptr) {
        return core::fail(core::FailureCode::NameTaken);
    }
    core::CredentialInfo info;
    info.id = core::newRecordId();
    info.name = credential.name;
    info.providerId = credential.providerId;
    info.kindId = credential.kindId;
    info.hosts = credential.hosts;
    info.preview = core::maskedPreview(value.view());
    info.position = static_cast<int>(m_list.size());
    info.createdAt = store().now();
    const auto done = change([&]() -> core::Outcome<void> {
        const auto sealed = seal(store().keys()->secrets(), value.bytes(), associatedData(store().vaultId(), info));
        if (!sealed) {
            return tl::make_unexpected(sealed.error());
        }
        return write(info, *sealed).and_then([&] { return writeHealth(info.id, credential.health); }).and_then([&] {
            return addEvent(info.id, core::CredentialEvent::Kind::Added, credential.health);
        });
    });
    return done ? core::Outcome<core::RecordId>(info.id) : tl::make_unexpected(done.error());
}

core::Outcome<void> CredentialRepository::rotate(const core::RecordId& id, const core::SecretBytes& value,
                                                 const core::HealthReport& health) {
    auto info = known(find(id));
    if (!info) {
        return tl::make_unexpected(info.error());
    }
    if (auto checked = checkValue(value); !checked) {
        return checked;
    }
    ++info->version;
    info->preview = core::maskedPreview(value.view());
    info->rotatedAt = store().now();
    auto done = change([&]() -> core::Outcome<void> {
        const auto sealed = seal(store().keys()->secrets(), value.bytes(), associatedData(store().vaultId(), *info));
        if (!sealed) {
            return tl::make_unexpected(sealed.error());
        }
        return write(*info, *sealed).and_then([&] { return writeHealth(id, health); }).and_then([&] {
            return addEvent(id, core::CredentialEvent::Kind::Rotated, health);
        });
    });
    if (done) {
        // the old value must not linger in the write-ahead log; if this fails, the next checkpoint does it
        (void)store().database()->checkpoint();
    }
    return done;
}

core::Outcome<void> CredentialRepository::setEnabled(const core::RecordId& id, bool enabled) {
    auto info = known(find(id));
    if (!info) {
        return tl::make_unexpected(info.error());
    }
    if (info->enabled == enabled) {
        return {};
    }
    info->enabled = enabled;
    return change([&]() -> core::Outcome<void> {
        if (auto done = write(*info, m_sealed.at(id)); !done) {
            return done;
        }
        return addEvent(id, enabled ? core::CredentialEvent::Kind::Enabled : core::CredentialEvent::Kind::Disabled, {});
    });
}

core::Outcome<void> CredentialRepository::setForeignKeys(const core::RecordId& id, core::ForeignKeys mode) {
    auto info = known(find(id));
    if (!info) {
        return tl::make_unexpected(info.error());
    }
    if (info->foreignKeys == mode) {
        return {};
    }
    info->foreignKeys = mode;
    return change([&] { return write(*info, m_sealed.at(id)); });
}

core::Outcome<void> CredentialRepository::rename(const core::RecordId& id, const std::string& name) {
    auto info = known(find(id));
    if (!info) {
        return tl::make_unexpected(info.error());
    }
    if (auto checked = checkName(name); !checked) {
        return checked;
    }
    if (info->name == name) {
        return {};
    }
    if (findByName(name) != nullptr) {
        return core::fail(core::FailureCode::NameTaken);
    }
    info->name = name;
    return change([&]() -> core::Outcome<void> {
        if (auto done = write(*info, m_sealed.at(id)); !done) {
            return done;
        }
        return addEvent(id, core::CredentialEvent::Kind::Renamed, {});
    });
}

core::Outcome<void> CredentialRepository::move(const core::RecordId& id, int position) {
    if (const auto info = known(find(id)); !info) {
        return tl::make_unexpected(info.error());
    }
    std::vector<core::CredentialInfo> order = m_list;
    const auto from = std::find_if(order.begin(), order.end(), [&](const auto& info) { return info.id == id; });
    const core::CredentialInfo moved = *from;
    order.erase(from);
    order.insert(order.begin() + std::clamp(position, 0, static_cast<int>(order.size())), moved);
    return change([&]() -> core::Outcome<void> {
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (order[i].position != static_cast<int>(i)) {
                order[i].position = static_cast<int>(i);
                if (auto done = write(order[i], m_sealed.at(order[i].id)); !done) {
                    return done;
                }
            }
        }
        return {};
    });
}

core::Outcome<void> CredentialRepository::remove(const core::RecordId& id) {
    if (const auto info = known(find(id)); !info) {
        return tl::make_unexpected(info.error());
    }
    auto done = change(
        [&] { return store().database()->run(QStringLiteral("DELETE FROM credentials WHERE id = ?"), {text(id)}); });
    if (done) {
        (void)store().database()->checkpoint(); // as in rotate()
        Q_EMIT removed(id);
    }
    return done;
}

core::Outcome<void> CredentialRepository::setHealth(const core::RecordId& id, const core::HealthReport& health) {
    if (const auto may = store().mayRead(); !may) {
        return may;
    }
    const auto it = std::find_if(m_list.begin(), m_list.end(), [&](const auto& info) { return info.id == id; });
    if (it == m_list.end()) {
        return core::fail(core::FailureCode::NotFound);
    }
    auto done = store().note([&]() -> core::Outcome<void> {
        if (auto written = writeHealth(id, health); !written) {
            return written;
        }
        return addEvent(id, core::CredentialEvent::Kind::Checked, health);
    });
    if (done) {
        it->health = health;
        Q_EMIT changed();
    }
    return done;
}

core::Outcome<core::SealedValue> CredentialRepository::sealed(const core::RecordId& id) const {
    if (const auto may = store().mayRead(); !may) {
        return tl::make_unexpected(may.error());
    }
    const core::CredentialInfo* info = find(id);
    if (info == nullptr) {
        return core::fail(core::FailureCode::NotFound);
    }
    return core::SealedValue{id, info->version, m_sealed.at(id), associatedData(store().vaultId(), *info)};
}

core::Outcome<core::SecretBytes> CredentialRepository::reveal(const core::RecordId& id) const {
    if (const auto may = store().mayChange(); !may) {
        return tl::make_unexpected(may.error());
    }
    const auto value = sealed(id);
    if (!value) {
        return tl::make_unexpected(value.error());
    }
    return unseal(store().keys()->secrets(), value->ciphertext, value->associatedData);
}

void CredentialRepository::noteUsed(const core::RecordId& id, core::UnixMs at) {
    const auto it = std::find_if(m_list.begin(), m_list.end(), [&](const auto& info) { return info.id == id; });
    if (it != m_list.end() && it->lastUsedAt < at) {
        it->lastUsedAt = at;
        m_used[id] = at;
    }
}

core::Outcome<void> CredentialRepository::flushUsage() {
    if (m_used.empty()) {
        return {};
    }
    auto done = store().note([&]() -> core::Outcome<void> {
        for (const auto& [id, at] : m_used) {
            if (auto step =
                    store().database()->run(QStringLiteral("UPDATE credentials SET last_used_at = ? WHERE id = ?"),
                                            {static_cast<qlonglong>(at), text(id)});
                !step) {
                return step;
            }
        }
        return {};
    });
    if (done) {
        m_used.clear();
    }
    return done;
}

void CredentialRepository::forget() {
    m_list.clear();
    m_sealed.clear();
    m_used.clear();
    Q_EMIT changed();
}

core::Outcome<void> CredentialRepository::reseal(const KeyRing& from, const KeyRing& to) {
    for (const core::CredentialInfo& info : m_list) {
        const std::string data = associatedData(store().vaultId(), info);
        const auto value = unseal(from.secrets(), m_sealed.at(info.id), data);
        if (!value) {
            return core::fail(core::FailureCode::Damaged, info.name);
        }
        const auto sealed = seal(to.secrets(), value->bytes(), data);
        if (!sealed) {
            return tl::make_unexpected(sealed.error());
        }
        if (auto done = store().database()->run(QStringLiteral("UPDATE credentials SET sealed = ? WHERE id = ?"),
                                                {blob(*sealed), text(info.id)});
            !done) {
            return done;
        }
    }
    return {};
}

core::Outcome<void> CredentialRepository::authenticateAll() {
    bool isIntact = true;
    if (auto done = read(isIntact); !done) {
        return done;
    }
    for (const core::CredentialInfo& info : m_list) {
        if (auto done = write(info, m_sealed.at(info.id)); !done) {
            return done;
        }
    }
    return {};
}

core::Outcome<void> CredentialRepository::write(const core::CredentialInfo& info, const std::string& sealed) {
    return store().database()->run(
        QStringLiteral("INSERT INTO credentials (id, name, provider, kind, hosts, preview, version, position, enabled,"
                       " created_at, rotated_at, sealed, mac, foreign_keys)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                       " ON CONFLICT(id) DO UPDATE SET name = excluded.name, provider = excluded.provider,"
                       " kind = excluded.kind, hosts = excluded.hosts, preview = excluded.preview,"
                       " version = excluded.version, position = excluded.position, enabled = excluded.enabled,"
                       " created_at = excluded.created_at, rotated_at = excluded.rotated_at, sealed = excluded.sealed,"
                       " mac = excluded.mac, foreign_keys = excluded.foreign_keys"),
        {text(info.id), text(info.name), text(info.providerId), text(info.kindId), joined(info.hosts),
         text(info.preview), info.version, info.position, info.enabled ? 1 : 0, static_cast<qlonglong>(info.createdAt),
         static_cast<qlonglong>(info.rotatedAt), blob(sealed), blob(rowMac(store(), info, sealed)),
         static_cast<int>(info.foreignKeys)});
}

core::Outcome<void> CredentialRepository::writeHealth(const core::RecordId& id, const core::HealthReport& health) {
    return store().database()->run(
        QStringLiteral("UPDATE credentials SET health = ?, health_at = ?, health_status = ?, models = ?,"
                       " accepted_again_at = ? WHERE id = ?"),
        {static_cast<int>(health.health), static_cast<qlonglong>(health.checkedAt), health.status, health.models,
         static_cast<qlonglong>(health.acceptedAgainAt), text(id)});
}

core::Outcome<void> CredentialRepository::addEvent(const core::RecordId& id, core::CredentialEvent::Kind kind,
                                                   const core::HealthReport& health) {
    return store().database()->run(
        QStringLiteral("INSERT INTO credential_events (credential_id, kind, at, health, health_status, models,"
                       " accepted_again_at) VALUES (?, ?, ?, ?, ?, ?, ?)"),
        {text(id), static_cast<int>(kind), static_cast<qlonglong>(store().now()), static_cast<int>(health.health),
         health.status, health.models, static_cast<qlonglong>(health.acceptedAgainAt)});
}

core::Outcome<void> CredentialRepository::read(bool& isIntact) {
    const auto rows = store().database()->rows(
        QStringLiteral("SELECT id, name, provider, kind, hosts, preview, version, position, enabled, created_at,"
                       " rotated_at, sealed, mac, last_used_at, health, health_at, health_status, models,"
                       " accepted_again_at, foreign_keys FROM credentials ORDER BY position, created_at, id"));
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    m_list.clear();
    m_sealed.clear();
    for (const Row& row : *rows) {
        core::CredentialInfo info;
        info.id = utf8(row[0]);
        info.name = utf8(row[1]);
        info.providerId = utf8(row[2]);
        info.kindId = utf8(row[3]);
        info.hosts = split(utf8(row[4]));
        info.preview = utf8(row[5]);
        info.version = row[6].toUInt();
        info.position = row[7].toInt();
        info.enabled = row[8].toInt() != 0;
        info.createdAt = row[9].toLongLong();
        info.rotatedAt = row[10].toLongLong();
        info.lastUsedAt = row[13].toLongLong();
        info.health = healthFrom(row[14], row[15], row[16], row[17], row[18]);
        if (const auto used = m_used.find(info.id); used != m_used.end()) {
            info.lastUsedAt = used->second;
        }
        const std::uint32_t foreignKeys = row[19].toUInt();
        isIntact = isIntact && foreignKeys <= kLastForeignKeys;
        info.foreignKeys = static_cast<core::ForeignKeys>(std::min(foreignKeys, kLastForeignKeys));
        const std::string sealed = bytes(row[11]);
        isIntact = isIntact && sameBytes(rowMac(store(), info, sealed), bytes(row[12]));
        m_sealed[info.id] = sealed;
        m_list.push_back(std::move(info));
    }
    return {};
}

void CredentialRepository::announce(bool /*isIntact*/) {
    Q_EMIT changed();
}

} // namespace keysluice::vault
