#include "ui/models/rule_trial.h"

#include "core/rules/evaluator.h"
#include "core/rules/rule_trial.h"
#include "ui/models/rule_draft.h"
#include "ui/models/rule_values.h"
#include "ui/text/condition_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using State = RuleTrial::LineState;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::RuleTrial)
};

/// Of a host that the catalogue does not know, and a secret is for.
std::string providerOfSecret(const RuleTrialQuestion& question) {
    const core::CredentialInfo* credential = question.credential;
    const bool isMeant = credential != nullptr && std::find(credential->hosts.begin(), credential->hosts.end(),
                                                            question.request.host) != credential->hosts.end();
    return isMeant ? credential->providerId : std::string();
}

bool hasModelInQuery(const std::string& query) {
    for (const QString& part : QString::fromStdString(query).split(QLatin1Char('&'))) {
        const QString name = QUrl::fromPercentEncoding(part.section(QLatin1Char('='), 0, 0).toUtf8());
        if (name.compare(QLatin1String("model"), Qt::CaseInsensitive) == 0) {
            return true;
        }
    }
    return false;
}

TrialRequest requestOf(const RuleTrialQuestion& question) {
    const TypedRequest& typed = question.request;
    TrialRequest request;
    request.agentId = question.agent;
    request.credentialId = question.credential != nullptr ? question.credential->id : core::RecordId();
    request.providerId = providerOfSecret(question);
    request.host = typed.host;
    request.port = typed.port;
    request.method = typed.method;
    request.path = typed.path;
    request.hasModelInQuery = hasModelInQuery(typed.query);
    request.headers = typed.headers;
    request.body = typed.body;
    request.at = question.at;
    request.minuteOfWeek = minuteOfWeek(question.at, question.offset);
    return request;
}

QString agentWords(const Choice& choice, const RuleNames& names) {
    const auto named = [&names](const std::vector<std::string>& ids) {
        QStringList list;
        for (const std::string& id : ids) {
            const QString name = names.agent(id);
            list << (name.isEmpty() ? Words::tr("a removed agent") : name);
        }
        return list.join(QStringLiteral(", "));
    };
    QStringList clauses;
    if (!choice.among.empty()) {
        clauses << Words::tr("the agent is one of: %1").arg(named(choice.among));
    }
    if (!choice.except.empty()) {
        clauses << Words::tr("the agent is none of: %1").arg(named(choice.except));
    }
    return allOf(clauses);
}

/// One kind of condition alone, in words.
QString conditionWords(const Rule& rule, ConditionKind kind, const RuleNames& names) {
    if (kind == ConditionKind::Agents) {
        return agentWords(rule.conditions.agents, names);
    }
    std::vector<ConditionRow> rows = rowsOf(rule.conditions);
    rows.erase(std::remove_if(rows.begin(), rows.end(), [kind](const ConditionRow& row) { return row.kind != kind; }),
               rows.end());
    return allOf(conditionClauses(conditionsOf(rows), rule.decision, names));
}

std::vector<RuleTrial::Line> linesOf(const RuleSet& set, const Explanation& explanation, const RuleNames& names) {
    std::vector<RuleTrial::Line> lines;
    std::size_t next = 0;
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        RuleTrial::Line line;
        line.number = static_cast<int>(i) + 1;
        line.sentence = ruleSentence(set.rules[i], names);
        if (next < explanation.rules.size() && explanation.rules[next].rule == i) {
            const RuleTrace& trace = explanation.rules[next++];
            line.fit = trace.fit;
            for (const ConditionFit& one : trace.conditions) {
                line.conditions.push_back({one.fit, conditionWords(set.rules[i], one.condition, names)});
            }
            const bool isLast =
                explanation.verdict.outcome != Verdict::Outcome::NoRule && explanation.verdict.rule == i;
            line.state = isLast ? State::Decides : State::Passed;
        } else {
            line.state = set.rules[i].isEnabled ? State::NotReached : State::Off;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

void sayNoRule(RuleTrial& trial, bool isBlocked) {
    trial.outcome = isBlocked ? RuleTrial::Outcome::Blocked : RuleTrial::Outcome::Allowed;
    trial.headline = isBlocked ? Words::tr("Blocked: no rule allows it") : Words::tr("Allowed: no rule fits");
    trial.reason = isBlocked ? Words::tr("In strict mode, what no rule allows is blocked.") : QString();
}

void sayDecided(RuleTrial& trial, const Verdict& verdict) {
    const int number = static_cast<int>(verdict.rule) + 1;
    switch (verdict.decision) {
    case Decision::Allow:
        trial.outcome = RuleTrial::Outcome::Allowed;
        trial.headline = Words::tr("Allowed by rule %1").arg(number);
        break;
    case Decision::Block:
        trial.outcome = RuleTrial::Outcome::Blocked;
        trial.headline = Words::tr("Blocked by rule %1").arg(number);
        break;
    case Decision::Ask:
        trial.outcome = RuleTrial::Outcome::Asked;
        trial.headline = Words::tr("Asked about by rule %1").arg(number);
        break;
    }
    if (verdict.unknownCondition) {
        //: %1: a condition ("Model")
        trial.reason = Words::tr("It cannot be told from the request whether this fits: %1. What is not known is "
                                 "blocked or asked about, never allowed.")
                           .arg(conditionName(*verdict.unknownCondition));
    }
}

} // namespace

RuleTrial tryRules(const RuleTrialQuestion& question, const RuleNames& names) {
    RuleTrial trial;
    const auto compiled = CompiledRules::compile(question.set);
    if (!compiled) {
        return trial; // what is stored was checked
    }
    const CompiledRules& rules = **compiled;
    const Trial tried = tryRequest(rules, question.catalogue, question.prices.get(), requestOf(question));
    trial.lines = linesOf(question.set, tried.explanation, names);
    const Verdict& verdict = tried.explanation.verdict;
    if (verdict.outcome == Verdict::Outcome::NoRule) {
        sayNoRule(trial, question.isStrict && rules.decides());
    } else if (verdict.outcome == Verdict::Outcome::Decided) {
        sayDecided(trial, verdict);
    } else {
        trial.outcome = RuleTrial::Outcome::Blocked;
        trial.headline = Words::tr("Blocked for rule %1").arg(verdict.rule + 1);
        trial.reason = Words::tr("What is said inside a WebSocket cannot be looked at before it is opened.");
    }
    for (const std::size_t limit : tried.limits.limits) {
        trial.limits << limitSentence(question.set.limits[limit], names);
    }
    return trial;
}

} // namespace keysluice::ui
