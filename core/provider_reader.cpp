#include "core/provider_reader.h"

namespace keysluice::core {

namespace {

/// `member` is where the text of a fault belongs.
Injection checkedInjection(DataMembers& reader, const char* member, Result<Injection, InjectionFault> made) {
    if (!made) {
        reader.complain(member, std::string(injectionFaultText(made.error())).c_str());
        return {};
    }
    return std::move(*made);
}

Injection readPlace(DataMembers& reader) {
    const bool isQuery = reader.has("parameter");
    const bool isPath = reader.has("path");
    if (int(reader.has("header")) + int(isQuery) + int(isPath) > 1) {
        reader.complain("header", "must not stand beside parameter or path, nor these together");
        return {};
    }
    if (isQuery) {
        return checkedInjection(reader, "parameter", injectionIntoQuery(reader.text("parameter")));
    }
    if (isPath) {
        return checkedInjection(reader, "path", injectionIntoPath(reader.text("path")));
    }
    const std::string name = reader.text("header");
    auto made = injectionIntoHeader(name, reader.has("format") ? reader.text("format") : "{value}");
    const bool isFormat = !made && made.error() == InjectionFault::Format;
    return checkedInjection(reader, isFormat ? "format" : "header", std::move(made));
}

Injection readInjection(DataMembers reader) {
    Injection injection = readPlace(reader);
    const bool isHeader = injection.place == Injection::Place::Header;
    injection.remove.clear(); // in the file's words and order
    for (const std::string& name : reader.texts("remove", isHeader)) {
        injection.remove.push_back(foldedHeaderName(name));
    }
    if (isHeader &&
        std::find(injection.remove.begin(), injection.remove.end(), injection.name) == injection.remove.end()) {
        reader.complain("remove", "must name the injected header");
    }
    for (const std::string& name : reader.texts("removeParameters", false)) {
        if (!injection.replacesParameter(name)) {
            injection.removeParameters.push_back(name);
        }
    }
    if (reader.has("addToList")) {
        DataMembers list = reader.object("addToList");
        injection.listHeader = foldedHeaderName(list.text("header"));
        injection.listValue = list.text("value");
        list.finish();
    }
    reader.finish();
    return injection;
}

CredentialKind readKind(DataMembers reader) {
    CredentialKind kind;
    kind.id = reader.text("id");
    kind.label = reader.text("label");
    kind.prefixes = reader.texts("prefixes");
    kind.notPrefixes = reader.texts("notPrefixes", false);
    kind.minimumLength = reader.number("minimumLength");
    kind.injection = readInjection(reader.object("inject"));
    DataMembers placeholder = reader.object("placeholder");
    kind.placeholder.prefix = placeholder.text("prefix");
    kind.placeholder.suffix = placeholder.text("suffix", false);
    kind.placeholder.length = placeholder.number("length");
    if (kind.placeholder.length < kind.placeholder.prefix.size() + kind.placeholder.suffix.size() + 40) {
        placeholder.complain("length", "must leave 40 random characters");
    }
    placeholder.finish();
    kind.environment = reader.texts("environment");
    reader.finish();
    return kind;
}

BaseUrl readBaseUrl(DataMembers reader) {
    BaseUrl baseUrl;
    baseUrl.path = reader.text("path", false);
    baseUrl.roots = reader.texts("roots", false);
    baseUrl.environment = reader.pairs("environment");
    const auto isPath = [](const std::string& path) {
        return path.empty() || (path.front() == '/' && path.size() > 1 && path.back() != '/');
    };
    if (!isPath(baseUrl.path)) {
        reader.complain("path", "must begin with a slash and not end with one");
    }
    for (const auto& [name, path] : baseUrl.environment) {
        if (!isPath(path)) {
            reader.complain("environment", "must give paths");
        }
    }
    reader.finish();
    return baseUrl;
}

ProviderEndpoint readEndpoint(DataMembers reader) {
    using rules::Endpoint;
    static constexpr std::pair<std::string_view, Endpoint> kUses[] = {{"other", Endpoint::Other},
                                                                      {"generating", Endpoint::Generating},
                                                                      {"files", Endpoint::Files},
                                                                      {"batches", Endpoint::Batches},
                                                                      {"admin", Endpoint::Admin}};
    static constexpr std::pair<std::string_view, BodyDialect> kBodies[] = {
        {"anthropic_messages", BodyDialect::AnthropicMessages},
        {"anthropic_batch", BodyDialect::AnthropicBatch},
        {"openai_chat", BodyDialect::OpenAiChat},
        {"openai_responses", BodyDialect::OpenAiResponses},
        {"openai_embeddings", BodyDialect::OpenAiEmbeddings},
        {"openai_images", BodyDialect::OpenAiImages}};
    ProviderEndpoint endpoint;
    endpoint.methods = reader.texts("methods");
    for (const std::string& method : endpoint.methods) {
        if (method != "GET" && method != "POST" && method != "PUT" && method != "PATCH" && method != "DELETE") {
            reader.complain("methods", "must be among GET, POST, PUT, PATCH and DELETE");
        }
    }
    if (auto path = EndpointPath::parse(reader.text("path"))) {
        endpoint.path = std::move(*path);
    } else {
        reader.complain("path", "must be plain segments, * or a last **");
    }
    endpoint.use = reader.word("use", kUses);
    if (reader.has("body")) {
        endpoint.body = reader.word("body", kBodies);
        if (endpoint.methods != std::vector<std::string>{"POST"}) {
            reader.complain("body", "is of the method POST alone");
        }
    }
    reader.finish();
    return endpoint;
}

std::vector<ProviderEndpoint> readEndpoints(DataMembers& provider) {
    std::vector<ProviderEndpoint> endpoints;
    for (DataMembers& reader : provider.objects("endpoints")) {
        ProviderEndpoint next = readEndpoint(std::move(reader));
        for (const ProviderEndpoint& earlier : endpoints) {
            const bool isSameMethod =
                std::find_first_of(earlier.methods.begin(), earlier.methods.end(), next.methods.begin(),
                                   next.methods.end()) != earlier.methods.end();
            if (isSameMethod && earlier.path.overlaps(next.path)) {
                provider.complain("endpoints", "must not have two for the same request");
            }
        }
        endpoints.push_back(std::move(next));
    }
    return endpoints;
}

} // namespace

Provider readProvider(DataMembers reader) {
    Provider provider;
    provider.id = reader.text("id");
    provider.name = reader.text("name");
    provider.monogram = reader.text("monogram");
    provider.hosts = reader.texts("hosts");
    const std::string shape = reader.text("errorShape");
    if (shape == "anthropic") {
        provider.errorShape = ErrorShape::Anthropic;
    } else if (shape == "openai") {
        provider.errorShape = ErrorShape::OpenAi;
    } else if (shape != "plain") {
        reader.complain("errorShape", "must be anthropic, openai or plain");
    }
    DataMembers verification = reader.object("verification");
    provider.verification.path = verification.text("path");
    provider.verification.headers = verification.pairs("headers");
    verification.finish();
    if (reader.has("baseUrl")) {
        provider.baseUrl = readBaseUrl(reader.object("baseUrl"));
    }
    for (DataMembers& kind : reader.objects("kinds")) {
        provider.kinds.push_back(readKind(std::move(kind)));
    }
    if (reader.has("endpoints")) {
        provider.endpoints = readEndpoints(reader);
    }
    reader.finish();
    return provider;
}

} // namespace keysluice::core
