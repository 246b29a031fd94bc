#pragma once

#include "core/failure.h"
#include "core/rules/rule.h"
#include "vault/records/repository.h"

#include <QObject>

#include <cstddef>
#include <string>
#include <vector>

namespace keysluice::vault {

/// The ordered rules and the limits of one vault: each a row with its place, its kind and its JSON (rule_json.h).
/// Thread: the vault's. Empty while the vault is locked.
///
/// A row that cannot be read is never passed over. Where its MAC fits, a newer version wrote it, and the vault does not
/// open (NewerVersion). Where it does not, a rule that blocks everything stands in its place, for the review and after
/// an acceptance; unreadable() counts these. So does one such rule for all when their number or size is beyond
/// core::rules::RuleBounds.
/// Errors beside those of Vault: RulesInvalid.
class RuleRepository final : public QObject, public Repository {
    Q_OBJECT
public:
    explicit RuleRepository(Store& store, QObject* parent = nullptr);
    ~RuleRepository() override;

    /// As they are stored; while the policy is unverified perhaps somebody else's, and in force nowhere.
    [[nodiscard]] const core::rules::RuleSet& rules() const { return m_rules; }
    /// Rows that a rule which blocks everything stands for.
    [[nodiscard]] std::size_t unreadable() const { return m_unreadable; }

    /// Replaces them all in one transaction. Who has no id yet gets one. RulesInvalid: what core::rules::readRules()
    /// would not read again; nothing was changed.
    [[nodiscard]] core::Outcome<void> setAll(core::rules::RuleSet set);

    void forget() override;
    [[nodiscard]] core::Outcome<void> reseal(const KeyRing& from, const KeyRing& to) override;
    [[nodiscard]] core::Outcome<void> authenticateAll() override;

Q_SIGNALS:
    void changed();

private:
    struct StoredRow;

    [[nodiscard]] core::Outcome<void> read(bool& isIntact) override;
    void announce(bool isIntact) override;
    /// False: it cannot be read.
    [[nodiscard]] static bool take(const StoredRow& row, core::rules::RuleSet& set);
    [[nodiscard]] core::Outcome<void> write(const core::rules::RuleSet& set);
    [[nodiscard]] std::string rowMac(const StoredRow& row) const;

    core::rules::RuleSet m_rules;
    std::size_t m_unreadable = 0;
};

} // namespace keysluice::vault
