#include "app/launch/environment.h"

#include "app/launch/node_preload.h"
#include "core/agent_token.h"
#include "core/placeholder.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>
#include <array>
#include <set>

namespace keysluice::app {

namespace {

constexpr std::array kProxyVariables{"HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"};
constexpr std::array kAuthorityVariables{"NODE_EXTRA_CA_CERTS", "DENO_CERT"}; // these add to the client's own roots
constexpr std::array kBundleVariables{                                        // these replace them
                                      "SSL_CERT_FILE",
                                      "REQUESTS_CA_BUNDLE",
                                      "CURL_CA_BUNDLE",
                                      "GIT_SSL_CAINFO",
                                      "CODEX_CA_CERTIFICATE",
                                      "PERL_LWP_SSL_CA_FILE",
                                      "AWS_CA_BUNDLE",
                                      "PIP_CERT",
                                      "CARGO_HTTP_CAINFO",
                                      "NPM_CONFIG_CAFILE",
                                      "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"};
constexpr std::array kBypassing{"ALL_PROXY", "all_proxy", "ANTHROPIC_AUTH_TOKEN"}; // and every provider's base URL

std::string percentEncoded(const std::string& text) {
    return QUrl::toPercentEncoding(QString::fromStdString(text)).toStdString();
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

std::string posixQuoted(const std::string& text) {
    return "'" + replaced(text, "'", "'\\''") + "'";
}

std::string fishQuoted(const std::string& text) {
    return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string powerShellQuoted(const std::string& text) {
    return "'" + replaced(text, "'", "''") + "'";
}

std::string addressOf(const LaunchInput& input) {
    const bool isIpv6 = input.address.find(':') != std::string::npos;
    return (isIpv6 ? "[" + input.address + "]" : input.address) + ":" + std::to_string(input.port);
}

} // namespace

std::map<std::string, std::string> baseUrlVariables(const LaunchInput& input,
                                                    const core::ProviderCatalogue& catalogue) {
    std::map<std::string, std::string> variables;
    for (const core::Provider& provider : catalogue.providers()) {
        bool isUsed = false;
        for (const core::CredentialKind& kind : provider.kinds) {
            for (const std::string& name : kind.environment) {
                const auto placeholder = input.credentials.find(name);
                if (placeholder != input.credentials.end()) {
                    variables[name] = core::tokenAsKey(input.token, placeholder->second);
                    isUsed = true;
                }
            }
        }
        for (const auto& [name, path] : provider.baseUrl.environment) {
            if (isUsed) {
                variables[name] = "http://" + addressOf(input) + "/" + provider.id + path;
            }
        }
    }
    return variables;
}

EnvironmentChange launchEnvironment(const LaunchInput& input, const core::ProviderCatalogue& catalogue) {
    EnvironmentChange change;
    const std::string proxy = "http://" + percentEncoded(input.agentName) + ":" + input.token + "@" + addressOf(input);
    for (const char* name : kProxyVariables) {
        change.set[name] = proxy;
    }
    for (const char* name : {"NO_PROXY", "no_proxy"}) {
        change.set[name] = "localhost,127.0.0.1,::1";
    }
    change.set["NODE_USE_ENV_PROXY"] = "1";
    // Cline would hand its work to a daemon, which may have been started by another launch or by none: with a token
    // that has ended, or around the gateway.
    change.set["CLINE_SESSION_BACKEND_MODE"] = "local";
    for (const char* name : kAuthorityVariables) {
        change.set[name] = input.authorityFile;
    }
    for (const char* name : kBundleVariables) {
        change.set[name] = input.bundleFile;
    }
    if (!input.nodePreloadFile.empty()) {
        change.set["NODE_OPTIONS"] = withNodePreload(input.nodeOptions, input.nodePreloadFile);
    }
    if (!input.launchId.empty()) {
        change.set["KEYSLUICE_LAUNCH"] = input.launchId;
    }
    for (const auto& [name, placeholder] : input.credentials) {
        change.set[name] = placeholder;
    }
    if (input.byBaseUrl) {
        for (const auto& [name, value] : baseUrlVariables(input, catalogue)) {
            change.set[name] = value;
        }
    }
    std::set<std::string> unset(kBypassing.begin(), kBypassing.end());
    for (const core::Provider& provider : catalogue.providers()) {
        for (const core::CredentialKind& kind : provider.kinds) {
            unset.insert(kind.environment.begin(), kind.environment.end());
        }
        for (const auto& [name, path] : provider.baseUrl.environment) {
            unset.insert(name);
        }
    }
    for (const std::string& name : unset) {
        if (!change.set.contains(name)) {
            change.unset.push_back(name);
        }
    }
    return change;
}

std::vector<std::string> changedEnvironment(const std::vector<std::string>& environment,
                                            const EnvironmentChange& change) {
    std::vector<std::string> result;
    for (const std::string& entry : environment) {
        const std::string name = entry.substr(0, entry.find('='));
        if (!change.set.contains(name) &&
            std::find(change.unset.begin(), change.unset.end(), name) == change.unset.end()) {
            result.push_back(entry);
        }
    }
    for (const auto& [name, value] : change.set) {
        result.push_back(name + "=" + value);
    }
    return result;
}

std::string environmentText(const EnvironmentChange& change, ShellSyntax syntax) {
    std::string text;
    switch (syntax) {
    case ShellSyntax::Posix:
        for (const std::string& name : change.unset) {
            text += "unset " + name + "\n";
        }
        for (const auto& [name, value] : change.set) {
            text += "export " + name + "=" + posixQuoted(value) + "\n";
        }
        break;
    case ShellSyntax::Fish:
        for (const std::string& name : change.unset) {
            text += "set -e " + name + "\n";
        }
        for (const auto& [name, value] : change.set) {
            text += "set -gx " + name + " " + fishQuoted(value) + "\n";
        }
        break;
    case ShellSyntax::PowerShell:
        for (const std::string& name : change.unset) {
            text += "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue\n";
        }
        for (const auto& [name, value] : change.set) {
            text += "$Env:" + name + " = " + powerShellQuoted(value) + "\n";
        }
        break;
    case ShellSyntax::Json: {
        QJsonObject variables; // null: take it away, as editors understand it
        for (const auto& [name, value] : change.set) {
            variables.insert(QString::fromStdString(name), QString::fromStdString(value));
        }
        for (const std::string& name : change.unset) {
            variables.insert(QString::fromStdString(name), QJsonValue());
        }
        text = QJsonDocument(variables).toJson(QJsonDocument::Compact).toStdString() + "\n";
        break;
    }
    }
    return text;
}

std::string tokenOfProxyUrl(const std::string& url) {
    const std::size_t end = url.rfind('@');
    const std::size_t colon = end == std::string::npos ? end : url.rfind(':', end);
    if (colon == std::string::npos) {
        return {};
    }
    std::string token = url.substr(colon + 1, end - colon - 1);
    return core::looksLikeAgentToken(token) ? token : std::string();
}

std::map<std::string, std::string> placeholderVariables(const std::string& seed,
                                                        const core::ProviderCatalogue& catalogue,
                                                        const std::map<std::string, std::string>& kindOf) {
    std::map<std::string, std::string> variables;
    for (const core::Provider& provider : catalogue.providers()) {
        const auto chosen = kindOf.find(provider.id);
        const core::CredentialKind* kind = kindOf.empty() && !provider.kinds.empty() ? &provider.kinds.front()
                                           : chosen == kindOf.end()                  ? nullptr
                                                                                     : provider.kind(chosen->second);
        if (kind == nullptr) {
            continue;
        }
        for (const std::string& name : kind->environment) {
            variables[name] = core::placeholderFor(seed, provider.id, *kind);
        }
    }
    return variables;
}

} // namespace keysluice::app
