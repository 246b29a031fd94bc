#include "core/rules/rule_trial.h"

#include "core/credential_header.h"
#include "core/injection.h"
#include "core/provider_catalogue.h"
#include "core/rules/body_facts_reader.h"
#include "core/rules/path_model.h"

namespace keysluice::core::rules {

namespace {

bool isValueOf(const std::pair<std::string, std::string>& header, std::string_view name, std::string_view value) {
    return sameFoldedName(header.first, name) && sameFoldedName(header.second, value);
}

/// All values of the header, joined; nothing: it is not there.
std::optional<std::string> headerOf(const TrialRequest& request, std::string_view name) {
    std::optional<std::string> joined;
    for (const auto& [key, value] : request.headers) {
        if (sameFoldedName(key, name)) {
            joined = joined ? *joined + ", " + value : value;
        }
    }
    return joined;
}

} // namespace

Trial tryRequest(const CompiledRules& rules, const ProviderCatalogue& catalogue, const PriceList* prices,
                 const TrialRequest& request) {
    const Provider* provider = catalogue.providerOfHost(request.host);
    if (provider == nullptr && !request.providerId.empty()) {
        provider = catalogue.provider(request.providerId);
    }
    const ProviderEndpoint* endpoint = provider == nullptr ? nullptr : provider->endpoint(request.method, request.path);
    std::vector<std::pair<std::string_view, std::string_view>> headers;
    for (const auto& [name, value] : request.headers) {
        if (!isCredentialHeader(name, provider) && !sameFoldedName(name, "proxy-authorization")) {
            headers.emplace_back(name, value);
        }
    }
    HeadFacts head;
    head.agentId = request.agentId;
    head.credentialId = request.credentialId;
    head.providerId = provider == nullptr ? std::string_view() : std::string_view(provider->id);
    head.host = request.host;
    head.port = request.port;
    head.at = request.at;
    head.minuteOfWeek = request.minuteOfWeek;
    head.method = request.method;
    head.path = request.path;
    head.headers = headers;
    if (endpoint != nullptr) {
        head.endpoint = endpoint->use;
    }
    head.bodyBytes = request.body.size();
    head.hasBody = !request.body.empty();
    for (const auto& header : request.headers) {
        head.isUpgrade = head.isUpgrade || isValueOf(header, "upgrade", "websocket");
    }
    BodyFactsReader reader;
    std::string text;
    BodyFacts body;
    if (sameFoldedName(headerOf(request, "content-encoding").value_or("identity"), "identity")) {
        // A body without a type is taken for what it looks like: nobody types the header for a trial.
        const std::string type = headerOf(request, "content-type").value_or("application/json");
        body = reader.read({endpoint, type, request.body, prices, request.at}, rules.readsTexts() ? &text : nullptr);
    }
    if (const auto model = modelOfPath(request.host, request.path)) {
        body.models = std::vector{*model};
    }
    if (request.hasModelInQuery) {
        body.models.reset();
        body.costMicros.reset();
    }
    const BodyFacts* known = head.isUpgrade ? nullptr : &body;
    Trial trial{rules.explain(head, known), rules.matchingLimits(head, known), body};
    trial.facts.text.reset();
    return trial;
}

} // namespace keysluice::core::rules
