// Answers that two parsers could cut differently: what does not belong to an answer reaches nobody, what is malformed
// never looks like a clean end, and the connection that carried it carries nothing else.
#include "support/raw_exchange.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

namespace {

const std::string kForged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kChunkedOk = kOk + "Transfer-Encoding: chunked\r\n\r\n";
const std::string kHeadRequest = "HEAD /v1/models" + kRestOfHead + "\r\n";

} // namespace

class MixedAnswersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void malformedHeadsAreNotPassedOn_data();
    void malformedHeadsAreNotPassedOn();
    void malformedChunksAreCut_data();
    void malformedChunksAreCut();
    void bytesAfterAnAnswerAreNobodysAnswer_data();
    void bytesAfterAnAnswerAreNobodysAnswer();
    void informationalAnswers_data();
    void informationalAnswers();
    void framingIsOurs_data();
    void framingIsOurs();
    void answersNobodyAskedForAreDropped_data();
    void answersNobodyAskedForAreDropped();
};

void MixedAnswersTest::malformedHeadsAreNotPassedOn_data() {
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char* name, const std::string& answer, const char* reason) {
        QTest::newRow(name) << answer << std::string(reason);
    };
    const auto fields = [&](const char* name, const std::string& lines, const char* reason) {
        row(name, kOk + lines + "\r\nforged", reason);
    };
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    fields("length and chunks", "Content-Length: 6\r\n" + chunked, "length_and_transfer_coding");
    fields("chunks and length", chunked + "Content-Length: 6\r\n", "length_and_transfer_coding");
    fields("two lengths", "Content-Length: 6\r\nContent-Length: 0\r\n", "content_length_repeated");
    fields("the same length twice", "Content-Length: 6\r\ncontent-length: 6\r\n", "content_length_repeated");
    fields("a list of lengths", "Content-Length: 6, 6\r\n", "content_length_malformed");
    fields("a length with a plus", "Content-Length: +6\r\n", "content_length_malformed");
    fields("a length with a minus", "Content-Length: -1\r\n", "content_length_malformed");
    fields("a hexadecimal length", "Content-Length: 0x6\r\n", "content_length_malformed");
    fields("an empty length", "Content-Length: \r\n", "content_length_malformed");
    fields("a length of two to the 64th and six", "Content-Length: 18446744073709551622\r\n",
           "content_length_malformed");
    fields("chunked twice", chunked + chunked, "transfer_coding_unknown");
    fields("compressed and chunked", "Transfer-Encoding: gzip, chunked\r\n", "transfer_coding_unknown");
    fields("identity", "Transfer-Encoding: identity\r\n", "transfer_coding_unknown");
    row("chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\n" + chunked + "\r\n6\r\nforged\r\n0\r\n\r\n",
        "transfer_coding_in_http10");
    fields("folded", "X: a\r\n Content-Length: 6\r\n", "folded_line");
    fields("space before the colon", "Content-Length : 6\r\n", "space_before_colon");
    fields("bare line feed", "X: a\nContent-Length: 6\r\n", "bare_line_feed");
    fields("bare carriage return", "X: a\rContent-Length: 6\r\n", "bare_carriage_return");
    fields("NUL", "X: a" + std::string(1, '\0') + "\r\n", "nul_byte");
    fields("a line without a colon", "Content-Length\r\n", "colon_missing");
    fields("a name that is no token", "Content Length: 6\r\n", "field_name_malformed");
    row("an empty line first", "\r\n" + kForged, "status_line_malformed");
    row("the body alone, as HTTP/0.9 had it", "forged\r\n\r\n", "status_line_malformed");
    row("HTTP/2", "HTTP/2 200\r\n\r\n", "version_unsupported");
    row("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "status_line_malformed");
    row("a status above 599", "HTTP/1.1 600 OK\r\n\r\n", "status_out_of_range");
    row("a status below 100", "HTTP/1.1 099 OK\r\n\r\n", "status_out_of_range");
    row("an upgrade nobody asked for",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
        "an upgrade nobody asked for");
    row("a request", kSmuggled, "status_line_malformed");
    row("an informational answer with a body",
        "HTTP/1.1 103 Early Hints\r\nContent-Length: 6\r\n\r\nforged\r\n" + kForged, "status_line_malformed");
    std::string flood;
    for (int i = 0; i < 17; ++i) {
        flood += "HTTP/1.1 103 Early Hints\r\n\r\n";
    }
    row("too many informational answers", flood + kForged, "too many 1xx answers");
    std::string continues;
    for (int i = 0; i < 17; ++i) {
        continues += "HTTP/1.1 100 Continue\r\n\r\n";
    }
    row("too many answers to go on", continues + kForged, "too many 1xx answers");
}

