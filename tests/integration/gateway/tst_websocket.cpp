// WebSockets: the handshake as a request, frames both ways, and what does not get through.
#include "support/websocket_scene.h"

#include <QtTest>

#include <sys/socket.h>

#include <atomic>
#include <thread>

using namespace keysluice;
using namespace keysluice::test;

namespace {

/// To a host that is not opened up, without TLS.
std::string plainUpgradeRequest(const GatewayFixture& gate) {
    return "GET http://plain.test/chat HTTP/1.1\r\nHost: plain.test\r\n" + gate.proxyAuthorization() +
           "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
           kSocketKey + "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
}

} // namespace

class WebSocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handshakeCarriesTheKey();
    void malformedHandshakesAreRefused_data();
    void malformedHandshakesAreRefused();
    void refusalsOfTheProviderPass_data();
    void refusalsOfTheProviderPass();
    void wrongAnswersAreNotPassedOn_data();
    void wrongAnswersAreNotPassedOn();
    void nothingIsSentOnBeforeTheProviderAgreed();
    void bytesBehindTheAnswerBelongToTheSocket();
    void largeMessagesPassBothWaysAtOnce();
    void slowAgentHoldsTheProviderBack();
    void extensionsAreOfferedOnlyWithoutAKey();
    void leaksAreCut_data();
    void leaksAreCut();
    void keyInTheHandshakesAnswerIsBlocked();
    void brokenFramesAreCut_data();
    void brokenFramesAreCut();
    void plainHostsAreReachedTheSameWay();
};

void WebSocketTest::handshakeCarriesTheKey() {
    ProviderScene scene(upgrading(echo));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(
        agent.send("GET /v1/responses?model=x HTTP/1.1\r\nHost: api.anthropic.com\r\nSec-WebSocket-Key: " + kSocketKey +
                   "\r\nconnection: keep-alive, Upgrade, X-Hop\r\nupgrade: WebSocket\r\nX-Hop: 1\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: a, b\r\nAuthorization: Bearer " +
                   kPlaceholder + "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage(false);
    QCOMPARE(answer.head, "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + kSocketAccept +
                              "\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
    QVERIFY(agent.send(fromAgent("hello")));
    QCOMPARE(agent.receiveUntil("hello"), fromProvider("hello"));
    QCOMPARE(scene.origin.requests().front().head,
             "GET /v1/responses?model=x HTTP/1.1\r\nHost: api.anthropic.com\r\nSec-WebSocket-Key: " + kSocketKey +
                 "\r\nconnection: Upgrade\r\nupgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Protocol: a, b\r\nx-api-key: " +
                 kAnthropicValue + "\r\naccept-encoding: identity\r\n\r\n");
}

void WebSocketTest::malformedHandshakesAreRefused_data() {
    QTest::addColumn<std::string>("from");
    QTest::addColumn<std::string>("to");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char* name, const std::string& from, const std::string& to) {
        QTest::newRow(name) << from << to << std::string(name).substr(0, std::string(name).find(' '));
    };
    row("websocket_method", "GET ", "POST ");
    row("websocket_connection", "Connection: Upgrade\r\n", "");
    row("websocket_body", "x-api-key", "Content-Length: 3\r\nx-api-key");
    row("websocket_body (chunked)", "x-api-key", "Transfer-Encoding: chunked\r\nx-api-key");
    row("websocket_version", "Version: 13", "Version: 8");
    row("websocket_key", kSocketKey, "dGhlIHNhbXBsZQ==");
    row("websocket_key (smuggled)", "x-api-key", "Sec_WebSocket_Key: " + kSocketKey + "\r\nx-api-key");
    row("websocket_offered", "x-api-key", "Sec-WebSocket-Protocol: a, a\r\nx-api-key");
}

void WebSocketTest::malformedHandshakesAreRefused() {
    QFETCH(std::string, from);
    QFETCH(std::string, to);
    QFETCH(std::string, reason);
    ProviderScene scene(upgrading(echo));
    QVERIFY(scene.start());
    std::string request = upgradeRequest();
    request.replace(request.find(from), from.size(), to);
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request + fromAgent("GET / HTTP/1.1\r\n\r\n")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 400);
    QVERIFY(answer.body.find("\"reason\":\"" + reason + "\"") != std::string::npos);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.origin.connections(), 0);
}

