#include "gateway/http/body_reader.h"
#include "gateway/http/request_parser.h"
#include "support/rfc9112_reader.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace keysluice;
using namespace keysluice::gateway;
using test::FramedRequest;
using Verdict = FramedRequest::Verdict;

namespace {

constexpr int kMutations = 300'000;

FramedRequest readByUs(std::string_view stream) {
    FramedRequest request;
    const core::Limits limits;
    http::RequestParser parser(limits);
    switch (parser.parse(stream)) {
    case http::ParseState::NeedMore:
        return request;
    case http::ParseState::Failed:
        request.head = Verdict::Refused;
        request.rule = http::httpErrorName(parser.error());
        return request;
    case http::ParseState::Done:
        break;
    }
    request.head = Verdict::Framed;
    request.method = parser.head().method;
    request.headBytes = parser.consumed();
    const http::Framing framing = parser.head().body;
    if (framing.kind == http::BodyKind::Length) {
        request.kind = FramedRequest::Body::Length;
        request.length = std::to_string(framing.length);
    } else if (framing.kind == http::BodyKind::Chunked) {
        request.kind = FramedRequest::Body::Chunked;
    }
    http::BodyReader reader(framing, limits);
    std::string_view rest = stream.substr(parser.consumed());
    while (!rest.empty() && reader.state() == http::BodyReader::State::Reading) {
        const auto step = reader.next(rest);
        request.content += step.data;
        rest.remove_prefix(step.consumed);
    }
    if (reader.isFinished()) {
        request.body = Verdict::Framed;
        request.bytes = stream.size() - rest.size();
    } else if (reader.state() == http::BodyReader::State::Broken) {
        request.body = Verdict::Refused;
        request.rule = http::httpErrorName(reader.error());
    }
    return request;
}

/// What is wrong between the two; empty: nothing. `stricter` counts the rules by which only we refuse.
std::string difference(std::string_view stream, std::map<std::string, int>& stricter) {
    const FramedRequest ours = readByUs(stream);
    const FramedRequest theirs = test::readRequestByTheBook(stream);
    if (ours.head == Verdict::Refused) {
        if (theirs.head == Verdict::Framed) {
            ++stricter[std::string(ours.rule)];
        }
        return {};
    }
    if (ours.head == Verdict::Framed && theirs.head == Verdict::Refused) {
        return "the book refuses the head: " + std::string(theirs.rule);
    }
    if (ours.head != theirs.head) {
        return "only one sees the head's end";
    }
    if (ours.head == Verdict::Incomplete) {
        return {};
    }
    if (ours.method != theirs.method || ours.headBytes != theirs.headBytes || ours.kind != theirs.kind ||
        ours.length != theirs.length) {
        return "the head is framed differently";
    }
    if (ours.body == Verdict::Refused) {
        if (theirs.body == Verdict::Framed) {
            ++stricter[std::string(ours.rule)];
        }
        return {};
    }
    if (ours.body != theirs.body) {
        return theirs.body == Verdict::Refused && ours.body == Verdict::Incomplete ? "" : "only one takes the body";
    }
    return ours.content == theirs.content && ours.bytes == theirs.bytes ? "" : "the body is framed differently";
}

std::vector<std::string> corpus() {
    std::vector<std::string> heads;
    for (const char* folder : {"request_head", "request_path", "body"}) {
        const QDir files(QStringLiteral(KEYSLUICE_CORPUS "/") + QString::fromLatin1(folder));
        for (const QString& name : files.entryList(QDir::Files, QDir::Name)) {
            QFile file(files.filePath(name));
            const bool isOpen = file.open(QIODevice::ReadOnly);
            const std::string text = isOpen ? file.readAll().toStdString() : std::string();
            heads.push_back(folder == std::string("body")
                                ? "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n" + text
                                : text);
        }
    }
    return heads;
}

/// Changes a text the way somebody would who looks for two readers that disagree. Its own arithmetic instead of
/// std distributions: the same everywhere.
class Mutator {
public:
    explicit Mutator(const std::vector<std::string>& corpus) : m_corpus(corpus) {}

    std::string next() {
        std::string text = m_corpus[below(m_corpus.size())];
        for (std::size_t count = 1 + below(4); count > 0; --count) {
            change(text);
        }
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(m_random() % limit); }

