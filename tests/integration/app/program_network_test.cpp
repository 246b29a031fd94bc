#include "tests/integration/app/program.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

/// Where an instance listens, and how it goes out.
class ProgramNetworkTest final : public QObject {
    Q_OBJECT

    Program m_program;

private Q_SLOTS:
    void initTestCase() { prepareVault(m_program); }

    void listensOnIpv6_data() {
        QTest::addColumn<QString>("address");
        QTest::newRow("bare") << QStringLiteral("::1");
        QTest::newRow("as in a URL") << QStringLiteral("[::1]");
    }

    void listensOnIpv6() {
        QFETCH(QString, address);
        const Serving serving(m_program, {QStringLiteral("--listen"), address});
        const QString listening = serving.listening().value(QLatin1String("address")).toString();
        QVERIFY2(listening.startsWith(QLatin1String("[::1]:")), qPrintable(listening));
        // The environment of an agent leads there, and what is there is the gateway.
        const auto given = m_program.run(words("env --agent ci --shell json"));
        const QUrl proxy(QJsonDocument::fromJson(given.output).object().value(QLatin1String("HTTPS_PROXY")).toString());
        QCOMPARE(proxy.host(), QStringLiteral("::1"));
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), static_cast<quint16>(proxy.port()));
        QVERIFY(socket.waitForConnected(10'000));
        socket.write("GET /healthz HTTP/1.1\r\nHost: " + listening.toLatin1() + "\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(10'000));
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 "));
    }

    void refusesAnAddressThatIsNotHere() {
        for (const char* address : {"192.0.2.1", "[::1", "nonsense", "[::1]:80"}) {
            const auto refused =
                m_program.run(m_program.proven(words("--json serve --port 0 --listen")) + words(address));
            QVERIFY2(refused.code == 1 && refused.error.count('\n') == 1, refused.error.constData());
            QVERIFY2(refused.output.contains("AddressUnavailable"), refused.output.constData());
        }
    }

    void saysThatItsUpstreamProxyIsItself() {
        // Nobody but us uses these addresses, and nobody gets this port on all of them while it is taken on one.
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress(QStringLiteral("127.0.0.77"))));
        const QString itself = QStringLiteral("127.0.0.78:%1").arg(holder.serverPort());
        Serving serving(m_program,
                        {QStringLiteral("--listen"), QStringLiteral("127.0.0.78"), QStringLiteral("--upstream-proxy"),
                         QStringLiteral("http://user:password@") + itself},
                        holder.serverPort());
        QCOMPARE(serving.listening().value(QLatin1String("address")).toString(), itself);
        const auto status = m_program.run(words("--json status"));
        const QJsonObject warning =
            status.json().value(QLatin1String("gateway")).toObject().value(QLatin1String("warning")).toObject();
        QVERIFY2(warning.value(QLatin1String("context")).toString() == itself, status.output.constData());
        QVERIFY(m_program.run(words("status")).output.contains("is this gateway itself"));
        QVERIFY(m_program.run(words("doctor")).output.contains("is this gateway itself"));
        serving.process().terminate();
        QVERIFY(serving.process().waitForFinished(20'000));
        const QByteArray said = serving.process().readAllStandardError();
        QCOMPARE(said.count(itself.toLatin1()), 1);
        QVERIFY2(said.contains("is this gateway itself") && !said.contains("password"), said.constData());
    }

    void plainRequestGoesThroughTheUpstreamProxy() {
        QTcpServer proxy;
        QVERIFY(proxy.listen(QHostAddress::LocalHost));
        const Serving serving(m_program, {QStringLiteral("--upstream-proxy"),
                                          QStringLiteral("http://user:password@127.0.0.1:%1").arg(proxy.serverPort())});
        const auto given = m_program.run(words("env --agent ci --shell json"));
        const QUrl url(QJsonDocument::fromJson(given.output).object().value(QLatin1String("http_proxy")).toString());
        QTcpSocket agent;
        agent.connectToHost(url.host(), static_cast<quint16>(url.port()));
        QVERIFY(agent.waitForConnected(10'000));
        const QByteArray login = (url.userName() + QLatin1Char(':') + url.password()).toUtf8().toBase64();
        agent.write("GET http://example.test/a?b HTTP/1.1\r\nHost: example.test\r\nProxy-Authorization: Basic " +
                    login + "\r\n\r\n");
        QVERIFY(agent.waitForBytesWritten(10'000));
        QVERIFY(proxy.waitForNewConnection(10'000));
        QTcpSocket* upstream = proxy.nextPendingConnection();
        QByteArray received;
        while (!received.contains("\r\n\r\n") && upstream->waitForReadyRead(10'000)) {
            received += upstream->readAll();
        }
        QVERIFY2(received.startsWith("GET http://example.test/a?b HTTP/1.1\r\n"), received.constData());
        // The upstream proxy gets its own credentials, and never the agent's token.
        const QByteArray own = "Basic " + QByteArray("user:password").toBase64() + "\r\n";
        QVERIFY2(received.contains(own), received.constData());
        QVERIFY(!received.contains(login) && !received.contains(url.password().toLatin1()));
        QCOMPARE(received.toLower().count("proxy-authorization:"), 1);
        upstream->write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        QVERIFY(upstream->waitForBytesWritten(10'000));
        QByteArray answer;
        while (!answer.endsWith("hello") && agent.waitForReadyRead(10'000)) {
            answer += agent.readAll();
        }
        QVERIFY2(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\nhello"), answer.constData());
    }
};

QTEST_GUILESS_MAIN(ProgramNetworkTest)
#include "program_network_test.moc"