void WebSocketTest::refusalsOfTheProviderPass_data() {
    QTest::addColumn<int>("status");
    for (const int status : {200, 401, 403, 404, 426, 429, 503}) {
        QTest::addRow("%d", status) << status;
    }
}

void WebSocketTest::refusalsOfTheProviderPass() {
    QFETCH(int, status);
    ProviderScene scene(LoopbackOrigin::answering([status](const WireMessage& request) {
        return request.field("upgrade").empty()
                   ? kJsonAnswer
                   : "HTTP/1.1 " + std::to_string(status) + " No\r\nX-Reason: because\r\nContent-Length: 4\r\n\r\nnope";
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.field("x-reason"), std::string("because"));
    QCOMPARE(answer.body, std::string("nope"));
    QCOMPARE(socketRow(scene).status, status);
    // Both connections serve on.
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().body, std::string("{\"ok\":true}"));
    QCOMPARE(scene.origin.connections(), 1);
}

void WebSocketTest::wrongAnswersAreNotPassedOn_data() {
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char* reason, const std::string& from, const std::string& to) {
        std::string answer = upgradeAnswer();
        answer.replace(answer.find(from), from.size(), to);
        QTest::addRow("%s, %s", reason, to.c_str()) << answer << std::string(reason);
    };
    row("websocket_accept", "s3pP", "S3pP");
    row("websocket_accept", "Sec-WebSocket-Accept", "X-Accept");
    row("websocket_upgrade", "Upgrade: websocket", "Upgrade: h2c");
    row("websocket_upgrade", "Connection: Upgrade", "Connection: close");
    row("websocket_extension", "Sec-WebSocket-Accept",
        "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Accept");
    row("websocket_protocol", "Sec-WebSocket-Accept", "Sec-WebSocket-Protocol: x\r\nSec-WebSocket-Accept");
    row("websocket_body", "Sec-WebSocket-Accept", "Content-Length: 5\r\nSec-WebSocket-Accept");
}

void WebSocketTest::wrongAnswersAreNotPassedOn() {
    QFETCH(std::string, answer);
    QFETCH(std::string, reason);
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(answer + fromProvider("hello"));
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest("Sec-WebSocket-Extensions: permessage-deflate\r\n")));
    const WireMessage received = agent.receiveMessage();
    QCOMPARE(received.status(), 502);
    QCOMPARE(received.field("x-keysluice-error"), std::string("upstream_malformed"));
    QCOMPARE(scene.gate.sink.waitForCode("upstream_malformed").detail, reason);
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.buffered().empty());
}

void WebSocketTest::nothingIsSentOnBeforeTheProviderAgreed() {
    // What follows the handshake would be a request with somebody else's key to a provider that says 200.
    Gate mayAnswer;
    std::string early;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request = peer.receiveMessage();
        if (request.head.empty()) {
            return;
        }
        origin.note(std::move(request));
        mayAnswer.wait();
        timeval briefly{0, 50'000};
        ::setsockopt(peer.socket(), SOL_SOCKET, SO_RCVTIMEO, &briefly, sizeof briefly);
        early = peer.receive();
        peer.send(kJsonAnswer);
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest() + "POST /v1/smuggled HTTP/1.1\r\nHost: evil.test\r\n\r\n"));
    QVERIFY(scene.origin.waitForRequests(1));
    QVERIFY(agent.send("more"));
    mayAnswer.open();
    QCOMPARE(agent.receiveMessage().status(), 200);
    // Then it is the agent's next request, and judged as one.
    QCOMPARE(agent.receiveMessage().status(), 421);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(early, std::string());
    QCOMPARE(scene.origin.requests().size(), std::size_t{1});
}

void WebSocketTest::bytesBehindTheAnswerBelongToTheSocket() {
    std::string first;
    Gate done;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(upgradeAnswer() + fromProvider("greeting"));
        first = peer.receiveUntil("early");
        done.open();
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest() + fromAgent("early")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 101 "));
    QCOMPARE(agent.receiveUntil("greeting"), fromProvider("greeting"));
    QVERIFY(done.wait());
    QCOMPARE(first, fromAgent("early"));
}

