#include "tests/integration/app/program.h"

#include <memory>

/// What scripts rely on: forms, exit codes, the language of sentences.
class ProgramCommandsTest final : public QObject {
    Q_OBJECT

    Program m_program;
    std::unique_ptr<Serving> m_serving;

private Q_SLOTS:
    void initTestCase() {
        QCOMPARE(m_program.run(words("status")).code, 1); // no vault yet
        QCOMPARE(m_program.run(words("run -- true")).code, 4);
        QCOMPARE(m_program.run(words("init")).code, 2);
        prepareVault(m_program);
        QCOMPARE(m_program.run(m_program.proven(words("init"))).code, 1);
    }

    void exitCodes_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<int>("code");
        QTest::newRow("locked") << "secret list" << QByteArray() << 3;
        QTest::newRow("wrong passphrase") << "--passphrase-file wrong secret list" << QByteArray() << 3;
        QTest::newRow("no such file") << "--passphrase-file nowhere secret list" << QByteArray() << 1;
        QTest::newRow("done") << "--passphrase-file pass secret list" << QByteArray() << 0;
        QTest::newRow("not running") << "lock" << QByteArray() << 4;
        QTest::newRow("env not running") << "env" << QByteArray() << 4;
        QTest::newRow("unknown secret") << "--passphrase-file pass secret show nothing" << QByteArray() << 1;
        QTest::newRow("name taken") << "--passphrase-file pass secret add --name work --no-verify" << kKey << 1;
        QTest::newRow("empty key") << "--passphrase-file pass secret add --name b --no-verify" << QByteArray() << 1;
        QTest::newRow("key with a space")
            << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
            << QByteArray("sk-ant-api03-aaaa bbbb") << 1;
        QTest::newRow("key of 100 kB") << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
                                       << QByteArray("sk-ant-api03-") + QByteArray(100'000, 'a') << 1;
        QTest::newRow("key of two lines")
            << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
            << QByteArray("sk-ant-api03-aaaa\nsk-ant-api03-aaaa") << 1;
        QTest::newRow("key with a control character")
            << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
            << QByteArray("sk-ant-api03-aaaa\x1b[31m") << 1;
        QTest::newRow("unknown kind of key")
            << "--passphrase-file pass secret add --name b --no-verify" << QByteArray("aaaa-what-is-this") << 1;
        QTest::newRow("port out of range") << "serve --port 70000" << QByteArray() << 2;
        QTest::newRow("redirection by keychain") << "serve --allow-private-destinations" << QByteArray() << 1;
        QTest::newRow("nonsense") << "nonsense" << QByteArray() << 2;
    }

    void exitCodes() {
        QFETCH(QString, arguments);
        QFETCH(QByteArray, input);
        const auto ended = m_program.run(arguments.split(QLatin1Char(' ')), input);
        QTEST(ended.code, "code");
        QVERIFY2(ended.error.count('\n') == (ended.code == 0 ? 0 : 1) || ended.code == 2, ended.error.constData());
        QVERIFY(!ended.error.contains("aaaa"));
    }

    void printsJsonWhereAsked_data() {
        QTest::addColumn<bool>("isProven");
        QTest::addColumn<int>("code");
        const auto row = [](const char* command, bool isProven = false, int code = 0) {
            QTest::newRow(command) << isProven << code;
        };
        // In an order that leaves what the next ones need.
        row("init", true, 1);
        row("status");
        row("doctor", false, -1); // what it finds depends on the machine
        row("secret list");
        row("secret show work");
        row("secret add --name second --no-verify", true);
        row("secret rotate second --no-verify", true);
        row("secret disable second", true);
        row("secret enable second", true);
        row("secret remove second", true);
        row("secret show second", false, 1);
        row("agent list");
        row("agent add other", true);
        row("agent token other", true);
        row("agent grant other work", true);
        row("agent ungrant other work", true);
        row("agent revoke other", true);
        row("agent mode other strict");
        row("agent mode other open", true);
        row("secret foreign work refuse");
        row("secret foreign work replace", true);
        row("mode strict");
        row("mode open", true);
        row("freeze other");
        row("freeze --cut");
        row("thaw", true);
        row("thaw other", true);
        row("freeze nobody", false, 1);
        row("env --agent ci --base-url");
        row("agent remove other", true);
        row("agent token other", true, 1);
        row("env --agent ci");
        row("run --agent nobody -- true", false, 1);
        row("log");
        row("ca export");
        row("ca bundle");
        row("pause");
        row("resume", true);
        row("lock");
        row("secret list", false, 3);
        row("unlock", true);
        row("serve", true, 1); // one is running
    }

    void printsJsonWhereAsked() {
        QFETCH(bool, isProven);
        QFETCH(int, code);
        if (m_serving == nullptr) {
            m_serving = std::make_unique<Serving>(m_program);
        }
        const QStringList command = QStringList{QStringLiteral("--json")} + words(QTest::currentDataTag());
        const auto ended = m_program.run(isProven ? m_program.proven(command) : command, kKey);
        QVERIFY2(code < 0 || ended.code == code, QByteArray(ended.output + ended.error).constData());
        const bool mayBeSilent = words(QTest::currentDataTag()).first() == QLatin1String("log");
        QVERIFY(mayBeSilent || !ended.output.isEmpty());
        for (const QByteArray& line : ended.output.split('\n')) {
            QVERIFY2(line.isEmpty() || QJsonDocument::fromJson(line).isObject(), line.constData());
        }
        QCOMPARE(ended.json().contains(QLatin1String("error")), ended.code != 0 && code >= 0);
    }

    void endsTheInstance() { m_serving.reset(); }

    void speaksTheUsersLanguage() {
        const auto german = [this](const char* arguments) {
            QProcess process;
            m_program.prepare(process, words(arguments));
            QProcessEnvironment variables = m_program.environment();
            variables.insert(QStringLiteral("LC_ALL"), QStringLiteral("de_DE.UTF-8"));
            process.setProcessEnvironment(variables);
            process.start();
            return process.waitForFinished(30'000)
                       ? QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError())
                       : QString();
        };
        QVERIFY2(german("secret list").contains(QLatin1String("Der Tresor ist gesperrt.")),
                 qPrintable(german("secret list")));
        QVERIFY2(german("status").contains(QLatin1String("Datenordner: ")), qPrintable(german("status")));
    }
};

QTEST_GUILESS_MAIN(ProgramCommandsTest)
#include "program_commands_test.moc"
