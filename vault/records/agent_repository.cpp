#include "vault/records/agent_repository.h"

#include "core/placeholder.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/records/names.h"
#include "vault/store.h"

#include <algorithm>
#include <cstring>

namespace keysluice::vault {

namespace {

constexpr std::size_t kMostLabelBytes = 200;
constexpr std::uint32_t kLastHostAccess = static_cast<std::uint32_t>(core::HostAccess::Strict);
constexpr std::uint32_t kLastFreeze = static_cast<std::uint32_t>(core::Freeze::Streams);

std::string hashBytes(const core::TokenHash& hash) {
    return {hash.begin(), hash.end()};
}

template <class List>
auto byId(List& list, const core::RecordId& id) {
    return std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
}

/// Over the agent with its grants and tokens, in the order of their ids: one more, one less or another one shows.
std::string rowMac(const Store& store, const core::AgentInfo& agent,
                   const std::map<core::RecordId, std::string>& hashes) {
    Fields fields("agent");
    fields.add(store.vaultId())
        .add(agent.id)
        .add(agent.name)
        .add(agent.everyCredential ? 1U : 0U)
        .add(agent.placeholderSeed)
        .add(static_cast<std::uint64_t>(agent.createdAt));
    std::vector<core::RecordId> granted = agent.granted;
    std::sort(granted.begin(), granted.end());
    fields.add(granted.size());
    for (const core::RecordId& credential : granted) {
        fields.add(credential);
    }
    std::vector<const core::TokenInfo*> tokens;
    for (const core::TokenInfo& token : agent.tokens) {
        tokens.push_back(&token);
    }
    std::sort(tokens.begin(), tokens.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    fields.add(tokens.size());
    for (const core::TokenInfo* token : tokens) {
        fields.add(token->id)
            .add(token->label)
            .add(hashes.at(token->id))
            .add(static_cast<std::uint64_t>(token->createdAt))
            .add(static_cast<std::uint64_t>(token->expiresAt));
    }
    // What older versions wrote keeps its MAC: a column that came later counts where it is not the default. The one
    // before it then counts, too, so that no two rows have the same fields.
    const bool isFrozen = agent.freeze != core::Freeze::None;
    if (agent.hostAccess != core::HostAccess::Inherit || isFrozen) {
        fields.add(static_cast<std::uint64_t>(agent.hostAccess));
    }
    if (isFrozen) {
        fields.add(static_cast<std::uint64_t>(agent.freeze));
    }
    return store.keys()->mac(fields.bytes());
}

} // namespace

AgentRepository::AgentRepository(Store& store, QObject* parent) : QObject(parent), Repository(store) {}
AgentRepository::~AgentRepository() = default;

const core::AgentInfo* AgentRepository::find(const core::RecordId& id) const {
    const auto it = byId(m_list, id);
    return it == m_list.end() ? nullptr : &*it;
}

const core::AgentInfo* AgentRepository::findByName(const std::string& name) const {
    const auto it = std::find_if(m_list.begin(), m_list.end(), [&](const auto& agent) { return agent.name == name; });
    return it == m_list.end() ? nullptr : &*it;
}

core::Outcome<core::RecordId> AgentRepository::add(const std::string& name) {
    for (const auto& checked : {store().mayChange(), checkName(name)}) {
        if (!checked) {
            return tl::make_unexpected(checked.error());
        }
    }
    if (findByName(name) != nullptr) {
        return core::fail(core::FailureCode::NameTaken);
    }
    core::AgentInfo agent;
    agent.id = core::newRecordId();
    agent.name = name;
    agent.placeholderSeed = core::newPlaceholderSeed();
    agent.createdAt = store().now();
    const auto done = change([&] { return write(agent); });
    return done ? core::Outcome<core::RecordId>(agent.id) : tl::make_unexpected(done.error());
}

core::Outcome<void> AgentRepository::rename(const core::RecordId& id, const std::string& name) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    if (auto checked = checkName(name); !checked) {
        return checked;
    }
    if (agent->name == name) {
        return {};
    }
    if (findByName(name) != nullptr) {
        return core::fail(core::FailureCode::NameTaken);
    }
    agent->name = name;
    return change([&] { return write(*agent); });
}

core::Outcome<void> AgentRepository::remove(const core::RecordId& id) {
    if (const auto agent = known(find(id)); !agent) {
        return tl::make_unexpected(agent.error());
    }
    return change(
        [&] { return store().database()->run(QStringLiteral("DELETE FROM agents WHERE id = ?"), {text(id)}); });
}

core::Outcome<core::RecordId> AgentRepository::addToken(const core::RecordId& id, const std::string& label,
                                                        const core::TokenHash& hash, core::UnixMs expiresAt) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    if (label.size() > kMostLabelBytes) {
        return core::fail(core::FailureCode::NameInvalid);
    }
    core::TokenInfo token;
    token.id = core::newRecordId();
    token.label = utf8(text(label)); // as it will be read back: its MAC is made over this
    token.createdAt = store().now();
    token.expiresAt = expiresAt;
    agent->tokens.push_back(token);
    m_tokens.push_back({token.id, id, hash, expiresAt}); // write() looks the hash up; read() replaces the list
    const auto done = change([&] { return write(*agent); });
    if (!done) {
        m_tokens.erase(
            std::remove_if(m_tokens.begin(), m_tokens.end(), [&](const auto& t) { return t.id == token.id; }),
            m_tokens.end());
        return tl::make_unexpected(done.error());
    }
    return token.id;
}

