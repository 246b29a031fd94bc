#include "ui/dialogs/approval_prompter.h"

#include "ui/dialogs/approval_prompt.h"
#include "ui/models/approval_text.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/toast.h"

#include <QKeySequence>
#include <QShortcut>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kLongestSentence = 90;

QKeySequence shortcut() {
    return {Qt::CTRL | Qt::SHIFT | Qt::Key_A};
}

} // namespace

ApprovalPrompter::ApprovalPrompter(const ApprovalPorts& ports, QWidget* window, std::function<bool()> isAskedElsewhere)
    : QObject(window),
      m_ports(ports),
      m_window(window),
      m_isAskedElsewhere(std::move(isAskedElsewhere)),
      m_prompt(new ApprovalPrompt(ports, window)),
      m_toast(new Toast(window)) {
    auto* key = new QShortcut(shortcut(), window);
    key->setContext(Qt::ApplicationShortcut);
    connect(key, &QShortcut::activated, this, &ApprovalPrompter::summonOldest);
    connect(&m_ports.approvals, &ApprovalPort::asked, this, &ApprovalPrompter::onAsked);
    connect(m_prompt, &QDialog::rejected, this, &ApprovalPrompter::onClosed);
    connect(m_prompt, &ApprovalPrompt::ruleAdded, this, &ApprovalPrompter::tellRule);
    connect(m_prompt, &ApprovalPrompt::freezeFailed, m_toast,
            [this](const QString& sentence) { m_toast->show(QStringLiteral("error"), sentence); });
}

ApprovalPrompter::~ApprovalPrompter() = default;

QString ApprovalPrompter::shortcutText() {
    return shortcut().toString(QKeySequence::NativeText);
}

void ApprovalPrompter::summon(core::ApprovalId id) {
    m_closedAt.clear();
    m_prompt->summon(id);
}

void ApprovalPrompter::onAsked(core::ApprovalId id) {
    const bool isInSight = m_window->isVisible() && !m_window->isMinimized();
    if (!isInSight && m_isAskedElsewhere()) {
        return;
    }
    const core::MonotonicNs now = m_ports.clock.monotonic();
    std::erase_if(m_closedAt, [now](const auto& closed) { return closed.second + kQuietNs <= now; });
    for (const core::ApprovalRequest& request : m_ports.approvals.waiting()) {
        if (request.id == id && m_closedAt.count(request.agentId) == 0) {
            m_prompt->present(id);
        }
    }
}

void ApprovalPrompter::onClosed() {
    for (const core::ApprovalRequest& request : m_ports.approvals.waiting()) {
        m_closedAt[request.agentId] = m_ports.clock.monotonic();
    }
}

void ApprovalPrompter::tellRule(const QString& ruleId) {
    tellAddedRule(*m_toast, m_ports.rules, m_ports.names(), ruleId);
}

void tellAddedRule(Toast& toast, RulePort& rules, const RuleNames& names, const QString& ruleId) {
    const std::string id = ruleId.toStdString();
    const core::rules::RuleSet set = rules.rules();
    const auto rule = std::find_if(set.rules.begin(), set.rules.end(), [&id](const auto& one) { return one.id == id; });
    if (rule == set.rules.end()) {
        return;
    }
    const auto undo = [&toast, &rules, id] {
        core::rules::RuleSet without = rules.rules();
        std::erase_if(without.rules, [&id](const core::rules::Rule& one) { return one.id == id; });
        if (const auto done = rules.setRules(without); !done) {
            toast.show(QStringLiteral("error"), failureText(done.error()));
        }
    };
    //: %1: the sentence of a rule
    toast.show(QStringLiteral("rules"),
               ApprovalPrompter::tr("Rule added: %1").arg(shortened(ruleSentence(*rule, names), kLongestSentence)),
               ApprovalPrompter::tr("Undo"), undo, true);
}

} // namespace keysluice::ui
