// Where a request ends: chunks that two readers could cut differently, requests behind others, bodies that nobody waits
// for any more. What the provider received, byte for byte, and whether the exchange after it is clean.
#include "gateway/http/chunk_writer.h"
#include "support/raw_exchange.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

namespace {
const std::string kPost = "POST /v1/messages" + kRestOfHead;
const std::string kChunkedPost = kPost + "Transfer-Encoding: chunked\r\n\r\n";
} // namespace

class SmuggledBodiesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ambiguousChunksEndTheConnection_data();
    void ambiguousChunksEndTheConnection();
    void chunksAreWrittenAnew_data();
    void chunksAreWrittenAnew();
    void whatIsBehindARefusedRequestIsNotParsed_data();
    void whatIsBehindARefusedRequestIsNotParsed();
    void pipelinedRequestsArriveOneByOne();
    void eachOfThePipelineIsJudgedByItself();
    void aHalfBodyIsNoRequest_data();
    void aHalfBodyIsNoRequest();
    void expectations_data();
    void expectations();
    void anExpectedBodyOfARefusedRequestIsNotParsed();
    void restOfABodyAfterAnEarlyAnswerIsNotParsed_data();
    void restOfABodyAfterAnEarlyAnswerIsNotParsed();
};

void SmuggledBodiesTest::ambiguousChunksEndTheConnection_data() {
    QTest::addColumn<std::string>("chunks");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char* name, const std::string& chunks, const char* reason) {
        QTest::newRow(name) << chunks << std::string(reason);
    };
    const std::string last = "0\r\n\r\n";
    row("size with a prefix", "0x2\r\nab\r\n" + last, "chunk_size_malformed");
    row("signed size", "+2\r\nab\r\n" + last, "chunk_size_malformed");
    row("negative size", "-2\r\nab\r\n" + last, "chunk_size_malformed");
    row("size of 16 digits", "0000000000000002\r\nab\r\n" + last, "chunk_size_malformed");
    row("size of two to the 64th and two", "10000000000000002\r\nab\r\n" + last, "chunk_size_malformed");
    row("empty size", "\r\nab\r\n" + last, "chunk_size_malformed");
    row("size with a separator", "0_2\r\nab\r\n" + last, "chunk_size_malformed");
    row("space before the size", " 2\r\nab\r\n" + last, "chunk_size_malformed");
    row("space before the end of the line", "2 \r\nab\r\n" + last, "chunk_size_malformed");
    row("two sizes", "2 2\r\nab\r\n" + last, "chunk_size_malformed");
    row("a comma behind the size", "2,2\r\nab\r\n" + last, "chunk_size_malformed");
    row("NUL behind the size", "2" + std::string(1, '\0') + "\r\nab\r\n" + last, "chunk_size_malformed");
    row("size line without carriage return", "2\nab\r\n" + last, "bare_line_feed");
    row("size line with a carriage return alone", "2\rab\r\n" + last, "bare_carriage_return");
    row("size line with two carriage returns", "2\r\r\nab\r\n" + last, "bare_carriage_return");
    row("bare line feed in an extension", "2;x\nab\r\n" + last, "bare_line_feed");
    row("bare carriage return in an extension", "2;x\ry\r\nab\r\n" + last, "bare_carriage_return");
    row("a line end in a quoted extension", "2;x=\"\r\n\"\r\nab\r\n" + last, "chunk_end_missing");
    row("NUL in an extension", "2;" + std::string(1, '\0') + "\r\nab\r\n" + last, "chunk_extension_malformed");
    row("an endless extension", "2;" + std::string(5000, 'x') + "\r\nab\r\n" + last, "chunk_line_too_long");
    row("data longer than its size", "2\r\nabcd\r\n" + last, "chunk_end_missing");
    row("data without its end", "2\r\nab0\r\n\r\n", "chunk_end_missing");
    row("data ended by a line feed", "2\r\nab\n" + last, "chunk_end_missing");
    row("data ended by a carriage return", "2\r\nab\r0\r\n\r\n", "chunk_end_missing");
    row("trailers that end with a line feed", "2\r\nab\r\n0\r\n\n", "bare_line_feed");
    row("a request in the trailers", "2\r\nab\r\n0\r\n" + kSmuggled, "trailer_malformed");
    row("a folded trailer", "2\r\nab\r\n0\r\nA: b\r\n c\r\n\r\n", "trailer_malformed");
    row("a space in the name of a trailer", "2\r\nab\r\n0\r\nContent-Length : 5\r\n\r\n", "trailer_malformed");
    row("endless trailers", "2\r\nab\r\n0\r\nA: " + std::string(20000, 'b'), "trailer_too_large");
}

