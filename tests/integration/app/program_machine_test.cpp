#include "tests/integration/app/program.h"

#include <QTcpServer>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

/// What is wrong with the machine gives one sentence, and loses nothing.
class ProgramMachineTest final : public QObject {
    Q_OBJECT

    Program m_program;

private Q_SLOTS:
    void initTestCase() { prepareVault(m_program); }

    void saysWhatIsWrongWithTheMachine() {
        Program program(true);
        const auto saysOne = [](const Program::Ended& ended, int exitCode, const char* code) {
            QVERIFY2(ended.code == exitCode && ended.error.trimmed().count('\n') == 0 && ended.output.contains(code),
                     QByteArray(QByteArray::number(ended.code) + ": " + ended.output + ended.error).constData());
        };
        // A home that cannot be written.
        QCOMPARE(::chmod(qPrintable(program.path(QString())), 0500), 0);
        const auto readOnly = program.run(program.proven(words("init --json")));
        QCOMPARE(::chmod(qPrintable(program.path(QString())), 0700), 0);
        saysOne(readOnly, 1, "PermissionDenied");

        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        QCOMPARE(program.run(program.proven(words("secret add --name work --no-verify")), kKey).code, 0);

        // A port that is taken.
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        saysOne(program.run(program.proven(words("serve --json --port")) +
                            QStringList{QString::number(taken.serverPort())}),
                1, "PortTaken");

        // A file that may not grow, as at a quota: what was stored is still there, and nothing else.
        program.beforeStart = [] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit none{512, 512};
            ::setrlimit(RLIMIT_FSIZE, &none);
        };
        const auto full = program.run(program.proven(words("secret add --name other --no-verify --json")), kKey);
        program.beforeStart = nullptr;
        saysOne(full, 1, "IoFailed");
        const auto list = program.run(program.proven(words("secret list --json")));
        QCOMPARE(list.code, 0);
        QVERIFY(list.output.contains("\"work\"") && !list.output.contains("\"other\""));

        // A database that is not one.
        QFile database(program.data() + QStringLiteral("/vault.db"));
        QVERIFY(database.open(QIODevice::ReadWrite));
        QVERIFY(database.size() > 100);
        database.write(QByteArray(100, 'x'));
        database.close();
        saysOne(program.run(program.proven(words("secret list --json"))), 6, "Damaged");
        saysOne(program.run(program.proven(words("serve --json --port 0"))), 6, "Damaged");
    }

    void twoInstancesNeverShareADirectory() {
        Serving serving(m_program);
        const auto second = m_program.run(m_program.proven(words("serve --port 0 --json")));
        QCOMPARE(second.code, 1);
        QVERIFY(second.output.contains("InUse"));
        QCOMPARE(m_program.run(words("status")).code, 0); // the first one is unharmed
    }
};

QTEST_GUILESS_MAIN(ProgramMachineTest)
#include "program_machine_test.moc"
