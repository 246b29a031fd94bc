#include "ui/models/approval_answer_text.h"

#include "ui/models/approval_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace keysluice::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ApprovalAnswerText)
};

constexpr int kLongestFolder = 48;
constexpr int kLongestAgent = 24; ///< on a button

QString placeText(const core::ApprovalRequest& request) {
    return QLocale().toString(static_cast<qulonglong>(request.rulePlace + 1));
}

} // namespace

std::vector<ApprovalScope> widerScopes(const core::ApprovalRequest& request) {
    std::vector<ApprovalScope> scopes{ApprovalScope::TenMinutes, ApprovalScope::Hour, ApprovalScope::Always};
    if (request.launch != nullptr) {
        scopes.insert(scopes.begin(), ApprovalScope::Session);
    }
    return scopes;
}

core::rules::Rule alwaysRule(const core::ApprovalRequest& request) {
    core::rules::Rule rule;
    rule.decision = core::rules::Decision::Allow;
    rule.conditions = request.rule.conditions;
    rule.conditions.agents = {{request.agentId}, {}};
    return rule;
}

QString scopeText(ApprovalScope scope, const core::ApprovalRequest& request, const RuleNames& names) {
    switch (scope) {
    case ApprovalScope::Once:
        return Words::tr("Once");
    case ApprovalScope::Session: {
        const QString agent = visibleText(request.agentName);
        const QString folder =
            request.launch == nullptr ? QString() : shortened(folderText(request.launch->folder), kLongestFolder);
        return folder.isEmpty() ? Words::tr("For this session of %1").arg(agent)
                                //: %1: an agent, %2: a folder
                                : Words::tr("For this session of %1 in %2").arg(agent, folder);
    }
    case ApprovalScope::TenMinutes:
        return Words::tr("For 10 minutes");
    case ApprovalScope::Hour:
        return Words::tr("For 1 hour");
    case ApprovalScope::Always:
        //: %1: the sentence of a rule, %2: the number of another one
        return Words::tr("Always: adds the rule “%1” above rule %2")
            .arg(ruleSentence(alwaysRule(request), names), placeText(request));
    }
    return {};
}

QString reachText(const core::ApprovalRequest& request) {
    const QString agent = visibleText(request.agentName);
    return request.launch != nullptr
               //: %1: the number of a rule, %2: an agent
               ? Words::tr("Answers rule %1 for this session of %2 only, until the vault is locked.")
                     .arg(placeText(request), agent)
               //: %1: the number of a rule, %2: an agent
               : Words::tr("Answers rule %1 for %2 outside of sessions only, until the vault is locked.")
                     .arg(placeText(request), agent);
}

QString freezeText(const core::ApprovalRequest& request) {
    return Words::tr("Deny and freeze %1").arg(shortened(visibleText(request.agentName), kLongestAgent));
}

QString endText(const PastApproval& past) {
    using core::ApprovalEnd;
    switch (past.end) {
    case ApprovalEnd::Approved:
        switch (past.scope.value_or(ApprovalScope::Once)) {
        case ApprovalScope::Once:
            return Words::tr("Approved once");
        case ApprovalScope::Session:
            return Words::tr("Approved for the session");
        case ApprovalScope::TenMinutes:
            return Words::tr("Approved for 10 minutes");
        case ApprovalScope::Hour:
            return Words::tr("Approved for 1 hour");
        case ApprovalScope::Always:
            return Words::tr("Approved, and a rule added");
        }
        break;
    case ApprovalEnd::Denied:
        return Words::tr("Denied");
    case ApprovalEnd::TimedOut:
        return Words::tr("Denied: no answer in time");
    case ApprovalEnd::AgentLeft:
        return Words::tr("The agent left");
    case ApprovalEnd::Locked:
        return Words::tr("Denied: the vault was locked");
    case ApprovalEnd::ShutDown:
        return Words::tr("Denied: Keysluice was quit");
    case ApprovalEnd::Overtaken:
        return Words::tr("Decided by a change of rules, agents or keys");
    }
    return {};
}

QString rememberedAgentText(const RememberedApproval& remembered) {
    const QString agent = visibleText(remembered.agentName);
    return remembered.launch != nullptr
               //: %1: an agent, %2: the folder of its session
               ? Words::tr("%1 in %2").arg(agent, shortened(folderText(remembered.launch->folder), kLongestFolder))
               : Words::tr("%1, outside of sessions").arg(agent);
}

QString rememberedUntilText(const RememberedApproval& remembered, core::UnixMs now) {
    return remembered.until == 0 ? Words::tr("until the session ends")
                                 //: %1: a time of the day
                                 : Words::tr("until %1").arg(untilText(remembered.until, now));
}

} // namespace keysluice::ui
