#include "ui/models/approval_text.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/text/condition_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace keysluice::ui {

namespace {

using core::ApprovalRequest;
using core::rules::ConditionKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ApprovalText)
};

constexpr int kLongestName = 96;   ///< of a model or path in a heading
constexpr int kLongestValue = 128; ///< of what is told about a request
constexpr std::size_t kNamedModels = 3;
constexpr std::int64_t kMicrosOfCent = 10'000;
constexpr core::UnixMs kSecond = 1'000;
constexpr int kSecondsOfMinute = 60;
constexpr std::uint16_t kHttpsPort = 443;

QString hostText(const ApprovalRequest& request, bool withPort) {
    const QString host = visibleText(request.host);
    return withPort || request.port != kHttpsPort ? host + QLatin1Char(':') + QString::number(request.port) : host;
}

QString modelsText(const std::vector<std::string>& models) {
    const int longest = kLongestName / static_cast<int>(std::clamp<std::size_t>(models.size(), 1, kNamedModels));
    QStringList names;
    for (std::size_t i = 0; i < std::min(models.size(), kNamedModels); ++i) {
        names << shortened(visibleText(models[i]), longest);
    }
    if (models.size() > kNamedModels) {
        names << Words::tr("%Ln more", "models", static_cast<int>(models.size() - kNamedModels));
    }
    return QLocale().createSeparatedList(names);
}

/// Completes "%1 could not be established".
QString conditionName(ConditionKind kind) {
    switch (kind) {
    case ConditionKind::Agents:
        return Words::tr("the agent", "could not be established");
    case ConditionKind::Providers:
        return Words::tr("the provider", "could not be established");
    case ConditionKind::Hosts:
        return Words::tr("the host", "could not be established");
    case ConditionKind::Time:
        return Words::tr("the time", "could not be established");
    case ConditionKind::Methods:
        return Words::tr("the method", "could not be established");
    case ConditionKind::Endpoints:
        return Words::tr("what the request is for", "could not be established");
    case ConditionKind::Paths:
        return Words::tr("the path", "could not be established");
    case ConditionKind::BodyBytes:
        return Words::tr("the size of the request", "could not be established");
    case ConditionKind::Headers:
        return Words::tr("what its headers say", "could not be established");
    case ConditionKind::Models:
        return Words::tr("the model", "could not be established");
    case ConditionKind::MaximumTokens:
        return Words::tr("how long the answer may be", "could not be established");
    case ConditionKind::ThinkingTokens:
        return Words::tr("how much thinking is allowed", "could not be established");
    case ConditionKind::Effort:
        return Words::tr("the effort", "could not be established");
    case ConditionKind::Cost:
        return Words::tr("the cost", "could not be established");
    case ConditionKind::Streaming:
        return Words::tr("whether the answer is streamed", "could not be established");
    case ConditionKind::HostedTools:
        return Words::tr("which hosted tools it uses", "could not be established");
    case ConditionKind::McpServers:
        return Words::tr("which MCP servers it uses", "could not be established");
    case ConditionKind::Images:
        return Words::tr("whether it contains images", "could not be established");
    case ConditionKind::Documents:
        return Words::tr("whether it contains documents", "could not be established");
    case ConditionKind::Texts:
        return Words::tr("what its text says", "could not be established");
    }
    return {};
}

/// An estimate has no more digits than it deserves.
std::int64_t roundedTokens(std::int64_t tokens) {
    const std::int64_t unit = tokens >= 10'000 ? 100 : tokens >= 1'000 ? 10 : 1;
    return (tokens + unit / 2) / unit * unit;
}

QString costText(std::int64_t micros) {
    if (micros > 0 && micros < kMicrosOfCent) {
        //: an estimated cost; %1 is "$0.01"
        return Words::tr("less than %1").arg(moneyText(kMicrosOfCent));
    }
    //: an estimated cost; %1 is "$1.90"
    return Words::tr("about %1").arg(moneyText((micros + kMicrosOfCent / 2) / kMicrosOfCent * kMicrosOfCent));
}

QString credentialText(const ApprovalRequest& request) {
    if (request.credentialId.empty()) {
        return Words::tr("none");
    }
    const QString name = visibleText(request.credentialName);
    //: %1: a credential's name, %2: its provider
    return request.providerName.empty() ? name : Words::tr("%1, %2").arg(name, visibleText(request.providerName));
}

} // namespace

QString shortened(const QString& text, int length) {
    if (text.size() <= length) {
        return text;
    }
    const int start = (length - 1) / 2;
    return text.left(start) + QChar(0x2026) + text.right(length - 1 - start);
}

QString brokenUp(const QString& text, int longestWord) {
    QString result;
    int run = 0; // since the last place where a line can end by itself
    for (int at = 0; at < text.size(); ++at) {
        if (run >= longestWord && !text[at].isLowSurrogate() && !text[at].isSpace()) {
            result += QLatin1Char('\n');
            run = 0;
        }
        result += text[at];
        const bool isSeparator = text[at] == QLatin1Char('/') || text[at] == QLatin1Char('-');
        const bool endsLine = text[at].isSpace() || (isSeparator && at + 1 < text.size() && text[at + 1].isLetter());
        run = endsLine ? 0 : run + 1;
    }
    return result;
}

