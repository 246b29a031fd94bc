#include "gallery.h"
#include "ui/widgets/page.h"
#include "ui/widgets/sidebar.h"
#include "ui/window/main_window.h"

namespace keysluice::uitest {

namespace {

constexpr core::UnixMs kMinute = 60'000;
constexpr core::UnixMs kDay = 24 * 60 * kMinute;

core::CredentialEvent event(core::CredentialEvent::Kind kind, core::UnixMs at,
                            core::Health health = core::Health::Valid, int models = -1) {
    core::CredentialEvent result;
    result.kind = kind;
    result.at = at;
    result.health.health = health;
    result.health.models = models;
    return result;
}

} // namespace

void fillWithSamples(MemoryPorts& ports) {
    const core::UnixMs now = ports.clock.now();
    MemoryCredentials& credentials = ports.credentials;
    core::CredentialInfo& work = credentials.put("Work");
    work.health.checkedAt = now - 4 * kMinute;
    work.health.models = 9;
    work.lastUsedAt = now - 5'000;
    core::CredentialInfo& plan = credentials.put("Max plan", "anthropic", core::Health::RateLimited, 429);
    plan.kindId = "oauth_token";
    plan.preview = "sk-ant-oat01-••••kGwA";
    plan.health.checkedAt = now - 6 * kMinute;
    plan.health.acceptedAgainAt = now + 40 * kMinute;
    plan.lastUsedAt = now - 8 * kMinute;
    core::CredentialInfo& evals = credentials.put("Evals", "openai", core::Health::Rejected, 401);
    evals.preview = "sk-proj-••••x9Tf";
    evals.health.checkedAt = now - 280 * kMinute;
    evals.lastUsedAt = now - 3 * kMinute;
    core::CredentialInfo& trial = credentials.put("Trial", "openai", core::Health::Unchecked, 0);
    trial.preview = "sk-svcacct-••••4mQk";
    trial.health.checkedAt = now - 2 * kDay;
    credentials.today = {{"cred-Work", 191}, {"cred-Max plan", 87}, {"cred-Evals", 28}};
    using Kind = core::CredentialEvent::Kind;
    credentials.events["cred-Work"] = {event(Kind::Checked, now - 4 * kMinute, core::Health::Valid, 9),
                                       event(Kind::Rotated, now - 21 * kDay), event(Kind::Added, now - 104 * kDay)};
    credentials.passphrase = "correct horse";
    for (const char* name : {"claude-code", "aider", "docs-bot"}) {
        ports.agents.put(name);
    }
    core::AgentInfo& ci = ports.agents.put("ci");
    ci.everyCredential = false;
    ci.granted = {"cred-Evals"};
    ports.vault.addSlot(core::SlotKind::Keychain);
    ports.vault.addSlot(core::SlotKind::Passphrase);
}

std::unique_ptr<QWidget> inWindow(GalleryStage& stage, const QString& id, QWidget* page) {
    const auto pageFor = [&](const QString& wanted, const QString& title) -> QWidget* {
        return wanted == id ? page : new ui::Page(title);
    };
    const QString connections = QStringLiteral("Connections");
    const std::vector<ui::PageEntry> entries{
        {QStringLiteral("overview"),
         QStringLiteral("overview"),
         QStringLiteral("Overview"),
         {},
         pageFor(QStringLiteral("overview"), QStringLiteral("Overview")),
         false},
        {QStringLiteral("llms"), QStringLiteral("key"), QStringLiteral("LLMs"), connections,
         pageFor(QStringLiteral("llms"), QStringLiteral("LLMs")), false},
        {QStringLiteral("agents"), QStringLiteral("agent"), QStringLiteral("Agents"), QStringLiteral("Control"),
         pageFor(QStringLiteral("agents"), QStringLiteral("Agents")), false},
        {QStringLiteral("activity"), QStringLiteral("activity"), QStringLiteral("Activity"), QStringLiteral("Record"),
         pageFor(QStringLiteral("activity"), QStringLiteral("Activity")), false},
        {QStringLiteral("settings"),
         QStringLiteral("settings"),
         QStringLiteral("Settings"),
         {},
         pageFor(QStringLiteral("settings"), QStringLiteral("Settings")),
         true}};
    auto window = std::make_unique<ui::MainWindow>(stage.ports.gateway, stage.ports.vault, entries, QString());
    window->openPage(id);
    return window;
}

std::vector<GalleryShot> allShots() {
    std::vector<GalleryShot> shots;
    for (auto&& part : {connectionsShots()}) {
        shots.insert(shots.end(), part.begin(), part.end());
    }
    return shots;
}

} // namespace keysluice::uitest
