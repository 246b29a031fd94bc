#include "ui/text/rule_text.h"

#include "ui/text/condition_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;

struct RuleText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::RuleText)
};

/// The agents a sentence is about; empty: all of them.
QString agentsText(const Choice& choice, const RuleNames& names) {
    const auto named = [&](const std::vector<std::string>& ids) {
        QStringList list;
        for (const std::string& id : ids) {
            const QString name = names.agent(id);
            list << (name.isEmpty() ? RuleText::tr("a removed agent") : name);
        }
        return QLocale().createSeparatedList(list);
    };
    if (choice.except.empty()) {
        return choice.among.empty() ? QString() : named(choice.among);
    }
    return choice.among.empty()
               //: %1: agents
               ? RuleText::tr("every agent but %1").arg(named(choice.except))
               //: agents, of which %2 are left out
               : RuleText::tr("%1, but not %2").arg(named(choice.among), named(choice.except));
}

/// `base` where all conditions are fulfilled.
QString when(const QString& base, const QStringList& clauses) {
    return clauses.isEmpty() ? base
                             //: %1 is the beginning of a sentence (\"Block docs-bot\"), %2 one or more clauses (\"the
                             //: method is PUT\")
                             : RuleText::tr("%1 when %2").arg(base, allOf(clauses));
}

/// Who it is about; `isAlone`: no conditions follow.
QString leadOf(Decision decision, const QString& agents, bool isAlone) {
    switch (decision) {
    case Decision::Allow:
        return !agents.isEmpty() ? RuleText::tr("Allow %1").arg(agents)
               : isAlone         ? RuleText::tr("Allow every request")
                                 : RuleText::tr("Allow");
    case Decision::Block:
        return !agents.isEmpty() ? RuleText::tr("Block %1").arg(agents)
               : isAlone         ? RuleText::tr("Block every request")
                                 : RuleText::tr("Block");
    case Decision::Ask:
        return !agents.isEmpty() ? RuleText::tr("Ask for %1").arg(agents)
               : isAlone         ? RuleText::tr("Ask before every request")
                                 : RuleText::tr("Ask");
    }
    return {};
}

QString rateText(const Limit& limit) {
    const int count = static_cast<int>(limit.requests); // RuleBounds::kRequests
    switch (limit.period) {
    case Period::Minute:
        return RuleText::tr("%Ln request(s) a minute", nullptr, count);
    case Period::Hour:
        return RuleText::tr("%Ln request(s) an hour", nullptr, count);
    case Period::Day:
        return RuleText::tr("%Ln request(s) a day", nullptr, count);
    }
    return {};
}

template <class One>
QString line(const One& one, const QString& sentence, const RuleNames& names) {
    //: %1: the name that a rule was given, %2: its sentence
    const QString named = one.name.empty() ? sentence : RuleText::tr("%1: %2").arg(names.shown(one.name), sentence);
    return one.isEnabled ? named : RuleText::tr("%1 (switched off)").arg(named);
}

} // namespace

int decisionWordLength(const QString& sentence) {
    const auto isOther = [](QChar c) { return !c.isLetter(); };
    return static_cast<int>(std::find_if(sentence.begin(), sentence.end(), isOther) - sentence.begin());
}

QString ruleLine(const Rule& rule, const RuleNames& names) {
    QString sentence = ruleSentence(rule, names);
    if (rule.isHighRisk) {
        sentence = RuleText::tr("%1, with the passphrase").arg(sentence);
    }
    if (rule.answerSeconds) {
        sentence = RuleText::tr("%1; denied after %n second(s) without an answer", nullptr,
                                static_cast<int>(*rule.answerSeconds)) // RuleBounds::kLongestAnswerSeconds
                       .arg(sentence);
    }
    if (!rule.reason.empty()) {
        //: %2: what a rule's agent is told
        sentence = RuleText::tr("%1; the agent is told “%2”").arg(sentence, names.shown(rule.reason));
    }
    return line(rule, sentence, names);
}

QString limitLine(const Limit& limit, const RuleNames& names) {
    return line(limit, limitSentence(limit, names), names);
}

QString ruleSentence(const Rule& rule, const RuleNames& names) {
    const QStringList clauses = conditionClauses(rule.conditions, rule.decision, names);
    return when(leadOf(rule.decision, agentsText(rule.conditions.agents, names), clauses.isEmpty()), clauses);
}

QString limitSentence(const Limit& limit, const RuleNames& names) {
    const Choice& choice = limit.conditions.agents;
    const QString agents = agentsText(choice, names);
    const bool isOne = choice.among.size() == 1 && choice.except.empty();
    const auto base = [&]() -> QString {
        switch (limit.scope) {
        case Scope::PerAgent:
            //: %1: "60 requests a minute"
            return agents.isEmpty() ? RuleText::tr("Limit every agent to %1").arg(rateText(limit))
                   //: %1: agents, %2: "60 requests a minute"
                   : isOne ? RuleText::tr("Limit %1 to %2").arg(agents, rateText(limit))
                           : RuleText::tr("Limit %1 to %2 each").arg(agents, rateText(limit));
        case Scope::PerCredential:
            return agents.isEmpty() ? RuleText::tr("Limit every secret to %1").arg(rateText(limit))
                                    : RuleText::tr("Limit %1 to %2 with each secret").arg(agents, rateText(limit));
        case Scope::Together:
            return agents.isEmpty() ? RuleText::tr("Limit all agents together to %1").arg(rateText(limit))
                   : isOne          ? RuleText::tr("Limit %1 to %2").arg(agents, rateText(limit))
                                    : RuleText::tr("Limit %1 together to %2").arg(agents, rateText(limit));
        }
        return {};
    };
    return when(base(), conditionClauses(limit.conditions, Decision::Block, names));
}

} // namespace keysluice::ui