    void change(std::string& text) {
        using namespace std::string_view_literals;
        static constexpr std::array kPieces{"\r\n"sv,
                                            "\n"sv,
                                            "\r"sv,
                                            " "sv,
                                            "\t"sv,
                                            ":"sv,
                                            ","sv,
                                            ";"sv,
                                            "\0"sv,
                                            "\v"sv,
                                            "\x80"sv,
                                            "\xff"sv,
                                            "_"sv,
                                            "0"sv,
                                            "1"sv,
                                            "f"sv,
                                            "+"sv,
                                            "-"sv,
                                            "\""sv,
                                            "="sv,
                                            "chunked"sv,
                                            "Chunked"sv,
                                            "gzip, "sv,
                                            ", 4"sv,
                                            "0x"sv,
                                            "\r\n "sv,
                                            "Content-Length: 4\r\n"sv,
                                            "content-length:4\r\n"sv,
                                            "Content-Length : 4\r\n"sv,
                                            "Content_Length: 4\r\n"sv,
                                            "Transfer-Encoding: chunked\r\n"sv,
                                            "transfer-encoding:\tCHUNKED \r\n"sv,
                                            "Transfer-Encoding: identity\r\n"sv,
                                            "Transfer-Encoding\t: chunked\r\n"sv,
                                            "Connection: content-length\r\n"sv,
                                            "Host: b.test\r\n"sv,
                                            "\r\n\r\n"sv,
                                            "0\r\n\r\n"sv,
                                            "3\r\nabc\r\n"sv,
                                            "HTTP/1.0"sv,
                                            "HTTP/1.1"sv,
                                            "HTTP/1.2"sv,
                                            "CONNECT "sv,
                                            ";a=b"sv};
        const std::size_t at = below(text.size() + 1);
        switch (below(8)) {
        case 0:
            if (at < text.size()) {
                text[at] = static_cast<char>(m_random());
            }
            return;
        case 1:
            text.erase(at, 1 + below(4));
            return;
        case 2: // a line twice
            if (const std::size_t line = text.rfind("\r\n", at); line != std::string::npos) {
                const std::size_t end = text.find("\r\n", line + 2);
                text.insert(line, text.substr(line, end == std::string::npos ? end : end - line));
            }
            return;
        case 3: // the beginning of one, the end of another
            text.replace(at, std::string::npos, other(at));
            return;
        case 4: // a piece at the beginning of a line
            if (const std::size_t line = text.find("\r\n", at); line != std::string::npos) {
                text.insert(line + 2, kPieces[below(kPieces.size())]);
            }
            return;
        default:
            text.insert(at, kPieces[below(kPieces.size())]);
            return;
        }
    }

    std::string other(std::size_t from) {
        const std::string& text = m_corpus[below(m_corpus.size())];
        return text.substr(std::min(from, text.size()));
    }

    const std::vector<std::string>& m_corpus;
    std::mt19937_64 m_random{20'261'124};
};

} // namespace

/// Ours against a second reading of RFC 9112: what both take they frame alike, and what only one takes, we do not.
class TestFramingDifference final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSecondReadingIsNotBlind_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<int>("head");
        QTest::addColumn<int>("bytes"); ///< 0: not framed
        const auto row = [](const char* name, const QByteArray& fields, Verdict head, int body) {
            const QByteArray text = "POST / HTTP/1.1\r\nHost: a\r\n" + fields;
            QTest::newRow(name) << text << static_cast<int>(head)
                                << (body < 0 ? 0 : static_cast<int>(text.indexOf("\r\n\r\n")) + 4 + body);
        };
        row("no body", "\r\nrest", Verdict::Framed, 0);
        row("length", "Content-Length: 04\r\n\r\nabcdrest", Verdict::Framed, 4);
        row("length, short", "Content-Length: 4\r\n\r\nabc", Verdict::Framed, -1);
        row("length twice, alike", "Content-Length: 4, 4\r\ncontent-length:4\r\n\r\nabcd", Verdict::Framed, 4);
        row("length twice", "Content-Length: 4, 5\r\n\r\nabcde", Verdict::Refused, -1);
        row("chunked", "Transfer-Encoding: gzip, chunked\r\n\r\nA;x\r\n0123456789\r\n0\r\nA: b\r\n\r\nrest",
            Verdict::Framed, 28);
        row("not chunked last", "Transfer-Encoding: chunked, gzip\r\n\r\n", Verdict::Refused, -1);
        row("both", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n", Verdict::Refused, -1);
        row("bare LF", "A: b\nC: d\r\n\r\n", Verdict::Refused, -1);
        row("fold", "A: b\r\n c\r\n\r\n", Verdict::Refused, -1);
        row("space before the colon", "Content-Length : 4\r\n\r\n", Verdict::Refused, -1);
        row("data too long", "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", Verdict::Framed, -1);
    }
    void theSecondReadingIsNotBlind() {
        QFETCH(QByteArray, stream);
        QFETCH(int, head);
        QFETCH(int, bytes);
        const FramedRequest request = test::readRequestByTheBook(stream.toStdString());
        QCOMPARE(static_cast<int>(request.head), head);
        QCOMPARE(static_cast<int>(request.bytes), bytes);
    }

    void nothingIsFramedDifferently() {
        const std::vector<std::string> heads = corpus();
        QVERIFY(heads.size() > 30);
        std::map<std::string, int> stricter;
        Mutator mutator(heads);
        for (int count = -static_cast<int>(heads.size()); count < kMutations; ++count) {
            const std::string stream = count < 0 ? heads[static_cast<std::size_t>(-count - 1)] : mutator.next();
            const std::string wrong = difference(stream, stricter);
            QVERIFY2(wrong.empty(),
                     (wrong + " in\n" + QByteArray::fromStdString(stream).toPercentEncoding(" :/;,=").toStdString())
                         .c_str());
        }
        for (const auto& [rule, count] : stricter) {
            qInfo("only we refuse: %s, %d times", rule.c_str(), count);
        }
        QVERIFY(!stricter.empty()); // the mutations reach where the two differ
    }
};

QTEST_APPLESS_MAIN(TestFramingDifference)
#include "test_framing_difference.moc"
