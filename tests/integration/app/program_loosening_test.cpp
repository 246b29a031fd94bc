#include "app/control/operation_table.h"
#include "tests/integration/app/instance_socket.h"
#include "tests/integration/app/program.h"

/// What needs a person, and what locking and unlocking do.
class ProgramLooseningTest final : public QObject {
    Q_OBJECT

    Program m_program;

private Q_SLOTS:
    void initTestCase() {
        prepareVault(m_program);
        m_program.write(QStringLiteral("allow.json"), R"({"decision":"allow"})");
        m_program.write(QStringLiteral("rules.json"), R"({"version":1,"rules":[],"limits":[]})");
        const QByteArray kept =
            R"({"version":1,"rules":[{"name":"kept","decision":"block","conditions":)"
            R"({"paths":["/v1/files"]}},{"name":"off","enabled":false,"decision":"ask"}],"limits":[]})";
        const auto imported = m_program.run(m_program.proven(words("rule import")), kept);
        QVERIFY2(imported.code == 0, imported.error.constData());
    }

    void looseningNeedsAPerson_data() {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("resume") << "resume";
        QTest::newRow("secret add") << "secret add --name other --no-verify";
        QTest::newRow("secret rotate") << "secret rotate work --no-verify";
        QTest::newRow("secret enable") << "secret enable work";
        QTest::newRow("secret remove") << "secret remove work";
        QTest::newRow("agent add") << "agent add evil";
        QTest::newRow("agent token") << "agent token ci";
        QTest::newRow("agent grant") << "agent grant ci work";
        QTest::newRow("agent remove") << "agent remove ci";
        QTest::newRow("thaw") << "thaw";
        QTest::newRow("mode") << "mode open";
        QTest::newRow("agent mode") << "agent mode ci open";
        QTest::newRow("secret foreign") << "secret foreign work pass";
        QTest::newRow("rule add") << "rule add allow.json";
        QTest::newRow("rule edit") << "rule edit kept allow.json";
        QTest::newRow("rule move") << "rule move kept 2";
        QTest::newRow("rule enable") << "rule enable off";
        QTest::newRow("rule disable") << "rule disable kept";
        QTest::newRow("rule remove") << "rule remove off";
        QTest::newRow("rule import") << "rule import rules.json";
    }

    void looseningNeedsAPerson() {
        QFETCH(QString, arguments);
        const QStringList command = arguments.split(QLatin1Char(' '));
        Serving serving(m_program);
        QVERIFY(!serving.listening().isEmpty());
        const auto plain = m_program.run(QStringList{QStringLiteral("--json")} + command, kKey);
        QCOMPARE(plain.code, 1);
        QVERIFY2(plain.output.contains("ConfirmationNeeded"), plain.output.constData());
        const auto wrong = m_program.run(
            QStringList{QStringLiteral("--passphrase-file"), m_program.path(QStringLiteral("wrong"))} + command, kKey);
        QCOMPARE(wrong.code, 3);
        // Even with the passphrase, nobody below a launched agent.
        const auto inside =
            m_program.run(words("run -- sh -c") + QStringList{QStringLiteral("exec \"$0\" \"$@\"")} +
                              QStringList{QStringLiteral(KEYSLUICE_PROGRAM), QStringLiteral("--data-dir"),
                                          m_program.data(), QStringLiteral("--json")} +
                              m_program.proven(command),
                          kKey);
        QCOMPARE(inside.code, 1);
        QVERIFY2(inside.output.contains("InsideLaunch"), inside.error.constData());
    }

    void namesWhatIsDoneNotWhatTheCallerSays() {
        Serving serving(m_program);
        const QByteArray answer = askInstance(
            m_program, R"({"id":1,"op":"agent.remove","args":{"name":"ci","title":"status","command":"status"}})"
                       "\n");
        QVERIFY2(answer.contains("\"context\":\"agent remove ci\""), answer.constData());
    }

    void commandIsShownOnOneLine() {
        const auto* operation = keysluice::app::findOperation(QStringLiteral("agent.token"));
        QVERIFY(operation != nullptr);
        QCOMPARE(keysluice::app::commandText(*operation,
                                             {{QStringLiteral("name"), QStringLiteral("a\nb\u202ec\u2028\U000e0041")},
                                              {QStringLiteral("days"), 0}}),
                 QStringLiteral("agent token a?b?c?? --days 0"));
        QCOMPARE(
            keysluice::app::commandText(*operation, {{QStringLiteral("name"), QString(500, QLatin1Char('x'))}}).size(),
            200);
    }

