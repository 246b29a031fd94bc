#include "app/services/launch_registry.h"

#include "app/control/caller.h"

#include <algorithm>

namespace keysluice::app {

core::RecordId LaunchRegistry::begin(const core::RecordId& agent, pid_t pid, const std::string& command,
                                     const std::string& folder, bool isShell, core::UnixMs now,
                                     const core::RecordId& id) {
    core::Launch launch;
    launch.id = id.empty() || m_entries.contains(id) ? core::newRecordId() : id;
    launch.command = command;
    launch.folder = folder;
    launch.pid = pid;
    launch.startedAt = now;
    const core::RecordId launchId = launch.id;
    m_entries[launchId] = Entry{std::make_shared<const core::Launch>(std::move(launch)), agent, isShell, {}};
    Q_EMIT changed();
    return launchId;
}

core::RecordId LaunchRegistry::addToken(const core::RecordId& launch, const core::TokenHash& hash) {
    core::RecordId token = core::newRecordId();
    m_entries.at(launch).tokens.emplace(token, hash);
    Q_EMIT changed();
    return token;
}

void LaunchRegistry::removeToken(const core::RecordId& launch, const core::RecordId& token) {
    const auto entry = m_entries.find(launch);
    if (entry != m_entries.end() && entry->second.tokens.erase(token) > 0) {
        Q_EMIT changed();
    }
}

void LaunchRegistry::end(const core::RecordId& launch) {
    if (m_entries.erase(launch) > 0) {
        Q_EMIT changed();
    }
}

void LaunchRegistry::stopAgent(const core::RecordId& agent) {
    std::vector<core::RecordId> ids;
    for (const auto& [id, entry] : m_entries) {
        if (entry.agentId == agent) {
            ids.push_back(id);
        }
    }
    for (const core::RecordId& id : ids) {
        [[maybe_unused]] const bool known = stop(id);
    }
}

bool LaunchRegistry::stop(const core::RecordId& launch) {
    const auto entry = m_entries.find(launch);
    if (entry == m_entries.end()) {
        return false;
    }
    entry->second.tokens.clear();
    Q_EMIT changed();
    Q_EMIT stopWanted(launch);
    return true;
}

std::vector<core::Launch> LaunchRegistry::of(const core::RecordId& agent) const {
    std::vector<core::Launch> launches;
    for (const auto& [id, entry] : m_entries) {
        if (entry.agentId == agent) {
            launches.push_back(*entry.launch);
        }
    }
    std::sort(launches.begin(), launches.end(),
              [](const core::Launch& a, const core::Launch& b) { return a.startedAt > b.startedAt; });
    return launches;
}

const LaunchRegistry::Entry* LaunchRegistry::enclosing(pid_t pid) const {
    const std::vector<pid_t> chain = withAncestors(pid);
    for (auto ancestor = chain.begin() + (chain.empty() ? 0 : 1); ancestor != chain.end(); ++ancestor) {
        for (const auto& [id, entry] : m_entries) {
            if (entry.launch->pid == *ancestor && !entry.isShell) {
                return &entry;
            }
        }
    }
    return nullptr;
}

std::vector<gateway::SnapshotToken> LaunchRegistry::snapshotTokens() const {
    std::vector<gateway::SnapshotToken> tokens;
    for (const auto& [id, entry] : m_entries) {
        for (const auto& [tokenId, hash] : entry.tokens) {
            tokens.push_back({tokenId, hash, entry.agentId, 0, entry.launch});
        }
    }
    return tokens;
}

} // namespace keysluice::app
