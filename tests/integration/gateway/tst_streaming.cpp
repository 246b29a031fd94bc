// Bodies both ways: as they come, whole, bounded in memory, and what happens when one side leaves.
#include "support/provider_scene.h"

#include <QElapsedTimer>
#include <QtTest>

#include <sys/socket.h>

#include <fstream>
#include <thread>

using namespace keysluice;
using namespace keysluice::test;

namespace {

std::size_t residentKib() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0; // a sanitizer keeps freed memory: the bound would measure it
#endif
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            std::size_t value = 0;
            status >> value;
            return value;
        }
    }
    return 0;
}

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
    }
    return text;
}

} // namespace

class StreamingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chunksArriveAsTheyAreSent();
    void silentStreamIsCancelledWhenTheAgentLeaves();
    void agentThatLeavesBeforeTheAnswerCancels();
    void halfClosedAgentGetsItsAnswer();
    void largeUploadArrivesWhole_data();
    void largeUploadArrivesWhole();
    void slowReaderDoesNotFillMemory();
    void earlyAnswerEndsTheUpload();
    void continueIsAnsweredAtOnce();
    void informationalAnswersPass();
    void anErrorIsNeverPutIntoAHint();
    void answersWithoutBody_data();
    void answersWithoutBody();
    void providerThatClosesInMidBodyTruncates_data();
    void providerThatClosesInMidBodyTruncates();
    void untilCloseBodyEndsProperly();
    void http10AgentGetsAnAnswerItReads();
    void trailersAreDropped();
    void pipelinedRequestsAreServedInOrder();
    void malformedUploadIsRefused();
};

void StreamingTest::chunksArriveAsTheyAreSent() {
    constexpr int kEvents = 20;
    std::vector<std::unique_ptr<Gate>> gates;
    for (int i = 0; i < kEvents; ++i) {
        gates.push_back(std::make_unique<Gate>());
    }
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < kEvents; ++i) {
            // The next event is sent only after the agent has seen the one before.
            gates[static_cast<std::size_t>(i)]->wait();
            peer.send("9\r\ndata: " + std::string(1, static_cast<char>('a' + i)) + "\n\n\r\n");
        }
        peer.send("0\r\n\r\n");
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{\"stream\":true}")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    for (int i = 0; i < kEvents; ++i) {
        gates[static_cast<std::size_t>(i)]->open();
        QVERIFY(!agent.receiveUntil("data: " + std::string(1, static_cast<char>('a' + i)) + "\n\n").empty());
    }
    QVERIFY(!agent.receiveUntil("0\r\n\r\n").empty());
}

void StreamingTest::silentStreamIsCancelledWhenTheAgentLeaves() {
    Gate isGone;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        (void)peer.waitForEnd();
        isGone.open();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QVERIFY(!agent.receiveUntil("first").empty());
    QElapsedTimer timer;
    timer.start();
    agent.closeNotify();
    agent.close();
    QVERIFY(isGone.wait());
    QVERIFY2(timer.elapsed() < 1000, "the provider's connection must be closed within a second");
    QCOMPARE(scene.gate.sink.waitForCode("agent_gone").complete, false);
}

void StreamingTest::agentThatLeavesBeforeTheAnswerCancels() {
    Gate isGone;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        (void)peer.waitForEnd();
        isGone.open();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QVERIFY(scene.origin.waitForRequests(1));
    QElapsedTimer timer;
    timer.start();
    agent.close();
    QVERIFY(isGone.wait());
    QVERIFY(timer.elapsed() < 1000);
}

void StreamingTest::halfClosedAgentGetsItsAnswer() {
    Gate proceed;
    ProviderScene scene(answeringAfter(proceed));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    agent.closeNotify();
    agent.shutdownWrite();
    QVERIFY(scene.origin.waitForRequests(1));
    proceed.open();
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.body, std::string("{\"ok\":true}"));
}

void StreamingTest::largeUploadArrivesWhole_data() {
    QTest::addColumn<bool>("isChunked");
    QTest::newRow("length") << false;
    QTest::newRow("chunked") << true;
}

