#include "core/provider_catalogue.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

using namespace keysluice::core;

/// The provider catalogue: the shipped file, and files that are wrong in one place.
class CatalogueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shippedFileIsValid();
    void everyProviderIsComplete();
    void baseUrlsWorkWithAndWithoutTheirPath_data();
    void baseUrlsWorkWithAndWithoutTheirPath();
    void wrongFilesAreRefused_data();
    void wrongFilesAreRefused();
    void textThatIsNoJsonIsRefused();
    void everyPlaceIsRead();
    void headerNamesAreFolded();
    void anotherProviderMayListNothing();
    void endpointsAreKnownByMethodAndPath_data();
    void endpointsAreKnownByMethodAndPath();
    void otherSpellingsAreUnknown_data();
    void otherSpellingsAreUnknown();

private:
    QJsonObject m_good;
};

void CatalogueTest::initTestCase() {
    QFile file(QStringLiteral(KEYSLUICE_PROVIDERS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_good = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(!m_good.isEmpty());
}

void CatalogueTest::shippedFileIsValid() {
    const auto catalogue = ProviderCatalogue::fromJson(QJsonDocument(m_good).toJson());
    QVERIFY2(catalogue, catalogue ? "" : catalogue.error().c_str());
    const Provider* anthropic = (*catalogue)->provider("anthropic");
    QVERIFY(anthropic && (*catalogue)->provider("openai") && !(*catalogue)->provider("nobody"));
    QCOMPARE((*catalogue)->providerOfHost("api.anthropic.com"), anthropic);
    QVERIFY((*catalogue)->providerOfHost("api.anthropic.com.evil.example") == nullptr);
    QVERIFY((*catalogue)->providerOfHost("anthropic.com") == nullptr);
    QVERIFY((*catalogue)->providerOfHost("") == nullptr);
    QVERIFY(anthropic->errorShape == ErrorShape::Anthropic);
    const CredentialKind* oauth = anthropic->kind("oauth_token");
    QVERIFY(oauth && anthropic->kind("api_key") && !anthropic->kind("other"));
    QCOMPARE(oauth->injection.name, std::string("authorization"));
    QCOMPARE(oauth->injection.before, std::string("Bearer "));
    QCOMPARE(oauth->injection.listHeader, std::string("anthropic-beta"));
    QCOMPARE(oauth->injection.listValue, std::string("oauth-2025-04-20"));
    QCOMPARE(anthropic->kind("api_key")->injection.name, std::string("x-api-key"));
    QVERIFY(anthropic->kind("api_key")->injection.listHeader.empty());
}

void CatalogueTest::everyProviderIsComplete() {
    const auto catalogue = ProviderCatalogue::fromJson(QJsonDocument(m_good).toJson());
    for (const Provider& provider : (*catalogue)->providers()) {
        QCOMPARE(provider.monogram.size(), 2U);
        QVERIFY(provider.verification.path.starts_with('/'));
        for (const std::string& host : provider.hosts) {
            QCOMPARE(QString::fromStdString(host), QString::fromStdString(host).toLower());
            QVERIFY(host.find(':') == std::string::npos);
        }
        for (const CredentialKind& kind : provider.kinds) {
            // every header that could carry a credential of this provider's clients goes, before ours comes
            QVERIFY(std::find(kind.injection.remove.begin(), kind.injection.remove.end(), "authorization") !=
                    kind.injection.remove.end());
            QVERIFY(!kind.environment.empty());
            QVERIFY(kind.minimumLength >= 20);
        }
    }
}

void CatalogueTest::baseUrlsWorkWithAndWithoutTheirPath_data() {
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("rest");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* provider, const char* rest, const char* expected) {
        QTest::addRow("%s%s", provider, rest)
            << QString::fromLatin1(provider) << QString::fromLatin1(rest) << QString::fromLatin1(expected);
    };
    row("anthropic", "/v1/messages", "/v1/messages");
    row("anthropic", "/messages", "/v1/messages");
    row("anthropic", "/messages?beta=true", "/v1/messages?beta=true");
    row("anthropic", "/v1/messages?beta=/x", "/v1/messages?beta=/x");
    row("anthropic", "/messages/count_tokens", "/v1/messages/count_tokens");
    row("anthropic", "/v1", "/v1");
    row("anthropic", "/v1?x", "/v1?x");
    row("anthropic", "/v10/x", "/v1/v10/x");
    row("anthropic", "/V1/x", "/v1/V1/x");
    row("anthropic", "/api/event_logging/batch", "/api/event_logging/batch");
    row("anthropic", "/mcp-registry/v0/servers", "/mcp-registry/v0/servers");
    row("anthropic", "", "/");
    row("anthropic", "/", "/");
    row("anthropic", "?a=/v1", "/?a=/v1");
    row("openai", "/v1/chat/completions", "/v1/chat/completions");
    row("openai", "/chat/completions", "/v1/chat/completions");
    row("openai", "/responses?stream=1", "/v1/responses?stream=1");
}

void CatalogueTest::baseUrlsWorkWithAndWithoutTheirPath() {
    QFETCH(QString, provider);
    QFETCH(QString, rest);
    QFETCH(QString, expected);
    const auto catalogue = ProviderCatalogue::fromJson(QJsonDocument(m_good).toJson());
    const BaseUrl& baseUrl = (*catalogue)->provider(provider.toStdString())->baseUrl;
    QCOMPARE(QString::fromStdString(baseUrl.providerPath(rest.toStdString())), expected);
    QVERIFY(!baseUrl.environment.empty());
    QCOMPARE(QString::fromStdString(BaseUrl{}.providerPath(rest.toStdString())),
             rest.startsWith(QLatin1Char('/')) ? rest : QLatin1Char('/') + rest);
}

void CatalogueTest::wrongFilesAreRefused_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("error");
    const QString first = QStringLiteral("providers.0.");
    const QString kind = first + QStringLiteral("kinds.0.");
    const auto row = [](const char* name, const QString& path, const QJsonValue& value, const char* error) {
        QTest::newRow(name) << path << value << QString::fromUtf8(error);
    };
    const QJsonValue gone(QJsonValue::Undefined);
    const QJsonValue number(7);
    row("no version", QStringLiteral("version"), gone, "version");
    row("newer version", QStringLiteral("version"), 2, "version must be 1");
    row("fraction as version", QStringLiteral("version"), 1.5, "version");
    row("no providers", QStringLiteral("providers"), QJsonArray(), "providers must be a list of objects");
    row("providers of another type", QStringLiteral("providers"), QStringLiteral("x"), "providers");
    row("a provider of another type", QStringLiteral("providers.0"), number, "providers");
    row("unknown member at the top", QStringLiteral("extra"), number, "extra is not a member");
    row("no id", first + QStringLiteral("id"), gone, "providers[0].id must be a string");
    row("empty id", first + QStringLiteral("id"), QString(), "providers[0].id");
    row("same id twice", first + QStringLiteral("id"), QStringLiteral("openai"), "different ids");
    row("no hosts", first + QStringLiteral("hosts"), QJsonArray(), "providers[0].hosts");
    row("a host that is no string", first + QStringLiteral("hosts"), QJsonArray{7}, "providers[0].hosts");
    row("host of another provider", first + QStringLiteral("hosts"), QJsonArray{QStringLiteral("api.openai.com")},
        "different hosts");
    row("unknown error shape", first + QStringLiteral("errorShape"), QStringLiteral("x"), "errorShape");
    row("no verification", first + QStringLiteral("verification"), gone, "verification must be an object");
    row("no verification path", first + QStringLiteral("verification.path"), gone, "verification.path");
    row("unknown member in a provider", first + QStringLiteral("extra"), number, "providers[0].extra");
    row("base URL of another type", first + QStringLiteral("baseUrl"), number, "baseUrl must be an object");
    row("base URL's path without a slash", first + QStringLiteral("baseUrl.path"), QStringLiteral("v1"),
        "baseUrl.path must begin");
    row("base URL's path with a slash too much", first + QStringLiteral("baseUrl.path"), QStringLiteral("/v1/"),
        "baseUrl.path must begin");
    row("base URL's roots of another type", first + QStringLiteral("baseUrl.roots"), number, "baseUrl.roots");
    row("base URL's variable with half a path", first + QStringLiteral("baseUrl.environment"),
        QJsonObject{{QStringLiteral("X"), QStringLiteral("v1")}}, "baseUrl.environment must give paths");
    row("unknown member in a base URL", first + QStringLiteral("baseUrl.extra"), number, "baseUrl.extra");
    const QString endpoint = first + QStringLiteral("endpoints.0.");
    row("no endpoints", first + QStringLiteral("endpoints"), QJsonArray(), "endpoints must be a list of objects");
    row("endpoints of another type", first + QStringLiteral("endpoints"), number, "providers[0].endpoints");
    row("no methods", endpoint + QStringLiteral("methods"), QJsonArray(), "endpoints[0].methods");
    row("a method in lower case", endpoint + QStringLiteral("methods"), QJsonArray{QStringLiteral("post")},
        "endpoints[0].methods must be among");
    row("HEAD on its own", endpoint + QStringLiteral("methods"), QJsonArray{QStringLiteral("HEAD")},
        "endpoints[0].methods must be among");
    row("no path", endpoint + QStringLiteral("path"), gone, "endpoints[0].path must be");
    for (const char* path : {"v1", "/", "/**", "/v1/", "/v1//x", "/v1/**/x", "/v1/x*", "/v1/***", "/v1/%61", "/v1/..",
                             "/v1/x?y", "/v1/x y"}) {
        row(path, endpoint + QStringLiteral("path"), QString::fromLatin1(path), "endpoints[0].path must be plain");
    }
    row("no use", endpoint + QStringLiteral("use"), gone, "endpoints[0].use must be");
    row("unknown use", endpoint + QStringLiteral("use"), QStringLiteral("Generating"), "endpoints[0].use is not one");
    row("unknown body", endpoint + QStringLiteral("body"), QStringLiteral("json"), "endpoints[0].body is not one");
    row("a body of GET", endpoint + QStringLiteral("methods"),
        QJsonArray{QStringLiteral("POST"), QStringLiteral("GET")}, "endpoints[0].body is of the method POST alone");
    row("unknown member in an endpoint", endpoint + QStringLiteral("extra"), number, "endpoints[0].extra");
    for (const char* path : {"/v1/messages/count_tokens", "/v1/*/count_tokens", "/v1/messages/**", "/*/**"}) {
        row(qPrintable(QStringLiteral("two for one request: ") + QString::fromLatin1(path)),
            endpoint + QStringLiteral("path"), QString::fromLatin1(path), "must not have two for the same request");
    }
    row("no kinds", first + QStringLiteral("kinds"), QJsonArray(), "kinds");
    row("no label", kind + QStringLiteral("label"), gone, "kinds[0].label");
    row("no prefixes", kind + QStringLiteral("prefixes"), QJsonArray(), "kinds[0].prefixes");
    row("negative length", kind + QStringLiteral("minimumLength"), -1, "minimumLength must be a whole number");
    row("length as text", kind + QStringLiteral("minimumLength"), QStringLiteral("40"), "minimumLength");
    row("no injection", kind + QStringLiteral("inject"), gone, "inject must be an object");
    row("no header", kind + QStringLiteral("inject.header"), gone, "inject.header");
    row("nothing removed", kind + QStringLiteral("inject.remove"), QJsonArray(), "inject.remove");
    row("injected header stays", kind + QStringLiteral("inject.remove"), QJsonArray{QStringLiteral("authorization")},
        "must name the injected header");
    row("two places", kind + QStringLiteral("inject.parameter"), QStringLiteral("key"), "inject.header must not stand");
    row("a format without a value", kind + QStringLiteral("inject.format"), QStringLiteral("Bearer"),
        "inject.format must be visible text with {value}");
    row("a header of the gateway's", kind + QStringLiteral("inject.header"), QStringLiteral("host"),
        "inject.header must not be a header");
    row("a path without a value", kind + QStringLiteral("inject"),
        QJsonObject{{QStringLiteral("path"), QStringLiteral("/bot/")}}, "inject.path must be a plain path");
    row("a parameter that is none", kind + QStringLiteral("inject"),
        QJsonObject{{QStringLiteral("parameter"), QStringLiteral("a=b")}}, "inject.parameter must be letters");
    row("half a list", kind + QStringLiteral("inject.addToList"),
        QJsonObject{{QStringLiteral("header"), QStringLiteral("x")}}, "addToList.value");
    row("placeholder too short", kind + QStringLiteral("placeholder.length"), 50, "40 random characters");
    row("no environment", kind + QStringLiteral("environment"), gone, "environment");
}

