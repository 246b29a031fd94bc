#include "support/loopback_origin.h"
#include "support/provider_certificates.h"
#include "tests/integration/app/program.h"
#include "tests/integration/app/wire_agent.h"

#include <QDirIterator>

#include <atomic>
#include <mutex>
#include <set>

using namespace keysluice;

namespace {

QByteArray keyNamed(const QByteArray& marker) {
    return "sk-ant-api03-" + marker.repeated(4).left(93) + "AA";
}
const QByteArray kFirst = keyNamed("fIrStCaNaRy0123456789xQz");
const QByteArray kSecond = keyNamed("sEcOnDcAnArY9876543210vW");
const QByteArray kRejected = keyNamed("rEjEcTeDcAnArY5678901234");
const QByteArray kPassphrase = "correct horse battery";
const QByteArray kWrongPassphrase = "wrong horse battery";

std::string answer(const char* status, const std::string& body, const std::string& fields = {}) {
    return std::string("HTTP/1.1 ") + status + "\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string post(const char* path) {
    return std::string("POST ") + path +
           " HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: placeholder\r\nContent-Length: 2\r\n\r\n{}";
}

/// Forms in which a value that leaked is likely to be found.
QList<QByteArray> forms(const QByteArray& marker) {
    const QString text = QString::fromLatin1(marker);
    QList<QByteArray> found{marker, QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2),
                            marker.toHex(), marker.toHex().toUpper()};
    for (int shift = 0; shift < 3; ++shift) {
        const QByteArray part = marker.mid(shift, (marker.size() - shift) / 3 * 3);
        found += part.toBase64();
        found += part.toBase64(QByteArray::Base64UrlEncoding);
    }
    return found;
}

} // namespace

/// The life of a key with a provider at the other end, everything that anybody gets to see of it collected and
/// searched.
class CanaryTest final : public QObject {
    Q_OBJECT

    Program m_program;
    test::ProviderCertificates m_certificates;
    test::ProviderCertificates::Identity m_identity = m_certificates.issue("api.anthropic.com");
    std::mutex m_mutex;
    std::set<std::string> m_valid;
    QByteArray m_seen; ///< by agents, terminals and pipes
    std::unique_ptr<test::LoopbackOrigin> m_origin;

    void accept(const QByteArray& key) {
        const std::lock_guard lock(m_mutex);
        m_valid = {key.toStdString()};
    }

