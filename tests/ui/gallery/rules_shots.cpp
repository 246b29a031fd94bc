#include "core/rules/rule_json.h"
#include "gallery.h"
#include "ui/models/rule_names.h"
#include "ui/pages/rules/import_dialog.h"
#include "ui/pages/rules/rules_page.h"
#include "ui/pages/rules/try_dialog.h"

#include <QFile>
#include <QTest>

namespace keysluice::uitest {

namespace {

constexpr QSize kWindow{1280, 800};

constexpr char kRules[] = R"({"version":1,"rules":[
    {"id":"rule1","decision":"block","conditions":{"agents":["agent-docs-bot"],"methods":["DELETE","PUT"]}},
    {"id":"rule2","decision":"ask","conditions":{"models":["claude-opus-4-5"],"costAboveMicros":1000000}},
    {"id":"rule3","decision":"block","name":"No files, batches or admin endpoints",
     "reason":"Batches are started by hand.",
     "conditions":{"providers":["*"],"endpoints":["files","batches","admin"]}},
    {"id":"rule4","decision":"ask","highRisk":true,"answerSeconds":60,"conditions":{"exceptProviders":["*"]}},
    {"id":"rule5","decision":"block","enabled":false,
     "conditions":{"exceptAgents":["agent-ci"],"time":{"from":"20:00","to":"06:00"}}},
    {"id":"rule6","decision":"block","name":"Only small models","conditions":{"providers":["*"],
     "endpoints":["generating","batches"],
     "exceptModels":["claude-haiku-*","claude-*-haiku-*","claude-sonnet-*","claude-*-sonnet-*","gpt-*-mini",
                     "gpt-*-mini-20*","gpt-*-nano","gpt-*-nano-20*"]}}],
    "limits":[
    {"id":"limit1","requests":60,"period":"minute","scope":"agent","conditions":{"agents":["agent-ci"]}},
    {"id":"limit2","requests":2000,"period":"day","scope":"together","conditions":{"providers":["anthropic"]}}]})";

constexpr char kRequest[] = "POST https://api.anthropic.com/v1/messages\n"
                            "anthropic-version: 2023-06-01\n"
                            "content-type: application/json\n\n"
                            "{\"model\":\"claude-opus-4-5\",\"max_tokens\":64000,\n"
                            " \"messages\":[{\"role\":\"user\",\n"
                            "   \"content\":\"Plan the migration of the harbor service.\"}]}";

std::shared_ptr<const core::PriceList> prices() {
    QFile file(QStringLiteral(KEYSLUICE_PRICES_JSON));
    return file.open(QIODevice::ReadOnly) ? core::PriceList::fromJson(file.readAll()).value_or(nullptr) : nullptr;
}

core::rules::DryReport history(core::UnixMs now) {
    core::rules::DryReport report;
    report.counts = {2'287, 12, 14, 5};
    report.changes = 14;
    for (const auto& [agent, minutes] : {std::pair("aider", 42), {"claude-code", 206}, {"claude-code", 2'300}}) {
        core::rules::DryRow row{MemoryActivity::make(1), {core::rules::DryOutcome::Asked, 1, std::nullopt}, true};
        row.record.agentName = agent;
        row.record.at = now - minutes * 60'000LL;
        report.rows.push_back(row);
    }
    return report;
}

std::unique_ptr<QWidget> empty(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    MemoryPorts& p = stage.ports;
    return inWindow(stage, QStringLiteral("rules"),
                    new ui::RulesPage({p.rules, p.agents, p.credentials, p.settings, p.vault, p.clock, prices()}));
}

std::unique_ptr<QWidget> filled(GalleryStage& stage) {
    stage.ports.rules.stored.set = core::rules::readRules(kRules).value();
    return empty(stage);
}

ui::RulesPage& pageOf(QWidget& window) {
    return *window.findChild<ui::RulesPage*>();
}

GalleryShot edited(const char* name, const char* id) {
    return {QString::fromLatin1(name), kWindow, filled,
            [id](GalleryStage&, QWidget& window) { pageOf(window).select(id); }};
}

} // namespace

std::vector<GalleryShot> rulesShots() {
    return {
        {QStringLiteral("rules"), kWindow, filled, {}},
        edited("rules-editor", "rule2"),
        {QStringLiteral("rules-editor-history"), QSize(1280, 980), filled,
         [](GalleryStage& stage, QWidget& window) {
             pageOf(window).select("rule2");
             (void)QTest::qWaitFor([&] { return bool(stage.ports.rules.waiting); });
             stage.ports.rules.waiting(history(stage.ports.clock.now()));
         }},
        edited("rules-editor-list", "rule6"),
        edited("rules-editor-time", "rule5"),
        edited("rules-editor-limit", "limit1"),
        {QStringLiteral("rules-hits"), kWindow, filled,
         [](GalleryStage&, QWidget& window) {
             pageOf(window).setHits(
                 ui::RuleListModel::Hits{{"rule1", 12}, {"rule2", 14}, {"rule4", 2}, {"rule6", 1204}, {"limit1", 3}});
         }},
        {QStringLiteral("rules-new"), kWindow, filled,
         [](GalleryStage&, QWidget& window) { pageOf(window).newRule(); }},
        {QStringLiteral("rules-empty"), kWindow, empty, {}},
        {QStringLiteral("rules-try"),
         {},
         [](GalleryStage& stage) -> std::unique_ptr<QWidget> {
             fillWithSamples(stage.ports);
             MemoryPorts& p = stage.ports;
             p.rules.stored.set = core::rules::readRules(kRules).value();
             auto dialog = std::make_unique<ui::TryDialog>(
                 ui::TryDialog::Ports{p.rules, p.agents, p.credentials, p.settings, p.clock}, prices(), nullptr);
             dialog->setRequest(QString::fromLatin1(kRequest));
             return dialog;
         },
         {}},
        {QStringLiteral("rules-import"),
         {},
         [](GalleryStage& stage) -> std::unique_ptr<QWidget> {
             fillWithSamples(stage.ports);
             const core::rules::RuleSet before = core::rules::readRules(kRules).value();
             core::rules::RuleSet after = ui::without(before, {ui::RulePlace::Part::Rules, 3});
             after = ui::withRuleMoved(after, 4, 0);
             after.rules[2].conditions.costAboveMicros = 2'500'000;
             after.rules.push_back(
                 core::rules::readRule(R"({"decision":"ask","conditions":{"hostedTools":["web_search_*"]}})").value());
             after.limits[0].requests = 120;
             const ui::RuleNames names = ui::ruleNames(stage.ports.agents, stage.ports.credentials.catalogue());
             return std::make_unique<ui::ImportDialog>(ui::diffOf(before, after, names),
                                                       QStringLiteral("keysluice-rules.json"), nullptr);
         },
         {}},
        {QStringLiteral("rules-narrow"), QSize(880, 560), filled, {}},
        {QStringLiteral("rules-locked"), kWindow, filled,
         [](GalleryStage& stage, QWidget&) { stage.ports.vault.become(core::VaultState::Locked); }},
    };
}

} // namespace keysluice::uitest
