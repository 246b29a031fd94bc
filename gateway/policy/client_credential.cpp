#include "gateway/policy/client_credential.h"

#include "core/agent_token.h"
#include "core/placeholder.h"
#include "gateway/http/query.h"
#include "gateway/http/syntax.h"
#include "gateway/policy/agent_authentication.h"

#include <algorithm>

namespace keysluice::gateway::policy {

namespace {

constexpr std::string_view kUsualParameters[] = {"key", "api_key", "access_token"};

/// A scheme such as "Bearer" may stand in front of the value, or alone (clients with an empty key).
std::string_view withoutScheme(std::string_view value) {
    for (const std::string_view scheme : {std::string_view("bearer"), std::string_view("basic")}) {
        if (http::equalsIgnoringCase(value, scheme)) {
            return {};
        }
        if (value.size() > scheme.size() && value[scheme.size()] == ' ' &&
            http::startsWithIgnoringCase(value, scheme)) {
            return http::trimmed(value.substr(scheme.size() + 1));
        }
    }
    return value;
}

/// A token counts wherever it stands in the value, also behind a scheme that nobody knows: it must not reach a
/// provider.
bool isOurs(std::string_view value) {
    return core::isPlaceholder(value) || core::holdsAgentToken(value) || tokenInKey(value).has_value();
}

bool isUsualParameter(std::string_view name) {
    return std::any_of(std::begin(kUsualParameters), std::end(kUsualParameters),
                       [&](std::string_view usual) { return core::meansParameter(name, usual); });
}

bool isReplacedParameter(std::string_view name, const core::Provider* provider, const core::Injection* stored) {
    return (stored != nullptr && stored->replacesParameter(name)) ||
           (provider != nullptr &&
            std::any_of(provider->kinds.begin(), provider->kinds.end(),
                        [&](const core::CredentialKind& kind) { return kind.injection.replacesParameter(name); }));
}

bool isOursInTarget(std::string_view written) {
    return isOurs(http::decodedParameter(written));
}

void note(ClientCredentialFinding& finding, bool isPlaceholder) {
    if (!isPlaceholder) {
        finding.kind = ClientCredential::Own;
    } else if (finding.kind == ClientCredential::None) {
        finding.kind = ClientCredential::Placeholder;
    }
}

void findInQuery(std::string_view query, const core::Provider* provider, const core::Injection* stored,
                 ClientCredentialFinding& finding) {
    http::QueryReader reader(query);
    for (http::QueryParameter parameter; reader.next(parameter);) {
        const bool isCredential = isReplacedParameter(parameter.name, provider, stored);
        if (parameter.value.empty() || (!isCredential && !isUsualParameter(parameter.name))) {
            continue;
        }
        const bool isPlaceholder = isOursInTarget(parameter.value);
        if (isPlaceholder) {
            finding.placeholderParameters.push_back(parameter.name);
        }
        if (isPlaceholder || isCredential) {
            note(finding, isPlaceholder);
        }
    }
}

void findInPath(std::string_view path, const core::Injection& injection, ClientCredentialFinding& finding) {
    const auto slot = injection.slotIn(path);
    if (slot && slot->length > 0) {
        note(finding, isOursInTarget(path.substr(slot->begin, slot->length)));
    }
}

} // namespace

bool isCredentialParameter(std::string_view name, const core::Provider* provider) {
    return isUsualParameter(name) || isReplacedParameter(name, provider, nullptr);
}

ClientCredentialFinding findClientCredential(const http::RequestHead& head, const core::Provider* provider,
                                             const core::Injection* stored) {
    ClientCredentialFinding finding;
    for (const http::Field& field : head.fields) {
        if (field.id != http::FieldId::Other || !isCredentialHeader(field.name, provider, stored) ||
            withoutScheme(field.value).empty()) {
            continue;
        }
        const bool isPlaceholder = isOurs(field.value);
        if (isPlaceholder) {
            finding.placeholderHeaders.push_back(field.name);
        }
        note(finding, isPlaceholder);
    }
    findInQuery(head.target.query, provider, stored, finding);
    if (stored != nullptr) {
        findInPath(head.target.path, *stored, finding);
    }
    if (provider != nullptr) {
        for (const core::CredentialKind& kind : provider->kinds) {
            findInPath(head.target.path, kind.injection, finding);
        }
    }
    return finding;
}

ClientCredentialFinding placeholdersBeside(const core::Injection& injection, const http::RequestHead& head,
                                           const core::Provider* provider) {
    ClientCredentialFinding finding;
    for (const http::Field& field : head.fields) {
        if (field.id == http::FieldId::Other && isCredentialHeader(field.name, provider) &&
            !injection.replaces(field.name) && isOurs(field.value)) {
            finding.placeholderHeaders.push_back(field.name);
        }
    }
    http::QueryReader reader(head.target.query);
    for (http::QueryParameter parameter; reader.next(parameter);) {
        if (isCredentialParameter(parameter.name, provider) && !injection.replacesParameter(parameter.name) &&
            isOursInTarget(parameter.value)) {
            finding.placeholderParameters.push_back(parameter.name);
        }
    }
    return finding;
}

} // namespace keysluice::gateway::policy
