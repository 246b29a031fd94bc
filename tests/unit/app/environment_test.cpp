#include "app/launch/environment.h"
#include "app/services/runtime.h"
#include "app/services/start_options.h"
#include "app/verify/check_outcome.h"
#include "core/agent_token.h"
#include "core/placeholder.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace keysluice;
using namespace keysluice::app;

class EnvironmentTest final : public QObject {
    Q_OBJECT

    static LaunchInput input() {
        LaunchInput launch;
        launch.agentName = "my agent/ü";
        launch.token = core::newAgentToken();
        launch.address = "127.0.0.1";
        launch.port = 5397;
        launch.authorityFile = "/d/ca.pem";
        launch.bundleFile = "/d/bundle.pem";
        launch.launchId = "id";
        launch.credentials = {{"ANTHROPIC_API_KEY", "placeholder"}};
        return launch;
    }

private Q_SLOTS:
    void setsWhatClientsNeed_data() {
        QTest::addColumn<QString>("value");
        for (const char* name : {"NODE_EXTRA_CA_CERTS", "DENO_CERT"}) {
            QTest::newRow(name) << "/d/ca.pem";
        }
        for (const char* name : {"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO",
                                 "CODEX_CA_CERTIFICATE", "PERL_LWP_SSL_CA_FILE", "AWS_CA_BUNDLE", "PIP_CERT",
                                 "CARGO_HTTP_CAINFO", "NPM_CONFIG_CAFILE", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"}) {
            QTest::newRow(name) << "/d/bundle.pem";
        }
        for (const char* name : {"NO_PROXY", "no_proxy"}) {
            QTest::newRow(name) << "localhost,127.0.0.1,::1";
        }
        QTest::newRow("NODE_USE_ENV_PROXY") << "1";
        QTest::newRow("CLINE_SESSION_BACKEND_MODE") << "local";
        QTest::newRow("ANTHROPIC_API_KEY") << "placeholder";
    }

    void setsWhatClientsNeed() {
        QFETCH(QString, value);
        const EnvironmentChange change = launchEnvironment(input(), *builtInCatalogue());
        const auto entry = change.set.find(QTest::currentDataTag());
        QVERIFY(entry != change.set.end());
        QCOMPARE(QString::fromStdString(entry->second), value);
    }

    void writesTheProxyInEverySpelling() {
        LaunchInput launch = input();
        for (const bool ipv6 : {false, true}) {
            launch.address = ipv6 ? "::1" : "127.0.0.1";
            const EnvironmentChange change = launchEnvironment(launch, *builtInCatalogue());
            for (const char* name : {"HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"}) {
                const QUrl url(QString::fromStdString(change.set.at(name)), QUrl::StrictMode);
                QVERIFY(url.isValid());
                QCOMPARE(url.host(), QString::fromStdString(launch.address));
                QCOMPARE(url.port(), 5397);
                QCOMPARE(url.userName(QUrl::FullyDecoded), QString::fromUtf8("my agent/ü"));
                QCOMPARE(url.password(), QString::fromStdString(launch.token));
                QCOMPARE(tokenOfProxyUrl(change.set.at(name)), launch.token);
            }
        }
    }

    void nodeLoadsTheProxySupport() {
        LaunchInput launch = input();
        QVERIFY(!launchEnvironment(launch, *builtInCatalogue()).set.contains("NODE_OPTIONS"));
        launch.nodePreloadFile = "/with space/and \"quote\"\\p.cjs";
        launch.nodeOptions = "--max-old-space-size=512";
        const std::string once = launchEnvironment(launch, *builtInCatalogue()).set.at("NODE_OPTIONS");
        const std::string quoted = "\"/with space/and \\\"quote\\\"\\\\p.cjs\"";
        QCOMPARE(once, "--max-old-space-size=512 --require=" + quoted);
        launch.nodeOptions = once; // `env` below a launch
        QCOMPARE(launchEnvironment(launch, *builtInCatalogue()).set.at("NODE_OPTIONS"), once);
    }

    void takesAwayWhatBypasses() {
        const EnvironmentChange change = launchEnvironment(input(), *builtInCatalogue());
        const std::vector<std::string> before{"ANTHROPIC_API_KEY=sk-real",
                                              "ANTHROPIC_AUTH_TOKEN=real",
                                              "ANTHROPIC_BASE_URL=http://evil",
                                              "CLAUDE_CODE_OAUTH_TOKEN=real",
                                              "OPENAI_API_KEY=real",
                                              "OPENAI_BASE_URL=http://evil",
                                              "ALL_PROXY=socks5://x",
                                              "all_proxy=socks5://x",
                                              "NO_PROXY=api.anthropic.com",
                                              "HTTPS_PROXY=http://other",
                                              "PATH=/bin",
                                              "A=b=c"};
        const std::vector<std::string> after = changedEnvironment(before, change);
        std::map<std::string, int> names;
        for (const std::string& entry : after) {
            ++names[entry.substr(0, entry.find('='))];
            QVERIFY2(entry.find("real") == std::string::npos && entry.find("evil") == std::string::npos, entry.c_str());
        }
        for (const auto& [name, count] : names) {
            QVERIFY2(count == 1, name.c_str());
        }
        for (const char* name : {"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN",
                                 "OPENAI_API_KEY", "OPENAI_BASE_URL", "ALL_PROXY", "all_proxy"}) {
            QVERIFY2(!names.contains(name), name);
        }
        QVERIFY(std::find(after.begin(), after.end(), "A=b=c") != after.end());
    }

    void choosesTheVariableByTheStoredKind() {
        const auto catalogue = builtInCatalogue();
        const auto oauth = placeholderVariables("seed", *catalogue, {{"anthropic", "oauth_token"}});
        QCOMPARE(oauth.size(), std::size_t{1});
        QVERIFY(core::isPlaceholder(oauth.at("CLAUDE_CODE_OAUTH_TOKEN")));
        const auto none = placeholderVariables("seed", *catalogue, {});
        QVERIFY(none.contains("ANTHROPIC_API_KEY") && none.contains("OPENAI_API_KEY"));
        QVERIFY(!none.contains("CLAUDE_CODE_OAUTH_TOKEN"));
    }

    void baseUrlsCarryTheTokenAsAKey() {
        LaunchInput launch = input();
        const auto catalogue = builtInCatalogue();
        launch.credentials = placeholderVariables("seed", *catalogue, {{"anthropic", "api_key"}});
        QVERIFY(launchEnvironment(launch, *catalogue).set.count("ANTHROPIC_BASE_URL") == 0);
        QVERIFY(core::isPlaceholder(launchEnvironment(launch, *catalogue).set.at("ANTHROPIC_API_KEY")));
        launch.byBaseUrl = true;
        launch.address = "::1";
        const EnvironmentChange change = launchEnvironment(launch, *catalogue);
        QCOMPARE(change.set.at("ANTHROPIC_BASE_URL"), std::string("http://[::1]:5397/anthropic"));
        const std::string key = change.set.at("ANTHROPIC_API_KEY");
        QVERIFY(key.starts_with("sk-ant-api03-"));
        QCOMPARE(core::agentTokenIn(key), std::string_view(launch.token));
        QVERIFY(change.set.count("HTTPS_PROXY") == 1); // for everything else it asks for
        for (const char* other : {"OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY"}) { // not granted
            QVERIFY(std::count(change.unset.begin(), change.unset.end(), other) == 1);
        }
        launch.credentials = placeholderVariables("seed", *catalogue, {});
        const auto all = baseUrlVariables(launch, *catalogue);
        QCOMPARE(all.at("OPENAI_BASE_URL"), std::string("http://[::1]:5397/openai/v1"));
        QCOMPARE(core::agentTokenIn(all.at("OPENAI_API_KEY")), std::string_view(launch.token));
    }

    void quotesForEveryShell() {
        EnvironmentChange change;
        change.set["A"] = "it's $(x) `y` \\ \"z\"";
        change.unset = {"B"};
        QCOMPARE(QString::fromStdString(environmentText(change, ShellSyntax::Posix)),
                 QStringLiteral("unset B\nexport A='it'\\''s $(x) `y` \\ \"z\"'\n"));
        QCOMPARE(QString::fromStdString(environmentText(change, ShellSyntax::Fish)),
                 QStringLiteral("set -e B\nset -gx A 'it\\'s $(x) `y` \\\\ \"z\"'\n"));
        QVERIFY(environmentText(change, ShellSyntax::PowerShell).find("$Env:A = 'it''s $(x) `y` \\ \"z\"'") !=
                std::string::npos);
        const QJsonObject json =
            QJsonDocument::fromJson(QByteArray::fromStdString(environmentText(change, ShellSyntax::Json))).object();
        QCOMPARE(json.value(QLatin1String("A")).toString().toStdString(), change.set["A"]);
        QVERIFY(json.value(QLatin1String("B")).isNull());
    }

    void readsResolveOptions_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("port");
        QTest::newRow("h:443:127.0.0.1") << "127.0.0.1" << 0;
        QTest::newRow("h:443:127.0.0.1:8443") << "127.0.0.1" << 8443;
        QTest::newRow("h:443:::1") << "::1" << 0;
        QTest::newRow("h:443:[::1]:8443") << "::1" << 8443;
        QTest::newRow("h:443:[::1]") << "::1" << 0;
        for (const char* wrong :
             {"", "h", "h:443", "h:443:", ":443:1.2.3.4", "h:0:1.2.3.4", "h:x:1.2.3.4", "h:443:name",
              "h:443:1.2.3.4:", "h:443:1.2.3.4:99999", "h:443:[::1", "h:443:[::1]x", "h:443:[::1]:"}) {
            QTest::newRow(wrong) << QString() << -1;
        }
    }

