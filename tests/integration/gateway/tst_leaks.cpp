#include "support/content_encoder.h"
#include "support/provider_scene.h"

#include <QTest>

using namespace keysluice::test;
using keysluice::gateway::http::ContentCoding;

namespace {

const std::string kOk = "HTTP/1.1 200 OK\r\n";

std::string withLength(const std::string& fields, const std::string& body) {
    return kOk + fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string chunk(const std::string& data) {
    return QByteArray::number(static_cast<qulonglong>(data.size()), 16).toStdString() + "\r\n" + data + "\r\n";
}

std::string inBytes(const std::string& fields, const std::string& body) {
    std::string answer = kOk + fields + "Transfer-Encoding: chunked\r\n\r\n";
    for (const char c : body) {
        answer += chunk({c});
    }
    return answer + "0\r\n\r\n";
}

struct Named {
    const char* name;
    ContentCoding coding;
};
const Named kCodings[] = {{"gzip", ContentCoding::Gzip}, {"br", ContentCoding::Brotli}, {"zstd", ContentCoding::Zstd}};

std::string field(const Named& coding) {
    return std::string("Content-Encoding: ") + coding.name + "\r\n";
}

} // namespace

/// A provider that repeats the key: it does not get back to the agent, however it is wrapped.
class LeaksTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theKeyDoesNotReachTheAgent_data() {
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("code");
        const std::string& key = kAnthropicValue;
        const std::string json = "{\"" + key + "\"}";
        const auto row = [](const std::string& name, const std::string& answer, const char* code = "leak_blocked") {
            QTest::newRow(name.c_str()) << answer << std::string(code);
        };
        row("header", withLength("X-Echo: " + key + "\r\n", "ok"));
        row("header name", withLength(key + ": x\r\n", "ok"));
        row("reason", "HTTP/1.1 400 " + key + "\r\nContent-Length: 0\r\n\r\n");
        row("early hints", "HTTP/1.1 103 Early Hints\r\nLink: " + key + "\r\n\r\n" + withLength("", "ok"));
        row("body", withLength("", json));
        row("across chunks", kOk + "Transfer-Encoding: chunked\r\n\r\n" + chunk(key.substr(0, 20)) +
                                 chunk(key.substr(20)) + "0\r\n\r\n");
        row("byte by byte", inBytes("", json));
        row("coding not accepted", withLength("Content-Encoding: deflate\r\n", "abcd"), "upstream_malformed");
        row("not the coding it says", withLength("Content-Encoding: gzip\r\n", "abcd"), "upstream_malformed");
        for (const Named& coding : kCodings) {
            const std::string name = coding.name;
            row(name, withLength(field(coding), coded(coding.coding, json)));
            row(name + " byte by byte", inBytes(field(coding), coded(coding.coding, key)));
        }
    }
    void theKeyDoesNotReachTheAgent() {
        QFETCH(std::string, answer);
        QFETCH(std::string, code);
        ProviderScene scene(LoopbackOrigin::answering(answer));
        QVERIFY(scene.start());
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send(getRequest()));
        const WireMessage received = agent.receiveMessage();
        QVERIFY((received.head + received.body).find(kAnthropicValue) == std::string::npos);
        // Where the head had gone already, the connection is cut: no complete answer, never the key.
        if (received.status() == 502) {
            QCOMPARE(received.field("x-keysluice-error"), code);
        } else {
            QVERIFY(agent.waitForEnd());
        }
    }

    void trailersAndChunkLinesAreLookedAt_data() {
        QTest::addColumn<std::string>("end");
        QTest::addColumn<bool>("isHit");
        QTest::newRow("in a trailer") << "0\r\nX-Echo: " + kAnthropicValue + "\r\n\r\n" << true;
        QTest::newRow("in an extension") << "1;x=" + kAnthropicValue + "\r\n.\r\n0\r\n\r\n" << true;
        QTest::newRow("its beginning") << "0\r\nX-Echo: " + kAnthropicValue.substr(0, 30) + "\r\n\r\n" << false;
    }

    void trailersAndChunkLinesAreLookedAt() {
        QFETCH(std::string, end);
        QFETCH(bool, isHit);
        // Also when it comes in pieces.
        for (const std::size_t cut : {std::size_t{0}, end.size() / 2}) {
            ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
                origin.note(peer.receiveMessage());
                peer.send(kOk + "Transfer-Encoding: chunked\r\n\r\n" + chunk("ok") + end.substr(0, cut));
                peer.send(end.substr(cut));
            });
            QVERIFY(scene.start());
            BlockingPeer agent = scene.gate.openTunnel();
            QVERIFY(agent.send(getRequest()));
            const WireMessage received = agent.receiveMessage();
            QVERIFY((received.head + received.body).find(kAnthropicValue) == std::string::npos);
            if (isHit) {
                QCOMPARE(scene.gate.sink.waitForCode("leak_blocked").host, std::string(kAnthropic));
            } else {
                QCOMPARE(received.body, std::string("ok")); // and no trailer
                QCOMPARE(received.count("x-echo"), 0);
            }
        }
    }

    void aCodedBodyWithoutTheKeyPassesUnchanged_data() {
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("body");
        const std::string text(100'000, 'a');
        for (const Named& coding : kCodings) {
            const std::string body = coded(coding.coding, text + kAnthropicValue.substr(0, 30) + text);
            QTest::newRow(coding.name) << withLength(field(coding), body) << body;
            QTest::addRow("%s byte by byte", coding.name) << inBytes(field(coding), body) << body;
        }
    }
    void aCodedBodyWithoutTheKeyPassesUnchanged() {
        QFETCH(std::string, answer);
        QFETCH(std::string, body);
        ProviderScene scene(LoopbackOrigin::answering(answer));
        QVERIFY(scene.start());
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send(getRequest()));
        const WireMessage received = agent.receiveMessage();
        QCOMPARE(received.status(), 200);
        QVERIFY(received.body == body);
    }
};

QTEST_GUILESS_MAIN(LeaksTest)
#include "tst_leaks.moc"
