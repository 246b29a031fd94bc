#include "gateway/http/answer_parser.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/request_parser.h"
#include "support/rfc9112_reader.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <array>
#include <initializer_list>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace keysluice;
using namespace keysluice::gateway;
using test::FramedMessage;
using Verdict = FramedMessage::Verdict;

namespace {

constexpr int kMutations = 100'000; ///< of requests, and as many of answers

/// `framing`: of a head that was parsed.
void readBodyByUs(const http::Framing& framing, std::string_view rest, std::size_t all, FramedMessage& message) {
    switch (framing.kind) {
    case http::BodyKind::None:
        break;
    case http::BodyKind::Length:
        message.kind = FramedMessage::Body::Length;
        message.length = std::to_string(framing.length);
        break;
    case http::BodyKind::Chunked:
        message.kind = FramedMessage::Body::Chunked;
        break;
    case http::BodyKind::UntilClose:
        message.kind = FramedMessage::Body::UntilClose;
        break;
    }
    http::BodyReader reader(framing, core::Limits{});
    while (!rest.empty() && reader.state() == http::BodyReader::State::Reading) {
        const auto step = reader.next(rest);
        message.content += step.data;
        rest.remove_prefix(step.consumed);
    }
    if (reader.isFinished()) {
        message.body = Verdict::Framed;
        message.bytes = all - rest.size();
    } else if (reader.state() == http::BodyReader::State::Broken) {
        message.body = Verdict::Refused;
        message.rule = http::httpErrorName(reader.error());
    }
}

template <class Parser>
FramedMessage readByUs(Parser& parser, std::string_view stream) {
    FramedMessage message;
    switch (parser.parse(stream)) {
    case http::ParseState::NeedMore:
        return message;
    case http::ParseState::Failed:
        message.head = Verdict::Refused;
        message.rule = http::httpErrorName(parser.error());
        return message;
    case http::ParseState::Done:
        break;
    }
    message.head = Verdict::Framed;
    message.headBytes = parser.consumed();
    readBodyByUs(parser.head().body, stream.substr(parser.consumed()), stream.size(), message);
    return message;
}

FramedMessage readRequestByUs(std::string_view stream) {
    http::RequestParser parser(core::Limits{});
    FramedMessage message = readByUs(parser, stream);
    if (message.head == Verdict::Framed) {
        message.start = parser.head().method;
    }
    return message;
}

FramedMessage readAnswerByUs(std::string_view stream, bool requestWasHead) {
    http::AnswerParser parser(core::Limits{});
    parser.reset(requestWasHead);
    FramedMessage message = readByUs(parser, stream);
    if (message.head == Verdict::Framed) {
        message.start = std::to_string(parser.head().status);
    }
    return message;
}

/// What is wrong between the two; empty: nothing. `stricter` counts the rules by which only we refuse.
std::string difference(const FramedMessage& ours, const FramedMessage& theirs, std::map<std::string, int>& stricter) {
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
    if (ours.start != theirs.start || ours.headBytes != theirs.headBytes || ours.kind != theirs.kind ||
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

/// Files of these folders; a body stands behind `headOfBody`.
std::vector<std::string> corpus(std::initializer_list<const char*> folders, const std::string& headOfBody) {
    std::vector<std::string> messages;
    for (const char* folder : folders) {
        const QDir files(QStringLiteral(KEYSLUICE_CORPUS "/") + QString::fromLatin1(folder));
        for (const QString& name : files.entryList(QDir::Files, QDir::Name)) {
            QFile file(files.filePath(name));
            const bool isOpen = file.open(QIODevice::ReadOnly);
            const std::string text = isOpen ? file.readAll().toStdString() : std::string();
            messages.push_back(folder == std::string("body") ? headOfBody + text : text);
        }
    }
    return messages;
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
                                            " 204 "sv,
                                            " 304 "sv,
                                            " 103 "sv,
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
        const FramedMessage request = test::readRequestByTheBook(stream.toStdString());
        QCOMPARE(static_cast<int>(request.head), head);
        QCOMPARE(static_cast<int>(request.bytes), bytes);
    }

    void theSecondReadingOfAnswersIsNotBlind_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<bool>("wasHead");
        QTest::addColumn<int>("head");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("body"); ///< bytes of it; -1: not framed
        const auto row = [](const char* name, const QByteArray& text, bool wasHead, Verdict head,
                            FramedMessage::Body kind, int body) {
            QTest::newRow(name) << text << wasHead << static_cast<int>(head) << static_cast<int>(kind) << body;
        };
        using Body = FramedMessage::Body;
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nrest";
        row("length", ok + "Content-Length: 4\r\n\r\nabcdrest", false, Verdict::Framed, Body::Length, 4);
        row("chunked", ok + chunked, false, Verdict::Framed, Body::Chunked, 13);
        row("until close", ok + "\r\nabcd", false, Verdict::Framed, Body::UntilClose, -1);
        row("not chunked last", ok + "Transfer-Encoding: gzip\r\n\r\nabcd", false, Verdict::Framed, Body::UntilClose,
            -1);
        row("to HEAD", ok + "Content-Length: 4\r\n\r\nabcd", true, Verdict::Framed, Body::None, 0);
        row("204", "HTTP/1.1 204 X\r\n" + chunked, false, Verdict::Framed, Body::None, 0);
        row("304", "HTTP/1.1 304 X\r\nContent-Length: 4\r\n\r\nabcd", false, Verdict::Framed, Body::None, 0);
        row("103", "HTTP/1.1 103 X\r\nContent-Length: 4\r\n\r\nabcd", false, Verdict::Framed, Body::None, 0);
        row("both", ok + "Content-Length: 4\r\n" + chunked, false, Verdict::Refused, Body::None, -1);
        row("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\n" + chunked, false, Verdict::Refused, Body::None, -1);
        row("two lengths", ok + "Content-Length: 4, 5\r\n\r\n", false, Verdict::Refused, Body::None, -1);
        row("a status that is none", "HTTP/1.1 2x0 OK\r\n\r\n", false, Verdict::Refused, Body::None, -1);
    }
    void theSecondReadingOfAnswersIsNotBlind() {
        QFETCH(QByteArray, stream);
        QFETCH(bool, wasHead);
        QFETCH(int, head);
        QFETCH(int, kind);
        QFETCH(int, body);
        const FramedMessage answer = test::readAnswerByTheBook(stream.toStdString(), wasHead);
        QCOMPARE(static_cast<int>(answer.head), head);
        QCOMPARE(static_cast<int>(answer.kind), kind);
        QCOMPARE(answer.bytes == 0 ? -1 : static_cast<int>(answer.bytes - answer.headBytes), body);
    }

    void requestsAreNotFramedDifferently() {
        compare(corpus({"request_head", "request_path", "body"},
                       "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n"),
                [](std::string_view stream, std::map<std::string, int>& stricter) {
                    return difference(readRequestByUs(stream), test::readRequestByTheBook(stream), stricter);
                });
    }

    void answersAreNotFramedDifferently() {
        compare(corpus({"answer_head", "body"}, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                [](std::string_view stream, std::map<std::string, int>& stricter) {
                    for (const bool wasHead : {false, true}) {
                        std::string wrong = difference(readAnswerByUs(stream, wasHead),
                                                       test::readAnswerByTheBook(stream, wasHead), stricter);
                        if (!wrong.empty()) {
                            return wrong;
                        }
                    }
                    return std::string();
                });
    }

private:
    template <class Difference>
    static void compare(const std::vector<std::string>& messages, Difference differenceIn) {
        QVERIFY(messages.size() > 30);
        std::map<std::string, int> stricter;
        Mutator mutator(messages);
        for (int count = -static_cast<int>(messages.size()); count < kMutations; ++count) {
            const std::string stream = count < 0 ? messages[static_cast<std::size_t>(-count - 1)] : mutator.next();
            const std::string wrong = differenceIn(stream, stricter);
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