core::Outcome<void> AgentRepository::revokeToken(const core::RecordId& id, const core::RecordId& token) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    const auto it = byId(agent->tokens, token);
    if (it == agent->tokens.end()) {
        return core::fail(core::FailureCode::NotFound);
    }
    agent->tokens.erase(it);
    return change([&] { return write(*agent); });
}

core::Outcome<void> AgentRepository::revokeAllTokens(const core::RecordId& id) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    agent->tokens.clear();
    return change([&] { return write(*agent); });
}

core::Outcome<void> AgentRepository::setGrants(const core::RecordId& id, bool everyCredential,
                                               const std::vector<core::RecordId>& credentials) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    agent->everyCredential = everyCredential;
    agent->granted = credentials;
    std::sort(agent->granted.begin(), agent->granted.end());
    agent->granted.erase(std::unique(agent->granted.begin(), agent->granted.end()), agent->granted.end());
    return change([&] { return write(*agent); });
}

core::Outcome<void> AgentRepository::setHostAccess(const core::RecordId& id, core::HostAccess access) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    if (agent->hostAccess == access) {
        return {};
    }
    agent->hostAccess = access;
    return change([&] { return write(*agent); });
}

core::Outcome<void> AgentRepository::setFreeze(const core::RecordId& id, core::Freeze freeze) {
    auto agent = known(find(id));
    if (!agent) {
        return tl::make_unexpected(agent.error());
    }
    if (agent->freeze == freeze) {
        return {};
    }
    agent->freeze = freeze;
    return change([&] { return write(*agent); });
}

core::Outcome<void> AgentRepository::forgetCredential(const core::RecordId& credential) {
    std::vector<core::AgentInfo> touched;
    for (core::AgentInfo agent : m_list) {
        const auto it = std::find(agent.granted.begin(), agent.granted.end(), credential);
        if (it != agent.granted.end()) {
            agent.granted.erase(it);
            touched.push_back(std::move(agent));
        }
    }
    if (touched.empty()) {
        return {};
    }
    return change([&]() -> core::Outcome<void> {
        for (const core::AgentInfo& agent : touched) {
            if (auto done = write(agent); !done) {
                return done;
            }
        }
        return {};
    });
}

void AgentRepository::noteSeen(const core::RecordId& id, const core::RecordId& token, core::UnixMs at) {
    const auto agent = byId(m_list, id);
    if (agent == m_list.end()) {
        return;
    }
    if (agent->lastSeenAt < at) {
        agent->lastSeenAt = at;
        m_agentSeen[id] = at;
    }
    const auto used = byId(agent->tokens, token);
    if (used != agent->tokens.end() && used->lastUsedAt < at) {
        used->lastUsedAt = at;
        m_tokenSeen[token] = at;
    }
}

