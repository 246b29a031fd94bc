#include "ui/text/condition_text.h"

#include "ui/text/rule_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;

struct Clause {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ConditionText)
};

constexpr std::int64_t kMicros = 1'000'000;
constexpr std::int64_t kMicrosOfCent = 10'000;
constexpr int kDays = 7;

QString minuteText(int minute) { // of 24 hours: "24:00" is the end of the day
    const auto twoDigits = [](int number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    return twoDigits(minute / 60) + QLatin1Char(':') + twoDigits(minute % 60);
}

QString anyOf(const QStringList& list) {
    if (list.size() < 2) {
        return list.join(QString());
    }
    //: the end of a list of choices: "a, b or c"
    return Clause::tr("%1 or %2").arg(list.mid(0, list.size() - 1).join(QStringLiteral(", ")), list.last());
}

using Show = std::function<QString(const std::string&)>;

QString anyOf(const std::vector<std::string>& list, const Show& show) {
    QStringList shown;
    for (const std::string& entry : list) {
        shown << show(entry);
    }
    return anyOf(shown);
}

/// `is` and `isNot` have %1 for the list.
void addChoice(QStringList& clauses, const Choice& choice, const Show& show, const QString& is, const QString& isNot) {
    if (!choice.among.empty()) {
        clauses << is.arg(anyOf(choice.among, show));
    }
    if (!choice.except.empty()) {
        clauses << isNot.arg(anyOf(choice.except, show));
    }
}

/// "*" stands for every provider of the catalogue.
void addProviders(QStringList& clauses, const Choice& choice, const RuleNames& names) {
    const auto hasAny = [](const std::vector<std::string>& list) {
        return std::find(list.begin(), list.end(), "*") != list.end();
    };
    const auto show = [&names](const std::string& id) {
        const QString name = names.provider(id);
        return name.isEmpty() ? names.shown(id) : name;
    };
    Choice rest = choice;
    if (hasAny(choice.among)) {
        clauses << Clause::tr("the host is a known provider's");
        rest.among.clear();
    }
    if (hasAny(choice.except)) {
        clauses << Clause::tr("the host is no known provider's");
        rest.except.clear();
    }
    addChoice(clauses, rest, show, Clause::tr("the provider is %1"), Clause::tr("the provider is not %1"));
}

QString endpointText(Endpoint endpoint) {
    switch (endpoint) { // completes "the request is for %1"
    case Endpoint::Other:
        return Clause::tr("something else", "what a request is for");
    case Endpoint::Generating:
        return Clause::tr("an answer of a model", "what a request is for");
    case Endpoint::Files:
        return Clause::tr("files", "what a request is for");
    case Endpoint::Batches:
        return Clause::tr("batches", "what a request is for");
    case Endpoint::Admin:
        return Clause::tr("the account", "what a request is for");
    }
    return {};
}

QString effortText(Effort effort) {
    switch (effort) { // completes "the effort is above %1"
    case Effort::None:
        return Clause::tr("none", "effort");
    case Effort::Minimal:
        return Clause::tr("minimal", "effort");
    case Effort::Low:
        return Clause::tr("low", "effort");
    case Effort::Medium:
        return Clause::tr("medium", "effort");
    case Effort::High:
        return Clause::tr("high", "effort");
    case Effort::Maximum:
        return Clause::tr("maximum", "effort");
    }
    return {};
}

QString sizeText(std::int64_t bytes) { // never rounded: the sentence is what is judged
    constexpr std::int64_t kKib = 1024;
    if (bytes != 0 && bytes % (kKib * kKib) == 0) {
        return Clause::tr("%1 MiB").arg(QLocale().toString(bytes / (kKib * kKib)));
    }
    if (bytes != 0 && bytes % kKib == 0) {
        return Clause::tr("%1 KiB").arg(QLocale().toString(bytes / kKib));
    }
    return Clause::tr("%1 bytes").arg(QLocale().toString(bytes));
}

/// "Monday to Friday" where three or more follow one another, else each.
QString daysText(std::uint8_t days) {
    const auto has = [days](int day) { return (days >> static_cast<unsigned>(day) & 1U) != 0; };
    const auto name = [](int day) { return QLocale().standaloneDayName(day + 1); };
    QStringList parts;
    for (int day = 0; day < kDays; ++day) {
        int last = day;
        while (has(day) && last + 1 < kDays && has(last + 1)) {
            ++last;
        }
        if (last - day >= 2) {
            parts << Clause::tr("%1 to %2", "days of the week").arg(name(day), name(last));
            day = last;
        } else if (has(day)) {
            parts << name(day);
        }
    }
    return anyOf(parts);
}

QString timeText(const TimeCondition& time) {
    const bool isEveryDay = time.days == TimeCondition::kEveryDay;
    const bool isWholeDay = time.from == 0 && time.to == TimeCondition::kMinutesOfDay;
    const QString days = daysText(time.days);
    if (isWholeDay) {
        //: %1: days of the week
        return Clause::tr("it is %1").arg(days);
    }
    if (isEveryDay) {
        //: times of the day
        return Clause::tr("it is between %1 and %2").arg(minuteText(time.from), minuteText(time.to));
    }
    //: %1: days of the week, %2 and %3: times of the day
    return (time.from < time.to ? Clause::tr("it is %1 between %2 and %3")
                                : Clause::tr("it is %1 between %2 and %3 of the next day"))
        .arg(days, minuteText(time.from), minuteText(time.to));
}

void addNumbers(QStringList& clauses, const Conditions& it) {
    if (it.maximumTokensAbove) {
        clauses << Clause::tr("the answer may have more than %Ln token(s)", nullptr,
                              static_cast<int>(*it.maximumTokensAbove)); // RuleBounds::kTokens
    }
    if (it.thinkingTokensAbove) {
        clauses << Clause::tr("thinking may take more than %Ln token(s)", nullptr,
                              static_cast<int>(*it.thinkingTokensAbove));
    }
    if (it.effortAbove) {
        clauses << Clause::tr("the effort is above %1").arg(effortText(*it.effortAbove));
    }
    if (it.costAboveMicros) {
        clauses << Clause::tr("the cost is above %1").arg(moneyText(*it.costAboveMicros));
    }
    if (it.bodyBytesAbove) {
        clauses << Clause::tr("the request is larger than %1").arg(sizeText(*it.bodyBytesAbove));
    }
}

void addFlags(QStringList& clauses, const Conditions& it) {
    if (it.isStreaming) {
        clauses << (*it.isStreaming ? Clause::tr("the answer is streamed") : Clause::tr("the answer is not streamed"));
    }
    if (it.hasImages) {
        clauses << (*it.hasImages ? Clause::tr("it contains images") : Clause::tr("it contains no images"));
    }
    if (it.hasDocuments) {
        clauses << (*it.hasDocuments ? Clause::tr("it contains documents") : Clause::tr("it contains no documents"));
    }
}

void addTexts(QStringList& clauses, const Conditions& it, const Show& shown) {
    for (const HeaderCondition& header : it.headers) {
        clauses << (header.value ? Clause::tr("the header %1 is “%2”").arg(shown(header.name), shown(*header.value))
                                 : Clause::tr("the header %1 is there").arg(shown(header.name)));
    }
    for (const TextCondition& text : it.texts) {
        clauses << (text.kind == TextCondition::Kind::Contains ? Clause::tr("it contains “%1”")
                                                               : Clause::tr("it contains what matches “%1”"))
                       .arg(shown(text.text));
    }
}

} // namespace

