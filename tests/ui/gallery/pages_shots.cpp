#include "gallery.h"
#include "ui/dialogs/secret_field.h"
#include "ui/pages/activity/activity_page.h"
#include "ui/pages/agents/agents_page.h"
#include "ui/pages/first_run/first_run_page.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/unlock/policy_review_dialog.h"
#include "ui/pages/unlock/unlock_dialog.h"
#include "ui/window/main_window.h"

#include <QPushButton>
#include <QRadioButton>

namespace keysluice::uitest {

namespace {

using Section = ui::SettingsPage::Section;

constexpr QSize kWindow{1280, 800};

std::unique_ptr<QWidget> overview(GalleryStage& stage) {
    MemoryPorts& p = stage.ports;
    return inWindow(stage, QStringLiteral("overview"),
                    new ui::OverviewPage({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock}));
}

std::unique_ptr<QWidget> filledOverview(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    return overview(stage);
}

std::unique_ptr<QWidget> agents(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    MemoryPorts& p = stage.ports;
    return inWindow(stage, QStringLiteral("agents"), new ui::AgentsPage(p.agents, p.credentials, p.settings, p.clock));
}

std::unique_ptr<QWidget> noAgents(GalleryStage& stage) {
    MemoryPorts& p = stage.ports;
    return inWindow(stage, QStringLiteral("agents"), new ui::AgentsPage(p.agents, p.credentials, p.settings, p.clock));
}

std::unique_ptr<QWidget> activity(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    return inWindow(stage, QStringLiteral("activity"),
                    new ui::ActivityPage(stage.ports.activity, stage.ports.settings, stage.ports.clock));
}

std::unique_ptr<QWidget> noActivity(GalleryStage& stage) {
    return inWindow(stage, QStringLiteral("activity"),
                    new ui::ActivityPage(stage.ports.activity, stage.ports.settings, stage.ports.clock));
}

std::unique_ptr<QWidget> settings(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    MemoryPorts& p = stage.ports;
    return inWindow(stage, QStringLiteral("settings"), new ui::SettingsPage(p.vault, p.settings, p.gateway));
}

GalleryShot section(const char* name, Section which) {
    return {QString::fromLatin1(name), kWindow, settings,
            [which](GalleryStage&, QWidget& window) { window.findChild<ui::SettingsPage*>()->showSection(which); }};
}

/// The first run takes the whole window, as it does at the first start.
std::unique_ptr<QWidget> firstRun(GalleryStage& stage) {
    MemoryPorts& p = stage.ports;
    auto window = inWindow(stage, QString(), nullptr);
    auto* page = new ui::FirstRunPage({p.vault, p.credentials, p.agents, p.activity, p.settings, p.clock});
    static_cast<ui::MainWindow&>(*window).setFullPage(page);
    page->begin();
    return window;
}

std::unique_ptr<QWidget> noVault(GalleryStage& stage) {
    stage.ports.vault.current = core::VaultState::Absent;
    return firstRun(stage);
}

std::unique_ptr<QWidget> protectedVault(GalleryStage& stage) {
    stage.ports.vault.addSlot(core::SlotKind::Keychain);
    return firstRun(stage);
}

std::unique_ptr<QWidget> firstKey(GalleryStage& stage) {
    stage.ports.vault.addSlot(core::SlotKind::Keychain);
    stage.ports.credentials.put("Work");
    return firstRun(stage);
}

void pressPrimary(QWidget& window) {
    for (QPushButton* button : window.findChild<ui::FirstRunPage*>()->findChildren<QPushButton*>()) {
        if (button->isDefault() && button->isVisible()) {
            button->click();
            return;
        }
    }
}

void typeKey(QWidget& window) {
    pressPrimary(window);
    window.findChild<ui::SecretField*>()->setText(QStringLiteral("sk-ant-api03-") + QString(76, QLatin1Char('m')) +
                                                  QStringLiteral("7QAA"));
}

GalleryShot checkedKey(const char* name, ui::KeyCheckOutcome::Result result, int status) {
    return {QString::fromLatin1(name), kWindow, protectedVault, [result, status](GalleryStage& stage, QWidget& window) {
                typeKey(window);
                pressPrimary(window);
                stage.ports.credentials.check->settle(result, status);
            }};
}

} // namespace

std::vector<GalleryShot> pagesShots() {
    return {
        {QStringLiteral("overview"), kWindow, filledOverview, {}},
        {QStringLiteral("overview-empty"), kWindow, overview, {}},
        {QStringLiteral("overview-narrow"), QSize(880, 560), filledOverview, {}},
        {QStringLiteral("overview-port-taken"), kWindow, filledOverview,
         [](GalleryStage& stage, QWidget&) {
             stage.ports.gateway.why = core::Failure{core::FailureCode::PortTaken, "5397"};
             stage.ports.gateway.become(ui::GatewayPort::State::Error);
         }},
        {QStringLiteral("overview-locked"), kWindow, filledOverview,
         [](GalleryStage& stage, QWidget&) { stage.ports.vault.become(core::VaultState::Locked); }},
        {QStringLiteral("overview-frozen"), kWindow, filledOverview,
         [](GalleryStage& stage, QWidget&) {
             stage.ports.agents.all = core::Freeze::Requests;
             stage.ports.gateway.become(ui::GatewayPort::State::Frozen);
         }},
        {QStringLiteral("agents-frozen"), kWindow, agents,
         [](GalleryStage& stage, QWidget& window) {
             window.findChild<ui::AgentsPage*>()->select("agent-claude-code");
             stage.ports.agents.find("agent-claude-code")->freeze = core::Freeze::Streams;
             Q_EMIT stage.ports.agents.changed();
         }},
        {QStringLiteral("agents"), kWindow, agents,
         [](GalleryStage&, QWidget& window) { window.findChild<ui::AgentsPage*>()->select("agent-claude-code"); }},
        {QStringLiteral("agents-empty"), kWindow, noAgents, {}},
        {QStringLiteral("activity"), kWindow, activity,
         [](GalleryStage&, QWidget& window) { window.findChild<ui::ActivityPage*>()->showRecord(22); }},
        {QStringLiteral("activity-empty"), kWindow, noActivity, {}},
        section("settings-vault", Section::Vault),
        section("settings-gateway", Section::Gateway),
        section("settings-trust", Section::Trust),
        section("settings-start", Section::Start),
        section("settings-appearance", Section::Appearance),
        section("settings-language", Section::Language),
        {QStringLiteral("first-run-1-protect"), kWindow, noVault, {}},
        {QStringLiteral("first-run-2-key"), kWindow, protectedVault,
         [](GalleryStage&, QWidget& window) { pressPrimary(window); }},
        {QStringLiteral("first-run-2-key-recognised"), kWindow, protectedVault,
         [](GalleryStage&, QWidget& window) { typeKey(window); }},
        {QStringLiteral("first-run-2-key-verifying"), kWindow, protectedVault,
         [](GalleryStage&, QWidget& window) {
             typeKey(window);
             pressPrimary(window);
         }},
        checkedKey("first-run-2-key-rejected", ui::KeyCheckOutcome::Result::Rejected, 401),
        checkedKey("first-run-2-key-restricted", ui::KeyCheckOutcome::Result::Restricted, 403),
        checkedKey("first-run-2-key-could-not-check", ui::KeyCheckOutcome::Result::TimedOut, 0),
        {QStringLiteral("first-run-3-by-hand"), kWindow, firstKey,
         [](GalleryStage&, QWidget& window) {
             auto* page = window.findChild<ui::FirstRunPage*>();
             for (QRadioButton* choice : page->findChildren<QRadioButton*>()) {
                 choice->setChecked(choice->isVisible());
             }
             for (QPushButton* button : page->findChildren<QPushButton*>()) {
                 if (button->text() == ui::FirstRunPage::tr("Skip this step")) {
                     button->setFocus(Qt::TabFocusReason);
                 }
             }
         }},
        {QStringLiteral("first-run-3-agent"),
         kWindow,
         [](GalleryStage& stage) {
             stage.ports.agents.programs = {{"Claude Code", "claude", "/usr/local/bin/claude"},
                                            {"Codex", "codex", "/usr/local/bin/codex"},
                                            {"aider", "aider", "/home/me/.local/bin/aider"}};
             return firstKey(stage);
         },
         {}},
        {QStringLiteral("first-run-4-request"), kWindow,
         [](GalleryStage& stage) {
             stage.ports.agents.put("claude-code");
             stage.ports.agents.find("agent-claude-code")->lastSeenAt = stage.ports.clock.now();
             return firstKey(stage);
         },
         [](GalleryStage&, QWidget& window) {
             for (QPushButton* button : window.findChild<ui::FirstRunPage*>()->findChildren<QPushButton*>()) {
                 if (button->isVisible() && button->text() == ui::FirstRunPage::tr("Skip this step")) {
                     button->click();
                     return;
                 }
             }
         }},
        {QStringLiteral("unlock"),
         {},
         [](GalleryStage& stage) -> std::unique_ptr<QWidget> {
             stage.ports.vault.addSlot(core::SlotKind::Keychain);
             stage.ports.vault.addSlot(core::SlotKind::Passphrase);
             stage.ports.vault.current = core::VaultState::Locked;
             return std::make_unique<ui::UnlockDialog>(stage.ports.vault, nullptr);
         },
         {}},
        {QStringLiteral("policy-review"),
         {},
         [](GalleryStage& stage) -> std::unique_ptr<QWidget> {
             fillWithSamples(stage.ports);
             MemoryPorts& p = stage.ports;
             p.vault.current = core::VaultState::PolicyUnverified;
             return std::make_unique<ui::PolicyReviewDialog>(
                 ui::PolicyReviewDialog::Ports{p.vault, p.agents, p.credentials, p.rules, p.settings}, nullptr);
         },
         {}},
    };
}

} // namespace keysluice::uitest