core::Outcome<void> AgentRepository::flushUsage() {
    if (m_agentSeen.empty() && m_tokenSeen.empty()) {
        return {};
    }
    auto done = store().note([&]() -> core::Outcome<void> {
        for (const auto& [map, sql] :
             {std::pair(&m_agentSeen, QStringLiteral("UPDATE agents SET last_seen_at = ? WHERE id = ?")),
              std::pair(&m_tokenSeen, QStringLiteral("UPDATE tokens SET last_used_at = ? WHERE id = ?"))}) {
            for (const auto& [id, at] : *map) {
                if (auto step = store().database()->run(sql, {static_cast<qlonglong>(at), text(id)}); !step) {
                    return step;
                }
            }
        }
        return {};
    });
    if (done) {
        m_agentSeen.clear();
        m_tokenSeen.clear();
    }
    return done;
}

void AgentRepository::forget() {
    m_list.clear();
    m_tokens.clear();
    m_agentSeen.clear();
    m_tokenSeen.clear();
    Q_EMIT changed();
}

core::Outcome<void> AgentRepository::reseal(const KeyRing& /*from*/, const KeyRing& /*to*/) {
    return {};
}

core::Outcome<void> AgentRepository::authenticateAll() {
    bool isIntact = true;
    // tokens and grants of an agent that is not there were put in by hand: no MAC of ours covers them
    for (const char* table : {"tokens", "grants"}) {
        if (auto done =
                store().database()->run(QStringLiteral("DELETE FROM %1 WHERE agent_id NOT IN (SELECT id FROM agents)")
                                            .arg(QLatin1String(table)));
            !done) {
            return done;
        }
    }
    if (auto done = read(isIntact); !done) {
        return done;
    }
    const std::vector<core::AgentInfo> agents = m_list;
    for (const core::AgentInfo& agent : agents) {
        if (auto done = write(agent); !done) {
            return done;
        }
    }
    return {};
}

core::Outcome<void> AgentRepository::write(const core::AgentInfo& agent) {
    std::map<core::RecordId, std::string> hashes;
    for (const core::TokenInfo& token : agent.tokens) {
        hashes[token.id] = hashBytes(hashOf(token.id));
    }
    Database& database = *store().database();
    auto done = database.run(
        QStringLiteral(
            "INSERT INTO agents (id, name, every_credential, placeholder_seed, created_at, mac,"
            " host_access, freeze) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name,"
            " every_credential = excluded.every_credential, placeholder_seed = excluded.placeholder_seed,"
            " created_at = excluded.created_at, mac = excluded.mac, host_access = excluded.host_access,"
            " freeze = excluded.freeze"),
        {text(agent.id), text(agent.name), agent.everyCredential ? 1 : 0, text(agent.placeholderSeed),
         static_cast<qlonglong>(agent.createdAt), blob(rowMac(store(), agent, hashes)),
         static_cast<int>(agent.hostAccess), static_cast<int>(agent.freeze)});
    for (const char* table : {"tokens", "grants"}) {
        if (done) {
            done = database.run(QStringLiteral("DELETE FROM %1 WHERE agent_id = ?").arg(QLatin1String(table)),
                                {text(agent.id)});
        }
    }
    for (const core::RecordId& credential : agent.granted) {
        if (done) {
            done = database.run(QStringLiteral("INSERT INTO grants (agent_id, credential_id) VALUES (?, ?)"),
                                {text(agent.id), text(credential)});
        }
    }
    for (const core::TokenInfo& token : agent.tokens) {
        if (done) {
            done = database.run(
                QStringLiteral("INSERT INTO tokens (id, agent_id, label, hash, created_at, expires_at, last_used_at)"
                               " VALUES (?, ?, ?, ?, ?, ?, ?)"),
                {text(token.id), text(agent.id), text(token.label), blob(hashes.at(token.id)),
                 static_cast<qlonglong>(token.createdAt), static_cast<qlonglong>(token.expiresAt),
                 static_cast<qlonglong>(token.lastUsedAt)});
        }
    }
    return done;
}

