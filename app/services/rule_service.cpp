#include "app/services/rule_service.h"

#include "app/services/gateway_service.h"
#include "vault/records/rule_repository.h"
#include "vault/vault.h"

namespace keysluice::app {

RuleService::RuleService(vault::Vault& vault, const GatewayService& gateway, QObject* parent)
    : RulePort(parent), m_vault(vault), m_gateway(gateway) {
    connect(&m_vault.rules(), &vault::RuleRepository::changed, this, &RuleService::changed);
    // they are read before it is known whether everything else fits, too
    connect(&m_vault, &vault::Vault::stateChanged, this, &RuleService::changed);
}

core::rules::RuleSet RuleService::rules() const {
    return m_vault.state() == core::VaultState::Open ? m_vault.rules().rules() : core::rules::RuleSet{};
}

ui::StoredRules RuleService::storedRules() const {
    return {m_vault.rules().rules(), m_vault.rules().unreadable()};
}

core::Outcome<void> RuleService::setRules(const core::rules::RuleSet& set) {
    return m_vault.rules().setAll(set);
}

std::vector<core::rules::LimitStanding> RuleService::limitStandings() const {
    return m_gateway.limitStandings();
}

} // namespace keysluice::app
