#include "ui/models/excerpt_text.h"

#include <QTest>

using namespace keysluice;
using namespace std::string_literals;

class ExcerptTextTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingHiddenIsShown_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("invalid");
        const auto row = [](const char* name, const std::string& bytes, const char* shown, int hidden, int invalid) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(shown) << hidden << invalid;
        };
        row("nothing", "", "", 0, 0);
        row("plain", R"({"a": "b"})", R"({"a": "b"})", 0, 0);
        row("mark-up stays text", "<b>x</b>&amp;", "<b>x</b>&amp;", 0, 0);
        row("lines and tabs stay", "a\n\tb\r\nc", "a\n\tb\nc", 0, 0);
        row("a carriage return alone", "a\rb", "a[U+000D]b", 1, 0);
        row("two before a line feed", "a\r\r\nb", "a[U+000D]\nb", 1, 0);
        row("override",
            "a\xE2\x80\xAE"
            "b",
            "a[U+202E]b", 1, 0);
        row("zero width and tag", "\xE2\x80\x8B\xF3\xA0\x81\x81", "[U+200B][U+E0041]", 2, 0);
        row("NUL and escape", "a\0\x1b[0m"s, "a[U+0000][U+001B][0m", 2, 0);
        row("other letters", "\xD7\xA9\xD7\x9C \xF0\x9F\x99\x82", "\u05E9\u05DC \U0001F642", 0, 0);
        row("stray continuation",
            "a\x80"
            "b",
            "a[0x80]b", 0, 1);
        row("overlong", "\xC0\xAF", "[0xC0][0xAF]", 0, 2);
        row("overlong, three bytes", "\xE0\x80\xAF", "[0xE0][0x80][0xAF]", 0, 3);
        row("surrogate", "\xED\xA0\x80", "[0xED][0xA0][0x80]", 0, 3);
        row("beyond Unicode", "\xF4\x90\x80\x80", "[0xF4][0x90][0x80][0x80]", 0, 4);
        row("no lead at all", "\xFF\xFE", "[0xFF][0xFE]", 0, 2);
        row("interrupted",
            "\xE2\x80"
            "a",
            "[0xE2][0x80]a", 0, 2);
        row("cut off at the end", "a\xE2\x80", "a[0xE2][0x80]", 0, 2);
    }
    void everythingHiddenIsShown() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);
        QFETCH(int, hidden);
        QFETCH(int, invalid);
        const ui::ExcerptText excerpt = ui::excerptText(bytes.toStdString(), true);
        QCOMPARE(excerpt.text, shown);
        QCOMPARE(excerpt.hidden, hidden);
        QCOMPARE(excerpt.invalid, invalid);
        QCOMPARE(static_cast<int>(excerpt.marks.size()), hidden + invalid);
        for (const ui::ExcerptText::Mark& mark : excerpt.marks) {
            const QString marked = excerpt.text.mid(mark.from, mark.length);
            QVERIFY(marked.startsWith(QLatin1Char('[')) && marked.endsWith(QLatin1Char(']')));
        }
    }
    void whatIsWrittenLikeACodePointIsNotMarked() { QVERIFY(ui::excerptText("[U+202E]", true).marks.empty()); }
    void aCharacterThatTheEndCutsIsLeftOut_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("two of three") << QByteArray("a\xE2\x80");
        QTest::newRow("one of two") << QByteArray("a\xC3");
        QTest::newRow("three of four") << QByteArray("a\xF0\x9F\x99");
    }
    void aCharacterThatTheEndCutsIsLeftOut() {
        QFETCH(QByteArray, bytes);
        const ui::ExcerptText excerpt = ui::excerptText(bytes.toStdString(), false);
        QCOMPARE(excerpt.text, QStringLiteral("a"));
        QCOMPARE(excerpt.invalid, 0);
    }
    void manyInARowAreCounted() {
        const ui::ExcerptText excerpt = ui::excerptText("a" + std::string(4096, '\xFF') + "b", true);
        QCOMPARE(excerpt.text, QStringLiteral("a[0xFF][and 4,095 more]b"));
        QCOMPARE(excerpt.invalid, 4096);
        QCOMPARE(excerpt.marks.size(), std::size_t(2));
    }
    void theWarningSaysWhatThereIs() {
        QCOMPARE(ui::excerptWarning({}), QString());
        QCOMPARE(ui::excerptWarning({{}, {}, 2, 0}), QStringLiteral("2 invisible character(s) are shown"));
        QCOMPARE(ui::excerptWarning({{}, {}, 0, 3}), QStringLiteral("3 byte(s) are no text"));
        QCOMPARE(ui::excerptWarning({{}, {}, 1, 3}),
                 QStringLiteral("1 invisible character(s) are shown, 3 byte(s) are no text"));
    }
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
};

QTEST_GUILESS_MAIN(ExcerptTextTest)
#include "tst_excerpt_text.moc"