namespace {

/// `object` with the member at `path` replaced or removed.
QJsonValue changed(const QJsonValue& at, QStringList path, const QJsonValue& value) {
    if (path.isEmpty()) {
        return value;
    }
    const QString step = path.takeFirst();
    if (at.isArray()) {
        QJsonArray array = at.toArray();
        array[step.toInt()] = changed(array.at(step.toInt()), path, value);
        return array;
    }
    QJsonObject object = at.toObject();
    const QJsonValue next = changed(object.value(step), path, value);
    if (next.isUndefined()) {
        object.remove(step);
    } else {
        object.insert(step, next);
    }
    return object;
}

} // namespace

void CatalogueTest::wrongFilesAreRefused() {
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    QFETCH(QString, error);
    const QJsonObject bad = changed(m_good, path.split(QLatin1Char('.')), value).toObject();
    const auto catalogue = ProviderCatalogue::fromJson(QJsonDocument(bad).toJson());
    QVERIFY(!catalogue);
    QVERIFY2(QString::fromStdString(catalogue.error()).contains(error), catalogue.error().c_str());
}

void CatalogueTest::textThatIsNoJsonIsRefused() {
    for (const char* text : {"", "{", "[]", "null", "7", "{\"version\":1,}", "\xff\xfe"}) {
        QVERIFY2(!ProviderCatalogue::fromJson(text), text);
    }
}