core::Outcome<void> AgentRepository::read(bool& isIntact) {
    Database& database = *store().database();
    const auto agents = database.rows(
        QStringLiteral("SELECT id, name, every_credential, placeholder_seed, created_at, mac, last_seen_at,"
                       " host_access, freeze FROM agents"
                       " ORDER BY name COLLATE NOCASE, id"));
    const auto tokens = database.rows(
        QStringLiteral("SELECT id, agent_id, label, hash, created_at, expires_at, last_used_at FROM tokens"
                       " ORDER BY created_at, id"));
    const auto grants =
        database.rows(QStringLiteral("SELECT agent_id, credential_id FROM grants ORDER BY agent_id, credential_id"));
    if (!agents || !tokens || !grants) {
        return tl::make_unexpected(!agents ? agents.error() : !tokens ? tokens.error() : grants.error());
    }
    m_list.clear();
    m_tokens.clear();
    std::map<core::RecordId, std::string> macs;
    std::map<core::RecordId, std::string> hashes;
    for (const Row& row : *agents) {
        core::AgentInfo agent;
        agent.id = utf8(row[0]);
        agent.name = utf8(row[1]);
        agent.everyCredential = row[2].toInt() != 0;
        agent.placeholderSeed = utf8(row[3]);
        agent.createdAt = row[4].toLongLong();
        agent.lastSeenAt = row[6].toLongLong();
        const std::uint32_t hostAccess = row[7].toUInt();
        isIntact = isIntact && hostAccess <= kLastHostAccess;
        agent.hostAccess = static_cast<core::HostAccess>(std::min(hostAccess, kLastHostAccess));
        const std::uint32_t freeze = row[8].toUInt();
        isIntact = isIntact && freeze <= kLastFreeze;
        agent.freeze = static_cast<core::Freeze>(std::min(freeze, kLastFreeze));
        if (const auto seen = m_agentSeen.find(agent.id); seen != m_agentSeen.end()) {
            agent.lastSeenAt = seen->second;
        }
        macs[agent.id] = bytes(row[5]);
        m_list.push_back(std::move(agent));
    }
    for (const Row& row : *grants) {
        const auto agent = byId(m_list, utf8(row[0]));
        if (agent == m_list.end()) {
            isIntact = false;
            continue;
        }
        agent->granted.push_back(utf8(row[1]));
    }
    for (const Row& row : *tokens) {
        const auto agent = byId(m_list, utf8(row[1]));
        const std::string hash = bytes(row[3]);
        if (agent == m_list.end() || hash.size() != core::TokenHash{}.size()) {
            isIntact = false; // its agent's MAC does not fit without it either
            continue;
        }
        core::TokenInfo token{utf8(row[0]), utf8(row[2]), row[4].toLongLong(), row[5].toLongLong(),
                              row[6].toLongLong()};
        if (const auto seen = m_tokenSeen.find(token.id); seen != m_tokenSeen.end()) {
            token.lastUsedAt = seen->second;
        }
        StoredToken stored{token.id, agent->id, {}, token.expiresAt};
        std::memcpy(stored.hash.data(), hash.data(), hash.size());
        hashes[token.id] = hash;
        m_tokens.push_back(std::move(stored));
        agent->tokens.push_back(std::move(token));
    }
    for (const core::AgentInfo& agent : m_list) {
        isIntact = isIntact && sameBytes(rowMac(store(), agent, hashes), macs[agent.id]);
    }
    return {};
}

void AgentRepository::announce(bool /*isIntact*/) {
    Q_EMIT changed();
}

core::TokenHash AgentRepository::hashOf(const core::RecordId& token) const {
    const auto it = byId(m_tokens, token);
    return it == m_tokens.end() ? core::TokenHash{} : it->hash;
}

} // namespace keysluice::vault
