#include "core/provider_catalogue.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <set>

namespace keysluice::core {

namespace {

/// Reads members of one JSON object and remembers the first thing that is wrong with it.
class Reader final {
public:
    Reader(QJsonObject object, std::string where, std::string& error)
        : m_object(std::move(object)), m_where(std::move(where)), m_error(error) {}

    std::string text(const char* key, bool required = true) {
        const QJsonValue value = take(key);
        if (value.isString() && (!required || !value.toString().isEmpty())) {
            return value.toString().toStdString();
        }
        if (required || !value.isUndefined()) {
            complain(key, "must be a string");
        }
        return {};
    }

    std::size_t number(const char* key) {
        const QJsonValue value = take(key);
        if (!value.isDouble() || value.toInteger(-1) < 0) {
            complain(key, "must be a whole number");
            return 0;
        }
        return static_cast<std::size_t>(value.toInteger());
    }

    std::vector<std::string> texts(const char* key, bool required = true) {
        std::vector<std::string> result;
        const QJsonValue value = take(key);
        if (!value.isArray() || (required && value.toArray().isEmpty())) {
            if (required || !value.isUndefined()) {
                complain(key, "must be a list of strings");
            }
            return result;
        }
        for (const QJsonValue& item : value.toArray()) {
            if (!item.isString() || item.toString().isEmpty()) {
                complain(key, "must be a list of strings");
            }
            result.push_back(item.toString().toStdString());
        }
        return result;
    }

    Reader object(const char* key) {
        const QJsonValue value = take(key);
        if (!value.isObject()) {
            complain(key, "must be an object");
        }
        return {value.toObject(), m_where + "." + key, m_error};
    }

    std::vector<Reader> objects(const char* key) {
        std::vector<Reader> result;
        const QJsonValue value = take(key);
        if (!value.isArray() || value.toArray().isEmpty()) {
            complain(key, "must be a list of objects");
        }
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            if (!array[i].isObject()) {
                complain(key, "must be a list of objects");
            }
            result.emplace_back(array[i].toObject(), m_where + "." + key + "[" + std::to_string(i) + "]", m_error);
        }
        return result;
    }

    std::vector<std::pair<std::string, std::string>> pairs(const char* key) {
        std::vector<std::pair<std::string, std::string>> result;
        const QJsonObject members = take(key).toObject();
        for (auto it = members.begin(); it != members.end(); ++it) {
            result.emplace_back(it.key().toStdString(), it.value().toString().toStdString());
        }
        return result;
    }

    bool has(const char* key) const { return m_object.contains(QLatin1String(key)); }

    void finish() {
        if (!m_object.isEmpty()) {
            complain(m_object.keys().first().toStdString().c_str(), "is not a member of the schema");
        }
    }

    void complain(const char* key, const char* what) {
        if (m_error.empty()) {
            m_error = m_where + "." + key + " " + what;
        }
    }

private:
    QJsonValue take(const char* key) {
        const QString name = QLatin1String(key);
        const QJsonValue value = m_object.contains(name) ? m_object.value(name) : QJsonValue(QJsonValue::Undefined);
        m_object.remove(name);
        return value;
    }

