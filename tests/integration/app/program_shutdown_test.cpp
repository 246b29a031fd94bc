#include "support/loopback_origin.h"
#include "support/provider_certificates.h"
#include "tests/integration/app/wire_agent.h"

using namespace keysluice;

namespace {

constexpr double kDrainUs = 5e6; ///< core::Limits::drain
const std::string kHalf = "4\r\nhalf\r\n";
const std::string kEnd = "0\r\n\r\n";

} // namespace

/// How `serve` goes when it is asked to, with an exchange running.
class ProgramShutdownTest final : public QObject {
    Q_OBJECT

    Program m_program;
    test::ProviderCertificates m_certificates;
    test::ProviderCertificates::Identity m_identity = m_certificates.issue("api.anthropic.com");

    /// A provider that sends half an answer, more of it when `more` opens, and its end when `end` does.
    struct Scene {
        explicit Scene(ProgramShutdownTest& test)
            : origin(test.m_identity.certificate.get(), test.m_identity.key.get(),
                     [this](test::BlockingPeer& peer, test::LoopbackOrigin&) {
                         (void)peer.receiveMessage();
                         peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + kHalf);
                         if (more.wait()) {
                             peer.send(kHalf);
                         }
                         if (end.wait()) {
                             peer.send(kEnd);
                         }
                     }),
              serving(test.m_program,
                      {QStringLiteral("--resolve"),
                       QStringLiteral("api.anthropic.com:443:127.0.0.1:%1").arg(origin.port()),
                       QStringLiteral("--upstream-ca"), test.m_program.path(QStringLiteral("provider.pem"))}) {
            const auto given = test.m_program.run(words("env --agent ci --shell json"));
            WireAgent wire(
                QJsonDocument::fromJson(given.output).object().value(QLatin1String("HTTPS_PROXY")).toString(),
                serving.listening().value(QLatin1String("ca")).toString());
            agent = std::make_unique<test::BlockingPeer>(wire.openTunnel());
            isRunning = agent->send("GET /v1/stream HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n") &&
                        !agent->receiveUntil(kHalf).empty();
        }
        ~Scene() {
            more.open();
            end.open();
        }
        /// Asks once, and returns when the program said that it stops.
        bool terminate() {
            QProcess& process = serving.process();
            process.terminate();
            QByteArray said;
            while (!said.contains("\"stopping\"")) {
                if (!process.canReadLine() && !process.waitForReadyRead(20'000)) {
                    return false;
                }
                said += process.readLine();
            }
            return true;
        }

        test::Gate more;
        test::Gate end;
        test::LoopbackOrigin origin;
        Serving serving;
        std::unique_ptr<test::BlockingPeer> agent;
        bool isRunning = false;
    };

    /// The last row of that request.
    QJsonObject row() const {
        QJsonObject last;
        for (const QByteArray& line : m_program.run(words("log --json --limit 10")).output.split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            if (row.value(QLatin1String("path")).toString() == QLatin1String("/v1/stream")) {
                last = row;
            }
        }
        return last;
    }

private Q_SLOTS:
    void initTestCase() {
        prepareVault(m_program);
        m_program.write(QStringLiteral("provider.pem"), QByteArray::fromStdString(m_certificates.authorityPem()));
    }

    void theFirstRequestLetsExchangesFinish() {
        Scene scene(*this);
        QVERIFY(scene.isRunning);
        QVERIFY(scene.terminate());
        scene.more.open();
        QVERIFY(!scene.agent->receiveUntil(kHalf).empty());
        scene.end.open();
        QVERIFY(!scene.agent->receiveUntil(kEnd).empty());
        QVERIFY(scene.serving.process().waitForFinished(20'000));
        QCOMPARE(scene.serving.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(scene.serving.process().exitCode(), 0);
        QCOMPARE(row().value(QLatin1String("complete")).toBool(), true);
    }

    void theSecondIsImmediate() {
        Scene scene(*this);
        QVERIFY(scene.isRunning);
        QVERIFY(scene.terminate());
        scene.more.open();
        QVERIFY(!scene.agent->receiveUntil(kHalf).empty()); // it goes on
        QCOMPARE(scene.serving.process().state(), QProcess::Running);
        scene.serving.process().terminate();
        QVERIFY(scene.serving.process().waitForFinished(20'000));
        QCOMPARE(scene.serving.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(scene.serving.process().exitCode(), 0);
        QVERIFY(scene.agent->waitForEnd());
        QVERIFY(!scene.agent->endedCleanly()); // what the agent has does not look complete
        const QJsonObject cut = row();
        QCOMPARE(cut.value(QLatin1String("code")).toString(), QStringLiteral("canceled"));
        // Else it had waited for the exchange all the same.
        QVERIFY(cut.value(QLatin1String("totalUs")).toDouble() < kDrainUs);
    }
};

QTEST_GUILESS_MAIN(ProgramShutdownTest)
#include "program_shutdown_test.moc"
