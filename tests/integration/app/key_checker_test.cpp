#include "app/services/runtime.h"
#include "app/verify/check_outcome.h"
#include "app/verify/key_checker.h"
#include "support/loopback_origin.h"
#include "support/provider_certificates.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>
#include <unistd.h>

using namespace keysluice;
using Result = ui::KeyCheckOutcome::Result;

namespace {

const std::string kMarker = "mArKeRofTheKeyMArKeRofTheKeyMArKeR0123456789";
const std::string kList = "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],\"has_more\":false}";
QByteArray g_said; // everything that Qt or we logged

void remember(QtMsgType /*type*/, const QMessageLogContext& /*context*/, const QString& message) {
    g_said.append(message.toUtf8()).append('\n');
}

std::string answer(const std::string& status, const std::string& body, const std::string& fields = {}) {
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string listOfSize(std::size_t bytes) {
    const std::string head = "{\"data\":[],\"more\":\"";
    return head + std::string(bytes - head.size() - 2, 'x') + "\"}";
}

std::uint16_t closedPort() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(descriptor);
    return ntohs(address.sin_port);
}

/// One provider of the catalogue on 127.0.0.1, and checks of keys that go there.
class Scene {
public:
    explicit Scene(test::LoopbackOrigin::Script script, const std::string& providerId = "anthropic",
                   test::ProviderCertificates::Kind kind = test::ProviderCertificates::Kind::Good,
                   const std::string& certificateHost = {})
        : provider(*m_catalogue->provider(providerId)),
          m_identity(m_certificates.issue(certificateHost.empty() ? provider.hosts.front() : certificateHost, kind)),
          origin(m_identity.certificate.get(), m_identity.key.get(), std::move(script)) {
        access.extraCaPem = m_certificates.authorityPem();
        access.resolve = {{provider.hosts.front(), 443, "127.0.0.1", origin.port()}};
    }

    std::unique_ptr<ui::KeyCheck> begin(const std::string& kindId = "api_key") {
        const app::KeyChecker checker([this] { return access; }, limits);
        auto check = checker.check(provider, *provider.kind(kindId), core::SecretBytes::copyOf(kMarker));
        QObject::connect(check.get(), &ui::KeyCheck::finished, check.get(), [this](const ui::KeyCheckOutcome& told) {
            ++times;
            outcome = told;
        });
        return check;
    }