    void pauseIsNotEndedByAnotherPause() {
        Serving serving(m_program);
        const auto pausedUntil = [this] {
            return m_program.run(words("status --json"))
                .json()
                .value(QLatin1String("gateway"))
                .toObject()
                .value(QLatin1String("pausedUntil"));
        };
        QCOMPARE(m_program.run(words("pause")).code, 0);
        QVERIFY(pausedUntil().isNull());
        QCOMPARE(m_program.run(words("pause --minutes 1")).code, 0);
        QVERIFY(pausedUntil().isNull()); // still until somebody resumes
        QCOMPARE(m_program.run(m_program.proven(words("resume"))).code, 0);
        QCOMPARE(m_program.run(words("pause --minutes 60")).code, 0);
        const QJsonValue until = pausedUntil();
        QVERIFY(until.isString());
        QCOMPARE(m_program.run(words("pause --minutes 1")).code, 0);
        QCOMPARE(pausedUntil(), until);
        // More milliseconds than an int holds: the timer must not wrap around to a few seconds.
        QVERIFY(askInstance(m_program, "{\"id\":1,\"op\":\"pause\",\"args\":{\"minutes\":71583}}\n").contains("true"));
        QVERIFY(pausedUntil().toString() > until.toString());
        QVERIFY(pausedUntil().toString() < QStringLiteral("2100") &&
                QDateTime::fromString(pausedUntil().toString(), Qt::ISODateWithMs) <
                    QDateTime::currentDateTimeUtc().addDays(8));
        QCOMPARE(m_program.run(words("pause")).code, 0);
        QVERIFY(pausedUntil().isNull());
        QCOMPARE(m_program.run(m_program.proven(words("resume"))).code, 0);
    }

    void freezeIsNeverMadeMilder() {
        Serving serving(m_program);
        const auto ofAll = [this] {
            return m_program.run(words("status --json"))
                .json()
                .value(QLatin1String("vault"))
                .toObject()
                .value(QLatin1String("frozen"))
                .toString();
        };
        QCOMPARE(ofAll(), QStringLiteral("no"));
        QCOMPARE(m_program.run(words("freeze --cut")).code, 0);
        QCOMPARE(ofAll(), QStringLiteral("streams"));
        QCOMPARE(m_program.run(words("freeze")).code, 0);
        QCOMPARE(ofAll(), QStringLiteral("streams"));
        QCOMPARE(m_program.run(words("thaw")).code, 1);
        QCOMPARE(ofAll(), QStringLiteral("streams"));
        QVERIFY(m_program.run(words("status")).output.contains("All agents: frozen"));
        QCOMPARE(m_program.run(m_program.proven(words("thaw"))).code, 0);
        QCOMPARE(ofAll(), QStringLiteral("no"));
        QCOMPARE(m_program.run(words("freeze ci")).code, 0);
        QVERIFY(m_program.run(words("agent list")).output.contains(", frozen"));
        QCOMPARE(m_program.run(m_program.proven(words("thaw"))).code, 0); // of all: the one of the agent stays
        QVERIFY(m_program.run(words("agent list")).output.contains(", frozen"));
        QCOMPARE(m_program.run(m_program.proven(words("thaw ci"))).code, 0);
        QVERIFY(!m_program.run(words("agent list")).output.contains(", frozen"));
    }

    void everyLooseningOperationIsInTheTable() {
        int loosening = 0;
        for (const keysluice::app::Operation& operation : keysluice::app::allOperations()) {
            loosening += operation.effect == keysluice::app::Effect::Loosening ? 1 : 0;
            QCOMPARE(operation.effect == keysluice::app::Effect::Loosening, operation.consequence != nullptr);
        }
        QCOMPARE(loosening, 21); // the twenty above, and unlock
    }

