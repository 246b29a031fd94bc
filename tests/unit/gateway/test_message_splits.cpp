#include "gateway/http/answer_parser.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/request_parser.h"

#include <QTest>

#include <memory>
#include <optional>
#include <string>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

/// Reads a head and its body as a connection does: what is not understood yet stays in a buffer that is used again, and
/// what is behind the message is left. Gives all that can be seen of it.
template <class Parser>
class MessageReader {
public:
    explicit MessageReader(std::unique_ptr<Parser> parser) : m_parser(std::move(parser)) {}

    void feed(std::string_view piece) {
        auto next = std::make_unique<std::string>(*m_pending + std::string(piece)); // nobody may look at the old one
        m_pending = std::move(next);
        if (m_state == http::ParseState::NeedMore) {
            m_state = m_parser->parse(*m_pending);
            if (m_state == http::ParseState::Done) {
                m_body.emplace(m_parser->head().body, core::Limits{});
                m_pending->erase(0, m_parser->consumed());
            }
        }
        if (m_state == http::ParseState::Done) {
            readBody();
        }
    }
    void end() {
        if (m_body) {
            m_body->endOfStream();
        }
    }
    [[nodiscard]] std::string verdict() const {
        if (m_state != http::ParseState::Done) {
            return m_state == http::ParseState::Failed ? std::string(http::httpErrorName(m_parser->error()))
                                                       : "unfinished head";
        }
        switch (m_body->state()) {
        case http::BodyReader::State::Reading:
            return "unfinished body " + m_data;
        case http::BodyReader::State::Broken:
            return std::string(http::httpErrorName(m_body->error())); // what came before it depends on the pieces
        case http::BodyReader::State::Finished:
            break;
        }
        return m_data + "|" + *m_pending;
    }

private:
    void readBody() {
        std::size_t used = 0;
        while (used < m_pending->size() && m_body->state() == http::BodyReader::State::Reading) {
            const auto step = m_body->next(std::string_view(*m_pending).substr(used));
            m_data += step.data;
            used += step.consumed;
        }
        m_pending->erase(0, used);
    }

    std::unique_ptr<Parser> m_parser;
    std::unique_ptr<std::string> m_pending = std::make_unique<std::string>();
    http::ParseState m_state = http::ParseState::NeedMore;
    std::optional<http::BodyReader> m_body;
    std::string m_data;
};

/// The verdict on the whole; told when it is another one in two pieces, cut anywhere, or byte by byte.
template <class Make>
std::string replayed(const std::string& text, bool hasEnd, Make make) {
    const auto run = [&](std::size_t first, std::size_t step) {
        MessageReader reader(make());
        reader.feed(std::string_view(text).substr(0, first));
        for (std::size_t at = first; at < text.size(); at += step) {
            reader.feed(std::string_view(text).substr(at, step));
        }
        if (hasEnd) {
            reader.end();
        }
        return reader.verdict();
    };
    const std::string whole = run(text.size(), 1);
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
        if (const std::string split = run(cut, text.size()); split != whole) {
            return "cut at " + std::to_string(cut) + ": " + split + " instead of " + whole;
        }
    }
    const std::string slow = run(0, 1);
    return slow == whole ? whole : "byte by byte: " + slow + " instead of " + whole;
}

} // namespace

