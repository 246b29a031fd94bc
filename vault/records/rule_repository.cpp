#include "vault/records/rule_repository.h"

#include "core/rules/rule_check.h"
#include "core/rules/rule_json.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/database/statement.h"
#include "vault/store.h"

#include <utility>

namespace keysluice::vault {

namespace {

constexpr const char* kRule = "rule";
constexpr const char* kLimit = "limit";

/// What stands for a row that cannot be read: whatever it was, nothing passes because of it.
core::rules::Rule blockAll(const core::RecordId& id) {
    core::rules::Rule rule;
    rule.id = id;
    rule.decision = core::rules::Decision::Block;
    return rule;
}

template <class One>
void giveIds(std::vector<One>& list) {
    for (One& one : list) {
        if (one.id.empty()) {
            one.id = core::newRecordId();
        }
    }
}

core::Outcome<void> invalid(const core::rules::RuleFault& fault) {
    return core::fail(core::FailureCode::RulesInvalid, core::rules::ruleFaultSentence(fault));
}

} // namespace

struct RuleRepository::StoredRow {
    core::RecordId id;
    std::uint64_t position = 0; ///< among those of its kind
    std::string kind;
    std::string content; ///< JSON without the id
};

RuleRepository::RuleRepository(Store& store, QObject* parent) : QObject(parent), Repository(store) {}
RuleRepository::~RuleRepository() = default;

core::Outcome<void> RuleRepository::setAll(core::rules::RuleSet set) {
    if (auto may = store().mayChange(); !may) {
        return may;
    }
    giveIds(set.rules);
    giveIds(set.limits);
    // what is written must be what is read: a text that JSON cannot carry would make the vault unreadable
    const auto readAgain = core::rules::readRules(core::rules::writeRules(set));
    if (!readAgain) {
        return invalid(readAgain.error());
    }
    if (*readAgain != set) {
        return invalid({core::rules::RuleFaultCode::TextUnprintable, {}, {}});
    }
    if (set == m_rules) {
        return {};
    }
    return change([&] { return write(set); });
}

void RuleRepository::forget() {
    m_rules = {};
    m_unreadable = 0;
    Q_EMIT changed();
}

core::Outcome<void> RuleRepository::reseal(const KeyRing& /*from*/, const KeyRing& /*to*/) {
    return {};
}

core::Outcome<void> RuleRepository::authenticateAll() {
    bool isIntact = true;
    return read(isIntact).and_then([&] { return write(m_rules); });
}

core::Outcome<void> RuleRepository::write(const core::rules::RuleSet& set) {
    Database& database = *store().database();
    const auto insert =
        Statement::prepare(database, "INSERT INTO rules (id, position, kind, content, mac) VALUES (?, ?, ?, ?, ?)");
    if (!insert) {
        return tl::make_unexpected(insert.error());
    }
    auto done = database.run(QStringLiteral("DELETE FROM rules"));
    const auto put = [&](const StoredRow& row) {
        if (!done) {
            return;
        }
        const std::string mac = rowMac(row);
        (*insert)->bind(row.id);
        (*insert)->bind(static_cast<std::int64_t>(row.position));
        (*insert)->bind(row.kind);
        (*insert)->bindBlob(row.content);
        (*insert)->bindBlob(mac);
        done = (*insert)->run();
    };
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        core::rules::Rule rule = set.rules[i];
        rule.id.clear();
        put({set.rules[i].id, i, kRule, core::rules::writeRule(rule)});
    }
    for (std::size_t i = 0; i < set.limits.size(); ++i) {
        core::rules::Limit limit = set.limits[i];
        limit.id.clear();
        put({set.limits[i].id, i, kLimit, core::rules::writeLimit(limit)});
    }
    return done;
}

bool RuleRepository::take(const StoredRow& row, core::rules::RuleSet& set) {
    const auto put = [&row](auto& list, auto one) {
        if (!one || !one->id.empty()) {
            return false;
        }
        one->id = row.id;
        list.push_back(std::move(*one));
        return true;
    };
    if (row.kind == kRule) {
        return put(set.rules, core::rules::readRule(row.content));
    }
    return row.kind == kLimit && put(set.limits, core::rules::readLimit(row.content));
}

core::Outcome<void> RuleRepository::read(bool& isIntact) {
    const auto rows = store().database()->rows(
        QStringLiteral("SELECT id, position, kind, content, mac FROM rules ORDER BY position, kind, id"));
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    core::rules::RuleSet set;
    std::size_t unreadable = 0;
    bool everyMacFits = true;
    for (const Row& row : *rows) {
        const StoredRow stored{utf8(row[0]), row[1].toULongLong(), utf8(row[2]), bytes(row[3])};
        const bool fits = sameBytes(rowMac(stored), bytes(row[4]));
        everyMacFits = everyMacFits && fits;
        if (take(stored, set)) {
            continue;
        }
        if (fits) {
            return core::fail(core::FailureCode::NewerVersion, "rules");
        }
        ++unreadable;
        set.rules.push_back(blockAll(stored.id));
    }
    if (core::rules::checkRules(set)) {
        if (everyMacFits) {
            return core::fail(core::FailureCode::NewerVersion, "rules");
        }
        unreadable = rows->size();
        set = {{blockAll(core::newRecordId())}, {}};
    }
    isIntact = isIntact && everyMacFits;
    m_rules = std::move(set);
    m_unreadable = unreadable;
    return {};
}

void RuleRepository::announce(bool /*isIntact*/) {
    Q_EMIT changed();
}

std::string RuleRepository::rowMac(const StoredRow& row) const {
    Fields fields("rule");
    fields.add(store().vaultId()).add(row.id).add(row.position).add(row.kind).add(row.content);
    return store().keys()->mac(fields.bytes());
}

} // namespace keysluice::vault
