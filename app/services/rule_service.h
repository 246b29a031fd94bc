#pragma once

#include "ui/ports/rule_port.h"

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class GatewayService;

/// The vault's rules for the window and the command line. Thread: gui.
class RuleService final : public ui::RulePort {
    Q_OBJECT
public:
    RuleService(vault::Vault& vault, const GatewayService& gateway, QObject* parent = nullptr);

    [[nodiscard]] core::rules::RuleSet rules() const override;
    [[nodiscard]] ui::StoredRules storedRules() const override;
    [[nodiscard]] core::Outcome<void> setRules(const core::rules::RuleSet& set) override;
    [[nodiscard]] std::vector<core::rules::LimitStanding> limitStandings() const override;

private:
    vault::Vault& m_vault;
    const GatewayService& m_gateway;
};

} // namespace keysluice::app
