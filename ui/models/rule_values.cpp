#include "ui/models/rule_values.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Kind = ConditionKind;
using Operator = ConditionRow::Operator;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::RuleValues)
};

constexpr std::int64_t kMicros = 1'000'000;
constexpr int kDecimals = 6;
constexpr int kMinutesOfHour = 60;

/// A locale whose numbers are written without grouping, so that what is shown can be typed on.
QLocale plainLocale() {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale;
}

} // namespace

std::optional<std::int64_t> typedCount(const QString& text) {
    bool isNumber = false;
    const qlonglong count = QLocale().toLongLong(text.trimmed(), &isNumber);
    return isNumber && count >= 0 ? std::optional<std::int64_t>(count) : std::nullopt;
}

std::optional<std::int64_t> typedMicros(const QString& text) {
    const QLocale locale;
    const QStringList parts = text.trimmed().split(locale.decimalPoint());
    if (parts.size() > 2 || (parts.size() == 2 && (parts[1].isEmpty() || parts[1].size() > kDecimals))) {
        return std::nullopt;
    }
    const std::optional<std::int64_t> dollars = typedCount(parts[0]);
    if (!dollars || *dollars > RuleBounds::kCostMicros / kMicros) {
        return std::nullopt;
    }
    std::int64_t micros = *dollars * kMicros;
    if (parts.size() == 2) {
        std::int64_t unit = kMicros;
        for (const QChar digit : parts[1]) {
            if (digit.digitValue() < 0) {
                return std::nullopt;
            }
            unit /= 10;
            micros += digit.digitValue() * unit;
        }
    }
    return micros;
}

QString countToType(std::int64_t count) {
    return plainLocale().toString(static_cast<qlonglong>(count));
}

QString microsToType(std::int64_t micros) {
    QString decimals = QStringLiteral("%1").arg(micros % kMicros, kDecimals, 10, QLatin1Char('0'));
    while (decimals.size() > 2 && decimals.endsWith(QLatin1Char('0'))) {
        decimals.chop(1);
    }
    return countToType(micros / kMicros) + QLocale().decimalPoint() + decimals;
}

SizeUnit unitFor(std::int64_t bytes) {
    for (const SizeUnit unit : {SizeUnit::Mib, SizeUnit::Kib}) {
        if (bytes > 0 && bytes % static_cast<std::int64_t>(unit) == 0) {
            return unit;
        }
    }
    return SizeUnit::Bytes;
}

int typedMinute(const QString& text, int latest) {
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,2}):([0-5][0-9])$"));
    const QRegularExpressionMatch match = form.match(text.trimmed());
    if (!match.hasMatch()) {
        return -1;
    }
    const int minute = match.captured(1).toInt() * kMinutesOfHour + match.captured(2).toInt();
    return minute <= latest ? minute : -1;
}

QString minuteToType(int minute) {
    return minute < 0 ? QString()
                      : QStringLiteral("%1:%2")
                            .arg(minute / kMinutesOfHour, 2, 10, QLatin1Char('0'))
                            .arg(minute % kMinutesOfHour, 2, 10, QLatin1Char('0'));
}

std::vector<std::string> typedLines(const QString& text) {
    std::vector<std::string> lines;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        if (const QString entry = line.trimmed(); !entry.isEmpty()) {
            lines.push_back(entry.toStdString());
        }
    }
    return lines;
}

QString conditionName(Kind kind) {
    switch (kind) {
    case Kind::Agents:
        return Words::tr("Agent");
    case Kind::Providers:
        return Words::tr("Provider");
    case Kind::Hosts:
        return Words::tr("Host");
    case Kind::Time:
        return Words::tr("Days and hours");
    case Kind::Methods:
        return Words::tr("Method");
    case Kind::Endpoints:
        return Words::tr("Request for");
    case Kind::Paths:
        return Words::tr("Path");
    case Kind::BodyBytes:
        return Words::tr("Size of the request");
    case Kind::Headers:
        return Words::tr("Header");
    case Kind::Models:
        return Words::tr("Model");
    case Kind::MaximumTokens:
        return Words::tr("Tokens of the answer");
    case Kind::ThinkingTokens:
        return Words::tr("Tokens for thinking");
    case Kind::Effort:
        return Words::tr("Effort");
    case Kind::Cost:
        return Words::tr("Cost");
    case Kind::Streaming:
        return Words::tr("Streaming");
    case Kind::HostedTools:
        return Words::tr("Hosted tool");
    case Kind::McpServers:
        return Words::tr("MCP server");
    case Kind::Images:
        return Words::tr("Images");
    case Kind::Documents:
        return Words::tr("Documents");
    case Kind::Texts:
        return Words::tr("Text of the body");
    }
    return {};
}

QString operatorName(Kind kind, Operator op) {
    const bool isFlag = kind == Kind::Images || kind == Kind::Documents;
    switch (op) {
    case Operator::Is:
        return kind == Kind::Streaming ? Words::tr("is on")
               : isFlag                ? Words::tr("are there", "images, documents")
                                       : Words::tr("is");
    case Operator::IsNot:
        return kind == Kind::Streaming ? Words::tr("is off")
               : isFlag                ? Words::tr("are not there", "images, documents")
                                       : Words::tr("is not");
    case Operator::Above:
        return kind == Kind::BodyBytes ? Words::tr("larger than") : Words::tr("above");
    case Operator::IsThere:
        return Words::tr("is there", "a header");
    case Operator::Contains:
        return Words::tr("contains");
    case Operator::Matches:
        return Words::tr("matches", "a regular expression");
    }
    return {};
}

QString endpointName(Endpoint endpoint) {
    switch (endpoint) {
    case Endpoint::Other:
        return Words::tr("Something else", "what a request is for");
    case Endpoint::Generating:
        return Words::tr("An answer of a model", "what a request is for");
    case Endpoint::Files:
        return Words::tr("Files", "what a request is for");
    case Endpoint::Batches:
        return Words::tr("Batches", "what a request is for");
    case Endpoint::Admin:
        return Words::tr("The account", "what a request is for");
    }
    return {};
}

QString effortName(Effort effort) {
    switch (effort) {
    case Effort::None:
        return Words::tr("None", "effort");
    case Effort::Minimal:
        return Words::tr("Minimal", "effort");
    case Effort::Low:
        return Words::tr("Low", "effort");
    case Effort::Medium:
        return Words::tr("Medium", "effort");
    case Effort::High:
        return Words::tr("High", "effort");
    case Effort::Maximum:
        return Words::tr("Maximum", "effort");
    }
    return {};
}

QString exampleOf(Kind kind) {
    switch (kind) {
    case Kind::Hosts:
        return QStringLiteral("*.example.com");
    case Kind::Paths:
        return QStringLiteral("/v1/files/**");
    case Kind::Models:
        return QStringLiteral("claude-opus-*");
    case Kind::HostedTools:
        return QStringLiteral("web_search_*");
    case Kind::McpServers:
        return QStringLiteral("https://mcp.example.com/*");
    default:
        return {};
    }
}

} // namespace keysluice::ui