    void readsResolveOptions() {
        QFETCH(QString, address);
        QFETCH(int, port);
        const auto entry = parseResolve(QTest::currentDataTag());
        QCOMPARE(entry.has_value(), port >= 0);
        if (entry) {
            QCOMPARE(QString::fromStdString(entry->address), address);
            QCOMPARE(int{entry->port}, port);
            QCOMPARE(entry->host, std::string("h"));
        }
    }

    void refusesRedirectionWithoutProof() {
        std::vector<std::string> ignored;
        ServeOptions given;
        given.allowPrivateDestinations = true;
        const auto refused = startOptions(given, false, ignored);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::FailureCode::RedirectionNeedsPassphrase);
        QVERIFY(startOptions(given, true, ignored).has_value());
        qputenv("HTTPS_PROXY", "http://127.0.0.1:1");
        qputenv("SSL_CERT_FILE", "/nowhere");
        const auto plain = startOptions({}, false, ignored);
        QVERIFY(plain && plain->access.proxyHost.empty());
        QVERIFY(ignored.size() >= 2);
        QVERIFY(qEnvironmentVariableIsEmpty("SSL_CERT_FILE")); // OpenSSL would read it by itself
        qputenv("HTTPS_PROXY", "http://127.0.0.1:1");
        const auto proven = startOptions({}, true, ignored);
        QVERIFY(proven && proven->access.proxyHost == "127.0.0.1");
        qunsetenv("HTTPS_PROXY");
    }

    void readsRetryAfter() {
        const core::UnixMs now = QDateTime(QDate(2026, 11, 24), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch();
        QCOMPARE(retryAfterSeconds("17", now), 17);
        QCOMPARE(retryAfterSeconds("Tue, 24 Nov 2026 12:01:00 GMT", now), 60);
        QCOMPARE(retryAfterSeconds("soon", now), -1);
        QCOMPARE(retryAfterSeconds("-5", now), 0);
    }
};

QTEST_GUILESS_MAIN(EnvironmentTest)
#include "environment_test.moc"
