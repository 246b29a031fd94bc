#include "gateway/http/body_reader.h"
#include "gateway/http/chunk_writer.h"
#include "rule_vectors.h"

#include <QTest>

#include <string>

using namespace keysluice;
using namespace keysluice::gateway;
using http::BodyKind;
using http::BodyReader;

namespace {

core::Limits smallLimits() {
    core::Limits limits;
    limits.chunkLineBytes = 64;
    limits.trailerBytes = 64;
    return limits;
}

/// Feeds `pieces` and says what came out: "finished DATA|REST", "reading DATA" or the error's name.
std::string readOut(const http::Framing& framing, const std::vector<std::string_view>& pieces, bool end = false) {
    BodyReader reader(framing, smallLimits());
    std::string data;
    std::string rest;
    for (std::string_view piece : pieces) {
        while (!piece.empty() && reader.state() == BodyReader::State::Reading) {
            const auto step = reader.next(piece);
            data += step.data;
            piece.remove_prefix(step.consumed);
            if (step.consumed == 0) {
                return "stuck";
            }
        }
        rest += piece;
    }
    if (end) {
        reader.endOfStream();
    }
    if (reader.dataBytes() != data.size()) {
        return "miscounted";
    }
    switch (reader.state()) {
    case BodyReader::State::Reading:
        return "reading " + data;
    case BodyReader::State::Finished:
        return "finished " + data + "|" + rest;
    case BodyReader::State::Broken:
        break;
    }
    return std::string(http::httpErrorName(reader.error()));
}

std::string replayed(const http::Framing& framing, std::string_view bytes) {
    const std::string whole = readOut(framing, {bytes});
    std::vector<std::string_view> single;
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        single.push_back(bytes.substr(cut, 1));
        const std::string split = readOut(framing, {bytes.substr(0, cut), bytes.substr(cut)});
        if (split != whole) {
            return "split " + std::to_string(cut) + ": " + split + " instead of " + whole;
        }
    }
    const std::string slow = readOut(framing, single);
    return slow == whole ? whole : "byte by byte: " + slow + " instead of " + whole;
}

constexpr http::Framing kChunked{BodyKind::Chunked, 0};

std::vector<test::RuleVector> refused() {
    std::vector<test::RuleVector> all;
    const auto row = [&all](const char* rule, const char* what, const QByteArray& bytes) {
        all.push_back({rule, what, bytes});
    };
    row("chunk_size_malformed", "empty", "\r\n");
    row("chunk_size_malformed", "letter", "g\r\n");
    row("chunk_size_malformed", "0x", "0x3\r\nabc\r\n");
    row("chunk_size_malformed", "sign", "+3\r\nabc\r\n");
    row("chunk_size_malformed", "space first", " 3\r\nabc\r\n");
    row("chunk_size_malformed", "space last", "3 \r\nabc\r\n");
    row("chunk_size_malformed", "two numbers", "3 3\r\nabc\r\n");
    row("chunk_size_malformed", "16 digits", "0000000000000003\r\nabc\r\n");
    row("chunk_size_malformed", "overflow", "ffffffffffffffff1\r\n");
    row("chunk_size_malformed", "extension alone", ";a\r\n");
    row("chunk_extension_malformed", "control", "3;a\x01\r\nabc\r\n");
    row("chunk_extension_malformed", "non-ASCII", "3;\xc3\xa4\r\nabc\r\n");
    row("chunk_line_too_long", "65 of 64", "3;" + QByteArray(80, 'a') + "\r\nabc\r\n");
    row("bare_line_feed", "after the size", "3\nabc\r\n");
    row("bare_line_feed", "after an extension", "3;a\nabc\r\n");
    row("bare_carriage_return", "after the size", "3\rabc\r\n");
    row("chunk_end_missing", "too much data", "3\r\nabcd\r\n0\r\n\r\n");
    row("chunk_end_missing", "bare LF after data", "3\r\nabc\n0\r\n\r\n");
    row("chunk_end_missing", "bare CR after data", "3\r\nabc\r0\r\n\r\n");
    row("trailer_malformed", "no colon", "0\r\nabc\r\n\r\n");
    row("trailer_malformed", "no name", "0\r\n: b\r\n\r\n");
    row("trailer_malformed", "folded", "0\r\nA: b\r\n c\r\n\r\n");
    row("trailer_malformed", "space before colon", "0\r\nA : b\r\n\r\n");
    row("trailer_malformed", "control", "0\r\nA: \x02\r\n\r\n");
    row("trailer_too_large", "65 of 64", "0\r\nA: " + QByteArray(80, 'b') + "\r\n\r\n");
    row("bare_line_feed", "in trailers", "0\r\nA: b\n\r\n");
    row("bare_line_feed", "ends the body", "0\r\n\n");
    row("bare_carriage_return", "in trailers", "0\r\nA: b\rC: d\r\n\r\n");
    return all;
}

} // namespace

class TestBodyReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsChunks_data();
    void readsChunks();
    void rejects_data();
    void rejects();
    void everyRuleHasAVector();
    void readsLength();
    void readsUntilClose();
    void endOfStreamBreaks_data();
    void endOfStreamBreaks();
    void writesChunkLines_data();
    void writesChunkLines();
};

void TestBodyReader::readsChunks_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray("finished |");
    QTest::newRow("two") << QByteArray("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")
                         << QByteArray("finished abc0123456789|");
    QTest::newRow("lower case, leading zeros")
        << QByteArray("000a\r\n0123456789\r\n000\r\n\r\n") << QByteArray("finished 0123456789|");
    QTest::newRow("extensions") << QByteArray("3;a=b;c=\"d e\"\r\nabc\r\n0;x\r\n\r\n") << QByteArray("finished abc|");
    QTest::newRow("white space before an extension")
        << QByteArray("3 \t;a\r\nabc\r\n0\r\n\r\n") << QByteArray("finished abc|");
    QTest::newRow("trailers are dropped")
        << QByteArray("3\r\nabc\r\n0\r\nX-A: b\r\nX-C:\r\n\r\n") << QByteArray("finished abc|");
    QTest::newRow("CRLF inside data") << QByteArray("4\r\n\r\n\r\n\r\n0\r\n\r\n") << QByteArray("finished \r\n\r\n|");
    QTest::newRow("the next message stays") << QByteArray("1\r\na\r\n0\r\n\r\nGET /") << QByteArray("finished a|GET /");
    QTest::newRow("not there yet") << QByteArray("5\r\nabc") << QByteArray("reading abc");
}

void TestBodyReader::readsChunks() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(replayed(kChunked, bytes.toStdString())), expected);
}

void TestBodyReader::rejects_data() {
    test::addRows(refused());
}

void TestBodyReader::everyRuleHasAVector() {
    QCOMPARE(test::withoutVector(test::Place::ChunkedBody, refused()), QByteArray());
}

void TestBodyReader::rejects() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, error);
    QCOMPARE(QByteArray::fromStdString(replayed(kChunked, bytes.toStdString())), error);
}

void TestBodyReader::readsLength() {
    QCOMPARE(replayed({BodyKind::Length, 5}, "abcdeGET"), std::string("finished abcde|GET"));
    QCOMPARE(replayed({BodyKind::Length, 5}, "abc"), std::string("reading abc"));
    QCOMPARE(replayed({BodyKind::Length, 0}, "GET"), std::string("finished |GET"));
    QCOMPARE(replayed({BodyKind::None, 0}, "GET"), std::string("finished |GET"));
}

void TestBodyReader::readsUntilClose() {
    QCOMPARE(replayed({BodyKind::UntilClose, 0}, "abc\r\n0\r\n"), std::string("reading abc\r\n0\r\n"));
    QCOMPARE(readOut({BodyKind::UntilClose, 0}, {"abc"}, true), std::string("finished abc|"));
}

void TestBodyReader::endOfStreamBreaks_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("length") << static_cast<int>(BodyKind::Length) << QByteArray("abc");
    QTest::newRow("chunk data") << static_cast<int>(BodyKind::Chunked) << QByteArray("5\r\nabc");
    QTest::newRow("between chunks") << static_cast<int>(BodyKind::Chunked) << QByteArray("3\r\nabc\r\n");
    QTest::newRow("last line missing") << static_cast<int>(BodyKind::Chunked) << QByteArray("3\r\nabc\r\n0\r\n");
    QTest::newRow("nothing at all") << static_cast<int>(BodyKind::Chunked) << QByteArray();
}

void TestBodyReader::endOfStreamBreaks() {
    QFETCH(int, kind);
    QFETCH(QByteArray, bytes);
    QCOMPARE(readOut({static_cast<BodyKind>(kind), 5}, {bytes.toStdString()}, true), std::string("truncated"));
}

void TestBodyReader::writesChunkLines_data() {
    QTest::addColumn<quint64>("size");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("1") << quint64{1} << QByteArray("1\r\n");
    QTest::newRow("10") << quint64{10} << QByteArray("a\r\n");
    QTest::newRow("65536") << quint64{65536} << QByteArray("10000\r\n");
    QTest::newRow("largest") << ~quint64{0} << QByteArray("ffffffffffffffff\r\n");
}

void TestBodyReader::writesChunkLines() {
    QFETCH(quint64, size);
    QFETCH(QByteArray, line);
    const http::ChunkLine written(size);
    QCOMPARE(QByteArray(written.view().data(), static_cast<int>(written.view().size())), line);
}

QTEST_APPLESS_MAIN(TestBodyReader)
#include "test_body_reader.moc"
