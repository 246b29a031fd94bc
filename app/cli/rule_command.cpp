#include "app/cli/rule_command.h"

#include "app/cli/output.h"
#include "app/cli/rule_output.h"
#include "app/control/rule_change.h"
#include "app/instance/public_file.h"
#include "app/services/runtime.h"
#include "core/injection.h"
#include "core/rules/limit_counters.h"
#include "core/rules/rule_json.h"
#include "gateway/session/local_time.h"

#include <QDateTime>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;
using namespace core::rules;

namespace {

/// All of it; "-": standard input.
Outcome<std::string> contentOf(const std::string& file) {
    const bool isInput = file == "-";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(isInput ? nullptr : std::fopen(file.c_str(), "re"),
                                                                 [](std::FILE* one) { return std::fclose(one); });
    std::FILE* source = isInput ? stdin : opened.get();
    if (source == nullptr) {
        return fail(errno == EACCES ? FailureCode::PermissionDenied : FailureCode::NotFound, file);
    }
    std::string content;
    std::array<char, 64 * 1024> piece{};
    while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), source)) {
        content.append(piece.data(), count);
        if (content.size() > 2 * RuleBounds::kFileBytes) {
            break; // more than either a file of rules or a body that is looked at
        }
    }
    return std::ferror(source) != 0 ? Outcome<std::string>(fail(FailureCode::IoFailed, file)) : content;
}

template <class Read>
std::optional<RuleFault> faultOf(const Read& read) {
    return read ? std::nullopt : std::optional(read.error());
}

std::optional<RuleFault> faultIn(Command command, const std::string& json) {
    if (command == Command::RuleImport) {
        return faultOf(readRules(json));
    }
    return isLimitJson(json) ? faultOf(readLimit(json)) : faultOf(readRule(json));
}

bool readsRules(Command command) {
    return command == Command::RuleAdd || command == Command::RuleEdit || command == Command::RuleImport;
}

/// The id to a name; an id is one, too.
Outcome<std::string> idOf(const std::map<std::string, std::string>& names, const std::string& wanted) {
    if (wanted.empty() || names.contains(wanted)) {
        return wanted;
    }
    for (const auto& [id, name] : names) {
        if (name == wanted) {
            return id;
        }
    }
    return fail(FailureCode::NotFound, wanted);
}

Outcome<TrialRequest> requestOf(const RuleTestOptions& options, const KnownRules& known, const std::string& body) {
    constexpr std::uint16_t kHttpPort = 80;
    constexpr std::uint16_t kHttpsPort = 443;
    const bool hasScheme = options.url.find("://") != std::string::npos;
    const QUrl url(QString::fromStdString(hasScheme ? options.url : "https://" + options.url), QUrl::StrictMode);
    const bool isPlain = url.scheme() == QLatin1String("http");
    if (!url.isValid() || url.host().isEmpty() || (!isPlain && url.scheme() != QLatin1String("https"))) {
        return fail(FailureCode::NotFound, options.url);
    }
    TrialRequest request;
    auto agent = idOf(known.agents, options.agent);
    auto secret = idOf(known.secrets, options.secret);
    if (!agent || !secret) {
        return core::failure(agent ? secret.error() : agent.error());
    }
    request.agentId = std::move(*agent);
    request.credentialId = std::move(*secret);
    request.host = url.host(QUrl::FullyEncoded).toLower().toStdString();
    request.port = static_cast<std::uint16_t>(url.port(isPlain ? kHttpPort : kHttpsPort));
    request.path = url.path(QUrl::FullyEncoded).toStdString();
    request.path = request.path.empty() ? "/" : request.path;
    for (const auto& [name, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded)) {
        request.hasModelInQuery = request.hasModelInQuery || core::sameFoldedName(name.toStdString(), "model");
    }
    request.method = !options.method.empty() ? options.method : body.empty() ? "GET" : "POST";
    for (const std::string& header : options.headers) {
        const std::size_t colon = header.find(':');
        if (colon == std::string::npos || colon == 0) {
            return fail(FailureCode::NotFound, header);
        }
        const std::size_t value = std::min(header.find_first_not_of(' ', colon + 1), header.size());
        request.headers.emplace_back(header.substr(0, colon), header.substr(value));
    }
    request.body = body;
    request.at = QDateTime::currentMSecsSinceEpoch();
    request.minuteOfWeek = gateway::session::localMinuteOfWeek(request.at);
    return request;
}