void WebSocketTest::largeMessagesPassBothWaysAtOnce() {
    // Both sides send all the time, and neither waits for the other: a direction that the other could starve would
    // make this stand still. Without TLS, so that a thread may send while another one receives.
    constexpr std::size_t kMessages = 100;
    const std::string payload(256 * 1024, 'x');
    const std::string there = fromAgent(payload);
    const std::string back = fromProvider(payload);
    const auto exchange = [](BlockingPeer& peer, const std::string& mine, std::size_t expected) {
        std::thread sender([&] {
            for (std::size_t i = 0; i < kMessages; ++i) {
                peer.send(mine);
            }
        });
        std::size_t received = 0;
        for (std::string part; received < expected && !(part = peer.receive()).empty();) {
            received += part.size();
        }
        sender.join();
        return received;
    };
    std::atomic<std::size_t> atProvider{0};
    LoopbackOrigin origin(nullptr, nullptr, upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
                              atProvider = exchange(peer, back, kMessages * there.size());
                          }));
    GatewayFixture gate;
    gate.snapshot.resolve.push_back({"plain.test", 80, "127.0.0.1", origin.port()});
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(plainUpgradeRequest(gate)));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 101 "));
    QCOMPARE(exchange(agent, there, kMessages * back.size()), kMessages * back.size());
    QVERIFY(agent.waitForEnd());
    agent.close();
    const core::ActivityRecord row = gate.sink.waitFor(isSocket);
    QCOMPARE(atProvider.load(), kMessages * there.size());
    QCOMPARE(row.status, 101);
    QVERIFY(row.complete);
    QCOMPARE(row.bytesToProvider, std::uint64_t{kMessages * there.size()});
    QCOMPARE(row.bytesToAgent, std::uint64_t{kMessages * back.size()});
    QVERIFY(row.totalUs > 0);
}

void WebSocketTest::slowAgentHoldsTheProviderBack() {
    constexpr std::size_t kMost = 64 * 1024 * 1024;
    const std::string unit = fromProvider(std::string(65536, 'y'));
    std::atomic<std::size_t> sent{0};
    Gate isStuck;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        timeval briefly{0, 300'000};
        ::setsockopt(peer.socket(), SOL_SOCKET, SO_SNDTIMEO, &briefly, sizeof briefly);
        while (sent < kMost && peer.send(unit)) {
            sent += unit.size();
        }
        isStuck.open();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(isStuck.wait()); // though the agent reads nothing
    QVERIFY2(sent < kMost, "the gateway took everything in");
}

void WebSocketTest::extensionsAreOfferedOnlyWithoutAKey() {
    const std::string deflate = "permessage-deflate; client_max_window_bits";
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request = peer.receiveMessage();
        const bool isOffered = request.count("sec-websocket-extensions") > 0;
        origin.note(std::move(request));
        peer.send(upgradeAnswer(isOffered ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : ""));
        // A compressed message, as its reserved bit says.
        peer.send(isOffered ? std::string("\xC1\x01z", 3) : fromProvider("z"));
        (void)peer.waitForEnd();
    });
    scene.gate.snapshot.credentials.erase(scene.gate.snapshot.credentials.begin());
    QVERIFY(scene.start());
    const std::string offered = "Sec-WebSocket-Extensions: " + deflate + "\r\n";
    BlockingPeer own = scene.gate.openTunnel();
    std::string request = upgradeRequest(offered);
    request.replace(request.find(kPlaceholder), kPlaceholder.size(), "sk-ant-api03-a-key-of-the-agents-own");
    QVERIFY(own.send(request));
    const std::string head = own.receiveHead();
    QVERIFY(head.find("Sec-WebSocket-Extensions: permessage-deflate\r\n") != std::string::npos);
    QCOMPARE(own.receiveUntil("z"), std::string("\xC1\x01z", 3));
    QCOMPARE(scene.origin.requests().back().field("sec-websocket-extensions"), deflate);
    own.close();

    scene.gate.snapshot.credentials.push_back(scene.gate.snapshot.credentials.front());
    auto& credential = scene.gate.snapshot.credentials.back();
    credential =
        gateway::SnapshotCredential{"anthropic-key",
                                    "k",
                                    "anthropic",
                                    "api_key",
                                    {kAnthropic},
                                    true,
                                    scene.gate.snapshot.catalogue->provider("anthropic")->kind("api_key")->injection,
                                    {"anthropic-key", 0, {}, {}}};
    scene.gate.publish();
    BlockingPeer injected = openSocket(scene, offered);
    QCOMPARE(injected.receiveUntil("z"), fromProvider("z"));
    QCOMPARE(scene.origin.requests().back().count("sec-websocket-extensions"), 0);
    QCOMPARE(scene.origin.requests().back().field("x-api-key"), kAnthropicValue);
}