    std::string provide(const test::WireMessage& request) {
        const std::string key = request.field("x-api-key");
        const std::string line = request.startLine();
        const std::lock_guard lock(m_mutex);
        if (line.find("/echo-header") != std::string::npos) {
            return answer("200 OK", "{}", "X-Your-Key: " + key + "\r\n");
        }
        if (line.find("/echo") != std::string::npos) {
            return answer("200 OK", "{\"you\":\"" + key + "\"}");
        }
        if (!m_valid.contains(key)) {
            return answer("401 Unauthorized", "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"}}");
        }
        return line.find("/v1/models") != std::string::npos ? answer("200 OK", "{\"data\":[{\"id\":\"m\"}]}")
                                                            : answer("200 OK", "{\"ok\":true}");
    }

    Program::Ended run(const QStringList& arguments, const QByteArray& input = {}) {
        auto ended = m_program.run(arguments, input);
        m_seen += ended.output + ended.error;
        return ended;
    }

    QByteArray files() const {
        QByteArray all;
        QDirIterator names(m_program.path(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (names.hasNext()) {
            QFile file(names.next());
            // What the test itself wrote to open the vault with.
            if (file.fileName() != m_program.path(QStringLiteral("pass")) &&
                file.fileName() != m_program.path(QStringLiteral("wrong")) && file.open(QIODevice::ReadOnly)) {
                all += file.readAll();
            }
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase() {
        m_origin = std::make_unique<test::LoopbackOrigin>(
            m_identity.certificate.get(), m_identity.key.get(),
            test::LoopbackOrigin::answering([this](const test::WireMessage& request) { return provide(request); }));
        m_program.write(QStringLiteral("provider.pem"), QByteArray::fromStdString(m_certificates.authorityPem()));
        QCOMPARE(run(m_program.proven(words("init"))).code, 0);
    }

    void livesAndIsNeverSeen() {
        const QStringList way{QStringLiteral("--upstream-ca"), m_program.path(QStringLiteral("provider.pem")),
                              QStringLiteral("--allow-private-destinations"), QStringLiteral("--resolve"),
                              QStringLiteral("api.anthropic.com:443:127.0.0.1:%1").arg(m_origin->port())};
        auto serving = std::make_unique<Serving>(m_program, way);
        const QJsonObject listening = serving->listening();
        QVERIFY(!listening.isEmpty());
        m_seen += QJsonDocument(listening).toJson();

        // Stored with a check that the provider answers; a key that it rejects is not stored.
        accept(kFirst);
        const auto added = run(m_program.proven(words("secret add --name work --json")), kFirst + "\n");
        QVERIFY2(added.code == 0, added.error.constData());
        QCOMPARE(added.json().value(QLatin1String("health")).toString(), QStringLiteral("valid"));
        const auto rejected = run(m_program.proven(words("secret add --name bad --json")), kRejected + "\n");
        QCOMPARE(rejected.code, 5);
        QVERIFY(run(words("secret show bad")).code != 0);
        QCOMPARE(run(m_program.proven(words("agent add ci --json"))).code, 0);

        // An agent gets answers by it.
        const auto given = run(words("env --agent ci --shell json"));
        QVERIFY2(given.code == 0, given.error.constData());
        const QJsonObject variables = QJsonDocument::fromJson(given.output).object();
        WireAgent agent(variables.value(QLatin1String("HTTPS_PROXY")).toString(),
                        listening.value(QLatin1String("ca")).toString());
        const auto good = agent.ask(post("/v1/messages"));
        QCOMPARE(good.status(), 200);
        QCOMPARE(good.body, std::string("{\"ok\":true}"));
        QCOMPARE(m_origin->requests().back().field("x-api-key"), kFirst.toStdString()); // injected
        const auto launched = run(words("run --agent ci -- sh -c") +
                                  QStringList{QStringLiteral("env; curl -sS -i https://api.anthropic.com/v1/messages "
                                                             "-H \"x-api-key: $ANTHROPIC_API_KEY\" -d {}")});
        QCOMPARE(launched.code, 0);
        QVERIFY2(launched.output.contains("{\"ok\":true}"), QByteArray(launched.output + launched.error).constData());

        // A provider that sends it back reaches nobody.
        for (const char* path : {"/v1/echo", "/v1/echo-header"}) {
            const auto echoed = agent.ask(post(path));
            QCOMPARE(echoed.status(), 502);
            QVERIFY2((echoed.head + echoed.body).find("leak_blocked") != std::string::npos, echoed.body.c_str());
        }

        // The provider changes its mind; the key is replaced by one that works.
        accept(kSecond);
        QCOMPARE(agent.ask(post("/v1/messages")).status(), 401);
        QCOMPARE(run(m_program.proven(words("secret rotate work --json")), kRejected).code, 5);
        const auto rotated = run(m_program.proven(words("secret rotate work --json")), kSecond);
        QVERIFY2(rotated.code == 0, rotated.error.constData());
        QCOMPARE(run(words("secret test work --json")).code, 0);
        QCOMPARE(agent.ask(post("/v1/messages")).status(), 200);
        QCOMPARE(m_origin->requests().back().field("x-api-key"), kSecond.toStdString());

        QCOMPARE(run(QStringList{QStringLiteral("--passphrase-file"), m_program.path(QStringLiteral("wrong"))} +
                     words("secret remove work"))
                     .code,
                 3);
        run(words("log --json"));
        run(words("doctor --json"));
        QCOMPARE(run(words("lock")).code, 0);
        const auto locked = agent.ask(post("/v1/messages"));
        QVERIFY2((locked.head + locked.body).find("vault_locked") != std::string::npos, locked.head.c_str());
        const QByteArray whileServing = files();
        QFile arguments(QStringLiteral("/proc/%1/cmdline").arg(listening.value(QLatin1String("pid")).toInt()));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        m_seen += arguments.readAll();
        serving->process().terminate();
        QVERIFY(serving->process().waitForFinished(30'000));
        m_seen += serving->process().readAllStandardOutput() + serving->process().readAllStandardError();
        m_seen += agent.received;

        const QByteArray all = m_seen + whileServing + files();
        const struct {
            const char* name;
            QByteArray marker;
        } secrets[] = {{"first key", kFirst.mid(13, 40)},
                       {"second key", kSecond.mid(13, 40)},
                       {"rejected key", kRejected.mid(13, 40)},
                       {"passphrase", kPassphrase},
                       {"wrong passphrase", kWrongPassphrase}};
        for (const auto& secret : secrets) {
            for (const QByteArray& form : forms(secret.marker)) {
                QVERIFY2(!all.contains(form), QByteArray(QByteArray(secret.name) + " as " + form).constData());
            }
        }
        // The search looked at the right places: each of these is from one of them.
        QVERIFY(m_seen.contains("leak_blocked"));
        QVERIFY(m_seen.contains("vault_locked"));
        QVERIFY(whileServing.contains("SQLite format 3"));
        QVERIFY(whileServing.contains("/v1/echo-header")); // a row of the activity
        QVERIFY(whileServing.contains("BEGIN CERTIFICATE"));
    }

    void theSearchFindsWhatIsThere() {
        const QByteArray marker = kFirst.mid(13, 40);
        const QString text = QString::fromLatin1(marker);
        const QList<QByteArray> leaks{QByteArray("x" + marker + "y"),
                                      QByteArray("x" + marker + "y").toHex(),
                                      QByteArray("x" + marker).toBase64(),
                                      QByteArray("xy" + marker).toBase64(),
                                      QByteArray("xyz" + marker).toBase64(),
                                      QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2)};
        for (const QByteArray& leak : leaks) {
            bool isFound = false;
            for (const QByteArray& form : forms(marker)) {
                isFound = isFound || leak.contains(form);
            }
            QVERIFY2(isFound, leak.constData());
        }
    }
};

QTEST_GUILESS_MAIN(CanaryTest)
#include "canary_test.moc"
