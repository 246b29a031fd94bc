#include "gateway/http/leak_guard.h"
#include "support/content_encoder.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace keysluice::gateway::http;
using namespace keysluice::test;
using Verdict = LeakGuard::Step::Verdict;

namespace {

const std::string kKey = "sk-ant-api03-Zm9vYmFyYmF6cXV4-0123456789_abcdefghijklmnopqrstuvwxyzAA";

/// What a client makes of it, as far as it goes.
std::string decoded(ContentCoding coding, std::string_view bytes) {
    std::string text;
    const auto decoder = ContentDecoder::make(coding);
    if (!decoder) {
        return std::string(bytes);
    }
    (void)decoder->push(bytes, [&](std::string_view piece) {
        text += piece;
        return true;
    });
    return text;
}

struct Outcome {
    Verdict verdict = Verdict::Fine;
    std::string sent;
};

Outcome guarded(ContentCoding coding, std::string_view stream, const std::function<std::size_t(std::size_t)>& piece) {
    LeakGuard guard(kKey, coding);
    Outcome outcome;
    const auto take = [&](const LeakGuard::Step& step) {
        outcome.sent.append(step.before).append(step.data);
        outcome.verdict = step.verdict;
        return step.verdict == Verdict::Fine;
    };
    for (std::size_t at = 0; at < stream.size();) {
        const std::size_t count = std::min(piece(at), stream.size() - at);
        if (!take(guard.push(stream.substr(at, count)))) {
            return outcome;
        }
        at += count;
    }
    (void)take(guard.finish());
    return outcome;
}

const auto kAtOnce = [](std::size_t) { return std::string::npos; };
const auto kByteByByte = [](std::size_t) { return std::size_t{1}; };

std::string filler(std::size_t size) {
    std::string text;
    for (unsigned state = 1; text.size() < size; state = state * 1103515245U + 12345U) {
        text += "event " + std::to_string(state >> 8U) + "\n";
    }
    return text;
}

/// Does not compress.
std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    std::mt19937 generator(1);
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(generator()); });
    return bytes;
}

} // namespace

/// The body of an answer: what has the value in it does not come out whole, everything else comes out as it went in.
class TestLeakGuard final : public QObject {
    Q_OBJECT

    static void codings() {
        QTest::addColumn<ContentCoding>("coding");
        QTest::newRow("identity") << ContentCoding::Identity;
        QTest::newRow("gzip") << ContentCoding::Gzip;
        QTest::newRow("br") << ContentCoding::Brotli;
        QTest::newRow("zstd") << ContentCoding::Zstd;
    }

private Q_SLOTS:
    void theValueIsFoundAtEverySplit_data() { codings(); }
    void theValueIsFoundAtEverySplit() {
        QFETCH(ContentCoding, coding);
        const std::string stream = coded(coding, "{\"you sent\":\"" + kKey + "\"}" + filler(200));
        for (std::size_t split = 1; split < stream.size(); ++split) {
            const Outcome outcome =
                guarded(coding, stream, [&](std::size_t at) { return at == 0 ? split : std::string::npos; });
            QVERIFY2(outcome.verdict == Verdict::Hit, std::to_string(split).c_str());
            QVERIFY(decoded(coding, outcome.sent).find(kKey) == std::string::npos);
            QVERIFY(outcome.sent.find(kKey) == std::string::npos);
        }
        for (const auto& pieces : {std::function<std::size_t(std::size_t)>(kAtOnce), {kByteByByte}}) {
            const Outcome outcome = guarded(coding, stream, pieces);
            QCOMPARE(outcome.verdict, Verdict::Hit);
            QVERIFY(decoded(coding, outcome.sent).find(kKey) == std::string::npos);
        }
    }

    void whatHasNoValueComesOutAsItWentIn_data() { codings(); }
    void whatHasNoValueComesOutAsItWentIn() {
        QFETCH(ContentCoding, coding);
        // Beginnings of the value, whole but for its last character, and nothing at all.
        for (const std::string& text : {filler(100'000), noise(65'536), "x" + kKey.substr(0, kKey.size() - 1),
                                        kKey.substr(0, 3), std::string()}) {
            const std::string stream = coded(coding, text);
            for (const auto& pieces : {std::function<std::size_t(std::size_t)>(kAtOnce), {kByteByByte}}) {
                const Outcome outcome = guarded(coding, stream, pieces);
                QCOMPARE(outcome.verdict, Verdict::Fine);
                QVERIFY(outcome.sent == stream);
            }
        }
    }

