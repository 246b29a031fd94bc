#include "ui/models/rule_trial.h"

#include "core/injection.h"
#include "core/rules/body_facts_reader.h"
#include "core/rules/evaluator.h"
#include "core/rules/path_model.h"
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

bool isCredentialHeader(std::string_view name, const core::Provider* provider) {
    for (const std::string_view usual :
         {"authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key"}) {
        if (core::sameFoldedName(usual, name)) {
            return true;
        }
    }
    return provider != nullptr &&
           std::any_of(provider->kinds.begin(), provider->kinds.end(),
                       [&](const core::CredentialKind& kind) { return kind.injection.replaces(name); });
}

const core::Provider* providerOf(const RuleTrialQuestion& question) {
    const std::string& host = question.request.host;
    if (const core::Provider* provider = question.catalogue.providerOfHost(host)) {
        return provider;
    }
    const core::CredentialInfo* credential = question.credential;
    const bool isMeant = credential != nullptr &&
                         std::find(credential->hosts.begin(), credential->hosts.end(), host) != credential->hosts.end();
    return isMeant ? question.catalogue.provider(credential->providerId) : nullptr;
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

/// The facts of a request, with all that they borrow from.
class Facts final {
public:
    explicit Facts(const RuleTrialQuestion& question);
    Facts(const Facts&) = delete;
    Facts& operator=(const Facts&) = delete;

    [[nodiscard]] const HeadFacts& head() const { return m_head; }
    [[nodiscard]] const BodyFacts* body() const { return m_head.isUpgrade ? nullptr : &m_body; }

private:
    void readBody(const RuleTrialQuestion& question, const core::ProviderEndpoint* endpoint);

    HeadFacts m_head;
    std::vector<std::pair<std::string_view, std::string_view>> m_headers;
    BodyFacts m_body;
    std::string m_text;
    BodyFactsReader m_reader;
};

Facts::Facts(const RuleTrialQuestion& question) {
    const TypedRequest& request = question.request;
    const core::Provider* provider = providerOf(question);
    m_head.agentId = question.agent;
    m_head.credentialId = question.credential != nullptr ? std::string_view(question.credential->id) : "";
    m_head.providerId = provider != nullptr ? std::string_view(provider->id) : "";
    m_head.host = request.host;
    m_head.port = request.port;
    m_head.at = question.at;
    m_head.minuteOfWeek = minuteOfWeek(question.at, question.offset);
    m_head.method = request.method;
    m_head.path = request.path;
    for (const auto& [name, value] : request.headers) {
        if (!isCredentialHeader(name, provider)) {
            m_headers.emplace_back(name, value);
        }
    }
    m_head.headers = m_headers;
    const core::ProviderEndpoint* endpoint =
        provider != nullptr ? provider->endpoint(request.method, request.path) : nullptr;
    if (endpoint != nullptr) {
        m_head.endpoint = endpoint->use;
    }
    m_head.hasBody = !request.body.empty();
    m_head.bodyBytes = request.body.size();
    m_head.isUpgrade =
        QString::fromStdString(request.header("upgrade")).compare(QLatin1String("websocket"), Qt::CaseInsensitive) == 0;
    readBody(question, endpoint);
}

void Facts::readBody(const RuleTrialQuestion& question, const core::ProviderEndpoint* endpoint) {
    const TypedRequest& request = question.request;
    const std::string coding = request.header("content-encoding");
    if (!coding.empty() && coding != "identity") {
        return; // as text it is not what would be sent
    }
    std::string type = request.header("content-type");
    if (type.empty() && !request.body.empty()) {
        type = "application/json"; // what clients of these APIs send; said beside the field
    }
    m_body = m_reader.read({endpoint, type, request.body, question.prices.get(), question.at}, &m_text);
    if (auto model = modelOfPath(request.host, request.path)) {
        m_body.models = std::vector{std::move(*model)};
    }
    if (hasModelInQuery(request.query)) {
        m_body.models.reset();
        m_body.costMicros.reset();
    }
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
    const Facts facts(question);
    const Explanation explanation = rules.explain(facts.head(), facts.body());
    trial.lines = linesOf(question.set, explanation, names);
    const Verdict& verdict = explanation.verdict;
    if (verdict.outcome == Verdict::Outcome::NoRule) {
        sayNoRule(trial, question.isStrict && rules.decides());
    } else if (verdict.outcome == Verdict::Outcome::Decided) {
        sayDecided(trial, verdict);
    } else {
        trial.outcome = RuleTrial::Outcome::Blocked;
        trial.headline = Words::tr("Blocked for rule %1").arg(verdict.rule + 1);
        trial.reason = Words::tr("What is said inside a WebSocket cannot be looked at before it is opened.");
    }
    for (const std::size_t limit : rules.matchingLimits(facts.head(), facts.body()).limits) {
        trial.limits << limitSentence(question.set.limits[limit], names);
    }
    return trial;
}

} // namespace keysluice::ui