    /// The outcome of a whole check, whose texts never hold the key.
    ui::KeyCheckOutcome run(const std::string& kindId = "api_key") {
        const auto check = begin(kindId);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(times > 0, 30'000); }();
        QCoreApplication::processEvents();
        [&] { QCOMPARE(times, 1); }();
        [&] { QVERIFY((outcome.host + outcome.detail).find(kMarker) == std::string::npos); }();
        return outcome;
    }

private:
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue = app::builtInCatalogue();
    test::ProviderCertificates m_certificates;

public:
    core::Provider provider;
    app::UpstreamAccess access;
    app::KeyChecker::Limits limits;
    int times = 0;
    ui::KeyCheckOutcome outcome;

private:
    test::ProviderCertificates::Identity m_identity;

public:
    test::LoopbackOrigin origin;
};

} // namespace

/// What a provider, a network or an attacker in it can answer to the question whether a key works.
class KeyCheckerTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"SSL_CERT_FILE", "HTTPS_PROXY", "https_proxy"}) {
            qunsetenv(name);
        }
        qInstallMessageHandler(remember);
    }
    void cleanupTestCase() {
        qInstallMessageHandler(nullptr);
        QVERIFY2(!g_said.contains(kMarker.c_str()), g_said.constData());
    }

    void readsTheAnswer_data() {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<Result>("result");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("models");
        QTest::addColumn<qint64>("retryAfter");
        const std::string error = "{\"type\":\"error\",\"error\":{\"message\":\"no: " + kMarker + "\"}}";
        const auto row = [](const char* name, const std::string& sent, Result result, int status, int models = -1,
                            qint64 retryAfter = -1) {
            QTest::newRow(name) << QByteArray::fromStdString(sent) << result << status << models << retryAfter;
        };
        row("valid", answer("200 OK", kList), Result::Valid, 200, 3);
        row("valid without models", answer("200 OK", "{\"data\":[]}"), Result::Valid, 200, 0);
        row("401", answer("401 Unauthorized", error), Result::Rejected, 401);
        row("401 with a login", answer("401 Unauthorized", error, "WWW-Authenticate: Basic realm=\"x\"\r\n"),
            Result::Rejected, 401);
        row("402", answer("402 Payment Required", error), Result::OutOfCredit, 402);
        row("403", answer("403 Forbidden", error), Result::Restricted, 403);
        row("429", answer("429 Too Many Requests", error), Result::RateLimited, 429);
        row("429 with seconds", answer("429 Too Many Requests", error, "Retry-After: 17\r\n"), Result::RateLimited, 429,
            -1, 17);
        row("429 with nonsense", answer("429 Too Many Requests", error, "Retry-After: soon\r\n"), Result::RateLimited,
            429);
        row("500", answer("500 Internal Server Error", error), Result::ProviderError, 500);
        row("503", answer("503 Service Unavailable", error), Result::ProviderError, 503);
        row("529", answer("529 Overloaded", error), Result::ProviderBusy, 529);
        row("redirect", answer("302 Found", {}, "Location: https://evil.invalid/?" + kMarker + "\r\n"),
            Result::Unexpected, 302);
        row("404", answer("404 " + kMarker, error), Result::Unexpected, 404);
        row("text", answer("200 OK", "welcome to the hotel's network " + kMarker), Result::Unexpected, 200);
        row("another object", answer("200 OK", "{\"models\":[1]}"), Result::Unexpected, 200);
        row("data of another shape", answer("200 OK", "{\"data\":{\"a\":1}}"), Result::Unexpected, 200);
        row("a list of the largest size", answer("200 OK", listOfSize(1024 * 1024)), Result::Valid, 200, 0);
        row("one byte more", answer("200 OK", listOfSize(1024 * 1024 + 1)), Result::Unexpected, 200);
        row("cut off", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":[]}", Result::Unexpected, 200);
    }

    void readsTheAnswer() {
        QFETCH(QByteArray, sent);
        QFETCH(Result, result);
        // One answer per connection: a body that is cut off ends there.
        Scene scene([sent](test::BlockingPeer& peer, test::LoopbackOrigin& origin) {
            origin.note(peer.receiveMessage());
            (void)peer.send(sent.toStdString());
        });
        const auto outcome = scene.run();
        QVERIFY2(outcome.result == result,
                 (std::string(app::resultName(outcome.result)) + ": " + outcome.detail).c_str());
        QTEST(outcome.status, "status");
        QTEST(outcome.models, "models");
        QTEST(static_cast<qint64>(outcome.retryAfterSeconds), "retryAfter");
        QCOMPARE(outcome.host, std::string("api.anthropic.com"));
        QCOMPARE(outcome.savesChecked(), result == Result::Valid);
        QCOMPARE(outcome.mayBeSaved(), result != Result::Rejected);
        QCOMPARE(scene.origin.requests().size(), std::size_t{1}); // no second try, no redirect
    }

    void readsTheDateToRetryAfter() {
        const QByteArray date = QDateTime::currentDateTimeUtc().addSecs(90).toString(Qt::RFC2822Date).toLatin1();
        Scene scene(test::LoopbackOrigin::answering(
            answer("429 Too Many Requests", "{}",
                   "Retry-After: " + QByteArray(date).replace("+0000", "GMT").toStdString() + "\r\n")));
        const auto outcome = scene.run();
        QVERIFY2(outcome.retryAfterSeconds > 60 && outcome.retryAfterSeconds <= 90,
                 std::to_string(outcome.retryAfterSeconds).c_str());
    }

    void asksAsTheProviderWants_data() {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("absent");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("beta");
        const QString key = QString::fromStdString(kMarker);
        const QString bearer = QStringLiteral("Bearer ") + key;
        QTest::newRow("Anthropic API key") << "anthropic"
                                           << "api_key"
                                           << "x-api-key" << key << "authorization"
                                           << "2023-06-01"
                                           << "";
        QTest::newRow("Anthropic OAuth token") << "anthropic"
                                               << "oauth_token"
                                               << "authorization" << bearer << "x-api-key"
                                               << "2023-06-01"
                                               << "oauth-2025-04-20";
        QTest::newRow("OpenAI API key") << "openai"
                                        << "api_key"
                                        << "authorization" << bearer << "x-api-key"
                                        << ""
                                        << "";
    }

    void asksAsTheProviderWants() {
        QFETCH(QString, provider);
        QFETCH(QString, kind);
        QFETCH(QString, header);
        QFETCH(QString, absent);
        Scene scene(test::LoopbackOrigin::answering(answer("200 OK", kList)), provider.toStdString());
        QVERIFY(scene.run(kind.toStdString()).result == Result::Valid);
        const auto requests = scene.origin.requests();
        QCOMPARE(requests.size(), std::size_t{1});
        const test::WireMessage& request = requests.front();
        const auto field = [&request](const QString& name) {
            return QString::fromStdString(request.field(name.toStdString()));
        };
        QCOMPARE(request.startLine(), std::string("GET /v1/models HTTP/1.1"));
        QCOMPARE(request.field("host"), scene.provider.hosts.front());
        QTEST(field(header), "value");
        QCOMPARE(request.count(header.toStdString()), 1);
        QCOMPARE(request.count(absent.toStdString()), 0);
        QTEST(field(QStringLiteral("anthropic-version")), "version");
        QTEST(field(QStringLiteral("anthropic-beta")), "beta");
        QCOMPARE(request.field("accept-encoding"), std::string("identity"));
        QVERIFY(request.field("user-agent").starts_with("keysluice/"));
        QCOMPARE(request.count("cookie"), 0);
        QVERIFY(request.startLine().find(kMarker) == std::string::npos);
    }

    void putsTheKeyWhereItGoes() {
        const auto ask = [](core::Injection injection, const char* path, bool isThere) {
            Scene scene(test::LoopbackOrigin::answering(answer("200 OK", kList)));
            scene.provider.kinds.front().injection = std::move(injection);
            scene.provider.verification.path = path;
            if (!isThere) {
                scene.access.resolve.front().port = closedPort();
            }
            scene.run(); // none of its texts holds the key
            const auto requests = scene.origin.requests();
            return requests.empty() ? std::string() : requests.front().startLine();
        };
        const auto query = core::injectionIntoQuery("appid");
        const auto place = core::injectionIntoPath("/bot{value}/");
        QVERIFY(query && place);
        QCOMPARE(ask(*query, "/v1/models", true), "GET /v1/models?appid=" + kMarker + " HTTP/1.1");
        QCOMPARE(ask(*place, "/bot/getMe", true), "GET /bot" + kMarker + "/getMe HTTP/1.1");
        QCOMPARE(ask(*query, "/v1/models", false), std::string());
        QCOMPARE(ask(*place, "/bot/getMe", false), std::string());
    }

    void sendsNoKeyToWhoCannotProveItself_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("isTrusted");
        using Kind = test::ProviderCertificates::Kind;
        QTest::newRow("authority of somebody else") << int(Kind::Good) << "api.anthropic.com" << false;
        QTest::newRow("another host") << int(Kind::Good) << "api.anthropic.com.evil.invalid" << true;
        QTest::newRow("expired") << int(Kind::Expired) << "api.anthropic.com" << true;
        QTest::newRow("self-signed") << int(Kind::SelfSigned) << "api.anthropic.com" << true;
    }

    void sendsNoKeyToWhoCannotProveItself() {
        QFETCH(int, kind);
        QFETCH(QString, host);
        QFETCH(bool, isTrusted);
        Scene scene(test::LoopbackOrigin::answering(answer("200 OK", kList)), "anthropic",
                    static_cast<test::ProviderCertificates::Kind>(kind), host.toStdString());
        if (!isTrusted) {
            scene.access.extraCaPem.clear();
        }
        const auto outcome = scene.run();
        QCOMPARE(app::resultName(outcome.result), "tls_failed");
        QVERIFY(!outcome.detail.empty()); // what was wrong with the certificate
        QCOMPARE(outcome.status, 0);
        QVERIFY(scene.origin.requests().empty());
    }

    void tellsWhyThereIsNoAnswer() {
        Scene refused(test::LoopbackOrigin::answering(std::string()));
        refused.access.resolve.front().port = closedPort();
        QCOMPARE(app::resultName(refused.run().result), "connect_failed");

        Scene unknown(test::LoopbackOrigin::answering(std::string()));
        unknown.limits.time = std::chrono::seconds(60); // resolvers try again and again
        unknown.access.resolve.front().address = "no-such-host.invalid";
        QCOMPARE(app::resultName(unknown.run().result), "dns_failed");

        Scene proxy(test::LoopbackOrigin::answering(answer("200 OK", kList)));
        proxy.access.proxyHost = "127.0.0.1";
        proxy.access.proxyPort = closedPort();
        QCOMPARE(app::resultName(proxy.run().result), "proxy_failed");
        QCOMPARE(proxy.origin.connections(), 0); // never around the proxy

        test::LoopbackOrigin wantsLogin(nullptr, nullptr,
                                        test::LoopbackOrigin::answering("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                                                        "Proxy-Authenticate: Basic realm=\"x\"\r\n"
                                                                        "Content-Length: 0\r\n\r\n"));
        Scene login(test::LoopbackOrigin::answering(answer("200 OK", kList)));
        login.access.proxyHost = "127.0.0.1";
        login.access.proxyPort = wantsLogin.port();
        QCOMPARE(app::resultName(login.run().result), "proxy_failed");
        QCOMPARE(login.origin.connections(), 0);

        Scene closing([](test::BlockingPeer& peer, test::LoopbackOrigin& origin) {
            origin.note(peer.receiveMessage());
            peer.reset();
        });
        QCOMPARE(app::resultName(closing.run().result), "connect_failed");
    }

    void givesUpInTime_data() {
        QTest::addColumn<bool>("drips");
        QTest::newRow("silence") << false;
        QTest::newRow("an answer without an end") << true;
    }

    void givesUpInTime() {
        QFETCH(bool, drips);
        Scene scene([drips](test::BlockingPeer& peer, test::LoopbackOrigin& origin) {
            origin.note(peer.receiveMessage());
            if (!drips) {
                (void)peer.waitForEnd();
                return;
            }
            (void)peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (peer.send("1\r\nx\r\n")) {
                QTest::qSleep(10);
            }
        });
        scene.limits.time = std::chrono::milliseconds(400);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(app::resultName(scene.run().result), "timed_out");
        QVERIFY(timer.elapsed() >= 400);
        QVERIFY(scene.origin.waitForClosed(1)); // nothing stays behind
    }

    void canBeCancelledOrForgotten() {
        const auto script = [](test::BlockingPeer& peer, test::LoopbackOrigin& origin) {
            origin.note(peer.receiveMessage());
            (void)peer.waitForEnd();
        };
        Scene cancelled(script);
        auto check = cancelled.begin();
        QTRY_VERIFY(!cancelled.origin.requests().empty());
        check->cancel();
        check->cancel();
        QTRY_COMPARE(cancelled.times, 1);
        QCOMPARE(app::resultName(cancelled.outcome.result), "cancelled");
        QVERIFY(!cancelled.outcome.mayBeSaved());
        QVERIFY(cancelled.origin.waitForClosed(1));
        QCOMPARE(cancelled.times, 1);

        Scene early(script);
        check = early.begin();
        check->cancel(); // before anything was asked
        QTRY_COMPARE(early.times, 1);
        QCOMPARE(early.origin.connections(), 0);

        Scene forgotten(script);
        check = forgotten.begin();
        QTRY_VERIFY(!forgotten.origin.requests().empty());
        check.reset();
        QTRY_VERIFY(forgotten.origin.waitForClosed(1));
        QCOMPARE(forgotten.times, 0);
    }

    void reachesWithoutAKey() {
        Scene scene(test::LoopbackOrigin::answering(
            answer("401 Unauthorized", "{}", "Date: Tue, 24 Nov 2026 10:00:00 GMT\r\n")));
        const app::KeyChecker checker([&scene] { return scene.access; });
        const auto check = checker.reach(scene.provider);
        ui::KeyCheckOutcome outcome;
        connect(check.get(), &ui::KeyCheck::finished, this,
                [&outcome](const ui::KeyCheckOutcome& told) { outcome = told; });
        QTRY_COMPARE(outcome.status, 401);
        QCOMPARE(outcome.detail, std::string("date=1795514400000"));
        QCOMPARE(scene.origin.requests().front().count("x-api-key"), 0);
        QCOMPARE(scene.origin.requests().front().count("authorization"), 0);
    }
};

QTEST_GUILESS_MAIN(KeyCheckerTest)
#include "key_checker_test.moc"