void StreamingTest::largeUploadArrivesWhole() {
    QFETCH(bool, isChunked);
    constexpr std::size_t kSize = 64 * 1024 * 1024;
    std::size_t received = 0;
    bool isSame = true;
    const std::string unit = pattern(65536);
    Gate finished;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin&) {
        const std::string head = peer.receiveHead();
        if (isChunked) {
            for (;;) {
                const std::string line = peer.receiveUntil("\r\n");
                const std::size_t size = std::strtoul(line.c_str(), nullptr, 16);
                std::size_t left = size;
                while (left > 0) {
                    const std::string part = peer.receive(left);
                    if (part.empty()) {
                        return;
                    }
                    isSame =
                        isSame && unit.compare(received % unit.size(),
                                               std::min(part.size(), unit.size() - received % unit.size()), part, 0,
                                               std::min(part.size(), unit.size() - received % unit.size())) == 0;
                    received += part.size();
                    left -= part.size();
                }
                (void)peer.receiveUntil("\r\n");
                if (size == 0) {
                    break;
                }
            }
        } else {
            while (received < kSize) {
                const std::string part = peer.receive();
                if (part.empty()) {
                    return;
                }
                const std::size_t first = std::min(part.size(), unit.size() - received % unit.size());
                isSame = isSame && unit.compare(received % unit.size(), first, part, 0, first) == 0;
                received += part.size();
            }
        }
        peer.send(kJsonAnswer);
        finished.open();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::size_t before = residentKib();
    QVERIFY(agent.send(
        "POST /v1/files HTTP/1.1\r\nHost: api.anthropic.com\r\n" +
        (isChunked ? std::string("Transfer-Encoding: chunked") : "Content-Length: " + std::to_string(kSize)) +
        "\r\n\r\n"));
    for (std::size_t sent = 0; sent < kSize; sent += unit.size()) {
        QVERIFY(agent.send(isChunked ? "10000\r\n" + unit + "\r\n" : unit));
    }
    if (isChunked) {
        QVERIFY(agent.send("0\r\n\r\n"));
    }
    QCOMPARE(agent.receiveMessage().status(), 200);
    QVERIFY(finished.wait());
    QCOMPARE(received, kSize);
    QVERIFY(isSame);
    QVERIFY2(residentKib() < before + 24 * 1024, "an upload must not be buffered");
    QCOMPARE(scene.gate.sink.waitForRequest().bytesToProvider, kSize);
}

void StreamingTest::slowReaderDoesNotFillMemory() {
    constexpr std::size_t kSize = 96 * 1024 * 1024;
    std::atomic<std::size_t> sent{0};
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n");
        const std::string unit = pattern(65536);
        while (sent < kSize && peer.send(unit)) {
            sent += unit.size();
        }
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::size_t before = residentKib();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    // The agent reads nothing until the provider can send no more: the sockets' buffers are full, and nothing else is.
    std::size_t last = 0;
    QTRY_VERIFY_WITH_TIMEOUT(std::exchange(last, sent.load()) == sent.load() && last > 0, 20000);
    QVERIFY(sent < kSize);
    QVERIFY2(residentKib() < before + 32 * 1024, "what the agent does not read must not pile up here");
    std::size_t received = agent.buffered().size();
    (void)agent.receive(received);
    while (received < kSize) {
        const std::string part = agent.receive();
        QVERIFY(!part.empty());
        received += part.size();
    }
    QCOMPARE(received, kSize);
}

void StreamingTest::earlyAnswerEndsTheUpload() {
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.receiveHead();
        (void)peer.receive();
        peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/files HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 100000000\r\n\r\n" +
                       pattern(100000)));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 413);
    QCOMPARE(answer.body, std::string("big"));
    QCOMPARE(answer.field("connection"), std::string("close"));
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.endedCleanly());
}

void StreamingTest::continueIsAnsweredAtOnce() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nExpect: 100-continue\r\n"
                       "Content-Length: 2\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 100); // before a byte of the body
    QVERIFY(agent.send("{}"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().front().count("expect"), 0);
    QCOMPARE(scene.origin.requests().front().body, std::string("{}"));
}

