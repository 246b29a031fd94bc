#include "vault/activity/activity_parts.h"

#include "vault/activity/activity_schema.h"

namespace keysluice::vault {

namespace {

constexpr unsigned kHalf = 32;

template <class Record, class Number, class Text>
void forEachOfActor(Record& record, Number number, Text text) {
    text(record.agentId);
    text(record.agentName);
    text(record.launchId);
    text(record.launchCommand);
    text(record.launchFolder);
    number(record.launchPid);
    text(record.client);
    text(record.tokenId);
}

template <class Record, class Number, class Text>
void forEachOfTarget(Record& record, Number number, Text text) {
    text(record.method);
    text(record.scheme);
    text(record.host);
    number(record.port);
    text(record.providerId);
    text(record.credentialId);
    text(record.credentialName);
    text(record.injectedHeader);
}

void appendNumber(std::string& key, std::int64_t number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void appendText(std::string& key, std::string_view text) {
    appendNumber(key, static_cast<std::int64_t>(text.size()));
    key.append(text);
}

} // namespace

core::Outcome<std::unique_ptr<ActivityParts>> ActivityParts::load(const Database& database) {
    auto actor = Statement::prepare(database, "INSERT INTO actors (id, agent_id, agent_name, launch_id, launch_command,"
                                              " launch_folder, launch_pid, client, token_id)"
                                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    auto target = Statement::prepare(database, "INSERT INTO targets (id, method, scheme, host, port, provider_id,"
                                               " credential_id, credential_name, injected_header)"
                                               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    auto block = Statement::prepare(database, "INSERT OR IGNORE INTO blocks (block, actor, target) VALUES (?, ?, ?)");
    auto decider = Statement::prepare(database, "INSERT INTO deciders (id, rule_id, rule_name) VALUES (?, ?, ?)");
    auto counting = Statement::prepare(database, "INSERT INTO countings (id, limit_ids) VALUES (?, ?)");
    for (const auto* statement : {&actor, &target, &block, &decider, &counting}) {
        if (!*statement) {
            return tl::make_unexpected(statement->error());
        }
    }
    const auto last = database.rows(QStringLiteral("SELECT (SELECT coalesce(max(id), 0) FROM actors),"
                                                   " (SELECT coalesce(max(id), 0) FROM targets),"
                                                   " (SELECT coalesce(max(id), 0) FROM deciders),"
                                                   " (SELECT coalesce(max(id), 0) FROM countings)"));
    if (!last) {
        return tl::make_unexpected(last.error());
    }
    std::unique_ptr<ActivityParts> parts(new ActivityParts);
    parts->m_actors.insert = std::move(*actor);
    parts->m_actors.last = last->front()[0].toLongLong();
    parts->m_targets.insert = std::move(*target);
    parts->m_targets.last = last->front()[1].toLongLong();
    parts->m_deciders.insert = std::move(*decider);
    parts->m_deciders.last = last->front()[2].toLongLong();
    parts->m_countings.insert = std::move(*counting);
    parts->m_countings.last = last->front()[3].toLongLong();
    parts->m_insertBlock = std::move(*block);
    return parts;
}

core::Outcome<ActivityParts::Numbers> ActivityParts::numbersOf(const core::ActivityRecord& record) {
    const auto actor =
        numberIn(m_actors, [&](auto number, auto text) { forEachOfActor(record, std::move(number), std::move(text)); });
    const auto target = numberIn(
        m_targets, [&](auto number, auto text) { forEachOfTarget(record, std::move(number), std::move(text)); });
    if (!actor || !target) {
        return tl::make_unexpected(!actor ? actor.error() : target.error());
    }
    Numbers numbers{*actor, *target, 0, 0};
    const auto noted = addRuling(record, numbers).and_then([&] { return noteBlock(record.sequence, numbers); });
    return noted ? core::Outcome<Numbers>(numbers) : tl::make_unexpected(noted.error());
}

core::Outcome<void> ActivityParts::addRuling(const core::ActivityRecord& record, Numbers& numbers) {
    if (!record.ruleId.empty() || !record.ruleName.empty()) {
        const auto decider = numberIn(m_deciders, [&](auto, auto text) {
            text(record.ruleId);
            text(record.ruleName);
        });
        if (!decider) {
            return tl::make_unexpected(decider.error());
        }
        numbers.decider = *decider;
    }
    if (!record.limitIds.empty()) {
        const std::string ids = limitIdsText(record.limitIds);
        const auto counting = numberIn(m_countings, [&](auto, auto text) { text(ids); });
        if (!counting) {
            return tl::make_unexpected(counting.error());
        }
        numbers.counting = *counting;
    }
    return {};
}

template <class ForEach>
core::Outcome<std::int64_t> ActivityParts::numberIn(Table& table, ForEach forEachPart) {
    m_key.clear();
    forEachPart([this](std::int64_t value) { appendNumber(m_key, value); },
                [this](std::string_view value) { appendText(m_key, value); });
    if (const auto found = table.known.find(m_key); found != table.known.end()) {
        return found->second;
    }
    const std::int64_t number = table.last + 1;
    table.insert->bind(number);
    forEachPart([&](std::int64_t value) { table.insert->bind(value); },
                [&](std::string_view value) { table.insert->bind(value); });
    if (auto inserted = table.insert->run(); !inserted) {
        return tl::make_unexpected(inserted.error());
    }
    if (table.known.size() >= kMostKnown) {
        table.known.clear();
    }
    table.known.emplace(m_key, number);
    table.last = number;
    return number;
}

core::Outcome<void> ActivityParts::noteBlock(std::int64_t sequence, const Numbers& numbers) {
    const std::int64_t block = sequence / kBlockRows;
    if (block != m_block) {
        m_block = block;
        m_inBlock.clear();
    }
    // actors and targets are far fewer than rows, and rows fewer than 2^32 in any file of a sane size
    const auto pair = (static_cast<std::uint64_t>(numbers.actor) << kHalf) ^ static_cast<std::uint64_t>(numbers.target);
    if (!m_inBlock.insert(pair).second) {
        return {};
    }
    m_insertBlock->bind(block);
    m_insertBlock->bind(numbers.actor);
    m_insertBlock->bind(numbers.target);
    return m_insertBlock->run();
}

void ActivityParts::forget() {
    m_actors.known.clear();
    m_targets.known.clear();
    m_deciders.known.clear();
    m_countings.known.clear();
    m_block = -1;
}

} // namespace keysluice::vault
