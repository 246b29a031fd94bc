#include "gateway/policy/client_credential.h"

#include "core/placeholder.h"
#include "gateway/http/syntax.h"
#include "gateway/policy/agent_authentication.h"

#include <algorithm>

namespace keysluice::gateway::policy {

namespace {

constexpr std::string_view kUsualHeaders[] = {"authorization", "x-api-key", "api-key", "x-goog-api-key"};

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

bool isOurs(std::string_view value) {
    return core::isPlaceholder(value) || tokenInKey(value).has_value();
}

} // namespace

bool isCredentialHeader(std::string_view name, const core::Provider* provider) {
    if (std::any_of(std::begin(kUsualHeaders), std::end(kUsualHeaders),
                    [&](std::string_view usual) { return core::sameFoldedName(usual, name); })) {
        return true;
    }
    if (provider == nullptr) {
        return false;
    }
    return std::any_of(provider->kinds.begin(), provider->kinds.end(),
                       [&](const core::CredentialKind& kind) { return kind.injection.replaces(name); });
}

ClientCredentialFinding findClientCredential(const http::Head& head, const core::Provider* provider) {
    ClientCredentialFinding finding;
    for (const http::Field& field : head.fields) {
        if (field.id != http::FieldId::Other || !isCredentialHeader(field.name, provider) ||
            withoutScheme(field.value).empty()) {
            continue;
        }
        if (isOurs(field.value)) {
            finding.placeholderHeaders.push_back(field.name);
            if (finding.kind == ClientCredential::None) {
                finding.kind = ClientCredential::Placeholder;
            }
        } else {
            finding.kind = ClientCredential::Own;
        }
    }
    return finding;
}

std::vector<std::string_view> placeholdersBeside(const core::Injection& injection, const http::Head& head,
                                                 const core::Provider* provider) {
    std::vector<std::string_view> names;
    for (const http::Field& field : head.fields) {
        if (field.id == http::FieldId::Other && isCredentialHeader(field.name, provider) &&
            !injection.replaces(field.name) && isOurs(field.value)) {
            names.push_back(field.name);
        }
    }
    return names;
}

} // namespace keysluice::gateway::policy