void SmuggledBodiesTest::ambiguousChunksEndTheConnection() {
    QFETCH(std::string, chunks);
    QFETCH(std::string, reason);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(kChunkedPost + chunks + kSmuggled));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 400);
    QVERIFY2(answer.body.find("\"reason\":\"" + reason + '"') != std::string::npos, answer.body.c_str());
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    // What had been sent on ends with the connection, and is no whole request.
    const int before = scene.origin.connections();
    QVERIFY(scene.origin.waitForClosed(before));
    for (const std::string& raw : received(scene.origin)) {
        QVERIFY(raw.find("smuggled") == std::string::npos);
        QVERIFY(!raw.ends_with("0\r\n\r\n"));
    }
    QCOMPARE(faultOfNextExchange(scene, received(scene.origin).size()), std::string());
    QCOMPARE(scene.origin.connections(), before + 1);
}

void SmuggledBodiesTest::chunksAreWrittenAnew_data() {
    QTest::addColumn<std::string>("chunks");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& chunks, const std::string& expected) {
        QTest::newRow(name) << chunks << expected;
    };
    row("none", "0\r\n\r\n", "0\r\n\r\n");
    row("extensions and trailers", "02;a=\"b\"\r\nab\r\n0;last\r\nX-Api-Key: other\r\n\r\n", "2\r\nab\r\n0\r\n\r\n");
    row("framing in the trailers",
        "2\r\nab\r\n0\r\nContent-Length: 50\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\n", "2\r\nab\r\n0\r\n\r\n");
    row("sizes with zeros and in capitals", "00A\r\n0123456789\r\n000\r\n\r\n", "a\r\n0123456789\r\n0\r\n\r\n");
    row("a last chunk as data", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "5\r\n0\r\n\r\n\r\n0\r\n\r\n");
    const std::string data = "\r\n0\r\n\r\n" + kSmuggled;
    const std::string framed = std::string(gateway::http::ChunkLine(data.size()).view()) + data + "\r\n0\r\n\r\n";
    row("a request as data", framed, framed);
    row("white space before an extension", "2 \t;x\r\nab\r\n0\r\n\r\n", "2\r\nab\r\n0\r\n\r\n");
}

void SmuggledBodiesTest::chunksAreWrittenAnew() {
    QFETCH(std::string, chunks);
    QFETCH(std::string, expected);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(kChunkedPost + chunks));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(received(scene.origin), std::vector{kPost + "Transfer-Encoding: chunked\r\n" + kAddedLines + expected});
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QCOMPARE(scene.origin.connections(), 1);
}

void SmuggledBodiesTest::whatIsBehindARefusedRequestIsNotParsed_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const std::string& bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    const std::string foreign = " HTTP/1.1\r\nHost: api.openai.com\r\n";
    const std::string length = "Content-Length: " + std::to_string(kSmuggled.size()) + "\r\n\r\n";
    row("another host", "GET /v1/models" + foreign + "\r\n", 421);
    row("another host, with a body", "POST /v1/messages" + foreign + length + kSmuggled, 421);
    row("another host, with chunks", "POST /v1/messages" + foreign + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        421);
    row("a method that is not allowed, with a body", "TRACE /v1/messages" + kRestOfHead + length + kSmuggled, 405);
    row("a path that leads up, with a body", "POST /v1/../x" + kRestOfHead + length + kSmuggled, 400);
    row("a head of HTTP/1.0, with a body", "POST /v1/../x HTTP/1.0\r\nHost: api.anthropic.com\r\n" + length + kSmuggled,
        400);
    row("an answer instead of a request", kJsonAnswer, 400);
    std::string fields;
    for (int i = 0; i < 200; ++i) {
        fields += "A: b\r\n"; // and Host
    }
    row("more fields than are taken", "GET /v1/models" + kRestOfHead + fields + "\r\n", 431);
    row("a head that is too large", "GET /v1/models" + kRestOfHead + "A: " + std::string(70000, 'b') + "\r\n\r\n", 431);
    row("a target that is too long", "GET /" + std::string(70000, 'b') + kRestOfHead + "\r\n", 414);
}