void CatalogueTest::everyPlaceIsRead() {
    QFile file(QStringLiteral(KEYSLUICE_PLACES));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto catalogue = ProviderCatalogue::fromJson(file.readAll());
    QVERIFY2(catalogue, catalogue ? "" : catalogue.error().c_str());
    const Injection& gemini = (*catalogue)->provider("google")->kind("api_key")->injection;
    QVERIFY(gemini.place == Injection::Place::Header && gemini.replacesParameter("key"));
    QCOMPARE(gemini.label(), std::string("x-goog-api-key"));
    QCOMPARE((*catalogue)->provider("bot")->kind("token")->injection.label(), std::string("/bot{value}/"));
    const Injection& query = (*catalogue)->provider("maps")->kind("key")->injection;
    QCOMPARE(query.label(), std::string("?appid"));
    QVERIFY(query.replaces("authorization"));
}

void CatalogueTest::headerNamesAreFolded() {
    QCOMPARE(foldedHeaderName("X_API-Key"), std::string("x-api-key"));
    QVERIFY(sameFoldedName("API_KEY", "api-key"));
    QVERIFY(!sameFoldedName("api-key", "api-keys"));
    QVERIFY(!sameFoldedName("api-key", "api key"));
    QVERIFY(sameFoldedName("", ""));
}

