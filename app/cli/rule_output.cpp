#include "app/cli/rule_output.h"

#include "app/cli/output.h"
#include "app/control/printable.h"
#include "core/rules/rule_json.h"
#include "core/rules/rule_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

namespace keysluice::app {

using namespace core::rules;

namespace {

struct RuleOutput {
    Q_DECLARE_TR_FUNCTIONS(keysluice::app::RuleCommand)
};

QString shown(const std::string& text) {
    return printable(QString::fromStdString(text));
}

std::map<std::string, std::string> textsOf(const QJsonObject& answer, const char* member) {
    std::map<std::string, std::string> texts;
    const QJsonObject object = answer.value(QLatin1String(member)).toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        texts[it.key().toStdString()] = it.value().toString().toStdString();
    }
    return texts;
}

/// "3", "L2": as commands take it.
QString numberOf(std::size_t place, bool isLimit) {
    const QString number = QString::number(static_cast<qulonglong>(place + 1));
    return isLimit ? QString(QLatin1Char('L') + number) : number;
}

QString hitsText(const KnownRules& known, const core::RecordId& id) {
    const auto found = known.hits.find(id);
    return found == known.hits.end() || found->second == 0
               ? QString()
               : QString(QLatin1String("  [") +
                         RuleOutput::tr("%n time(s) in 7 days", nullptr, static_cast<int>(found->second)) +
                         QLatin1Char(']'));
}

QString lineOf(const RuleSet& set, const ui::RuleNames& names, std::size_t place, bool isLimit) {
    return isLimit ? ui::limitLine(set.limits[place], names) : ui::ruleLine(set.rules[place], names);
}

std::string_view fitWord(Fit fit) {
    return fit == Fit::Yes ? "yes" : fit == Fit::No ? "no" : "unknown";
}

QString latin(std::string_view text) {
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

QString wordOf(ConditionKind kind) {
    return latin(core::rules::wordOf(conditionWords(), kind));
}

QString outcomeWord(ExitCode code) {
    switch (code) {
    case kBlocked:
        return QStringLiteral("block");
    case kAsked:
        return QStringLiteral("ask");
    case kLimited:
        return QStringLiteral("limited");
    default:
        return QStringLiteral("allow");
    }
}

/// `number` and `line`: of the rule, or of the limit where one is reached.
QString outcomeText(ExitCode code, const QString& number, const QString& line) {
    switch (code) {
    case kBlocked:
        return RuleOutput::tr("Blocked by rule %1: %2").arg(number, line);
    case kAsked:
        return RuleOutput::tr("You would be asked by rule %1: %2").arg(number, line);
    case kLimited:
        return RuleOutput::tr("Limit %1 is reached: %2").arg(number, line);
    default:
        return RuleOutput::tr("Allowed by rule %1: %2").arg(number, line);
    }
}

bool isByRule(const Verdict& verdict) {
    return verdict.outcome != Verdict::Outcome::NoRule;
}

} // namespace

core::Outcome<KnownRules> KnownRules::from(const QJsonObject& answer) {
    KnownRules known;
    const QByteArray json = QJsonDocument(answer.value(QLatin1String("set")).toObject()).toJson(QJsonDocument::Compact);
    auto set = readRules(json.toStdString());
    if (!set) {
        return core::fail(core::FailureCode::RulesInvalid, ruleFaultSentence(set.error()));
    }
    known.set = std::move(*set);
    known.agents = textsOf(answer, "agents");
    known.secrets = textsOf(answer, "secrets");
    known.isStrict = answer.value(QLatin1String("strict")).toBool();
    for (const QJsonValue& id : answer.value(QLatin1String("strictAgents")).toArray()) {
        known.strictAgents.insert(id.toString().toStdString());
    }
    const QJsonObject hits = answer.value(QLatin1String("hits")).toObject();
    for (auto it = hits.begin(); it != hits.end(); ++it) {
        known.hits[it.key().toStdString()] = it.value().toInteger();
    }
    for (const QJsonValue& item : answer.value(QLatin1String("counted")).toArray()) {
        const QJsonObject one = item.toObject();
        const QDateTime end = QDateTime::fromString(one.value(QLatin1String("endsAt")).toString(), Qt::ISODateWithMs);
        known.counted.push_back({one.value(QLatin1String("limit")).toString().toStdString(),
                                 one.value(QLatin1String("who")).toString().toStdString(),
                                 one.value(QLatin1String("requests")).toInteger(), end.toMSecsSinceEpoch()});
    }
    return known;
}

ui::RuleNames KnownRules::names() const {
    const auto agent = [names = agents](const std::string& id) {
        const auto found = names.find(id);
        return found == names.end() ? QString() : shown(found->second);
    };
    return {agent, [](const std::string& id) { return shown(id); },
            [](const std::string& text) { return shown(text); }};
}

void printRules(const KnownRules& known) {
    const ui::RuleNames names = known.names();
    for (std::size_t i = 0; i < known.set.rules.size(); ++i) {
        printLine(numberOf(i, false).leftJustified(4) + lineOf(known.set, names, i, false) +
                  hitsText(known, known.set.rules[i].id));
    }
    for (std::size_t i = 0; i < known.set.limits.size(); ++i) {
        printLine(numberOf(i, true).leftJustified(4) + lineOf(known.set, names, i, true) +
                  hitsText(known, known.set.limits[i].id));
    }
    if (known.set == RuleSet()) {
        printLine(RuleOutput::tr("There are no rules and no limits."));
    }
}

void printDifferences(const KnownRules& known, const RuleSet& after, const std::vector<RuleDifference>& differences) {
    using What = RuleDifference::What;
    const ui::RuleNames names = known.names();
    for (const RuleDifference& one : differences) {
        if (one.what == What::Moved) {
            printLine(QStringLiteral("  ") + RuleOutput::tr("%1 to place %2: %3")
                                                 .arg(numberOf(*one.before, one.isLimit),
                                                      numberOf(*one.after, one.isLimit),
                                                      lineOf(after, names, *one.after, one.isLimit)));
            continue;
        }
        if (one.before) {
            printLine(QStringLiteral("- ") + lineOf(known.set, names, *one.before, one.isLimit));
        }
        if (one.after) {
            printLine(QStringLiteral("+ ") + lineOf(after, names, *one.after, one.isLimit));
        }
    }
    if (differences.empty()) {
        printLine(RuleOutput::tr("Nothing would be different."));
    }
}

QJsonObject differencesJson(const RuleSet& before, const RuleSet& after,
                            const std::vector<RuleDifference>& differences) {
    using What = RuleDifference::What;
    QJsonArray list;
    for (const RuleDifference& one : differences) {
        const auto idOf = [&](const RuleSet& set, std::size_t place) {
            return QString::fromStdString(one.isLimit ? set.limits[place].id : set.rules[place].id);
        };
        const auto nameOf = [&](const RuleSet& set, std::size_t place) {
            return QString::fromStdString(one.isLimit ? set.limits[place].name : set.rules[place].name);
        };
        const auto placeOf = [](const std::optional<std::size_t>& place) {
            return place ? QJsonValue(static_cast<qint64>(*place + 1)) : QJsonValue();
        };
        const RuleSet& where = one.before ? before : after;
        const std::size_t place = one.before ? *one.before : *one.after;
        list.append(QJsonObject{{QStringLiteral("what"), one.what == What::Added     ? QStringLiteral("added")
                                                         : one.what == What::Removed ? QStringLiteral("removed")
                                                         : one.what == What::Changed ? QStringLiteral("changed")
                                                                                     : QStringLiteral("moved")},
                                {QStringLiteral("limit"), one.isLimit},
                                {QStringLiteral("id"), idOf(where, place)},
                                {QStringLiteral("name"), nameOf(where, place)},
                                {QStringLiteral("before"), placeOf(one.before)},
                                {QStringLiteral("after"), placeOf(one.after)}});
    }
    return {{QStringLiteral("differences"), list}};
}

ExitCode TestedRequest::exitCode() const {
    const Verdict& verdict = trial.explanation.verdict;
    switch (verdict.outcome) {
    case Verdict::Outcome::NoRule:
        if (isRestBlocked) {
            return kBlocked;
        }
        break;
    case Verdict::Outcome::NeedsBody:
    case Verdict::Outcome::MustBeExamined:
        return kBlocked;
    case Verdict::Outcome::Decided:
        if (verdict.decision != Decision::Allow) {
            return verdict.decision == Decision::Block ? kBlocked : kAsked;
        }
        break;
    }
    if (trial.limits.outcome == Verdict::Outcome::MustBeExamined) {
        return kBlocked;
    }
    return full.empty() ? ExitCode::kDone : kLimited;
}

void printTest(const KnownRules& known, const TestedRequest& tested, bool isVerbose) {
    const ui::RuleNames names = known.names();
    const Explanation& explanation = tested.trial.explanation;
    const ExitCode code = tested.exitCode();
    const std::size_t rule = explanation.verdict.rule;
    if (code == kLimited) {
        for (const std::size_t place : tested.full) {
            printLine(outcomeText(code, numberOf(place, true), lineOf(known.set, names, place, true)));
        }
    } else if (isByRule(explanation.verdict)) {
        printLine(outcomeText(code, numberOf(rule, false), lineOf(known.set, names, rule, false)));
    } else if (code == kDone) {
        printLine(RuleOutput::tr("Allowed: no rule fits."));
    } else if (tested.isRestBlocked) {
        printLine(RuleOutput::tr("Blocked: no rule allows it, and strict mode blocks the rest."));
    }
    if (explanation.verdict.unknownCondition) {
        printLine(RuleOutput::tr("It fits because “%1” cannot be made out, and unknown is not innocent.")
                      .arg(wordOf(*explanation.verdict.unknownCondition)));
    }
    if (explanation.verdict.outcome == Verdict::Outcome::MustBeExamined ||
        tested.trial.limits.outcome == Verdict::Outcome::MustBeExamined) {
        printLine(RuleOutput::tr("What is said in a WebSocket cannot be examined, so it is blocked."));
    }
    for (const RuleTrace& trace : isVerbose ? explanation.rules : std::vector<RuleTrace>()) {
        QStringList conditions;
        for (const ConditionFit& one : trace.conditions) {
            conditions << wordOf(one.condition) + QLatin1Char(' ') + latin(fitWord(one.fit));
        }
        printLine(numberOf(trace.rule, false).leftJustified(4) + latin(fitWord(trace.fit)).leftJustified(8) +
                  conditions.join(QStringLiteral(", ")));
    }
}

QJsonObject testJson(const KnownRules& known, const TestedRequest& tested) {
    const Explanation& explanation = tested.trial.explanation;
    const auto ruleJson = [&known](std::size_t place) {
        const Rule& rule = known.set.rules[place];
        return QJsonObject{{QStringLiteral("id"), QString::fromStdString(rule.id)},
                           {QStringLiteral("name"), QString::fromStdString(rule.name)},
                           {QStringLiteral("place"), static_cast<qint64>(place + 1)}};
    };
    QJsonArray rules;
    for (const RuleTrace& trace : explanation.rules) {
        QJsonArray conditions;
        for (const ConditionFit& one : trace.conditions) {
            conditions.append(QJsonObject{{QStringLiteral("condition"), wordOf(one.condition)},
                                          {QStringLiteral("fit"), latin(fitWord(one.fit))}});
        }
        QJsonObject rule = ruleJson(trace.rule);
        rule.insert(QStringLiteral("fit"), latin(fitWord(trace.fit)));
        rule.insert(QStringLiteral("conditions"), conditions);
        rules.append(rule);
    }
    QJsonArray limits;
    for (const std::size_t place : tested.trial.limits.limits) {
        const Limit& limit = known.set.limits[place];
        const bool isFull = std::find(tested.full.begin(), tested.full.end(), place) != tested.full.end();
        limits.append(QJsonObject{{QStringLiteral("id"), QString::fromStdString(limit.id)},
                                  {QStringLiteral("name"), QString::fromStdString(limit.name)},
                                  {QStringLiteral("full"), isFull}});
    }
    const Verdict& verdict = explanation.verdict;
    return {{QStringLiteral("outcome"), outcomeWord(tested.exitCode())},
            {QStringLiteral("rule"), isByRule(verdict) ? QJsonValue(ruleJson(verdict.rule)) : QJsonValue()},
            {QStringLiteral("unknown"),
             verdict.unknownCondition ? QJsonValue(wordOf(*verdict.unknownCondition)) : QJsonValue()},
            {QStringLiteral("rules"), rules},
            {QStringLiteral("limits"), limits}};
}

} // namespace keysluice::app