void SmuggledBodiesTest::whatIsBehindARefusedRequestIsNotParsed() {
    QFETCH(std::string, bytes);
    QFETCH(int, status);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    // One that is fine goes first, so that a connection to the provider stands.
    QVERIFY(agent.send(getRequest() + bytes + kSmuggled + kSmuggled));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(agent.receiveMessage().status(), status);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    QCOMPARE(received(scene.origin), std::vector{kCleanGet});
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QCOMPARE(scene.origin.connections(), 1);
}

void SmuggledBodiesTest::pipelinedRequestsArriveOneByOne() {
    const auto answer = [](const std::string& body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    // The third one is asked with HEAD.
    ProviderScene scene(recordingRaw({answer("first"), answer("second"), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
                                      answer("fourth"), kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string length = "Content-Length: " + std::to_string(kSmuggled.size()) + "\r\n";
    QVERIFY(agent.send(kPost + length + "\r\n" + kSmuggled + kChunkedPost + "3\r\nabc\r\n0\r\nA: b\r\n\r\n" +
                       "HEAD /v1/models" + kRestOfHead + "\r\n" + getRequest()));
    QCOMPARE(agent.receiveMessage().body, std::string("first"));
    QCOMPARE(agent.receiveMessage().body, std::string("second"));
    QCOMPARE(agent.receiveMessage(false).field("content-length"), std::string("9"));
    QCOMPARE(agent.receiveMessage().body, std::string("fourth"));
    const std::vector expected{kPost + length + kAddedLines + kSmuggled,
                               kPost + "Transfer-Encoding: chunked\r\n" + kAddedLines + "3\r\nabc\r\n0\r\n\r\n",
                               "HEAD /v1/models" + kRestOfHead + kAddedLines, kCleanGet};
    QCOMPARE(received(scene.origin), expected);
    QCOMPARE(faultOfNextExchange(scene, 4), std::string());
    QCOMPARE(scene.origin.connections(), 1);
}

void SmuggledBodiesTest::eachOfThePipelineIsJudgedByItself() {
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(
        agent.send(kPost + "Content-Length: 2\r\n\r\nab" + "GET /smuggled HTTP/1.1\r\nHost: api.openai.com\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(agent.receiveMessage().status(), 421);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(received(scene.origin), std::vector{kPost + "Content-Length: 2\r\n" + kAddedLines + "ab"});
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
}

void SmuggledBodiesTest::aHalfBodyIsNoRequest_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("of a length") << kPost + "Content-Length: 10\r\n\r\nhalf"
                                 << kPost + "Content-Length: 10\r\n" + kAddedLines + "half";
    QTest::newRow("of chunks") << kChunkedPost + "4\r\nhalf\r\n"
                               << kPost + "Transfer-Encoding: chunked\r\n" + kAddedLines + "4\r\nhalf\r\n";
    QTest::newRow("without its last line") << kChunkedPost + "4\r\nhalf\r\n0\r\n"
                                           << kPost + "Transfer-Encoding: chunked\r\n" + kAddedLines + "4\r\nhalf\r\n";
}

void SmuggledBodiesTest::aHalfBodyIsNoRequest() {
    QFETCH(std::string, request);
    QFETCH(std::string, expected);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    QVERIFY(scene.origin.waitForConnections(1)); // so it is on its way
    agent.closeNotify();
    agent.shutdownWrite();
    (void)agent.waitForEnd();
    // The provider sees the end of the connection, not the end of a body.
    QVERIFY(scene.origin.waitForClosed(1));
    for (const std::string& raw : received(scene.origin)) {
        QVERIFY2(expected.starts_with(raw), raw.c_str());
    }
    QCOMPARE(faultOfNextExchange(scene, received(scene.origin).size()), std::string());
    QCOMPARE(scene.origin.connections(), 2);
}

void SmuggledBodiesTest::expectations_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("expected");
    QTest::addColumn<bool>("isContinued");
    const auto row = [](const char* name, const std::string& request, const std::string& expected, bool isContinued) {
        QTest::newRow(name) << request << expected << isContinued;
    };
    const std::string expect = "Expect: 100-continue\r\n";
    const std::string sent = kPost + "Content-Length: 2\r\n" + kAddedLines + "ab";
    row("with its body at once", kPost + expect + "Content-Length: 2\r\n\r\nab", sent, false);
    row("twice", kPost + expect + expect + "Content-Length: 2\r\n\r\nab", sent, false);
    row("in capitals", kPost + "Expect: 100-CONTINUE\r\nContent-Length: 2\r\n\r\nab", sent, false);
    row("named in Connection", kPost + "Connection: expect\r\n" + expect + "Content-Length: 2\r\n\r\nab", sent, false);
    row("without a body", "GET /v1/models" + kRestOfHead + expect + "\r\n", kCleanGet, false);
    row("in HTTP/1.0",
        "POST /v1/messages HTTP/1.0\r\nHost: api.anthropic.com\r\n" + expect + "Content-Length: 2\r\n\r\nab", sent,
        false);
    row("its body waits", kPost + expect + "Content-Length: 2\r\n\r\n", sent, true);
}

void SmuggledBodiesTest::expectations() {
    QFETCH(std::string, request);
    QFETCH(std::string, expected);
    QFETCH(bool, isContinued);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    if (isContinued) {
        QCOMPARE(agent.receiveHead(), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        QVERIFY(agent.send("ab" + kSmuggled.substr(0, 3)));
        QVERIFY(agent.send(kSmuggled.substr(3))); // behind it: a request of its own
    }
    QCOMPARE(agent.receiveMessage().status(), 200);
    if (isContinued) {
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    std::vector<std::string> all{expected};
    if (isContinued) {
        all.push_back("GET /smuggled" + kRestOfHead + kAddedLines);
    }
    QCOMPARE(received(scene.origin), all);
    QCOMPARE(faultOfNextExchange(scene, all.size()), std::string());
    QCOMPARE(scene.origin.connections(), 1);
}

void SmuggledBodiesTest::anExpectedBodyOfARefusedRequestIsNotParsed() {
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.openai.com\r\nExpect: 100-continue\r\n"
                       "Content-Length: 1000\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 421); // and no 100 before it
    QCOMPARE(answer.field("connection"), std::string("close"));
    agent.send(kSmuggled);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(faultOfNextExchange(scene, 0), std::string());
}

void SmuggledBodiesTest::restOfABodyAfterAnEarlyAnswerIsNotParsed_data() {
    QTest::addColumn<std::string>("begin");
    QTest::addColumn<std::string>("rest");
    QTest::addColumn<std::string>("answer");
    const std::string kept = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno";
    const std::string closed = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
    const std::string length = "Content-Length: " + std::to_string(4 + kSmuggled.size()) + "\r\n\r\n";
    QTest::newRow("of a length, kept") << kPost + length + "half" << kSmuggled << kept;
    QTest::newRow("of a length, closed") << kPost + length + "half" << kSmuggled << closed;
    QTest::newRow("of chunks") << kChunkedPost + "4\r\nhalf\r\n"
                               << "0\r\n\r\n" + kSmuggled << kept;
    QTest::newRow("of chunks, a request at once") << kChunkedPost + "4\r\nhalf\r\n" << kSmuggled << kept;
    QTest::newRow("nothing of it was sent") << kPost + length << kSmuggled + kSmuggled << kept;
}

void SmuggledBodiesTest::restOfABodyAfterAnEarlyAnswerIsNotParsed() {
    QFETCH(std::string, begin);
    QFETCH(std::string, rest);
    QFETCH(std::string, answer);
    ProviderScene scene([answer](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request;
        if (origin.connections() > 1) {
            request.head = receiveRaw(peer);
            origin.note(std::move(request));
            peer.send(kJsonAnswer);
            return;
        }
        request.head = peer.receiveHead();
        origin.note(std::move(request));
        peer.send(answer);
        (void)peer.waitForEnd(); // the rest may come here; it must not come elsewhere
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(begin));
    const WireMessage early = agent.receiveMessage();
    QCOMPARE(early.status(), 413);
    QCOMPARE(early.body, std::string("no"));
    QCOMPARE(early.field("connection"), std::string("close"));
    agent.send(rest);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    QCOMPARE(scene.origin.requests().size(), std::size_t{1});
    QVERIFY(scene.origin.waitForClosed(1));
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QCOMPARE(scene.origin.connections(), 2);
}

QTEST_GUILESS_MAIN(SmuggledBodiesTest)
#include "tst_smuggled_bodies.moc"
