// Requests and answers that two parsers could cut differently: what the provider received, byte for byte, and whether
// the exchange after it is clean.
#include "support/provider_scene.h"

#include <QtTest>

#include <algorithm>
#include <mutex>

using namespace keysluice;
using namespace keysluice::test;

namespace {

const std::string kHead = " HTTP/1.1\r\nHost: api.anthropic.com\r\n";
const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n";
const std::string kKeyLine = "x-api-key: " + kAnthropicValue + "\r\n";
const std::string kIdentityLine = "accept-encoding: identity\r\n";
/// What getRequest() becomes.
const std::string kCleanGet = "GET /v1/models" + kHead + kKeyLine + kIdentityLine + "\r\n";

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// The bytes of one request as they came; at the end of the connection what there is of it.
std::string receiveRaw(BlockingPeer& peer) {
    std::string raw = peer.receiveHead();
    const std::string head = lowered(raw);
    if (head.find("\r\ntransfer-encoding: chunked\r\n") != std::string::npos) {
        const std::string body = peer.receiveUntil("0\r\n\r\n");
        return raw + (body.empty() ? peer.buffered() : body);
    }
    const std::size_t at = head.find("\r\ncontent-length: ");
    std::size_t left = at == std::string::npos ? 0 : std::stoul(head.substr(at + 18));
    while (left > 0) {
        const std::string bytes = peer.receive(left);
        if (bytes.empty()) {
            break;
        }
        raw += bytes;
        left -= bytes.size();
    }
    return raw;
}

/// Answers each request of a connection with the next of `answers`, the last one for ever.
LoopbackOrigin::Script recording(std::vector<std::string> answers) {
    return [answers = std::move(answers),
            next = std::make_shared<std::atomic<std::size_t>>(0)](BlockingPeer& peer, LoopbackOrigin& origin) {
        for (;;) {
            WireMessage request;
            request.head = receiveRaw(peer);
            if (request.head.empty()) {
                return;
            }
            origin.note(std::move(request));
            if (!peer.send(answers[std::min((*next)++, answers.size() - 1)])) {
                return;
            }
        }
    };
}

std::vector<std::string> received(const LoopbackOrigin& origin) {
    std::vector<std::string> all;
    for (const WireMessage& request : origin.requests()) {
        all.push_back(request.head);
    }
    return all;
}

} // namespace

class SmugglingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ambiguousHeadsAreRefusedWhole_data();
    void ambiguousHeadsAreRefusedWhole();
    void ambiguousChunksEndTheConnection_data();
    void ambiguousChunksEndTheConnection();
    void whatIsSentOn_data();
    void whatIsSentOn();
    void bytesAfterABodyAreARequestOfTheirOwn();
    void restOfARefusedUploadIsNotParsed();
    void bytesAfterAnAnswerAreNobodysAnswer_data();
    void bytesAfterAnAnswerAreNobodysAnswer();

private:
    static void expectCleanExchange(ProviderScene& scene);
};

void SmugglingTest::expectCleanExchange(ProviderScene& scene) {
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.body, std::string("{\"ok\":true}"));
    QCOMPARE(received(scene.origin).back(), kCleanGet);
}