/// Whole messages, head, body and what follows, in every way that they may arrive in.
class TestMessageSplits final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requests_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& rest, const QByteArray& expected) {
            QTest::newRow(name) << "POST /v1 HTTP/1.1\r\nHost: a\r\n" + rest << expected;
        };
        row("no body", "\r\n", "|");
        row("no body, and another", "\r\nGET / HTTP/1.1\r\n\r\n", "|GET / HTTP/1.1\r\n\r\n");
        row("a length", "Content-Length: 5\r\n\r\nabcde", "abcde|");
        row("a length, and another", "Content-Length: 5\r\n\r\nab\r\n\r\nGET", "ab\r\n\r|\nGET");
        row("a length, unfinished", "Content-Length: 5\r\n\r\nabcd", "unfinished body abcd");
        addChunkRows([&row](const char* name, const QByteArray& chunks, const QByteArray& expected) {
            row(name, "Transfer-Encoding: chunked\r\n\r\n" + chunks, expected);
        });
    }
    void requests() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(replayed(
                     bytes.toStdString(), false, [] { return std::make_unique<http::RequestParser>(core::Limits{}); })),
                 expected);
    }

    void answers_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("wasHead");
        QTest::addColumn<bool>("hasEnd");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& text, bool wasHead, bool hasEnd,
                            const QByteArray& expected) {
            QTest::newRow(name) << "HTTP/1.1 " + text << wasHead << hasEnd << expected;
        };
        const QByteArray length = "Content-Length: 5\r\n\r\nabcde";
        const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n";
        row("a length", "200 OK\r\n" + length, false, false, "abcde|");
        row("a length, and more", "200 OK\r\n" + length + "HTTP", false, false, "abcde|HTTP");
        row("a length, truncated", "200 OK\r\nContent-Length: 6\r\n\r\nabcde", false, true, "truncated");
        row("to HEAD", "200 OK\r\n" + length, true, false, "|abcde");
        row("to HEAD, chunked", "200 OK\r\n" + chunked + "0\r\n\r\n", true, false, "|0\r\n\r\n");
        row("204", "204 X\r\n" + length, false, false, "|abcde");
        row("304", "304 X\r\n" + chunked + "0\r\n\r\n", false, false, "|0\r\n\r\n");
        row("103, and the answer", "103 X\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", false, false, "|HTTP/1.1 200 OK\r\n\r\n");
        row("up to the end", "200 OK\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", false, true, "5\r\nabcde\r\n0\r\n\r\n|");
        row("up to the end, not there yet", "200 OK\r\n\r\nabc", false, false, "unfinished body abc");
        row("chunks, truncated", "200 OK\r\n" + chunked + "5\r\nabcde\r\n0\r\n", false, true, "truncated");
        addChunkRows([&](const char* name, const QByteArray& chunks, const QByteArray& expected) {
            row(name, "200 OK\r\n" + chunked + chunks, false, false, expected);
        });
    }
    void answers() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, wasHead);
        QFETCH(bool, hasEnd);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(replayed(bytes.toStdString(), hasEnd,
                                                    [wasHead] {
                                                        auto parser =
                                                            std::make_unique<http::AnswerParser>(core::Limits{});
                                                        parser->reset(wasHead);
                                                        return parser;
                                                    })),
                 expected);
    }

private:
    /// The same for both sides.
    template <class Row>
    static void addChunkRows(Row row) {
        row("chunks", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde|");
        row("chunks, and another", "3\r\nabc\r\n0\r\n\r\nGET", "abc|GET");
        row("chunks with everything", "003 ;a=\"b\"\r\nabc\r\n0;c\r\nA: b\r\nC:\r\n\r\nGET", "abc|GET");
        row("chunks in chunks", "d\r\n3\r\nabc\r\n0\r\n\r\n\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n|");
        row("a size that is none", "3\r\nabc\r\nx\r\n", "chunk_size_malformed");
        row("an extension that is none", "3\r\nabc\r\n2;\x01\r\n", "chunk_extension_malformed");
        row("data too long", "3\r\nabcd\r\n0\r\n\r\n", "chunk_end_missing");
        row("a size ended by a line feed", "3\r\nabc\r\n0\n\r\n", "bare_line_feed");
        row("a size ended by a carriage return", "3\r\nabc\r\n0\r\r\n", "bare_carriage_return");
        row("a trailer without a colon", "0\r\nA\r\n\r\n", "trailer_malformed");
        row("a folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "trailer_malformed");
        row("trailers ended by a line feed", "0\r\nA: b\r\n\n", "bare_line_feed");
        row("unfinished", "3\r\nabc\r\n0\r\nA: b\r\n", "unfinished body abc");
    }
};

QTEST_APPLESS_MAIN(TestMessageSplits)
#include "test_message_splits.moc"
