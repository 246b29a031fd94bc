#include "gateway/http/websocket_guard.h"

#include <QTest>

#include <string>
#include <vector>

using namespace keysluice::gateway::http;

namespace {

const std::string kValue = "sk-ant-api03-abcsk-ant-0123456789";

std::string frame(std::string_view payload, unsigned first, bool isMasked = false) {
    std::string text(1, static_cast<char>(first));
    text += static_cast<char>((isMasked ? 0x80U : 0U) | payload.size());
    return text.append(isMasked ? 4 : 0, '\0').append(payload);
}
std::string message(std::string_view payload) {
    return frame(payload, 0x81);
}

struct Outcome {
    std::string sent;
    std::string end = "fine";
};

/// What passes when `stream` comes in pieces that end at `cuts` (ascending), and how it ends.
Outcome pass(std::string_view stream, const std::vector<std::size_t>& cuts, std::string_view value = kValue,
             bool allowsExtensions = false) {
    WebSocketGuard guard(value, allowsExtensions);
    Outcome outcome;
    std::size_t at = 0;
    for (const std::size_t cut : cuts) {
        // Each piece in memory of its own: a view into an older one would be seen by the address sanitizer.
        const std::string piece(stream.substr(at, cut - at));
        at = cut;
        const WebSocketGuard::Step step = guard.push(piece);
        outcome.sent.append(step.before).append(step.data);
        if (step.verdict == WebSocketGuard::Step::Verdict::Hit) {
            outcome.end = "hit";
            return outcome;
        }
        if (step.verdict == WebSocketGuard::Step::Verdict::Malformed) {
            outcome.end = httpErrorName(guard.error());
            return outcome;
        }
    }
    outcome.sent.append(guard.finish());
    return outcome;
}

/// The end, the same for every way the bytes may arrive; and what must never have been sent was not.
std::string replayed(const std::string& stream, std::string_view value = kValue) {
    const std::string whole = pass(stream, {stream.size()}, value).end;
    std::vector<std::size_t> everyByte;
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        everyByte.push_back(cut);
        const Outcome split = pass(stream, {cut, stream.size()}, value);
        if (split.end != whole) {
            return "split at " + std::to_string(cut) + ": " + split.end;
        }
        if (!value.empty() && split.sent.find(value) != std::string::npos) {
            return "split at " + std::to_string(cut) + ": the value got out";
        }
        if (whole == "fine" ? split.sent != stream : !stream.starts_with(split.sent)) {
            return "split at " + std::to_string(cut) + ": other bytes";
        }
    }
    const Outcome slow = pass(stream, everyByte, value);
    if (!value.empty() && slow.sent.find(value) != std::string::npos) {
        return "byte by byte: the value got out";
    }
    if (slow.end != whole || (whole == "fine" && slow.sent != stream)) {
        return "byte by byte: " + slow.end;
    }
    return whole;
}

} // namespace

class TestWebSocketGuard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void streams_data();
    void streams();
    void valueSplitAnywhere();
    void releasesAtTheEndOfAMessage();
    void holdsWithoutEndIsRefused();
    void extensionsMayUseReservedBits();
    void agentsMask();
};

void TestWebSocketGuard::streams_data() {
    QTest::addColumn<std::string>("stream");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& stream, const char* expected = "fine") {
        QTest::newRow(name) << stream << std::string(expected);
    };
    const std::string half = kValue.substr(0, 18);
    const std::string rest = kValue.substr(18);
    row("nothing", "");
    row("messages", message("hello") + message("") + frame("x", 0x82) + frame("", 0x89) + frame("bye", 0x88));
    row("fragments with a ping between", frame("a", 0x01) + frame("ping", 0x89) + frame("b", 0x00) + frame("c", 0x80));
    row("longer lengths", std::string("\x81\x7E\x00\x7E", 4) + std::string(126, 'x') +
                              std::string("\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00", 10) + std::string(65536, 'y'));
    row("the value", message("{" + kValue + "}"), "hit");
    row("alone", message(kValue), "hit");
    row("in fragments", frame(half, 0x01) + frame(rest, 0x80), "hit");
    row("in three, one of them empty", frame(half, 0x01) + frame("", 0x00) + frame(rest, 0x80), "hit");
    row("with control frames between", frame(half, 0x01) + frame("sk-ant", 0x89) + frame("", 0x8A) + frame(rest, 0x80),
        "hit");
    row("in a ping inside a message", frame(half, 0x01) + frame(kValue, 0x89) + frame("", 0x80), "hit");
    row("in a Close frame", frame("\x03\xE8" + kValue, 0x88), "hit");
    row("begins again inside its own beginning", message("sk-ant-api03-abc" + kValue), "hit");
    row("ended by what is no header", message(kValue.substr(0, kValue.size() - 1)) + kValue.back() + "x",
        "frame_reserved");
    row("begun by a length", std::string("\x82\x7Fsk-ant-a", 10) + kValue.substr(8), "hit");
    row("nearly begun by a length", std::string("\x82\x7Fsk-ant-b", 10) + kValue.substr(8));
    row("nearly", message(kValue.substr(0, kValue.size() - 1)) + message("x"));
    row("halves in two messages", message(half) + message(rest)); // no client joins them
    row("halves in a message and a ping", frame(half, 0x01) + frame(rest, 0x89) + frame("", 0x80));
    row("masked", frame("x", 0x81, true), "frame_masking");
    row("compressed", frame("x", 0xC1), "frame_reserved");
    row("second reserved bit", frame("x", 0xA1), "frame_reserved");
    row("unknown opcode", frame("x", 0x83), "frame_reserved");
    row("unknown control opcode", frame("x", 0x8B), "frame_reserved");
    row("continuation of nothing", frame("x", 0x80), "frame_sequence");
    row("new message inside another", frame("x", 0x01) + frame("y", 0x81), "frame_sequence");
    row("control frame in fragments", frame("x", 0x09), "frame_control");
    row("long control frame", std::string("\x89\x7E\x00\x7E", 4) + std::string(126, 'x'), "frame_control");
    row("length in a longer form", std::string("\x81\x7E\x00\x7D", 4), "frame_length");
    row("length in the longest form", std::string("\x81\x7F\x00\x00\x00\x00\x00\x00\xFF\xFF", 10), "frame_length");
    row("length above 2^63", std::string("\x81\x7F\x80\x00\x00\x00\x00\x00\x00\x00", 10), "frame_length");
    row("HTTP", "HTTP/1.1 200 OK\r\n\r\n", "frame_reserved");
}