void MixedAnswersTest::malformedHeadsAreNotPassedOn() {
    QFETCH(std::string, answer);
    QFETCH(std::string, reason);
    ProviderScene scene(recordingRaw({answer + kForged, kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest() + getRequest("/v1/second")));
    WireMessage ours = agent.receiveMessage();
    while (ours.status() == 103) { // those of a flood that were in order
        ours = agent.receiveMessage();
    }
    QCOMPARE(ours.status(), 502);
    QCOMPARE(ours.field("x-keysluice-error"), std::string("upstream_malformed"));
    QVERIFY2(ours.body.find(reason) != std::string::npos, ours.body.c_str());
    QVERIFY(ours.body.find("forged") == std::string::npos);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    QCOMPARE(received(scene.origin), std::vector{kCleanGet});
    QCOMPARE(scene.gate.sink.waitForCode("upstream_malformed").status, 502);
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QCOMPARE(scene.origin.connections(), 2);
}

void MixedAnswersTest::malformedChunksAreCut_data() {
    QTest::addColumn<std::string>("chunks");
    const auto row = [](const char* name, const std::string& chunks) { QTest::newRow(name) << chunks; };
    const std::string last = "0\r\n\r\n";
    row("size with a prefix", "0x6\r\nforged\r\n" + last);
    row("signed size", "+6\r\nforged\r\n" + last);
    row("size of two to the 64th and six", "10000000000000006\r\nforged\r\n" + last);
    row("empty size", "\r\nforged\r\n" + last);
    row("space behind the size", "6 \r\nforged\r\n" + last);
    row("size line without carriage return", "6\nforged\r\n" + last);
    row("bare line feed in an extension", "6;x\nforged\r\n" + last);
    row("an endless extension", "6;" + std::string(5000, 'x') + "\r\nforged\r\n" + last);
    row("trailers that end with a line feed", "0\r\n\n");
    row("an answer in the trailers", "0\r\n" + kForged);
    row("a folded trailer", "0\r\nA: b\r\n c\r\n\r\n");
}

void MixedAnswersTest::malformedChunksAreCut() {
    QFETCH(std::string, chunks);
    // The first event is with the agent before the rest is sent: so nothing can be taken back any more.
    Gate isSeen;
    ProviderScene scene(
        [&, isFirst = std::make_shared<std::atomic<bool>>(true)](BlockingPeer& peer, LoopbackOrigin& origin) {
            WireMessage request;
            request.head = receiveRaw(peer);
            origin.note(std::move(request));
            if (!isFirst->exchange(false)) {
                peer.send(kJsonAnswer);
                (void)peer.waitForEnd();
                return;
            }
            peer.send(kChunkedOk + "5\r\nfirst\r\n");
            isSeen.wait();
            peer.send(chunks + kForged);
            (void)peer.waitForEnd();
        });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest() + getRequest("/v1/second")));
    const std::string begin = agent.receiveUntil("first\r\n");
    QVERIFY(begin.starts_with("HTTP/1.1 200 OK\r\n"));
    isSeen.open();
    (void)agent.waitForEnd();
    QVERIFY(!agent.endedCleanly());
    QCOMPARE(agent.buffered(), std::string()); // no last chunk, no second answer
    const auto record = scene.gate.sink.waitForCode("upstream_malformed");
    QCOMPARE(record.complete, false);
    QVERIFY(scene.origin.waitForClosed(1));
    QCOMPARE(received(scene.origin), std::vector{kCleanGet});
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
}