void CatalogueTest::anotherProviderMayListNothing() {
    QFile file(QStringLiteral(KEYSLUICE_PLACES));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto catalogue = ProviderCatalogue::fromJson(file.readAll());
    QVERIFY(catalogue);
    QVERIFY((*catalogue)->provider("google")->endpoints.empty());
    QVERIFY(!(*catalogue)->provider("google")->endpoint("GET", "/v1beta/models"));
}

void CatalogueTest::endpointsAreKnownByMethodAndPath_data() {
    using rules::Endpoint;
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("use");
    QTest::addColumn<int>("body");
    const auto row = [](const char* provider, const char* method, const char* path, Endpoint use,
                        BodyDialect body = BodyDialect::None) {
        QTest::addRow("%s %s %s", provider, method, path)
            << QString::fromLatin1(provider) << QString::fromLatin1(method) << QString::fromLatin1(path) << int(use)
            << int(body);
    };
    const char* const anthropic = "anthropic";
    row(anthropic, "POST", "/v1/messages", Endpoint::Generating, BodyDialect::AnthropicMessages);
    row(anthropic, "POST", "/v1/messages/count_tokens", Endpoint::Other, BodyDialect::AnthropicMessages);
    row(anthropic, "POST", "/v1/messages/batches", Endpoint::Batches, BodyDialect::AnthropicBatch);
    row(anthropic, "GET", "/v1/messages/batches", Endpoint::Batches);
    row(anthropic, "DELETE", "/v1/messages/batches/msgbatch_013Zva2C", Endpoint::Batches);
    row(anthropic, "POST", "/v1/messages/batches/msgbatch_013Zva2C/cancel", Endpoint::Batches);
    row(anthropic, "GET", "/v1/messages/batches/msgbatch_013Zva2C/results", Endpoint::Batches);
    row(anthropic, "POST", "/v1/complete", Endpoint::Generating);
    row(anthropic, "POST", "/v1/files", Endpoint::Files);
    row(anthropic, "GET", "/v1/files/file_011CNha8iCJcU1wXNR6q4V8w/content", Endpoint::Files);
    row(anthropic, "POST", "/v1/organizations/api_keys/apikey_01Rj2N8SVvo6BePZj99NhmiT", Endpoint::Admin);
    row(anthropic, "GET", "/v1/organizations/usage_report/messages", Endpoint::Admin);
    row(anthropic, "GET", "/v1/models", Endpoint::Other);
    row(anthropic, "HEAD", "/v1/models", Endpoint::Other);
    row(anthropic, "GET", "/v1/models/claude-haiku-4-5", Endpoint::Other);
    // what Claude Code does on its own generates nothing
    row(anthropic, "POST", "/api/event_logging/batch", Endpoint::Other);
    row(anthropic, "POST", "/api/event_logging/v2/batch", Endpoint::Other);
    row(anthropic, "GET", "/mcp-registry/v0/servers", Endpoint::Other);
    row(anthropic, "GET", "/api/directory/server-urls", Endpoint::Other);
    row(anthropic, "GET", "/api/claude_cli/bootstrap", Endpoint::Other);
    row(anthropic, "GET", "/api/claude_code/organizations/metrics_enabled", Endpoint::Other);
    row(anthropic, "GET", "/api/claude_code/settings", Endpoint::Other);
    row(anthropic, "POST", "/api/claude_code/metrics", Endpoint::Other);
    row(anthropic, "GET", "/api/oauth/claude_cli/roles", Endpoint::Other);
    row(anthropic, "GET", "/api/oauth/profile", Endpoint::Other);
    row(anthropic, "POST", "/api/oauth/claude_cli/create_api_key", Endpoint::Admin);
    const char* const openAi = "openai";
    row(openAi, "POST", "/v1/responses", Endpoint::Generating, BodyDialect::OpenAiResponses);
    row(openAi, "POST", "/v1/responses/compact", Endpoint::Generating, BodyDialect::OpenAiResponses);
    row(openAi, "POST", "/v1/responses/input_tokens", Endpoint::Other, BodyDialect::OpenAiResponses);
    row(openAi, "GET", "/v1/responses/resp_67cb32528d6881909eb2", Endpoint::Other);
    row(openAi, "POST", "/v1/responses/resp_67cb32528d6881909eb2/cancel", Endpoint::Other);
    row(openAi, "POST", "/v1/chat/completions", Endpoint::Generating, BodyDialect::OpenAiChat);
    row(openAi, "POST", "/v1/completions", Endpoint::Generating);
    row(openAi, "POST", "/v1/embeddings", Endpoint::Generating, BodyDialect::OpenAiEmbeddings);
    row(openAi, "POST", "/v1/images/generations", Endpoint::Generating, BodyDialect::OpenAiImages);
    row(openAi, "POST", "/v1/images/edits", Endpoint::Generating);
    row(openAi, "POST", "/v1/audio/transcriptions", Endpoint::Generating);
    row(openAi, "POST", "/v1/batches", Endpoint::Batches);
    row(openAi, "POST", "/v1/files", Endpoint::Files);
    row(openAi, "POST", "/v1/uploads/upload_abc123/parts", Endpoint::Files);
    row(openAi, "GET", "/v1/organization/admin_api_keys", Endpoint::Admin);
    row(openAi, "GET", "/v1/models/ft:gpt-4o-mini:acemeco:suffix:abc123", Endpoint::Other);
}

