#include "core/rules/body/excerpt.h"

#include <QTest>

#include <algorithm>
#include <string>

using keysluice::core::rules::body::Excerpt;
using keysluice::core::rules::body::excerptOf;

namespace {
constexpr std::size_t kMost = 64;
const std::string kPadding(100, 'x');

std::string json(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

} // namespace

class ExcerptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shortBodiesAreShownWhole() {
        const std::string body = json("{'model':'a'}");
        const Excerpt excerpt = excerptOf(body, kMost);
        QCOMPARE(excerpt.text, body);
        QVERIFY(excerpt.isWhole);
    }

    void longOnes_data() {
        QTest::addColumn<std::string>("body");
        QTest::addColumn<std::string>("shown");
        const std::string first = json("{'role':'user','content':'" + kPadding + "'}");
        const std::string last = json("{'role':'user','content':'do it'}");
        QTest::newRow("Anthropic, OpenAI Chat")
            << json("{'model':'a','messages':[") + first + "," + last + "]}" << last;
        QTest::newRow("Responses") << json("{'input':[") + first + " , " + last + json("],'model':'a'}") << last;
        const std::string odd = json("{ 'content' : '\\u0064o' }");
        QTest::newRow("as it is written") << json("{'messages':[") + first + "," + odd + "]}" << odd;
        const std::string text = json("{'input':'" + kPadding + "'}");
        QTest::newRow("a text") << text << text.substr(0, kMost);
        const std::string none = json("{'messages':[],'a':'" + kPadding + "'}");
        QTest::newRow("no message") << none << none.substr(0, kMost);
        const std::string texts = json("{'messages':['a'],'a':'" + kPadding + "'}");
        QTest::newRow("no objects") << texts << texts.substr(0, kMost);
        QTest::newRow("not JSON") << kPadding << kPadding.substr(0, kMost);
        QTest::newRow("long message") << json("{'messages':[") + first + "]}" << first.substr(0, kMost);
        QTest::newRow("inside a character")
            << std::string(kMost - 1, 'x') + "\u20ac" + kPadding << std::string(kMost - 1, 'x');
        const std::string broken = std::string(kMost - 4, 'x') + std::string(100, '\x80');
        QTest::newRow("not UTF-8") << broken << broken.substr(0, kMost);
    }

    void longOnes() {
        QFETCH(std::string, body);
        QFETCH(std::string, shown);
        const Excerpt excerpt = excerptOf(body, kMost);
        QCOMPARE(excerpt.text, shown);
        QVERIFY(!excerpt.isWhole);
    }
};

QTEST_APPLESS_MAIN(ExcerptTest)
#include "excerpt_test.moc"