    void aStreamIsNotDelayed() {
        const std::vector<std::string> events{"data: one\n\n", "data: two is\n\n", "data: ends with an s"};
        LeakGuard guard(kKey, ContentCoding::Gzip);
        std::string before;
        for (std::size_t count = 1; count <= events.size(); ++count) {
            std::vector<std::string> some(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count));
            some.emplace_back();
            const std::string upToHere = gzippedInPieces(some);
            const std::string whole = gzippedInPieces(events);
            // the flushed part of each event, without the end of the stream
            std::size_t same = 0;
            while (same < upToHere.size() && same < whole.size() && upToHere[same] == whole[same]) {
                ++same;
            }
            const std::string piece = whole.substr(before.size(), same - before.size());
            const LeakGuard::Step step = guard.push(piece);
            QCOMPARE(step.data, std::string_view(piece));
            before += piece;
        }
    }

    void nothingOfAnOpenBlockIsReleased() {
        // zstd decodes a block when it is complete, but its bytes tell what is in it before.
        const std::string stream = coded(ContentCoding::Zstd, filler(200) + kKey + filler(200));
        constexpr std::size_t kHeaders = 20; // of frame and block, RFC 8878
        for (std::size_t split = 1; split < stream.size(); ++split) {
            const Outcome outcome = guarded(ContentCoding::Zstd, stream,
                                            [&](std::size_t at) { return at == 0 ? split : std::string::npos; });
            QCOMPARE(outcome.verdict, Verdict::Hit);
            QVERIFY2(outcome.sent.size() < kHeaders, std::to_string(split).c_str());
        }
        QVERIFY(guarded(ContentCoding::Zstd, stream, kByteByByte).sent.size() < kHeaders);
    }

    void blocksAreReleasedAsTheyEnd() {
        // More than what may be held, in reads that never end where a block does.
        const std::string stream = coded(ContentCoding::Zstd, noise(3'000'000));
        QVERIFY(stream.size() > 2 * LeakGuard::kMaximumHeld);
        for (const std::size_t size : {std::size_t{66'000}, std::size_t{1'399}}) {
            const Outcome outcome = guarded(ContentCoding::Zstd, stream, [size](std::size_t) { return size; });
            QCOMPARE(outcome.verdict, Verdict::Fine);
            QVERIFY(outcome.sent == stream);
        }
    }

    void theTailWaitsOnlyWhileItCouldBeTheValue() {
        const std::string start = kKey.substr(0, 20);
        const std::string whole = gzippedInPieces({"data: " + start, " and no more\n", ""});
        const std::string first = gzippedInPieces({"data: " + start, ""});
        std::size_t same = 0;
        while (same < first.size() && first[same] == whole[same]) {
            ++same;
        }
        LeakGuard guard(kKey, ContentCoding::Gzip);
        QVERIFY(guard.push(std::string_view(whole).substr(0, same)).data.empty());
        const LeakGuard::Step rest = guard.push(std::string_view(whole).substr(same));
        QCOMPARE(std::string(rest.before) + std::string(rest.data), whole);
    }

    void theValueIsFoundOutsideTheContentToo() {
        // A reader of the raw bytes would see it: the name in a gzip header, a stored block, a skippable zstd frame.
        QCOMPARE(guarded(ContentCoding::Gzip, gzipped("x", 6, kKey.c_str()), kByteByByte).verdict, Verdict::Hit);
        QCOMPARE(guarded(ContentCoding::Gzip, gzipped(kKey, 0), kByteByByte).verdict, Verdict::Hit);
        std::string frame("\x50\x2a\x4d\x18", 4);
        frame += std::string{static_cast<char>(kKey.size()), '\0', '\0', '\0'} + kKey;
        QCOMPARE(guarded(ContentCoding::Zstd, frame + zstded("x"), kByteByByte).verdict, Verdict::Hit);
        QCOMPARE(guarded(ContentCoding::Zstd, zstded("x") + frame, kAtOnce).verdict, Verdict::Hit);
    }

    void membersAndFramesMayFollowEachOther() {
        const std::string half = kKey.substr(0, 30);
        const std::string rest = kKey.substr(30);
        for (const auto& pieces : {std::function<std::size_t(std::size_t)>(kAtOnce), {kByteByByte}}) {
            QCOMPARE(guarded(ContentCoding::Gzip, gzipped(half) + gzipped(rest), pieces).verdict, Verdict::Hit);
            QCOMPARE(guarded(ContentCoding::Zstd, zstded(half) + zstded(rest), pieces).verdict, Verdict::Hit);
            QCOMPARE(guarded(ContentCoding::Gzip, gzipped("a") + gzipped("b"), pieces).verdict, Verdict::Fine);
            QCOMPARE(guarded(ContentCoding::Zstd, zstded("a") + zstded("b"), pieces).verdict, Verdict::Fine);
        }
    }

    void whatCannotBeLookedIntoIsRefused_data() {
        QTest::addColumn<ContentCoding>("coding");
        QTest::addColumn<QByteArray>("stream");
        const auto row = [](const char* name, ContentCoding coding, const std::string& stream) {
            QTest::newRow(name) << coding << QByteArray::fromStdString(stream);
        };
        for (const ContentCoding coding : {ContentCoding::Gzip, ContentCoding::Brotli, ContentCoding::Zstd}) {
            const std::string whole = coded(coding, filler(3'000));
            const std::string name = std::to_string(static_cast<int>(coding));
            row(("not of this coding " + name).c_str(), coding, "\x11{\"plain\":1}" + filler(300));
            row(("cut off " + name).c_str(), coding, whole.substr(0, whole.size() - 1));
        }
        row("a coding on a coding", ContentCoding::Brotli, gzipped(filler(100)));
        row("something behind brotli", ContentCoding::Brotli, brotlied("x") + "x");
        row("something behind gzip", ContentCoding::Gzip, gzipped("x") + "x");
        row("something behind zstd", ContentCoding::Zstd, zstded("x") + "xxxx");
        row("a window beyond 8 MiB", ContentCoding::Zstd, zstded(filler(1'000), 24));
        row("a wrong checksum", ContentCoding::Gzip, [] {
            std::string stream = gzipped("content");
            stream[stream.size() - 6] = static_cast<char>(stream[stream.size() - 6] ^ 1);
            return stream;
        }());
    }
    void whatCannotBeLookedIntoIsRefused() {
        QFETCH(ContentCoding, coding);
        QFETCH(QByteArray, stream);
        const std::string bytes = stream.toStdString();
        QCOMPARE(guarded(coding, bytes, kAtOnce).verdict, Verdict::Undecodable);
        QCOMPARE(guarded(coding, bytes, kByteByByte).verdict, Verdict::Undecodable);
    }

    void growthIsBounded_data() {
        QTest::addColumn<ContentCoding>("coding");
        QTest::newRow("br") << ContentCoding::Brotli;
        QTest::newRow("zstd") << ContentCoding::Zstd;
    }
    void growthIsBounded() {
        QFETCH(ContentCoding, coding);
        const std::string bomb = coded(coding, std::string(ContentDecoder::kMaximumGrowth + 1, '\0'));
        QVERIFY(bomb.size() < 64 * 1024);
        QCOMPARE(guarded(coding, bomb, kAtOnce).verdict, Verdict::Undecodable);
        // The same growth over many reads is an ordinary, well-packed body.
        const std::string half = coded(coding, std::string(ContentDecoder::kMaximumGrowth / 2, '\0'));
        QCOMPARE(guarded(coding, half, kAtOnce).verdict, Verdict::Fine);
    }

    void aTailKeptOpenForEverIsRefused() {
        // Empty stored blocks behind the beginning of the value: no content comes, and the end stays open.
        std::vector<std::string> pieces{"data: " + kKey.substr(0, 20)};
        std::string stream = gzippedInPieces({pieces[0], ""});
        std::size_t end = gzippedInPieces({pieces[0], "x"}).size();
        const std::string other = gzippedInPieces({pieces[0], "x"});
        end = 0;
        while (stream[end] == other[end]) {
            ++end;
        }
        stream.resize(end);
        const std::string emptyBlock("\x00\x00\x00\xff\xff", 5);
        while (stream.size() <= LeakGuard::kMaximumHeld + 1024) {
            stream += emptyBlock;
        }
        QCOMPARE(guarded(ContentCoding::Gzip, stream, [](std::size_t) { return std::size_t{1000}; }).verdict,
                 Verdict::Undecodable);
    }
};

QTEST_APPLESS_MAIN(TestLeakGuard)
#include "test_leak_guard.moc"
