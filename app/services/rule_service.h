#pragma once

#include "ui/ports/rule_port.h"

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

/// The vault's rules for the window and the command line. Thread: gui.
class RuleService final : public ui::RulePort {
    Q_OBJECT
public:
    explicit RuleService(vault::Vault& vault, QObject* parent = nullptr);

    [[nodiscard]] core::rules::RuleSet rules() const override;
    [[nodiscard]] ui::StoredRules storedRules() const override;
    [[nodiscard]] core::Outcome<void> setRules(const core::rules::RuleSet& set) override;

private:
    vault::Vault& m_vault;
};

} // namespace keysluice::app