QString moneyText(std::int64_t micros) {
    int decimals = 2;
    for (std::int64_t unit = kMicrosOfCent; micros % unit != 0; unit /= 10) {
        ++decimals;
    }
    //: an amount of US dollars
    return Clause::tr("$%1").arg(QLocale().toString(double(micros) / double(kMicros), 'f', decimals));
}

QString allOf(const QStringList& clauses) {
    if (clauses.size() < 2) {
        return clauses.join(QString());
    }
    //: the end of a list of conditions: "the model is x, the method is PUT and the answer is streamed"
    return Clause::tr("%1 and %2").arg(clauses.mid(0, clauses.size() - 1).join(QStringLiteral(", ")), clauses.last());
}

QStringList conditionClauses(const Conditions& it, Decision decision, const RuleNames& names) {
    QStringList clauses;
    const bool isEach = decision == Decision::Allow;
    addProviders(clauses, it.providers, names);
    addChoice(clauses, it.hosts, names.shown, Clause::tr("the host is %1"), Clause::tr("the host is not %1"));
    addChoice(clauses, it.methods, names.shown, Clause::tr("the method is %1"), Clause::tr("the method is not %1"));
    addChoice(clauses, it.paths, names.shown, Clause::tr("the path is %1"), Clause::tr("the path is not %1"));
    if (!it.endpoints.empty()) {
        QStringList words;
        for (const Endpoint endpoint : it.endpoints) {
            words << endpointText(endpoint);
        }
        clauses << Clause::tr("the request is for %1").arg(anyOf(words));
    }
    addChoice(clauses, it.models, names.shown, Clause::tr("the model is %1"), Clause::tr("the model is not %1"));
    addNumbers(clauses, it);
    addFlags(clauses, it);
    addChoice(clauses, it.hostedTools, names.shown,
              isEach ? Clause::tr("every hosted tool is %1") : Clause::tr("a hosted tool is %1"),
              isEach ? Clause::tr("no hosted tool is %1") : Clause::tr("a hosted tool is not %1"));
    addChoice(clauses, it.mcpServers, names.shown,
              isEach ? Clause::tr("every MCP server is %1") : Clause::tr("an MCP server is %1"),
              isEach ? Clause::tr("no MCP server is %1") : Clause::tr("an MCP server is not %1"));
    addTexts(clauses, it, names.shown);
    if (it.time) {
        clauses << timeText(*it.time);
    }
    return clauses;
}

} // namespace keysluice::ui
