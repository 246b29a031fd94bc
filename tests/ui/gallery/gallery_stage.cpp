#include "gallery.h"
#include "ui/widgets/page.h"
#include "ui/widgets/sidebar.h"
#include "ui/window/main_window.h"

#include <array>
#include <iterator>

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

using Decision = core::ActivityRecord::Decision;

struct SampleRequest {
    const char* agent;
    const char* credential;
    const char* path;
    Decision decision;
    int status;
    const char* code;
};

/// A small part of a morning's work, oldest first.
constexpr SampleRequest kRequests[] = {
    {"docs-bot", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"ci", "Evals", "/v1/responses", Decision::Error, 401, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages/count_tokens", Decision::Allowed, 200, ""},
    {"aider", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"docs-bot", "", "/v1/files/file_011CNha8iCJcU1wXNR6q4V8w", Decision::Blocked, 403, "credential_not_granted"},
    {"claude-code", "Max plan", "/v1/messages", Decision::Allowed, 200, ""},
    {"aider", "Max plan", "/v1/messages", Decision::Allowed, 429, ""},
    {"ci", "Evals", "/v1/models", Decision::Allowed, 401, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"aider", "Work", "/v1/messages", Decision::Limited, 429, "too_many_connections"},
    {"claude-code", "Work", "/v1/models", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"ci", "Evals", "/v1/responses", Decision::Error, 502, "upstream_timeout"},
    {"aider", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"docs-bot", "", "/v1/files/file_011CNha8iCJcU1wXNR6q4V8w", Decision::Blocked, 403, "credential_not_granted"},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages/count_tokens", Decision::Allowed, 200, ""},
    {"claude-code", "Max plan", "/v1/messages", Decision::Allowed, 200, ""},
    {"aider", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
    {"claude-code", "Work", "/v1/messages", Decision::Allowed, 200, ""},
};

void fillActivity(MemoryPorts& ports) {
    const core::UnixMs now = ports.clock.now();
    std::vector<core::ActivityRecord> records;
    std::int64_t left = std::size(kRequests);
    for (const SampleRequest& sample : kRequests) {
        core::ActivityRecord record = MemoryActivity::make(1);
        record.at = now - --left * 41'350 - 2'000;
        record.agentName = sample.agent;
        record.agentId = "agent-" + record.agentName;
        record.credentialName = sample.credential;
        record.credentialId = record.credentialName.empty() ? "" : "cred-" + record.credentialName;
        record.path = sample.path;
        record.decision = sample.decision;
        record.status = sample.status;
        record.errorCode = sample.code;
        record.statusFromProvider = record.errorCode.empty();
        if (record.credentialName == "Evals") {
            record.host = "api.openai.com";
            record.injectedHeader = "authorization";
            record.client = "OpenAI/Python 2.11.0";
        } else if (record.credentialName.empty()) {
            record.injectedHeader.clear();
            record.connectUs = record.firstByteUs = -1;
            record.totalUs = 210;
        }
        record.totalUs = record.errorCode.empty() ? 2'300'000 + (left * 733'000) % 6'000'000 : record.totalUs;
        record.bytesToAgent = record.errorCode.empty() ? 1'400 + (left * 7'919) % 60'000 : 180;
        records.push_back(record);
    }
    core::ActivityRecord& asked = records.at(21); // that the details are shown of
    asked.ruleId = "rule-opus";
    asked.ruleName = "Ask before Opus";
    asked.approval = core::ActivityRecord::Approval::Approved;
    asked.heldUs = 12'400'000;
    ports.activity.append(std::move(records));
    ui::TodaySummary& today = ports.activity.summary;
    const std::array<ui::HourCount, 6> hours{{{5, 0}, {52, 8}, {66, 0}, {54, 0}, {63, 3}, {54, 1}}};
    for (std::size_t i = 0; i < hours.size(); ++i) {
        today.hours[i + 8] = hours[i];
        today.requests += hours[i].allowed + hours[i].refused;
        today.refused += hours[i].refused;
    }
    const auto flow = [&today](const char* agent, const char* credential, int allowed, int refused) {
        const std::string name = credential;
        today.flows.push_back(
            {std::string("agent-") + agent, agent, name.empty() ? "" : "cred-" + name, name, allowed, refused});
    };
    flow("claude-code", "Work", 150, 0);
    flow("claude-code", "Max plan", 64, 0);
    flow("aider", "Work", 40, 0);
    flow("aider", "Max plan", 23, 0);
    flow("ci", "Evals", 28, 0);
    flow("docs-bot", "Work", 1, 0);
    flow("docs-bot", "", 0, 12);
}

} // namespace

void fillWithSamples(MemoryPorts& ports) {
    ports.clock.value = 1'800'020'880'000; // early afternoon, UTC
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
    const auto seen = [&](const char* agent, core::UnixMs ago, int requests) {
        core::AgentInfo& info = *ports.agents.find(std::string("agent-") + agent);
        info.lastSeenAt = now - ago;
        info.createdAt = now - 104 * kDay;
        ports.agents.today[info.id] = requests;
    };
    seen("claude-code", 5'000, 214);
    seen("aider", kMinute, 63);
    seen("ci", 3 * kMinute, 28);
    seen("docs-bot", 6 * kMinute, 13);
    ports.agents.find("agent-claude-code")
        ->tokens.push_back({"token0", "laptop shell", now - 20 * kDay, now + 10 * kDay, now - 280 * kMinute});
    ports.agents.running["agent-claude-code"] = {
        {"launch1", "claude", "/home/me/src/harbor", 41207, now - 90 * kMinute},
        {"launch2", "claude", "/home/me/src/docs", 41977, now - 20 * kMinute}};
    ports.agents.running["agent-aider"] = {{"launch3", "aider", "/home/me/src/harbor", 42810, now - 33 * kMinute}};
    ports.agents.programs = {{"Claude Code", "claude", "/usr/local/bin/claude"},
                             {"aider", "aider", "/home/me/.local/bin/aider"}};
    ports.vault.addSlot(core::SlotKind::Keychain);
    ports.vault.addSlot(core::SlotKind::Passphrase);
    fillActivity(ports);
}

std::unique_ptr<QWidget> inWindow(GalleryStage& stage, const QString& id, QWidget* page) {
    const auto pageFor = [&](const QString& wanted, const QString& title) -> QWidget* {
        return wanted == id && page != nullptr ? page : new ui::Page(title);
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
        {QStringLiteral("rules"), QStringLiteral("rules"), QStringLiteral("Rules"), QStringLiteral("Control"),
         pageFor(QStringLiteral("rules"), QStringLiteral("Rules")), false},
        {QStringLiteral("approvals"), QStringLiteral("asked"), QStringLiteral("Approvals"), QStringLiteral("Control"),
         pageFor(QStringLiteral("approvals"), QStringLiteral("Approvals")), false},
        {QStringLiteral("activity"), QStringLiteral("activity"), QStringLiteral("Activity"), QStringLiteral("Record"),
         pageFor(QStringLiteral("activity"), QStringLiteral("Activity")), false},
        {QStringLiteral("settings"),
         QStringLiteral("settings"),
         QStringLiteral("Settings"),
         {},
         pageFor(QStringLiteral("settings"), QStringLiteral("Settings")),
         true}};
    auto window = std::make_unique<ui::MainWindow>(stage.ports.gateway, stage.ports.vault, entries, QString());
    window->setWindowTitle(QStringLiteral("Keysluice"));
    if (!id.isEmpty()) {
        window->openPage(id);
    }
    return window;
}

std::vector<GalleryShot> allShots() {
    std::vector<GalleryShot> shots;
    for (auto&& part : {connectionsShots(), pagesShots(), approvalsShots(), rulesShots()}) {
        shots.insert(shots.end(), part.begin(), part.end());
    }
    return shots;
}

} // namespace keysluice::uitest