void SmugglingTest::ambiguousHeadsAreRefusedWhole_data() {
    QTest::addColumn<std::string>("head");
    QTest::addColumn<std::string>("body");
    const std::string post = "POST /v1/messages" + kHead;
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    const std::string empty = "0\r\n\r\n";
    const auto row = [](const char* name, const std::string& head, const std::string& body) {
        QTest::newRow(name) << head << body;
    };
    row("length, then chunked", post + "Content-Length: 5\r\n" + chunked + "\r\n", empty);
    row("chunked, then length", post + chunked + "Content-Length: 5\r\n\r\n", empty);
    row("two lengths", post + "Content-Length: 0\r\nContent-Length: 53\r\n\r\n", {});
    row("the same length twice", post + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", {});
    row("a list of lengths", post + "Content-Length: 0, 0\r\n\r\n", {});
    row("a signed length", post + "Content-Length: +0\r\n\r\n", {});
    row("a hexadecimal length", post + "Content-Length: 0x5\r\n\r\n", {});
    row("a length with an underscore", post + "Content_Length: 5\r\n\r\n", {});
    row("chunked twice", post + chunked + chunked + "\r\n", empty);
    row("chunked and something", post + "Transfer-Encoding: chunked, identity\r\n\r\n", empty);
    row("nearly chunked", post + "Transfer-Encoding: xchunked\r\n\r\n", empty);
    row("quoted chunked", post + "Transfer-Encoding: \"chunked\"\r\n\r\n", empty);
    row("chunked after a vertical tab",
        post + "Transfer-Encoding: \x0b"
               "chunked\r\n\r\n",
        empty);
    row("chunked with an underscore", post + "Transfer_Encoding: chunked\r\nContent-Length: 5\r\n\r\n", empty);
    row("space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n", empty);
    row("folded", post + "Transfer-Encoding:\r\n chunked\r\n\r\n", empty);
    row("chunked in HTTP/1.0", "POST /v1/messages HTTP/1.0\r\nHost: api.anthropic.com\r\n" + chunked + "\r\n", empty);
    row("bare line feed in a field", post + "X: a\nContent-Length: 5\r\n\r\n", empty);
    row("bare line feed at the end", post + "Content-Length: 0\r\n\n", {});
    row("bare carriage return", post + "X: a\rTransfer-Encoding: chunked\r\n\r\n", {});
    row("NUL in a value", post + std::string("X: a\0b\r\n\r\n", 10), {});
    row("two hosts", post + "Host: api.openai.com\r\n\r\n", {});
}

void SmugglingTest::ambiguousHeadsAreRefusedWhole() {
    QFETCH(std::string, head);
    QFETCH(std::string, body);
    ProviderScene scene(recording({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(head + body + kSmuggled));
    QCOMPARE(agent.receiveMessage().status(), 400);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string()); // no second answer
    QCOMPARE(scene.origin.connections(), 0);
    expectCleanExchange(scene);
    QCOMPARE(scene.origin.requests().size(), std::size_t{1});
}

void SmugglingTest::ambiguousChunksEndTheConnection_data() {
    QTest::addColumn<std::string>("chunks");
    const auto row = [](const char* name, const std::string& chunks) { QTest::newRow(name) << chunks; };
    row("size with a prefix", "0x2\r\nab\r\n0\r\n\r\n");
    row("signed size", "+2\r\nab\r\n0\r\n\r\n");
    row("size of 16 digits", "0000000000000002\r\nab\r\n0\r\n\r\n");
    row("size line without carriage return", "2\nab\r\n0\r\n\r\n");
    row("bare line feed in an extension", "2;x\nab\r\n0\r\n\r\n");
    row("space before the end of the line", "2 \r\nab\r\n0\r\n\r\n");
    row("data longer than its size", "2\r\nabcd\r\n0\r\n\r\n");
    row("data without its end", "2\r\nab0\r\n\r\n");
    row("trailers that end with a line feed", "2\r\nab\r\n0\r\n\n");
    row("a request in the trailers", "2\r\nab\r\n0\r\n" + kSmuggled);
}

void SmugglingTest::ambiguousChunksEndTheConnection() {
    QFETCH(std::string, chunks);
    ProviderScene scene(recording({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages" + kHead + "Transfer-Encoding: chunked\r\n\r\n" + chunks + kSmuggled));
    QCOMPARE(agent.receiveMessage().status(), 400);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    // What had been sent on ends with the connection, and is no whole request.
    QVERIFY(scene.origin.waitForClosed(scene.origin.connections()));
    for (const std::string& raw : received(scene.origin)) {
        QVERIFY(raw.find("smuggled") == std::string::npos);
        QVERIFY(!raw.ends_with("0\r\n\r\n"));
    }
    const int before = scene.origin.connections();
    expectCleanExchange(scene);
    QCOMPARE(scene.origin.connections(), before + 1);
}

void SmugglingTest::whatIsSentOn_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("expected");
    const std::string post = "POST /v1/messages" + kHead;
    const std::string end = kKeyLine + kIdentityLine + "\r\n";
    const std::string length = "Content-Length: " + std::to_string(kSmuggled.size()) + "\r\n";
    QTest::newRow("a request as the body") << post + length + "\r\n" + kSmuggled << post + length + end + kSmuggled;
    QTest::newRow("a body with GET") << "GET /v1/models" + kHead + length + "\r\n" + kSmuggled
                                     << "GET /v1/models" + kHead + length + end + kSmuggled;
    QTest::newRow("extensions and trailers")
        << post + "transfer-encoding: CHUNKED\r\n\r\n02;a=\"b\"\r\nab\r\n0;last\r\nX-Api-Key: other\r\n\r\n"
        << post + "transfer-encoding: chunked\r\n" + end + "2\r\nab\r\n0\r\n\r\n";
    QTest::newRow("framing named in Connection")
        << post + "Connection: content-length, host, x-api-key, x-other\r\nX-Other: 1\r\nContent-Length: 2\r\n\r\nab"
        << post + "Content-Length: 2\r\n" + end + "ab";
    QTest::newRow("keys in every spelling")
        << "GET /v1/models" + kHead + "X-API-KEY: a\r\nx_api_key: b\r\nAuthorization: Bearer c\r\nX-Api-Key: d\r\n\r\n"
        << "GET /v1/models" + kHead + kKeyLine + kIdentityLine + "\r\n";
    QTest::newRow("an empty line first") << "\r\n" + getRequest() << kCleanGet;
}

void SmugglingTest::whatIsSentOn() {
    QFETCH(std::string, request);
    QFETCH(std::string, expected);
    ProviderScene scene(recording({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(received(scene.origin).front(), expected);
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(received(scene.origin).size(), std::size_t{2});
    QCOMPARE(received(scene.origin).back(), kCleanGet);
    QCOMPARE(scene.origin.connections(), 1); // so nothing was left over between the two
}

void SmugglingTest::bytesAfterABodyAreARequestOfTheirOwn() {
    ProviderScene scene(recording({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    // The second one names another host: judged by itself, it is refused.
    QVERIFY(agent.send("POST /v1/messages" + kHead + "Content-Length: 2\r\n\r\nab" +
                       "GET /smuggled HTTP/1.1\r\nHost: api.openai.com\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(agent.receiveMessage().status(), 421);
    QVERIFY(agent.waitForEnd());
    expectCleanExchange(scene);
    QCOMPARE(scene.origin.requests().size(), std::size_t{2});
}

void SmugglingTest::restOfARefusedUploadIsNotParsed() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request;
        request.head = peer.receiveHead();
        origin.note(std::move(request));
        peer.send(origin.requests().size() == 1
                      ? "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
                      : kJsonAnswer);
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages" + kHead + "Content-Length: 100000\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 413);
    QCOMPARE(answer.body, std::string("no"));
    QCOMPARE(answer.field("connection"), std::string("close"));
    agent.send(kSmuggled);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    expectCleanExchange(scene);
    QCOMPARE(scene.origin.requests().size(), std::size_t{2});
}

void SmugglingTest::bytesAfterAnAnswerAreNobodysAnswer_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<int>("status");
    const std::string forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    const std::string chunks = "Transfer-Encoding: chunked\r\n\r\n6\r\nforged\r\n0\r\n\r\n";
    const std::string head = "HEAD /v1/models" + kHead + "\r\n";
    QTest::newRow("204 with a length") << getRequest()
                                       << "HTTP/1.1 204 No Content\r\nContent-Length: 45\r\n\r\n" + forged << 204;
    QTest::newRow("204 with chunks") << getRequest() << "HTTP/1.1 204 No Content\r\n" + chunks << 204;
    QTest::newRow("304 with a body") << getRequest()
                                     << "HTTP/1.1 304 Not Modified\r\nContent-Length: 45\r\n\r\n" + forged << 304;
    QTest::newRow("HEAD with a body") << head << "HTTP/1.1 200 OK\r\nContent-Length: 45\r\n\r\n" + forged << 200;
    QTest::newRow("more than the length") << getRequest() << kJsonAnswer + forged << 200;
    QTest::newRow("more than the chunks") << getRequest() << "HTTP/1.1 200 OK\r\n" + chunks + forged << 200;
    QTest::newRow("a half head") << getRequest() << kJsonAnswer + "HTTP/1.1 200 OK\r\nX: " << 200;
}

void SmugglingTest::bytesAfterAnAnswerAreNobodysAnswer() {
    QFETCH(std::string, request);
    QFETCH(std::string, answer);
    QFETCH(int, status);
    ProviderScene scene(recording({answer, kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    const bool hasBody = !request.starts_with("HEAD") && status == 200;
    QCOMPARE(agent.receiveMessage(hasBody).status(), status);
    QVERIFY(agent.send(getRequest()));
    const WireMessage next = agent.receiveMessage();
    QCOMPARE(next.status(), 200);
    QCOMPARE(next.body, std::string("{\"ok\":true}"));
    QCOMPARE(received(scene.origin).back(), kCleanGet);
    QCOMPARE(scene.origin.connections(), 2);
}

QTEST_GUILESS_MAIN(SmugglingTest)
#include "tst_smuggling.moc"