/// Of the limits that would count it those that are full.
std::vector<std::size_t> fullOnes(const KnownRules& known, const LimitMatch& match, const TrialRequest& request) {
    std::vector<std::size_t> full;
    for (const std::size_t place : match.limits) {
        const Limit& limit = known.set.limits[place];
        const std::string who = limit.scope == Scope::PerAgent        ? request.agentId
                                : limit.scope == Scope::PerCredential ? request.credentialId
                                                                      : std::string();
        if (std::any_of(known.counted.begin(), known.counted.end(), [&](const LimitStanding& standing) {
                return standing.limit == limit.id && standing.who == who && standing.endsAt > request.at &&
                       standing.requests >= limit.requests;
            })) {
            full.push_back(place);
        }
    }
    return full;
}

int finishTest(const CommandLine& line, const KnownRules& known, const std::string& body) {
    const auto request = requestOf(line.ruleTest, known, body);
    if (!request) {
        return printFailure(request.error(), line.global);
    }
    const auto compiled = CompiledRules::compile(known.set);
    if (!compiled) {
        return printFailure({FailureCode::RulesInvalid, ruleFaultSentence(compiled.error())}, line.global);
    }
    const bool isStrict = request->agentId.empty() ? known.isStrict : known.strictAgents.contains(request->agentId);
    TestedRequest tested{tryRequest(**compiled, *builtInCatalogue(), builtInPrices().get(), *request),
                         {},
                         isStrict && (*compiled)->decides()};
    tested.full = fullOnes(known, tested.trial.limits, *request);
    if (line.global.json) {
        printJson(testJson(known, tested));
    } else {
        printTest(known, tested, line.global.verbose);
    }
    return tested.exitCode();
}

int finishExport(const CommandLine& line, const KnownRules& known) {
    const std::string json = writeRules(known.set);
    if (line.out.empty()) {
        std::fwrite(json.data(), 1, json.size(), stdout);
        return kDone;
    }
    const auto written = writePublicFile(line.out, json);
    return written ? kDone : printFailure(written.error(), line.global);
}

int finishDryImport(const CommandLine& line, const KnownRules& known, const std::string& json) {
    const auto after = readRules(json);
    if (!after) {
        return printFailure({FailureCode::RulesInvalid, ruleFaultSentence(after.error())}, line.global);
    }
    const auto differences = differenceOf(known.set, *after);
    if (line.global.json) {
        printJson(differencesJson(known.set, *after, differences));
    } else {
        printDifferences(known, *after, differences);
    }
    return kDone;
}

} // namespace

bool isRuleChange(const CommandLine& line) {
    return readsRules(line.command) && !line.dryRun;
}

Outcome<std::string> readRuleInput(const CommandLine& line) {
    if (line.command == Command::RuleTest) {
        return line.ruleTest.body.empty() ? Outcome<std::string>(std::string()) : contentOf(line.ruleTest.body);
    }
    if (!readsRules(line.command)) {
        return std::string();
    }
    auto json = contentOf(line.file);
    if (!json) {
        return json;
    }
    if (const auto fault = faultIn(line.command, *json)) {
        return fail(FailureCode::RulesInvalid, ruleFaultSentence(*fault));
    }
    return json;
}

int finishRuleCommand(const CommandLine& line, const QJsonObject& answer, const std::string& input) {
    const auto known = KnownRules::from(answer);
    if (!known) {
        return printFailure(known.error(), line.global);
    }
    switch (line.command) {
    case Command::RuleTest:
        return finishTest(line, *known, input);
    case Command::RuleExport:
        return finishExport(line, *known);
    case Command::RuleImport:
        return finishDryImport(line, *known, input);
    default:
        break;
    }
    if (!line.global.json) {
        printRules(*known);
        return kDone;
    }
    QJsonObject printed = answer.value(QLatin1String("set")).toObject();
    printed.insert(QStringLiteral("hits"), answer.value(QLatin1String("hits")));
    printed.insert(QStringLiteral("counted"), answer.value(QLatin1String("counted")));
    printJson(printed);
    return kDone;
}

} // namespace keysluice::app
