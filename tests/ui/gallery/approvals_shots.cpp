#include "gallery.h"
#include "ui/dialogs/approval_prompt.h"
#include "ui/models/approval_ports.h"

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

} // namespace

std::vector<GalleryShot> approvalsShots() {
    const auto both = [](MemoryPorts& p) {
        p.approvals.put(refactoring(p));
        p.approvals.put(upload(p));
    };
    return {
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
                       request.host = "registry.npmjs.org";
                       request.excerpt.clear();
                       request.rule.conditions = {};
                       request.rule.conditions.models = {{"*opus*"}, {}};
                       request.unknownCondition = core::rules::ConditionKind::Models;
                       p.approvals.put(request);
                   }),
    };
}

} // namespace keysluice::uitest