void TestWebSocketGuard::streams() {
    QFETCH(std::string, stream);
    QFETCH(std::string, expected);
    if (stream.size() > 2000) { // too long for every split
        QCOMPARE(pass(stream, {stream.size()}).end, expected);
        QCOMPARE(pass(stream, {stream.size()}).sent, stream);
        return;
    }
    QCOMPARE(replayed(stream), expected);
    // Without a value to look for, frames are checked all the same.
    QCOMPARE(replayed(stream, {}), expected == "hit" ? std::string("fine") : expected);
}

void TestWebSocketGuard::valueSplitAnywhere() {
    for (std::size_t cut = 0; cut <= kValue.size(); ++cut) {
        for (const std::string& between : {std::string(), frame("sk-ant-api03", 0x89)}) {
            const std::string first = frame("sk-" + kValue.substr(0, cut), 0x01);
            const std::string stream = message("before") + first + between + frame(kValue.substr(cut) + "after", 0x80);
            QCOMPARE(replayed(stream), std::string("hit"));
            // Nothing of the value was sent, though it came byte by byte.
            const std::size_t begin = cut > 0 ? message("before").size() + 2 + 3 : stream.size() - kValue.size() - 5;
            std::vector<std::size_t> everyByte;
            for (std::size_t i = 1; i <= stream.size(); ++i) {
                everyByte.push_back(i);
            }
            QVERIFY(pass(stream, everyByte).sent.size() <= begin);
        }
    }
}

void TestWebSocketGuard::releasesAtTheEndOfAMessage() {
    WebSocketGuard guard(kValue, false);
    // It ends like the value begins, and the client waits for it.
    const std::string whole = message("data: sk-ant-");
    const WebSocketGuard::Step step = guard.push(whole);
    QCOMPARE(std::string(step.data), whole);
    // Inside a message the same is held back.
    const std::string open = frame("data: sk-ant-", 0x01);
    QCOMPARE(std::string(guard.push(open).data), frame("data: ", 0x01).replace(1, 1, "\x0D"));
    const std::string end = frame("x", 0x80);
    const WebSocketGuard::Step rest = guard.push(end);
    QCOMPARE(std::string(rest.before) + std::string(rest.data), "sk-ant-" + end);
}

void TestWebSocketGuard::holdsWithoutEndIsRefused() {
    WebSocketGuard guard(kValue, false);
    const std::string open = frame("sk-ant-", 0x01);
    QCOMPARE(guard.push(open).verdict, WebSocketGuard::Step::Verdict::Fine);
    std::string pings;
    while (pings.size() < 4096) {
        pings += frame("", 0x89);
    }
    std::size_t held = 0;
    for (;;) {
        const WebSocketGuard::Step step = guard.push(pings);
        QVERIFY(step.before.empty() && step.data.empty());
        if (step.verdict != WebSocketGuard::Step::Verdict::Fine) {
            break;
        }
        held += pings.size();
        QVERIFY(held <= WebSocketGuard::kMaximumHeld);
    }
    QCOMPARE(guard.error(), HttpError::FrameHeld);
}

void TestWebSocketGuard::extensionsMayUseReservedBits() {
    const std::string compressed = frame("x", 0xC1);
    QCOMPARE(pass(compressed, {compressed.size()}, {}, true).end, std::string("fine"));
    const std::string unknown = frame("x", 0xC3);
    QCOMPARE(pass(unknown, {unknown.size()}, {}, true).end, std::string("frame_reserved"));
}

void TestWebSocketGuard::agentsMask() {
    WebSocketFrames frames(WebSocketFrames::Sender::Agent, false);
    const std::string masked = frame("payload", 0x81, true);
    WebSocketFrames::Step step = frames.next(masked);
    QCOMPARE(step.consumed, std::size_t{6});
    QVERIFY(frames.hasHeader());
    step = frames.next(std::string_view(masked).substr(6));
    QCOMPARE(std::string(step.payload), std::string("payload"));
    QVERIFY(step.isFrameOver);
    QVERIFY(!frames.hasClosed());
    (void)frames.next(frame("", 0x88, true));
    QVERIFY(frames.hasClosed() && frames.isControl());
    (void)frames.next(frame("x", 0x81));
    QCOMPARE(frames.error(), HttpError::FrameMasking);
    QCOMPARE(frames.next("more").consumed, std::size_t{0});
}

QTEST_APPLESS_MAIN(TestWebSocketGuard)
#include "test_websocket_guard.moc"
