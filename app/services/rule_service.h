#pragma once

#include "app/services/background.h"
#include "core/provider_catalogue.h"
#include "ui/ports/rule_port.h"

#include <atomic>
#include <memory>
#include <string>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class GatewayService;

/// The vault's rules for the window and the command line. Thread: gui.
class RuleService final : public ui::RulePort {
    Q_OBJECT
public:
    RuleService(vault::Vault& vault, const GatewayService& gateway,
                std::shared_ptr<const core::ProviderCatalogue> catalogue, std::string dataDirectory,
                QObject* parent = nullptr);
    ~RuleService() override;

    [[nodiscard]] core::rules::RuleSet rules() const override;
    [[nodiscard]] ui::StoredRules storedRules() const override;
    [[nodiscard]] core::Outcome<void> setRules(const core::rules::RuleSet& set) override;
    [[nodiscard]] std::vector<core::rules::LimitStanding> limitStandings() const override;
    void dryRun(const core::rules::RuleSet& draft, QObject* context, ui::Done<core::rules::DryReport> done) override;
    /// Before the activity file is closed. A dry run that is not over is never answered.
    void stop();

private:
    vault::Vault& m_vault;
    const GatewayService& m_gateway;
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue;
    std::string m_dataDirectory;
    std::shared_ptr<std::atomic<bool>> m_isUnwanted; ///< of the dry run that was begun last
    std::unique_ptr<Background> m_background;
};

} // namespace keysluice::app