    void modesTightenFreelyAndLoosenWithAPerson() {
        Serving serving(m_program);
        const struct {
            const char* proven; ///< makes it the loosest
            const char* set;    ///< an operation, %1 the mode
            const char* read;   ///< an operation whose answer has it
            const char* member;
            std::vector<const char*> rising; ///< from the loosest to the strictest
        } cases[] = {
            {"mode open", R"("op":"mode","args":{"mode":"%1"})", "status", "mode", {"open", "strict"}},
            {"agent mode ci open",
             R"("op":"agent.mode","args":{"name":"ci","mode":"%1"})",
             "agent.list",
             "mode",
             {"open", "inherit", "strict"}},
            {"secret foreign work pass",
             R"("op":"secret.foreign","args":{"name":"work","mode":"%1"})",
             "secret.list",
             "foreignKeys",
             {"pass", "replace", "refuse"}},
        };
        for (const auto& one : cases) {
            const auto answerTo = [&](const char* mode) {
                return askInstance(m_program, "{\"id\":1," + QByteArray(one.set).replace("%1", mode) + "}\n");
            };
            const auto is = [&](const char* mode) {
                const QByteArray found = askInstance(m_program, "{\"id\":1,\"op\":\"" + QByteArray(one.read) + "\"}\n");
                return found.contains(QByteArray('"' + QByteArray(one.member) + "\":\"" + mode + '"'));
            };
            QCOMPARE(m_program.run(m_program.proven(words(one.proven))).code, 0);
            QVERIFY(is(one.rising.front()));
            for (auto mode = one.rising.begin() + 1; mode != one.rising.end(); ++mode) {
                QVERIFY(answerTo(*mode).contains("\"ok\":true"));
                QVERIFY(is(*mode));
            }
            for (auto mode = one.rising.rbegin() + 1; mode != one.rising.rend(); ++mode) {
                QVERIFY(answerTo(*mode).contains("ConfirmationNeeded"));
                QVERIFY(is(one.rising.back()));
            }
            QVERIFY(answerTo("wide").contains("ConfirmationNeeded")); // no mode, so nothing that could be stricter
        }
        QCOMPARE(m_program.run(m_program.proven(words("mode open"))).code, 0);
    }

    void locksAtOnceAndUnlocksByPassphrase() {
        Serving serving(m_program);
        QCOMPARE(m_program.run(words("lock")).code, 0);
        QCOMPARE(m_program.run(words("secret list")).code, 3);
        QCOMPARE(m_program.run(words("run -- true")).code, 3);
        QCOMPARE(m_program.run(words("unlock")).code, 1);
        QCOMPARE(m_program.run(m_program.proven(words("unlock"))).code, 0);
        QCOMPARE(m_program.run(words("run -- true")).code, 0);
        QCOMPARE(m_program.run(words("pause")).code, 0);
        QVERIFY(m_program.run(words("status --json"))
                    .json()
                    .value(QLatin1String("gateway"))
                    .toObject()
                    .value(QLatin1String("paused"))
                    .toBool());
        QCOMPARE(m_program.run(m_program.proven(words("resume"))).code, 0);
    }

    void unlocksByKeyFile() {
        const Program program;
        const QStringList key{QStringLiteral("--key-file"), program.path(QStringLiteral("vault.key"))};
        const QStringList other{QStringLiteral("--key-file"), program.path(QStringLiteral("other.key"))};
        QCOMPARE(program.run(key + words("init")).code, 0);
        QProcess serving;
        program.prepare(serving, key + words("serve --port 0 --json"));
        serving.start();
        QVERIFY(serving.waitForReadyRead(60'000));
        QCOMPARE(program.run(words("lock")).code, 0);
        program.write(QStringLiteral("other.key"), "keysluice-key-1 " + QByteArray(64, '0') + '\n');
        QCOMPARE(program.run(other + words("unlock")).code, 3);
        QCOMPARE(program.run(words("secret list")).code, 3);
        QCOMPARE(program.run(key + words("unlock")).code, 0);
        QCOMPARE(program.run(words("secret list")).code, 0);
        serving.terminate();
        QVERIFY(serving.waitForFinished(20'000));
    }

    void unlockByKeychainNeedsAPerson() {
        Serving serving(m_program);
        const QString inner =
            QStringLiteral("'%1' --data-dir '%2' lock && '%1' --data-dir '%2' --json "
                           "--passphrase-file '%3' unlock")
                .arg(QStringLiteral(KEYSLUICE_PROGRAM), m_program.data(), m_program.path(QStringLiteral("pass")));
        const auto inside = m_program.run(words("run -- sh -c") + QStringList{inner});
        QCOMPARE(inside.code, 1);
        QVERIFY2(inside.output.contains("InsideLaunch"), inside.error.constData());
        QVERIFY(askInstance(m_program, "{\"id\":1,\"op\":\"unlock\"}\n").contains("ConfirmationNeeded"));
        QCOMPARE(m_program.run(words("secret list")).code, 3); // still locked
    }
};

QTEST_GUILESS_MAIN(ProgramLooseningTest)
#include "program_loosening_test.moc"