    QJsonObject m_object;
    std::string m_where;
    std::string& m_error;
};

/// `member` is where the text of a fault belongs.
Injection checkedInjection(Reader& reader, const char* member, Result<Injection, InjectionFault> made) {
    if (!made) {
        reader.complain(member, std::string(injectionFaultText(made.error())).c_str());
        return {};
    }
    return std::move(*made);
}

Injection readPlace(Reader& reader) {
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

Injection readInjection(Reader reader) {
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
        Reader list = reader.object("addToList");
        injection.listHeader = foldedHeaderName(list.text("header"));
        injection.listValue = list.text("value");
        list.finish();
    }
    reader.finish();
    return injection;
}

CredentialKind readKind(Reader reader) {
    CredentialKind kind;
    kind.id = reader.text("id");
    kind.label = reader.text("label");
    kind.prefixes = reader.texts("prefixes");
    kind.notPrefixes = reader.texts("notPrefixes", false);
    kind.minimumLength = reader.number("minimumLength");
    kind.injection = readInjection(reader.object("inject"));
    Reader placeholder = reader.object("placeholder");
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

BaseUrl readBaseUrl(Reader reader) {
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

/// The value of the text member `key` among `words`; the first of them, and an error, where it is none.
template <class T, std::size_t N>
T readWord(Reader& reader, const char* key, const std::pair<std::string_view, T> (&words)[N]) {
    const std::string text = reader.text(key);
    const auto* const it =
        std::find_if(std::begin(words), std::end(words), [&](const auto& w) { return w.first == text; });
    if (it == std::end(words)) {
        reader.complain(key, "is not one of the words of the schema");
        return words[0].second;
    }
    return it->second;
}

ProviderEndpoint readEndpoint(Reader reader) {
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
    endpoint.use = readWord(reader, "use", kUses);
    if (reader.has("body")) {
        endpoint.body = readWord(reader, "body", kBodies);
        if (endpoint.methods != std::vector<std::string>{"POST"}) {
            reader.complain("body", "is of the method POST alone");
        }
    }
    reader.finish();
    return endpoint;
}

std::vector<ProviderEndpoint> readEndpoints(Reader& provider) {
    std::vector<ProviderEndpoint> endpoints;
    for (Reader& reader : provider.objects("endpoints")) {
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

Provider readProvider(Reader reader) {
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
    Reader verification = reader.object("verification");
    provider.verification.path = verification.text("path");
    provider.verification.headers = verification.pairs("headers");
    verification.finish();
    if (reader.has("baseUrl")) {
        provider.baseUrl = readBaseUrl(reader.object("baseUrl"));
    }
    for (Reader& kind : reader.objects("kinds")) {
        provider.kinds.push_back(readKind(std::move(kind)));
    }
    if (reader.has("endpoints")) {
        provider.endpoints = readEndpoints(reader);
    }
    reader.finish();
    return provider;
}

} // namespace

std::string BaseUrl::providerPath(std::string_view rest) const {
    const std::size_t question = rest.find('?');
    const std::string_view query = question == std::string_view::npos ? std::string_view() : rest.substr(question);
    std::string_view onPath = rest.substr(0, question);
    if (onPath.empty() || onPath == "/") {
        return "/" + std::string(query);
    }
    const std::string_view root = onPath.substr(1, onPath.find('/', 1) - 1);
    const bool isWhole = std::find(roots.begin(), roots.end(), root) != roots.end();
    return std::string(isWhole ? std::string_view() : std::string_view(path)).append(rest);
}

const ProviderEndpoint* Provider::endpoint(std::string_view method, std::string_view path) const {
    const auto it =
        std::find_if(endpoints.begin(), endpoints.end(), [&](const auto& e) { return e.matches(method, path); });
    return it == endpoints.end() ? nullptr : &*it;
}

const CredentialKind* Provider::kind(std::string_view kindId) const {
    const auto it = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.id == kindId; });
    return it == kinds.end() ? nullptr : &*it;
}

bool Provider::ownsHost(std::string_view host) const {
    return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

Result<std::shared_ptr<const ProviderCatalogue>, std::string> ProviderCatalogue::fromJson(const QByteArray& json) {
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (!document.isObject()) {
        return failure("not a JSON object: " + parseError.errorString().toStdString());
    }
    std::string error;
    Reader root(document.object(), "catalogue", error);
    if (root.number("version") != 1) {
        root.complain("version", "must be 1");
    }
    auto catalogue = std::make_shared<ProviderCatalogue>();
    std::set<std::string> seen;
    for (Reader& reader : root.objects("providers")) {
        Provider provider = readProvider(std::move(reader));
        if (!seen.insert(provider.id).second) {
            root.complain("providers", "must have different ids");
        }
        for (const std::string& host : provider.hosts) {
            if (!seen.insert("host " + host).second) {
                root.complain("providers", "must have different hosts");
            }
        }
        catalogue->m_providers.push_back(std::move(provider));
    }
    root.finish();
    if (!error.empty()) {
        return failure(error);
    }
    return catalogue;
}

const Provider* ProviderCatalogue::provider(std::string_view id) const {
    const auto it = std::find_if(m_providers.begin(), m_providers.end(), [&](const auto& p) { return p.id == id; });
    return it == m_providers.end() ? nullptr : &*it;
}

const Provider* ProviderCatalogue::providerOfHost(std::string_view host) const {
    const auto it =
        std::find_if(m_providers.begin(), m_providers.end(), [&](const auto& p) { return p.ownsHost(host); });
    return it == m_providers.end() ? nullptr : &*it;
}

} // namespace keysluice::core