void StreamingTest::informationalAnswersPass() {
    ProviderScene scene(LoopbackOrigin::answering(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage hints = agent.receiveMessage();
    QCOMPARE(hints.status(), 103);
    QCOMPARE(hints.field("link"), std::string("</a>"));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

void StreamingTest::anErrorIsNeverPutIntoAHint() {
    // More hints than the agent's connection takes while nobody reads it, and then silence.
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        const std::string hint = "HTTP/1.1 103 Early Hints\r\nLink: <" + std::string(60'000, 'a') + ">\r\n\r\n";
        for (int i = 0; i < 300 && peer.send(hint); ++i) {
        }
    });
    scene.gate.snapshot.limits.informationalAnswers = 1000;
    scene.gate.snapshot.limits.answerHead = std::chrono::milliseconds(700);
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send("GET /anthropic/v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: " + scene.gate.token +
                       "\r\n\r\n"));
    (void)scene.gate.sink.waitForCode("upstream_timeout");
    std::string all;
    for (std::string piece = agent.receive(); !piece.empty(); piece = agent.receive()) {
        all += piece;
    }
    // On a slow machine the time may be over before anything is stuck: then the error follows a whole hint.
    const std::size_t error = all.find("HTTP/1.1 504");
    QVERIFY(error == std::string::npos || error == 0 || all.substr(0, error).ends_with("\r\n\r\n"));
}

void StreamingTest::answersWithoutBody_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<int>("status");
    QTest::newRow("head") << std::string("HEAD") << std::string("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
                          << 200;
    QTest::newRow("204") << std::string("DELETE") << std::string("HTTP/1.1 204 No Content\r\n\r\n") << 204;
    QTest::newRow("304") << std::string("GET") << std::string("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")
                         << 304;
}

void StreamingTest::answersWithoutBody() {
    QFETCH(std::string, method);
    QFETCH(std::string, answer);
    QFETCH(int, status);
    ProviderScene scene(LoopbackOrigin::answering(answer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 2; ++i) { // a second one shows that nothing was left over
        QVERIFY(agent.send(method + " /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n"));
        QCOMPARE(agent.receiveMessage(false).status(), status);
    }
    QCOMPARE(scene.origin.connections(), 1);
}

void StreamingTest::providerThatClosesInMidBodyTruncates_data() {
    QTest::addColumn<std::string>("answer");
    QTest::newRow("length") << std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    QTest::newRow("chunked") << std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
}

void StreamingTest::providerThatClosesInMidBodyTruncates() {
    QFETCH(std::string, answer);
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(answer);
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage received = agent.receiveMessage();
    QCOMPARE(received.status(), 200);
    QVERIFY(received.isTruncated);
    QVERIFY(!agent.endedCleanly());
    const core::ActivityRecord row = scene.gate.sink.waitForRequest();
    QCOMPARE(row.complete, false);
    QCOMPARE(row.errorCode, std::string("upstream_reset"));
}

void StreamingTest::untilCloseBodyEndsProperly() {
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\n\r\nall of it");
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage received = agent.receiveMessage();
    QCOMPARE(received.body, std::string("all of it"));
    QVERIFY(received.isComplete);
}

void StreamingTest::http10AgentGetsAnAnswerItReads() {
    ProviderScene scene(
        LoopbackOrigin::answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("GET /v1/models HTTP/1.0\r\nHost: api.anthropic.com\r\n\r\n"));
    const WireMessage received = agent.receiveMessage();
    QCOMPARE(received.count("transfer-encoding"), 0);
    QCOMPARE(received.body, std::string("hello"));
    QVERIFY(agent.endedCleanly());
}

void StreamingTest::trailersAreDropped() {
    ProviderScene scene(LoopbackOrigin::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n"));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const std::string all = agent.receiveUntil("0\r\n\r\n");
    QVERIFY(!all.empty());
    QVERIFY(all.find("X-Trailer") == std::string::npos);
}

void StreamingTest::pipelinedRequestsAreServedInOrder() {
    ProviderScene scene(LoopbackOrigin::answering([](const WireMessage& request) {
        const std::string path = request.startLine();
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(path.size()) + "\r\n\r\n" + path;
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    std::string all;
    for (int i = 0; i < 10; ++i) {
        all += i % 3 == 1 ? postRequest("{\"n\":" + std::to_string(i) + "}") : getRequest("/v1/" + std::to_string(i));
    }
    QVERIFY(agent.send(all));
    for (int i = 0; i < 10; ++i) {
        const WireMessage answer = agent.receiveMessage();
        QCOMPARE(answer.body,
                 i % 3 == 1 ? std::string("POST /v1/messages HTTP/1.1") : "GET /v1/" + std::to_string(i) + " HTTP/1.1");
    }
}

void StreamingTest::malformedUploadIsRefused() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin&) { (void)peer.waitForEnd(); });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(
        "POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 400);
    QVERIFY(agent.waitForEnd());
}

QTEST_GUILESS_MAIN(StreamingTest)
#include "tst_streaming.moc"
