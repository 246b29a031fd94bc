#include "ui/models/activity_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/text/approval_outcome_text.h"

#include <QSet>
#include <QTest>

using namespace keysluice;

class VisibleTextTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hiddenCharactersBecomeVisible_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("POST /v1/messages") << QStringLiteral("POST /v1/messages");
        QTest::newRow("override") << QString(QStringLiteral("a") + QChar(0x202E) + QStringLiteral("b"))
                                  << QStringLiteral("a[U+202E]b");
        QTest::newRow("isolate") << QString(QChar(0x2067)) << QStringLiteral("[U+2067]");
        QTest::newRow("line break") << QStringLiteral("a\nb") << QStringLiteral("a[U+000A]b");
        QTest::newRow("escape") << QStringLiteral("\x1b[31m") << QStringLiteral("[U+001B][31m");
        QTest::newRow("zero width") << QString(QChar(0x200B)) << QStringLiteral("[U+200B]");
        QTest::newRow("no-break space") << QString(QChar(0x00A0)) << QStringLiteral("[U+00A0]");
        QTest::newRow("line separator") << QString(QChar(0x2028)) << QStringLiteral("[U+2028]");
        QTest::newRow("Hangul filler") << QString(QChar(0x3164)) << QStringLiteral("[U+3164]");
        const char32_t tag = 0xE0041;
        QTest::newRow("tag") << QString::fromUcs4(&tag, 1) << QStringLiteral("[U+E0041]");
        QTest::newRow("right-to-left letters stay") << QString::fromUtf8("שלום") << QString::fromUtf8("שלום");
        QTest::newRow("mark-up stays text") << QStringLiteral("<b>x</b>") << QStringLiteral("<b>x</b>");
    }
    void hiddenCharactersBecomeVisible() {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(ui::visibleText(text), shown);
        QCOMPARE(ui::hiddenCharacters(shown), 0);
    }
    void invalidUtf8IsShownAsReplacement() {
        QCOMPARE(ui::visibleText(std::string("a\xff")), QString(QStringLiteral("a") + QChar(0xFFFD)));
    }
    void requestOfAnAgentIsMadeVisible() {
        core::ActivityRecord record;
        record.method = "GET";
        record.path = "/a\xe2\x80\xae"
                      "b";
        QCOMPARE(ui::requestText(record), QStringLiteral("GET /a[U+202E]b"));
    }
    void everyCodeOfTheGatewayHasASentence() {
        const char* const codes[] = {"agent_unknown",
                                     "vault_locked",
                                     "policy_unverified",
                                     "log_unavailable",
                                     "credential_missing",
                                     "foreign_credential",
                                     "credential_disabled",
                                     "credential_not_granted",
                                     "credential_unreadable",
                                     "host_not_allowed",
                                     "destination_refused",
                                     "paused",
                                     "busy",
                                     "too_many_connections",
                                     "plaintext_refused",
                                     "authority_mismatch",
                                     "bad_request",
                                     "too_large",
                                     "request_timeout",
                                     "method_not_allowed",
                                     "upstream_dns",
                                     "upstream_refused",
                                     "upstream_reset",
                                     "upstream_tls",
                                     "upstream_malformed",
                                     "upstream_proxy",
                                     "upstream_timeout",
                                     "leak_blocked",
                                     "shutting_down",
                                     "websocket_not_examined",
                                     "not_found",
                                     "agent_gone",
                                     "agent_tls",
                                     "canceled",
                                     "unfinished",
                                     "idle",
                                     "command_inside_launch",
                                     "command_unproven",
                                     "command_unconfirmed",
                                     "command_refused",
                                     "command_redirection",
                                     "command_failed",
                                     "command_malformed"};
        for (const char* code : codes) {
            const QString sentence = ui::errorSentence(code);
            QVERIFY2(!sentence.contains(QStringLiteral("with the code")), code);
            QVERIFY2(sentence.endsWith(QLatin1Char('.')), code);
        }
        QVERIFY(ui::errorSentence({}).isEmpty());
        QVERIFY(ui::errorSentence("new_code").contains(QStringLiteral("new_code")));
    }
    void whatDecidedIsTold() {
        using Approval = core::ActivityRecord::Approval;
        core::ActivityRecord record;
        QVERIFY(ui::ruleText(record).isEmpty());
        record.ruleId = "r1";
        QCOMPARE(ui::ruleText(record), QStringLiteral("A rule without a name"));
        record.ruleName = "no \xe2\x80\xae opus";
        QCOMPARE(ui::ruleText(record), QStringLiteral("no [U+202E] opus"));
        QSet<QString> words;
        for (int i = 0; i <= static_cast<int>(Approval::Withdrawn); ++i) {
            words.insert(ui::approvalText(static_cast<Approval>(i)));
        }
        QCOMPARE(words.size(), static_cast<int>(Approval::Withdrawn) + 1);
        QVERIFY(ui::approvalText(Approval::NotAsked).isEmpty());
        QVERIFY(ui::approvalText(static_cast<Approval>(99)).isEmpty());
    }
    void commandsAreTold() {
        core::ActivityRecord record;
        record.kind = core::ActivityRecord::Kind::Command;
        record.path = "keysluice agent token ci";
        QCOMPARE(ui::requestText(record), QStringLiteral("keysluice agent token ci"));
        QCOMPARE(ui::agentText(record), QStringLiteral("Command line"));
        QCOMPARE(ui::answerText(record), QStringLiteral("Done"));
        record.errorCode = "command_inside_launch";
        record.agentName = "ci";
        QCOMPARE(ui::agentText(record), QStringLiteral("ci"));
        QCOMPARE(ui::answerText(record), QStringLiteral("Refused"));
    }
    void durations() {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(ui::durationText(-1), QStringLiteral("–"));
        QCOMPARE(ui::durationText(850), QStringLiteral("850 µs"));
        QCOMPARE(ui::durationText(212'400), QStringLiteral("212 ms"));
        QCOMPARE(ui::durationText(8'420'000), QStringLiteral("8.42 s"));
        QCOMPARE(ui::durationText(19'200'000), QStringLiteral("19.2 s"));
        QCOMPARE(ui::durationText(125'000'000), QStringLiteral("2 min 5 s"));
        QCOMPARE(ui::longDurationText(72 * 60'000), QStringLiteral("1 h 12 min"));
    }
};

QTEST_GUILESS_MAIN(VisibleTextTest)
#include "tst_visible_text.moc"
