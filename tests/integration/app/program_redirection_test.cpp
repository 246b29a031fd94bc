#include "tests/integration/app/program.h"

/// What decides where a key is sent counts only with a proof that opens the vault.
class ProgramRedirectionTest final : public QObject {
    Q_OBJECT

    /// Runs to the end, or not at all: the code is -1 for a program that stays.
    static Program::Ended run(const Program& program, const QStringList& arguments, const QString& variable,
                              const QString& value) {
        QProcess process;
        program.prepare(process, arguments);
        QProcessEnvironment environment = process.processEnvironment();
        environment.insert(variable, value);
        process.setProcessEnvironment(environment);
        process.start();
        process.closeWriteChannel();
        Program::Ended ended;
        if (process.waitForFinished(20'000)) {
            ended.code = process.exitCode();
        } else {
            process.kill();
            process.waitForFinished();
        }
        ended.output = process.readAllStandardOutput();
        ended.error = process.readAllStandardError();
        return ended;
    }

    /// The window, without a display.
    static Program::Ended window(const Program& program, const char* passphrase) {
        return run(program,
                   QStringList{QStringLiteral("--json"), QStringLiteral("--port"), QStringLiteral("0"),
                               QStringLiteral("--resolve"), QStringLiteral("api.anthropic.com:443:127.0.0.1:4433"),
                               QStringLiteral("--passphrase-file"), program.path(QLatin1String(passphrase))},
                   QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    }

private Q_SLOTS:
    void windowEndsWhenItsProofDoesNotOpen() {
        const Program program;
        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        const auto ended = window(program, "wrong");
        QVERIFY2(ended.code == 3, ended.error.constData());
        QVERIFY2(ended.output.contains("WrongPassphrase"), ended.output.constData());
    }

    void noProofWithoutAVault() {
        const Program program;
        const auto ended = window(program, "pass");
        QVERIFY2(ended.code == 1, ended.error.constData());
    }

    void commandsByThemselvesIgnoreTheEnvironment() {
        const Program program;
        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        program.write(QStringLiteral("roots.pem"), "somebody's own roots\n");
        const auto bundle = run(program, words("ca bundle"), QStringLiteral("SSL_CERT_FILE"),
                                program.path(QStringLiteral("roots.pem")));
        QCOMPARE(bundle.code, 0);
        QVERIFY(bundle.output.contains("BEGIN CERTIFICATE"));
        QVERIFY(!bundle.output.contains("somebody's own roots"));
    }
};

QTEST_GUILESS_MAIN(ProgramRedirectionTest)
#include "program_redirection_test.moc"