void CatalogueTest::endpointsAreKnownByMethodAndPath() {
    QFETCH(QString, provider);
    QFETCH(QString, method);
    QFETCH(QString, path);
    QFETCH(int, use);
    QFETCH(int, body);
    const auto catalogue = ProviderCatalogue::fromJson(QJsonDocument(m_good).toJson());
    const ProviderEndpoint* endpoint =
        (*catalogue)->provider(provider.toStdString())->endpoint(method.toStdString(), path.toStdString());
    QVERIFY(endpoint);
    QCOMPARE(int(endpoint->use), use);
    QCOMPARE(int(endpoint->body), body);
}

void CatalogueTest::otherSpellingsAreUnknown_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const QByteArray& method, const QByteArray& path) {
        QTest::addRow("%s %s", method.constData(), path.toPercentEncoding("/").constData()) << method << path;
    };
    for (const char* path : {"",
                             "/",
                             "v1/messages",
                             "/v1",
                             "/v1/Messages",
                             "/V1/messages",
                             "/v1/messages/",
                             "//v1/messages",
                             "/v1//messages",
                             "/v1/messages?model=claude-haiku-4-5",
                             "/v1/messages#",
                             "/v1/messages;x",
                             "/v1/mess%61ges",
                             "/v1%2fmessages",
                             "/v1/./messages",
                             "/v1/x/../messages",
                             "/v1\\messages",
                             "/v1/messages ",
                             "/v1/messages/x",
                             "/v1/messages/count_tokens/",
                             "/v1/messages/batches/a/b/cancel",
                             "/v1/messages/batches//cancel",
                             "/v1/messages/batches/../cancel",
                             "/v1/messages/batches/%2e%2e/cancel",
                             "/v1/organizations",
                             "/v1/organizations/",
                             "/v1/organizations//x",
                             "/v1/organizations/x/",
                             "/v1/organizations/../messages",
                             "/v1/organizations/x/%2e%2e/messages",
                             "/v1/organizations/a%2fb",
                             "/v1/skills",
                             "/v1/sessions",
                             "/api/claude_code/anything",
                             "/api/oauth/anything",
                             "/api/event_logging/a/b/batch",
                             "/mcp-registry/v0/servers",
                             "/v1/engines/x/completions"}) {
        row("POST", path);
    }
    row("POST", QByteArray("/v1/messages\0", 13));
    row("POST", QByteArray("/v1/organizations/x\0y", 21));
    row("POST", "/v1/messages\xc2\xa0");
    row("POST", "/v1/organizations/\xc3\xbc");
    row("post", "/v1/messages");
    row("GET", "/v1/messages");
    row("HEAD", "/v1/messages");
    row("OPTIONS", "/v1/messages");
    row("", "/v1/messages");
    row("PUT", "/v1/organizations/x");
    row("GET", "/v1/models/");
    row("GET", "/v1/models/a%2Fb");
    row("GET", "/v1/models/..");
}

void CatalogueTest::otherSpellingsAreUnknown() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    const auto catalogue = ProviderCatalogue::fromJson(QJsonDocument(m_good).toJson());
    QVERIFY(!(*catalogue)->provider("anthropic")->endpoint(method.toStdString(), path.toStdString()));
}

QTEST_GUILESS_MAIN(CatalogueTest)
#include "catalogue_test.moc"
