#include "app/cli/command_line.h"

#include <QTest>

using namespace keysluice::app;

namespace {

ParsedCommandLine parse(const QString& text) {
    std::vector<std::string> arguments;
    for (const QString& part : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        arguments.push_back(part.toStdString());
    }
    return parseCommandLine(arguments);
}

} // namespace

class CommandLineTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesTheCommand_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("command");
        const auto row = [](const char* text, Command command) {
            QTest::newRow(text) << QString::fromLatin1(text) << static_cast<int>(command);
        };
        row("", Command::Window);
        row("--data-dir /tmp/x", Command::Window);
        row("init --keychain", Command::Init);
        row("serve --port 0 --json", Command::Serve);
        row("run -- curl -s", Command::Run);
        row("env --shell fish", Command::Env);
        row("secret add --name work --no-verify", Command::SecretAdd);
        row("secret list --json", Command::SecretList);
        row("secret show work", Command::SecretShow);
        row("secret test work", Command::SecretTest);
        row("secret rotate work", Command::SecretRotate);
        row("secret enable work", Command::SecretEnable);
        row("secret disable work", Command::SecretDisable);
        row("secret foreign work pass", Command::SecretForeign);
        row("secret remove work", Command::SecretRemove);
        row("agent add ci --json", Command::AgentAdd);
        row("agent list", Command::AgentList);
        row("agent token ci --days 7", Command::AgentToken);
        row("agent grant ci work", Command::AgentGrant);
        row("agent ungrant ci work", Command::AgentUngrant);
        row("agent revoke ci", Command::AgentRevoke);
        row("agent mode ci inherit", Command::AgentMode);
        row("agent remove ci", Command::AgentRemove);
        row("rule list", Command::RuleList);
        row("rule add --json -", Command::RuleAdd);
        row("rule add --place 2 rule.json", Command::RuleAdd);
        row("rule edit name rule.json", Command::RuleEdit);
        row("rule move name 1", Command::RuleMove);
        row("rule enable name", Command::RuleEnable);
        row("rule disable L2", Command::RuleDisable);
        row("rule remove name", Command::RuleRemove);
        row("rule test https://api.anthropic.com/v1/messages --body -", Command::RuleTest);
        row("rule export --out f", Command::RuleExport);
        row("rule import --dry-run f", Command::RuleImport);
        row("mode strict", Command::Mode);
        row("env --base-url", Command::Env);
        row("run --base-url -- curl -s", Command::Run);
        row("status", Command::Status);
        row("lock", Command::Lock);
        row("unlock", Command::Unlock);
        row("pause --minutes 15", Command::Pause);
        row("resume", Command::Resume);
        row("ca export --out f", Command::CaExport);
        row("ca bundle", Command::CaBundle);
        row("log --follow --agent ci", Command::Log);
        row("doctor", Command::Doctor);
    }

    void choosesTheCommand() {
        QFETCH(QString, text);
        const ParsedCommandLine parsed = parse(text);
        QVERIFY2(parsed.command.has_value(), parsed.error.c_str());
        QTEST(static_cast<int>(parsed.command->command), "command");
    }

    void refusesWrongUse_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"nonsense",
                                 "secret",
                                 "secret add",
                                 "secret show",
                                 "secret add --name w sk-ant-api03-key",
                                 "agent grant ci",
                                 "run",
                                 "run --",
                                 "run --agent ci",
                                 "serve --port 99999",
                                 "serve --port x",
                                 "env --shell zsh",
                                 "log --limit 0",
                                 "log --decision maybe",
                                 "pause --minutes 0",
                                 "status -- x",
                                 "--passphrase-fd -1 status",
                                 "--passphrase-fd 3 --passphrase-file f status",
                                 "agent token ci --days -1",
                                 "mode",
                                 "mode inherit",
                                 "mode x",
                                 "agent mode ci",
                                 "agent mode ci x",
                                 "secret foreign work",
                                 "secret foreign work open"}) {
            QTest::newRow(text) << QString::fromLatin1(text);
        }
    }

    void refusesWrongUse() {
        QFETCH(QString, text);
        const ParsedCommandLine parsed = parse(text);
        QVERIFY(!parsed.command.has_value());
        QCOMPARE(parsed.exitCode, static_cast<int>(kUsage));
        QVERIFY(!parsed.error.empty());
        QVERIFY2(QString::fromStdString(parsed.error).count(QLatin1Char('\n')) <= 2, parsed.error.c_str());
    }

    void leavesTheLaunchedCommandAlone_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("run");
        QTest::newRow("separator") << "run --agent ci -- curl -s --json --agent x"
                                   << "curl -s --json --agent x";
        QTest::newRow("no separator") << "run --agent ci claude -p hi --json"
                                      << "claude -p hi --json";
        QTest::newRow("second separator") << "run -- sh -c true -- x"
                                          << "sh -c true -- x";
        QTest::newRow("inner separator") << "run sh -- x"
                                         << "sh -- x";
        QTest::newRow("global options first") << "--data-dir d run --verbose cmd --data-dir e"
                                              << "cmd --data-dir e";
    }

    void leavesTheLaunchedCommandAlone() {
        QFETCH(QString, text);
        const ParsedCommandLine parsed = parse(text);
        QVERIFY2(parsed.command.has_value(), parsed.error.c_str());
        QStringList run;
        for (const std::string& part : parsed.command->run) {
            run << QString::fromStdString(part);
        }
        QTEST(run.join(QLatin1Char(' ')), "run");
        QCOMPARE(parsed.command->global.json, false);
    }

    void readsModesAndBaseUrl() {
        QCOMPARE(parse(QStringLiteral("agent mode ci strict")).command->mode, std::string("strict"));
        QCOMPARE(parse(QStringLiteral("agent mode ci strict")).command->name, std::string("ci"));
        QCOMPARE(parse(QStringLiteral("secret foreign work refuse")).command->mode, std::string("refuse"));
        QVERIFY(parse(QStringLiteral("run --base-url -- x")).command->baseUrl);
        QVERIFY(!parse(QStringLiteral("run -- x --base-url")).command->baseUrl);
        QVERIFY(parse(QStringLiteral("run --base-url x")).command->baseUrl);
    }

    void takesGlobalOptionsAnywhere() {
        for (const char* text : {"--data-dir d --json secret list", "secret --data-dir d --json list",
                                 "secret list --json --data-dir d"}) {
            const ParsedCommandLine parsed = parse(QString::fromLatin1(text));
            QVERIFY2(parsed.command.has_value(), text);
            QCOMPARE(parsed.command->global.dataDirectory, std::string("d"));
            QVERIFY(parsed.command->global.json);
        }
    }

    void namesRedirectingOptions() {
        const ParsedCommandLine parsed =
            parse(QStringLiteral("serve --resolve a:443:1.2.3.4 --resolve b:443:::1 --upstream-ca f --upstream-proxy u "
                                 "--allow-private-destinations --listen ::1 --listen 127.0.0.1 --port 0"));
        QVERIFY2(parsed.command.has_value(), parsed.error.c_str());
        const ServeOptions& serve = parsed.command->serve;
        QCOMPARE(serve.resolve.size(), std::size_t{2});
        QCOMPARE(serve.listen.size(), std::size_t{2});
        QCOMPARE(*serve.port, std::uint16_t{0});
        QCOMPARE(serve.redirecting().size(), std::size_t{4});
        QVERIFY(parse(QStringLiteral("serve --port 5397")).command->serve.redirecting().empty());
    }

    void helpAndVersionSucceed() {
        for (const char* text : {"--help", "secret --help", "secret add --help", "run --help", "--version"}) {
            const ParsedCommandLine parsed = parse(QString::fromLatin1(text));
            QVERIFY(!parsed.command.has_value());
            QCOMPARE(parsed.exitCode, static_cast<int>(kDone));
            QVERIFY(!parsed.output.empty());
        }
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
