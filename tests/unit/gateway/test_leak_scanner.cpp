#include "gateway/http/leak_scanner.h"

#include <QTest>

#include <random>
#include <string>
#include <vector>

using keysluice::gateway::http::LeakScanner;

namespace {

struct Outcome {
    bool isHit = false;
    std::string sent;
    std::size_t mostHeld = 0;
};

Outcome scan(std::string_view value, const std::vector<std::string_view>& pieces) {
    LeakScanner scanner(value);
    Outcome outcome;
    for (const std::string_view piece : pieces) {
        const LeakScanner::Step step = scanner.push(piece);
        outcome.sent.append(step.before).append(step.data);
        outcome.mostHeld = std::max(outcome.mostHeld, scanner.held());
        if (step.isHit) {
            outcome.isHit = true;
            break;
        }
    }
    outcome.sent.append(scanner.finish());
    return outcome;
}

/// What any correct scanner does with the whole stream.
std::string expectedSent(std::string_view value, std::string_view stream) {
    return std::string(stream.substr(0, stream.find(value)));
}

bool isRight(std::string_view value, std::string_view stream, const std::vector<std::string_view>& pieces) {
    const Outcome outcome = scan(value, pieces);
    return outcome.isHit == (stream.find(value) != std::string_view::npos) &&
           outcome.sent == expectedSent(value, stream) && outcome.mostHeld < value.size();
}

std::vector<std::string_view> bytesOf(std::string_view stream) {
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < stream.size(); ++i) {
        pieces.push_back(stream.substr(i, 1));
    }
    return pieces;
}

const std::string kKey = "sk-ant-api03-Zm9vYmFyYmF6cXV4-0123456789_abcdefghijklmnopqrstuvwxyzAA";

} // namespace

class TestLeakScanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheValueAtEverySplit_data();
    void findsTheValueAtEverySplit();
    void passesNearMisses_data();
    void passesNearMisses();
    void holdsBackOnlyAPossibleBeginning();
    void sendsNothingAfterAHit();
    void withoutAValueEverythingPasses();
    void agreesWithASimpleSearch();
};

void TestLeakScanner::findsTheValueAtEverySplit_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const QByteArray key = QByteArray::fromStdString(kKey);
    QTest::newRow("alone") << key << QByteArray() << QByteArray();
    QTest::newRow("in JSON") << key << QByteArray("data: {\"echo\":\"") << QByteArray("\"}\n\n");
    QTest::newRow("after its own beginning") << key << key.left(20) << QByteArray("x");
    QTest::newRow("after most of itself") << key << key.left(key.size() - 1) << QByteArray();
    QTest::newRow("twice") << key << QByteArray("a") << key;
    QTest::newRow("self-overlapping value")
        << QByteArray("aabaaabaaac") << QByteArray("aabaaabaaabaa") << QByteArray("b");
    QTest::newRow("run of one letter") << QByteArray("aaaaab") << QByteArray("aaaaaaaaaa") << QByteArray("a");
    QTest::newRow("one byte") << QByteArray("k") << QByteArray("abc") << QByteArray("d");
    QTest::newRow("two bytes") << QByteArray("kk") << QByteArray("akak") << QByteArray("d");
}

void TestLeakScanner::findsTheValueAtEverySplit() {
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const std::string needle = value.toStdString();
    const std::string text = before.toStdString() + needle + after.toStdString();
    const std::string_view stream = text;
    QVERIFY(isRight(needle, stream, {stream}));
    QVERIFY(isRight(needle, stream, bytesOf(stream)));
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        QVERIFY(isRight(needle, stream, {stream.substr(0, cut), stream.substr(cut)}));
        for (std::size_t second = cut; second <= stream.size(); second += 3) {
            QVERIFY(isRight(needle, stream,
                            {stream.substr(0, cut), stream.substr(cut, second - cut), stream.substr(second)}));
        }
    }
}

void TestLeakScanner::passesNearMisses_data() {
    QTest::addColumn<QByteArray>("stream");
    const QByteArray key = QByteArray::fromStdString(kKey);
    QTest::newRow("all but the last byte") << key.left(key.size() - 1);
    QTest::newRow("all but the first byte") << key.mid(1);
    QTest::newRow("last byte differs") << key.left(key.size() - 1) + "B";
    QTest::newRow("other case") << key.toUpper();
    QTest::newRow("with a gap") << key.left(30) + " " + key.mid(30);
    QTest::newRow("beginning again and again") << key.left(13).repeated(20);
    QTest::newRow("prefix of other keys") << QByteArray("sk-ant-api03-").repeated(3) + "sk-ant-api03-ksPlaceholder";
    QTest::newRow("ends in its beginning") << QByteArray("data: sk-ant");
}

void TestLeakScanner::passesNearMisses() {
    QFETCH(QByteArray, stream);
    const std::string text = stream.toStdString();
    const std::string_view view = text;
    QVERIFY(isRight(kKey, view, bytesOf(view)));
    for (std::size_t cut = 0; cut <= view.size(); ++cut) {
        QVERIFY(isRight(kKey, view, {view.substr(0, cut), view.substr(cut)}));
    }
}

void TestLeakScanner::holdsBackOnlyAPossibleBeginning() {
    LeakScanner scanner(kKey);
    LeakScanner::Step step = scanner.push("data: {\"delta\":\"hello\"}\n\n");
    QCOMPARE(step.data.size(), std::size_t{25});
    QCOMPARE(scanner.held(), std::size_t{0});
    step = scanner.push("tail sk-a");
    QVERIFY(step.data == "tail ");
    QCOMPARE(scanner.held(), std::size_t{4});
    step = scanner.push("s");
    QVERIFY(step.before == "sk-a");
    QCOMPARE(scanner.held(), std::size_t{1}); // the new "s" may begin it
    step = scanner.push("!");
    QVERIFY(step.before == "s" && step.data == "!");
    QVERIFY(scanner.finish().empty());
}

void TestLeakScanner::sendsNothingAfterAHit() {
    LeakScanner scanner(kKey);
    const std::string stream = "a" + kKey + "b";
    LeakScanner::Step step = scanner.push(stream);
    QVERIFY(step.isHit && step.data == "a");
    step = scanner.push("harmless");
    QVERIFY(step.isHit && step.before.empty() && step.data.empty());
    QVERIFY(scanner.finish().empty());
}

void TestLeakScanner::withoutAValueEverythingPasses() {
    LeakScanner scanner;
    const LeakScanner::Step step = scanner.push("anything");
    QVERIFY(!step.isHit && step.data == "anything");
    QVERIFY(!LeakScanner::contains("anything", ""));
}

void TestLeakScanner::agreesWithASimpleSearch() {
    std::mt19937 random(7); // NOLINT: the same sequence every time, on purpose
    for (int round = 0; round < 20'000; ++round) {
        const auto upTo = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
        std::string value(1 + upTo(6), 'a');
        std::string stream(upTo(40), 'a');
        for (char& c : value) {
            c = static_cast<char>('a' + random() % 2);
        }
        for (char& c : stream) {
            c = static_cast<char>('a' + random() % 2);
        }
        std::vector<std::string_view> pieces;
        const std::string_view view = stream;
        for (std::size_t at = 0; at < view.size();) {
            const std::size_t size = 1 + upTo(9);
            pieces.push_back(view.substr(at, size));
            at += size;
        }
        if (!isRight(value, view, pieces)) {
            QFAIL(("value " + value + ", stream " + stream).c_str());
        }
    }
}

QTEST_APPLESS_MAIN(TestLeakScanner)
#include "test_leak_scanner.moc"
