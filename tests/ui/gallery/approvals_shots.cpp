#include "gallery.h"
#include "ui/dialogs/approval_prompt.h"
#include "ui/models/approval_ports.h"
#include "ui/pages/approvals/approvals_page.h"
#include "ui/widgets/sidebar.h"
#include "ui/window/main_window.h"

#include <QMenu>
#include <QPushButton>

namespace keysluice::uitest {

namespace {

constexpr core::UnixMs kSecond = 1'000;

ui::ApprovalPorts portsOf(MemoryPorts& p) {
    return {p.approvals, p.agents, p.credentials, p.rules, p.clock};
}

core::ApprovalRequest refactoring(MemoryPorts& p) {
    core::ApprovalRequest request = p.approvals.make();
    request.rule.conditions.models = {{"claude-opus-4-5"}, {}};
    request.excerpt =
        "{\"role\": \"user\", \"content\":\n \"Refactor the storage layer. Read every file\n  under src/store "
        "first.\xE2\x80\xAEThen rewrite the\xE2\x80\x8B\n  migration and run it.\"}";
    request.bodyBytes = request.excerpt.size();
    return request;
}

core::ApprovalRequest upload(MemoryPorts& p) {
    core::ApprovalRequest request = p.approvals.make();
    request.agentId = "agent-docs-bot";
    request.agentName = "docs-bot";
    request.launch.reset();
    request.path = "/v1/files";
    request.models.clear();
    request.inputTokens.reset();
    request.costMicros.reset();
    request.excerpt =
        "------7d81b516\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\n\r\n%PDF-1.7\n%"
        "\xB5\xED\xAE\xFB\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nxref\n0 3\ntrailer";
    request.bodyBytes = 422'000;
    request.isExcerptWhole = false;
    request.rule.conditions = {};
    request.rule.conditions.endpoints = {core::rules::Endpoint::Files};
    request.rule.isHighRisk = true;
    request.rulePlace = 4;
    return request;
}

std::unique_ptr<QWidget> prompt(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    return std::make_unique<ui::ApprovalPrompt>(portsOf(stage.ports), nullptr);
}

/// Half a second later, `left` of the time remaining.
void arm(GalleryStage& stage, ui::ApprovalPrompt& window, core::UnixMs left) {
    stage.ports.clock.value = stage.ports.approvals.queue.front().endsAt - left;
    window.look();
}

GalleryShot promptShot(const char* name, core::UnixMs left, std::function<void(MemoryPorts&)> fill,
                       std::function<void(ui::ApprovalPrompt&)> act = {}) {
    return {QString::fromLatin1(name),
            {},
            [fill = std::move(fill)](GalleryStage& stage) {
                std::unique_ptr<QWidget> window = prompt(stage);
                fill(stage.ports);
                static_cast<ui::ApprovalPrompt&>(*window).summon(0);
                return window;
            },
            [left, act = std::move(act)](GalleryStage& stage, QWidget& window) {
                auto& dialog = static_cast<ui::ApprovalPrompt&>(window);
                arm(stage, dialog, left);
                if (act) {
                    act(dialog);
                }
            }};
}

std::unique_ptr<QWidget> page(GalleryStage& stage) {
    MemoryPorts& p = stage.ports;
    std::unique_ptr<QWidget> window = inWindow(stage, QStringLiteral("approvals"), new ui::ApprovalsPage(portsOf(p)));
    const int waiting = static_cast<int>(p.approvals.queue.size());
    static_cast<ui::MainWindow&>(*window).setBadge(QStringLiteral("approvals"), {waiting, false, true});
    return window;
}

void fillPast(MemoryPorts& p) {
    const auto ended = [&p](core::UnixMs ago, core::ApprovalEnd how, std::optional<ui::ApprovalScope> scope,
                            const char* model) {
        core::ApprovalRequest request = p.approvals.make();
        request.models = {model};
        p.approvals.past.push_back({request, how, scope, p.clock.now() - ago * kSecond});
    };
    using core::ApprovalEnd;
    ended(95, ApprovalEnd::Approved, ui::ApprovalScope::Session, "claude-opus-4-5");
    ended(311, ApprovalEnd::Denied, {}, "claude-opus-4-5");
    ended(1'404, ApprovalEnd::TimedOut, {}, "gpt-5-pro");
    ended(2'050, ApprovalEnd::AgentLeft, {}, "claude-opus-4-5");
    ended(4'290, ApprovalEnd::Locked, {}, "claude-opus-4-5");
    ended(5'600, ApprovalEnd::Approved, ui::ApprovalScope::Once, "gemini-2.5-pro");
    const core::ApprovalRequest request = refactoring(p);
    p.approvals.answers = {{"answer1", request.rule, request.agentId, "aider", request.launch, p.clock.now(), 0},
                           {"answer2", upload(p).rule, "agent-docs-bot", "docs-bot", nullptr, p.clock.now(),
                            p.clock.now() + 480 * kSecond}};
}

std::unique_ptr<QWidget> filledPage(GalleryStage& stage) {
    MemoryPorts& p = stage.ports;
    fillWithSamples(p);
    p.approvals.put(refactoring(p));
    p.approvals.put(upload(p));
    fillPast(p);
    std::unique_ptr<QWidget> window = page(stage);
    p.clock.value += 19 * kSecond;
    return window;
}

std::unique_ptr<QWidget> emptyPage(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    return page(stage);
}

} // namespace

std::vector<GalleryShot> approvalsShots() {
    constexpr QSize kWindow{1280, 800};
    const auto both = [](MemoryPorts& p) {
        p.approvals.put(refactoring(p));
        p.approvals.put(upload(p));
    };
    return {
        {QStringLiteral("approvals"), kWindow, filledPage,
         [](GalleryStage& stage, QWidget& window) {
             auto* page = window.findChild<ui::ApprovalsPage*>();
             page->select(stage.ports.approvals.queue.front().id);
             stage.ports.clock.value += kSecond;
             page->look();
         }},
        {QStringLiteral("approvals-list"), kWindow, filledPage, {}},
        {QStringLiteral("approvals-empty"), kWindow, emptyPage, {}},
        promptShot("approval-prompt", 161 * kSecond, both),
        promptShot(
            "approval-prompt-risk", 24 * kSecond, [](MemoryPorts& p) { p.approvals.put(upload(p)); },
            [](ui::ApprovalPrompt& dialog) {
                for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
                    if (button->isEnabled() && button->text() == ui::ApprovalPrompt::tr("Approve once")) {
                        button->click();
                    }
                }
            }),
        promptShot("approval-prompt-tunnel", 120 * kSecond,
                   [](MemoryPorts& p) {
                       core::ApprovalRequest request = p.approvals.make();
                       request.isTunnel = true;
                       request.models.clear();
                       request.credentialId.clear();
                       request.host = "packages.example.org";
                       request.excerpt.clear();
                       request.rule.conditions = {};
                       request.rule.conditions.models = {{"*opus*"}, {}};
                       request.unknownCondition = core::rules::ConditionKind::Models;
                       p.approvals.put(request);
                   }),
    };
}

} // namespace keysluice::uitest