void WebSocketTest::leaksAreCut_data() {
    QTest::addColumn<std::vector<std::string>>("pieces");
    const std::string whole = fromProvider("{\"key\":\"" + kAnthropicValue + "\"}");
    const std::string half = kAnthropicValue.substr(0, 20);
    const std::string rest = kAnthropicValue.substr(20);
    QTest::newRow("one frame") << std::vector<std::string>{whole};
    QTest::newRow("split over reads") << std::vector<std::string>{whole.substr(0, 30), whole.substr(30)};
    QTest::newRow("fragments") << std::vector<std::string>{fromProvider(half, kText, false) +
                                                           fromProvider(rest, kContinuation)};
    QTest::newRow("fragments and a ping between") << std::vector<std::string>{
        fromProvider(half, kText, false), fromProvider("ping", kPing),
        fromProvider(rest.substr(0, 1), kContinuation, false), fromProvider(rest.substr(1), kContinuation)};
    QTest::newRow("in a ping") << std::vector<std::string>{fromProvider(kAnthropicValue, kPing)};
    QTest::newRow("in a Close frame") << std::vector<std::string>{fromProvider("\x03\xE8" + kAnthropicValue, kClose)};
}

void WebSocketTest::leaksAreCut() {
    QFETCH(std::vector<std::string>, pieces);
    Gate isThere; // what came in one read with the value is held back, too
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        peer.send(fromProvider("before"));
        isThere.wait();
        for (const std::string& piece : pieces) {
            peer.send(piece);
        }
        (void)peer.waitForEnd();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QCOMPARE(agent.receiveUntil("before"), fromProvider("before"));
    isThere.open();
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QVERIFY(agent.buffered().find(kAnthropicValue.substr(20)) == std::string::npos);
    const core::ActivityRecord row = scene.gate.sink.waitForCode("leak_blocked");
    QCOMPARE(row.kind, core::ActivityRecord::Kind::WebSocket);
    QCOMPARE(row.complete, false);
}

void WebSocketTest::keyInTheHandshakesAnswerIsBlocked() {
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(upgradeAnswer("X-Echo: " + kAnthropicValue + "\r\n"));
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 502);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("leak_blocked"));
}

void WebSocketTest::brokenFramesAreCut_data() {
    QTest::addColumn<bool>("isProvider");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("detail");
    QTest::newRow("masked by the provider") << true << fromAgent("x") << std::string("frame_masking");
    QTest::newRow("compressed without leave") << true << std::string("\xC1\x01z", 3) << std::string("frame_reserved");
    QTest::newRow("continuation of nothing")
        << true << fromProvider("x", kContinuation) << std::string("frame_sequence");
    QTest::newRow("not masked by the agent") << false << fromProvider("x") << std::string("frame_masking");
    QTest::newRow("HTTP in the agent's place")
        << false << std::string("POST /v1/x HTTP/1.1\r\nHost: y\r\n\r\n") << std::string("frame_reserved");
}

void WebSocketTest::brokenFramesAreCut() {
    QFETCH(bool, isProvider);
    QFETCH(std::string, bytes);
    QFETCH(std::string, detail);
    std::string seen;
    Gate done;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        if (isProvider) {
            peer.send(bytes);
        }
        seen = peer.receive();
        done.open();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    if (!isProvider) {
        QVERIFY(agent.send(bytes));
    }
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.buffered().empty());
    QVERIFY(done.wait());
    QCOMPARE(seen, std::string());
    const core::ActivityRecord row = scene.gate.sink.waitForCode(isProvider ? "upstream_malformed" : "bad_request");
    QCOMPARE(row.detail, detail);
    QCOMPARE(row.status, 101);
}

void WebSocketTest::plainHostsAreReachedTheSameWay() {
    LoopbackOrigin origin(nullptr, nullptr, upgrading(echo));
    GatewayFixture gate;
    gate.snapshot.resolve.push_back({"plain.test", 80, "127.0.0.1", origin.port()});
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(plainUpgradeRequest(gate)));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 101 "));
    QVERIFY(agent.send(fromAgent("hello")));
    QCOMPARE(agent.receiveUntil("hello"), fromProvider("hello"));
    QCOMPARE(origin.requests().front().head,
             "GET /chat HTTP/1.1\r\nHost: plain.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                 kSocketKey + "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    QVERIFY(origin.requests().front().count("proxy-authorization") == 0);
}

QTEST_GUILESS_MAIN(WebSocketTest)
#include "tst_websocket.moc"