void MixedAnswersTest::bytesAfterAnAnswerAreNobodysAnswer_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const std::string& request, const std::string& answer, int status) {
        QTest::newRow(name) << request << answer << status;
    };
    const std::string chunks = "Transfer-Encoding: chunked\r\n\r\n6\r\nforged\r\n0\r\n\r\n";
    const std::string length = "Content-Length: " + std::to_string(kForged.size()) + "\r\n\r\n";
    row("204 with a length", getRequest(), "HTTP/1.1 204 No Content\r\n" + length + kForged, 204);
    row("204 with chunks", getRequest(), "HTTP/1.1 204 No Content\r\n" + chunks, 204);
    row("204 with bytes behind it", getRequest(), "HTTP/1.1 204 No Content\r\n\r\n" + kForged, 204);
    row("304 with a body", getRequest(), "HTTP/1.1 304 Not Modified\r\n" + length + kForged, 304);
    row("304 with chunks", getRequest(), "HTTP/1.1 304 Not Modified\r\n" + chunks, 304);
    row("HEAD with a body", kHeadRequest, kOk + length + kForged, 200);
    row("HEAD with chunks", kHeadRequest, kOk + chunks, 200);
    row("HEAD with a body of no length", kHeadRequest, kOk + "\r\n" + kForged, 200);
    row("more than the length", getRequest(), kJsonAnswer + kForged, 200);
    row("one byte more", getRequest(), kJsonAnswer + "\n", 200);
    row("a line end more", getRequest(), kJsonAnswer + "\r\n", 200);
    row("more than a length of none", getRequest(), kOk + "Content-Length: 0\r\n\r\n" + kForged, 200);
    row("more than the chunks", getRequest(), kOk + chunks + kForged, 200);
    row("more than chunks with trailers", getRequest(), kChunkedOk + "0\r\nContent-Length: 50\r\n\r\n" + kForged, 200);
    row("a half head", getRequest(), kJsonAnswer + "HTTP/1.1 200 OK\r\nX: ", 200);
    row("an informational answer behind the last", getRequest(), kJsonAnswer + "HTTP/1.1 103 Early Hints\r\n\r\n", 200);
    row("HTTP/1.0 with keep-alive, and more", getRequest(),
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok" + kForged, 200);
}