QString approvalHeading(const ApprovalRequest& request) {
    const QString agent = visibleText(request.agentName);
    if (request.isTunnel) {
        //: %1: an agent, %2: host and port
        return Words::tr("%1 asks to connect to %2").arg(agent, shortened(hostText(request, true), kLongestName));
    }
    if (!request.models.empty()) {
        //: %1: an agent, %2: one or more models
        return Words::tr("%1 asks to use %2").arg(agent, modelsText(request.models));
    }
    const QString place = shortened(hostText(request, false) + visibleText(request.path), kLongestName);
    //: %1: an agent, %2: method, host and path
    return Words::tr("%1 asks for %2").arg(agent, QString(visibleText(request.method) + QLatin1Char(' ') + place));
}

QString approvalRequestText(const ApprovalRequest& request) {
    return request.isTunnel ? QString(QStringLiteral("CONNECT ") + hostText(request, true))
                            : QString(visibleText(request.method) + QLatin1Char(' ') + visibleText(request.path));
}

QString heldText(const ApprovalRequest& request, const RuleNames& names) {
    const QString place = QLocale().toString(static_cast<qulonglong>(request.rulePlace + 1));
    const QString sentence = ruleSentence(request.rule, names);
    return request.rule.name.empty()
               //: %1: the number of a rule in the list, %2: its sentence
               ? Words::tr("Held by rule %1: %2").arg(place, sentence)
               //: %1: the number of a rule in the list, %2: its name, %3: its sentence
               : Words::tr("Held by rule %1, “%2”: %3").arg(place, names.shown(request.rule.name), sentence);
}

QString unknownText(const ApprovalRequest& request) {
    return request.unknownCondition
               //: %1: "the model", "whether it contains images"
               ? Words::tr("It is asked because %1 could not be established.")
                     .arg(conditionName(*request.unknownCondition))
               : QString();
}

QString countdownText(core::UnixMs leftMs) {
    const core::UnixMs seconds = std::max<core::UnixMs>(0, (leftMs + kSecond - 1) / kSecond);
    return QStringLiteral("%1:%2")
        .arg(seconds / kSecondsOfMinute)
        .arg(seconds % kSecondsOfMinute, 2, 10, QLatin1Char('0'));
}

QString estimateText(const ApprovalRequest& request) {
    const QString tokens = request.inputTokens
                               ? Words::tr("about %Ln token(s)", nullptr,
                                           static_cast<int>(std::min<std::int64_t>(roundedTokens(*request.inputTokens),
                                                                                   core::rules::RuleBounds::kTokens)))
                               : QString();
    if (request.inputTokens && request.costMicros) {
        //: an estimate; %1: "about 112,400 tokens", %2: "about $1.90"
        return Words::tr("%1, %2").arg(tokens, costText(*request.costMicros));
    }
    if (request.inputTokens) {
        //: %1: "about 112,400 tokens"
        return Words::tr("%1, cost unknown").arg(tokens);
    }
    return request.costMicros
               //: %1: "about $1.90"
               ? Words::tr("%1, tokens unknown").arg(costText(*request.costMicros))
               : Words::tr("tokens and cost unknown");
}

QString folderText(const std::string& folder, const QString& home) {
    const QString path = QString::fromStdString(folder);
    const bool isBelow = !home.isEmpty() && home != QLatin1String("/") &&
                         (path == home || path.startsWith(QString(home + QLatin1Char('/'))));
    return visibleText(isBelow ? QString(QLatin1Char('~') + path.mid(home.size())) : path);
}

QString excerptNote(const ApprovalRequest& request) {
    //: %1: a size, "412.0 kB"
    return request.isExcerptWhole ? QString() : Words::tr("a part of %1").arg(bytesText(request.bodyBytes));
}

std::vector<ApprovalFact> askerFacts(const ApprovalRequest& request) {
    std::vector<ApprovalFact> facts{{Words::tr("Agent"), visibleText(request.agentName)}};
    if (request.launch != nullptr) {
        facts.push_back(
            {Words::tr("Started as"), shortened(visibleText(request.launch->command), kLongestValue), true});
        facts.push_back({Words::tr("Folder"), shortened(folderText(request.launch->folder), kLongestValue), true});
    } else {
        facts.push_back({Words::tr("Session"), Words::tr("none: it was not launched here")});
    }
    if (!request.models.empty()) {
        facts.push_back({Words::tr("Model"), modelsText(request.models)});
    }
    return facts;
}

std::vector<ApprovalFact> requestFacts(const ApprovalRequest& request) {
    std::vector<ApprovalFact> facts{{Words::tr("Credential"), credentialText(request)},
                                    {Words::tr("Host"), shortened(hostText(request, false), kLongestValue)},
                                    {Words::tr("Request"), shortened(approvalRequestText(request), kLongestValue)}};
    if (!request.isTunnel) {
        const bool isKnown = request.inputTokens || request.costMicros;
        facts.push_back({Words::tr("Estimate"), estimateText(request), false, isKnown});
    }
    return facts;
}

} // namespace keysluice::ui
