#include "app/control/rule_change.h"

#include "core/rules/rule_check.h"
#include "core/rules/rule_json.h"
#include "core/rules/tightening.h"
#include "ui/text/rule_text.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;
using namespace core::rules;

namespace {

struct ChangeText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::app::Operation)
};

auto invalid(const RuleFault& fault) {
    return fail(FailureCode::RulesInvalid, ruleFaultSentence(fault));
}

std::string memberOf(const QJsonObject& arguments, const char* name) {
    return arguments.value(QLatin1String(name)).toString().toStdString();
}

/// Nothing: several have it, or none has.
template <class One>
std::optional<std::size_t> placeOf(const std::vector<One>& all, std::string One::*text, const std::string& wanted) {
    const auto has = [&](const One& one) { return one.*text == wanted; };
    const auto found = std::find_if(all.begin(), all.end(), has);
    if (found == all.end() || std::find_if(found + 1, all.end(), has) != all.end()) {
        return {};
    }
    return static_cast<std::size_t>(found - all.begin());
}

/// From 1 on, at most `most`; 0: not a place.
std::size_t placeFrom(const QString& text, std::size_t most) {
    bool isNumber = false;
    const auto place = text.toUInt(&isNumber);
    return isNumber && place <= most ? place : 0;
}

template <class One>
std::optional<RulePlace> findIn(const RuleSet& set, std::string Rule::*ofRule, std::string Limit::*ofLimit,
                                const One& wanted) {
    const auto rule = placeOf(set.rules, ofRule, wanted);
    const auto limit = placeOf(set.limits, ofLimit, wanted);
    if (rule.has_value() == limit.has_value()) {
        return {};
    }
    return rule ? RulePlace{false, *rule} : RulePlace{true, *limit};
}

template <class One>
void insert(std::vector<One>& all, std::size_t place, One one) {
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(place), std::move(one));
}

Outcome<RuleSet> added(const QJsonObject& arguments, RuleSet set) {
    const std::string json = memberOf(arguments, "rules");
    if (isLimitJson(json)) {
        auto limit = readLimit(json);
        if (!limit) {
            return invalid(limit.error());
        }
        limit->id.clear();
        set.limits.push_back(std::move(*limit));
        return set;
    }
    auto rule = readRule(json);
    if (!rule) {
        return invalid(rule.error());
    }
    rule->id.clear();
    std::size_t place = usualPlace(set, rule->decision);
    if (const QString wanted = arguments.value(QLatin1String("place")).toString(); !wanted.isEmpty()) {
        const std::size_t given = placeFrom(wanted, set.rules.size() + 1);
        if (given == 0) {
            return fail(FailureCode::NotFound, wanted.toStdString());
        }
        place = given - 1;
    }
    insert(set.rules, place, std::move(*rule));
    return set;
}

Outcome<RuleSet> edited(const QJsonObject& arguments, const RulePlace& at, RuleSet set) {
    const std::string json = memberOf(arguments, "rules");
    if (at.isLimit) {
        auto limit = readLimit(json);
        if (!limit) {
            return invalid(limit.error());
        }
        limit->id = set.limits[at.place].id;
        set.limits[at.place] = std::move(*limit);
        return set;
    }
    auto rule = readRule(json);
    if (!rule) {
        return invalid(rule.error());
    }
    rule->id = set.rules[at.place].id;
    set.rules[at.place] = std::move(*rule);
    return set;
}

Outcome<RuleSet> moved(const QJsonObject& arguments, const RulePlace& at, RuleSet set) {
    const QString wanted = arguments.value(QLatin1String("place")).toString();
    const std::size_t place = placeFrom(wanted, set.rules.size());
    if (at.isLimit || place == 0) { // limits have no order
        return fail(FailureCode::NotFound, wanted.toStdString());
    }
    Rule rule = std::move(set.rules[at.place]);
    set.rules.erase(set.rules.begin() + static_cast<std::ptrdiff_t>(at.place));
    insert(set.rules, place - 1, std::move(rule));
    return set;
}

RuleSet switched(const RulePlace& at, bool isEnabled, RuleSet set) {
    (at.isLimit ? set.limits[at.place].isEnabled : set.rules[at.place].isEnabled) = isEnabled;
    return set;
}

RuleSet without(const RulePlace& at, RuleSet set) {
    const auto place = static_cast<std::ptrdiff_t>(at.place);
    if (at.isLimit) {
        set.limits.erase(set.limits.begin() + place);
    } else {
        set.rules.erase(set.rules.begin() + place);
    }
    return set;
}

} // namespace

bool isLimitJson(const std::string& json) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    return object.contains(QLatin1String("requests")) && !object.contains(QLatin1String("decision"));
}

std::optional<RulePlace> findRule(const RuleSet& set, const QString& name) {
    const std::string wanted = name.toStdString();
    if (wanted.empty()) {
        return {};
    }
    if (const auto byId = findIn(set, &Rule::id, &Limit::id, wanted)) {
        return byId;
    }
    if (const auto byName = findIn(set, &Rule::name, &Limit::name, wanted)) {
        return byName;
    }
    const bool isLimit = name.startsWith(QLatin1Char('L'), Qt::CaseInsensitive);
    const std::size_t place = placeFrom(isLimit ? name.mid(1) : name, isLimit ? set.limits.size() : set.rules.size());
    return place == 0 ? std::nullopt : std::optional(RulePlace{isLimit, place - 1});
}

Outcome<RuleSet> changedRules(const QString& operation, const QJsonObject& arguments, const RuleSet& before) {
    if (operation == QLatin1String("rule.add")) {
        return added(arguments, before);
    }
    if (operation == QLatin1String("rule.import")) {
        auto set = readRules(memberOf(arguments, "rules"));
        return set ? Outcome<RuleSet>(std::move(*set)) : Outcome<RuleSet>(invalid(set.error()));
    }
    const QString name = arguments.value(QLatin1String("name")).toString();
    const auto at = findRule(before, name);
    if (!at) {
        return fail(FailureCode::NotFound, name.toStdString());
    }
    if (operation == QLatin1String("rule.edit")) {
        return edited(arguments, *at, before);
    }
    if (operation == QLatin1String("rule.move")) {
        return moved(arguments, *at, before);
    }
    if (operation == QLatin1String("rule.enable") || operation == QLatin1String("rule.disable")) {
        return switched(*at, operation == QLatin1String("rule.enable"), before);
    }
    if (operation == QLatin1String("rule.remove")) {
        return without(*at, before);
    }
    return fail(FailureCode::Unsupported, operation.toStdString());
}

QString describedChange(const QJsonObject& arguments) {
    const std::string json = memberOf(arguments, "rules");
    if (json.empty()) {
        return {};
    }
    const auto asIs = [](const std::string& text) { return QString::fromStdString(text); };
    const ui::RuleNames names{asIs, asIs, asIs};
    if (const auto limit = isLimitJson(json) ? std::optional(readLimit(json)) : std::nullopt; limit && *limit) {
        return QStringLiteral(": ") + ui::limitSentence(**limit, names);
    }
    if (const auto rule = readRule(json)) {
        return QStringLiteral(": ") + ui::ruleSentence(*rule, names);
    }
    if (const auto set = readRules(json)) {
        return QStringLiteral(": ") + ChangeText::tr("%n rule(s)", nullptr, static_cast<int>(set->rules.size())) +
               QStringLiteral(", ") + ChangeText::tr("%n limit(s)", nullptr, static_cast<int>(set->limits.size()));
    }
    return {};
}

} // namespace keysluice::app