void MixedAnswersTest::bytesAfterAnAnswerAreNobodysAnswer() {
    QFETCH(std::string, request);
    QFETCH(std::string, answer);
    QFETCH(int, status);
    ProviderScene scene(recordingRaw({answer, kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    const bool isHead = request.starts_with("HEAD");
    const WireMessage first = agent.receiveMessage(!isHead && status == 200);
    QCOMPARE(first.status(), status);
    QCOMPARE(agent.buffered(), std::string());
    QVERIFY(first.body.size() < kForged.size());
    // On the same connection of the agent, too.
    QVERIFY(agent.send(getRequest()));
    const WireMessage next = agent.receiveMessage();
    QCOMPARE(next.head + next.body, kJsonAnswer);
    const std::vector expected{isHead ? "HEAD /v1/models" + kRestOfHead + kAddedLines : kCleanGet, kCleanGet};
    QCOMPARE(received(scene.origin), expected);
    QCOMPARE(faultOfNextExchange(scene, 2), std::string());
    QCOMPARE(scene.origin.connections(), 2);
}

void MixedAnswersTest::informationalAnswers_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("passed");
    const std::string hint = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    QTest::newRow("one") << hint << hint;
    std::string many;
    for (int i = 0; i < 16; ++i) {
        many += "HTTP/1.1 102 Processing\r\n\r\n";
    }
    QTest::newRow("as many as are taken") << many << many;
    QTest::newRow("framing in it goes") << std::string("HTTP/1.1 103 Early Hints\r\nContent-Length: 6\r\nA: b\r\n\r\n")
                                        << std::string("HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n");
    QTest::newRow("the coding in it goes")
        << std::string("HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        << std::string("HTTP/1.1 103 Early Hints\r\n\r\n");
    QTest::newRow("100 that nobody asked for") << std::string("HTTP/1.1 100 Continue\r\n\r\n") << std::string();
}

void MixedAnswersTest::informationalAnswers() {
    QFETCH(std::string, before);
    QFETCH(std::string, passed);
    ProviderScene scene(recordingRaw({before + kJsonAnswer, kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const std::string all = agent.receiveUntil("{\"ok\":true}");
    QCOMPARE(all, passed + kJsonAnswer);
    QCOMPARE(received(scene.origin), std::vector{kCleanGet});
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QCOMPARE(scene.origin.connections(), 1);
}

void MixedAnswersTest::framingIsOurs_data() {
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<std::string>("passed");
    QTest::addColumn<int>("connections"); ///< to the provider, with that of the next exchange
    const auto row = [](const char* name, const std::string& answer, const std::string& passed, int connections) {
        QTest::newRow(name) << answer << passed << connections;
    };
    row("the length named in Connection", kOk + "Connection: content-length, x\r\nX: y\r\nContent-Length: 2\r\n\r\nok",
        kOk + "Content-Length: 2\r\n\r\nok", 1);
    row("the coding named in Connection",
        kOk + "Connection: transfer-encoding\r\nTransfer-Encoding: CHUNKED\r\n\r\n02;x\r\nok\r\n0\r\nA: b\r\n\r\n",
        kOk + "transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 1);
    row("a length with zeros in front", kOk + "Content-Length: 0002\r\n\r\nok", kOk + "Content-Length: 2\r\n\r\nok", 1);
    row("the end of the connection is the body's", kOk + "Connection: keep-alive\r\n\r\n" + kForged,
        kOk + "transfer-encoding: chunked\r\n\r\n2c\r\n" + kForged + "\r\n0\r\n\r\n", 2);
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", kOk + "Content-Length: 2\r\n\r\nok", 2);
    row("a request as the body", kOk + "Content-Length: 2\r\nKeep-Alive: 5\r\nUpgrade: h2c\r\nTrailer: x\r\n\r\nok",
        kOk + "Content-Length: 2\r\n\r\nok", 1);
}

void MixedAnswersTest::framingIsOurs() {
    QFETCH(std::string, answer);
    QFETCH(std::string, passed);
    QFETCH(int, connections);
    ProviderScene scene([answer, connections](BlockingPeer& peer, LoopbackOrigin& origin) {
        for (;;) {
            WireMessage request;
            request.head = receiveRaw(peer);
            if (request.head.empty()) {
                return;
            }
            const bool isFirst = origin.requests().empty();
            origin.note(std::move(request));
            if (!peer.send(isFirst ? answer : kJsonAnswer) || (isFirst && connections > 1)) {
                return;
            }
        }
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    std::string all;
    while (all.size() < passed.size()) {
        const std::string bytes = agent.receive();
        QVERIFY2(!bytes.empty(), all.c_str());
        all += bytes;
    }
    QCOMPARE(all, passed);
    QVERIFY(agent.send(getRequest()));
    const WireMessage next = agent.receiveMessage();
    QCOMPARE(next.head + next.body, kJsonAnswer);
    QCOMPARE(received(scene.origin), (std::vector{kCleanGet, kCleanGet}));
    QCOMPARE(faultOfNextExchange(scene, 2), std::string());
    QCOMPARE(scene.origin.connections(), connections);
}

void MixedAnswersTest::answersNobodyAskedForAreDropped_data() {
    QTest::addColumn<std::string>("unasked");
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("expected");
    const std::string post = postRequest("{}");
    const std::string sent =
        "POST /v1/messages" + kRestOfHead + kKeyLine + "Content-Length: 2\r\n" + kIdentityLine + "\r\n{}";
    QTest::newRow("a whole one, then GET") << kForged << getRequest() << kCleanGet;
    QTest::newRow("a whole one, then POST") << kForged << post << sent;
    QTest::newRow("one byte, then POST") << std::string("H") << post << sent;
    QTest::newRow("an informational one, then POST") << std::string("HTTP/1.1 103 Early Hints\r\n\r\n") << post << sent;
}

void MixedAnswersTest::answersNobodyAskedForAreDropped() {
    QFETCH(std::string, unasked);
    QFETCH(std::string, request);
    QFETCH(std::string, expected);
    Gate isIdle;
    Gate isSent;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage message;
        message.head = receiveRaw(peer);
        const bool isFirst = origin.requests().empty();
        origin.note(std::move(message));
        peer.send(kJsonAnswer);
        if (isFirst) {
            isIdle.wait();
            peer.send(unasked);
            isSent.open();
        }
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    isIdle.open();
    QVERIFY(isSent.wait());
    QVERIFY(agent.send(request));
    const WireMessage next = agent.receiveMessage();
    QCOMPARE(next.head + next.body, kJsonAnswer);
    QCOMPARE(received(scene.origin), (std::vector{kCleanGet, expected}));
    QCOMPARE(scene.origin.connections(), 2);
}

QTEST_GUILESS_MAIN(MixedAnswersTest)
#include "tst_mixed_answers.moc"
