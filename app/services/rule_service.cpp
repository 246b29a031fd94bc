#include "app/services/rule_service.h"

#include "app/services/gateway_service.h"
#include "app/services/history_run.h"
#include "vault/records/rule_repository.h"
#include "vault/vault.h"

#include <QDateTime>

namespace keysluice::app {

namespace {

constexpr core::UnixMs kDryRunMs = core::UnixMs{7} * 24 * 3600 * 1000;

} // namespace

RuleService::RuleService(vault::Vault& vault, const GatewayService& gateway,
                         std::shared_ptr<const core::ProviderCatalogue> catalogue, std::string dataDirectory,
                         QObject* parent)
    : RulePort(parent),
      m_vault(vault),
      m_gateway(gateway),
      m_catalogue(std::move(catalogue)),
      m_dataDirectory(std::move(dataDirectory)) {
    connect(&m_vault.rules(), &vault::RuleRepository::changed, this, &RuleService::changed);
    // they are read before it is known whether everything else fits, too
    connect(&m_vault, &vault::Vault::stateChanged, this, &RuleService::changed);
}

RuleService::~RuleService() {
    stop();
}

void RuleService::stop() {
    if (m_isUnwanted) {
        *m_isUnwanted = true;
    }
    m_background.reset();
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

void RuleService::dryRun(const core::rules::RuleSet& draft, QObject* context, ui::Done<core::rules::DryReport> done) {
    using core::rules::DryReport;
    if (m_isUnwanted) {
        *m_isUnwanted = true;
    }
    m_isUnwanted = std::make_shared<std::atomic<bool>>(false);
    if (!m_background) {
        m_background = std::make_unique<Background>();
    }
    const core::UnixMs since = QDateTime::currentMSecsSinceEpoch() - kDryRunMs;
    m_background->run<DryReport>(
        context,
        [draft, since, isUnwanted = m_isUnwanted, catalogue = m_catalogue,
         directory = m_dataDirectory]() -> core::Outcome<DryReport> {
            auto compiled = core::rules::CompiledRules::compile(draft);
            if (!compiled) {
                return core::fail(core::FailureCode::RulesInvalid, core::rules::ruleFaultSentence(compiled.error()));
            }
            return runOnHistory(directory, std::move(*compiled), catalogue, since, *isUnwanted);
        },
        [isUnwanted = m_isUnwanted, done = std::move(done)](const core::Outcome<DryReport>& report) {
            if (!*isUnwanted) {
                done(report);
            }
        });
}

} // namespace keysluice::app
