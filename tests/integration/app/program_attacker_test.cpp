#include "app/control/operation_table.h"
#include "tests/integration/app/instance_socket.h"
#include "tests/integration/app/program.h"
#include "tests/integration/app/wire_agent.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <functional>

namespace {

using Rows = QList<QJsonObject>;

Rows logOf(const Program& program) {
    Rows rows;
    for (const QByteArray& line : program.run(words("log --json --limit 1000")).output.split('\n')) {
        if (const QJsonObject row = QJsonDocument::fromJson(line).object(); !row.isEmpty()) {
            rows.append(row);
        }
    }
    return rows;
}

QString member(const QJsonObject& row, const char* name) {
    return row.value(QLatin1String(name)).toString();
}

/// Rows are written a moment after what they tell.
bool logGets(const Program& program, const std::function<bool(const QJsonObject&)>& wanted) {
    return QTest::qWaitFor(
        [&] {
            const Rows rows = logOf(program);
            return std::any_of(rows.begin(), rows.end(), wanted);
        },
        20'000);
}

bool logGetsCommand(const Program& program, const QString& command, const char* code, const QString& agent) {
    return logGets(program, [&](const QJsonObject& row) {
        return member(row, "kind") == QLatin1String("command") && member(row, "path").startsWith(command) &&
               member(row, "code") == QLatin1String(code) && member(row, "agent") == agent &&
               member(row, "decision") == QLatin1String("blocked");
    });
}

/// Everything that loosens, as somebody would type it.
const QStringList kLoosening{
    QStringLiteral("unlock"),
    QStringLiteral("resume"),
    QStringLiteral("thaw"),
    QStringLiteral("secret add --name other --no-verify"),
    QStringLiteral("secret rotate work --no-verify"),
    QStringLiteral("secret enable work"),
    QStringLiteral("secret remove work"),
    QStringLiteral("agent add evil"),
    QStringLiteral("agent token ci"),
    QStringLiteral("agent grant ci work"),
    QStringLiteral("agent remove ci"),
    QStringLiteral("approval approve 1"),
    QStringLiteral("mode open"),
    QStringLiteral("agent mode ci open"),
    QStringLiteral("secret foreign work pass"),
    QStringLiteral("rule add allow.json"),
    QStringLiteral("rule edit 1 allow.json"),
    QStringLiteral("rule move 1 2"),
    QStringLiteral("rule enable 1"),
    QStringLiteral("rule disable 1"),
    QStringLiteral("rule remove 1"),
    QStringLiteral("rule import rules.json"),
};

/// "secret add" of "secret add --name other".
QString operationOf(const QString& command) {
    const QStringList all = command.split(QLatin1Char(' '));
    const bool hasTwoWords = all.first() == QLatin1String("secret") || all.first() == QLatin1String("agent") ||
                             all.first() == QLatin1String("approval") || all.first() == QLatin1String("rule");
    return hasTwoWords ? QString(all.at(0) + QLatin1Char(' ') + all.at(1)) : all.first();
}

} // namespace

/// An agent with our own tools in its hands: each attempt is refused, and each is in the activity file.
class ProgramAttackerTest final : public QObject {
    Q_OBJECT

    Program m_program;
    std::unique_ptr<Serving> m_serving;

    bool isServed() {
        if (!m_serving) {
            m_serving = std::make_unique<Serving>(m_program);
        }
        return !m_serving->listening().isEmpty();
    }
    QString quotedProgram() const {
        return QStringLiteral("'%1' --data-dir '%2'").arg(QStringLiteral(KEYSLUICE_PROGRAM), m_program.data());
    }

private Q_SLOTS:
    void initTestCase() {
        prepareVault(m_program);
        m_program.write(QStringLiteral("allow.json"), R"({"decision":"allow"})");
        m_program.write(QStringLiteral("rules.json"), R"({"version":1,"rules":[{"decision":"allow"}],"limits":[]})");
    }
    void cleanupTestCase() { m_serving.reset(); }

    void theListIsComplete() {
        QStringList known;
        for (const QString& command : kLoosening) {
            known.append(operationOf(command).replace(QLatin1Char(' '), QLatin1Char('.')));
        }
        for (const keysluice::app::Operation& operation : keysluice::app::allOperations()) {
            QCOMPARE(known.contains(QLatin1String(operation.name)), keysluice::app::isGuarded(operation));
        }
    }

    void aFalseProviderNeedsThePassphrase_data() {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("another address") << words("--resolve api.anthropic.com:443:127.0.0.1:4433");
        QTest::newRow("another authority") << words("--upstream-ca /etc/ssl/certs/ca-certificates.crt");
        QTest::newRow("a proxy") << words("--upstream-proxy http://127.0.0.1:4433");
        QTest::newRow("private addresses") << words("--allow-private-destinations");
    }

    void aFalseProviderNeedsThePassphrase() {
        QFETCH(QStringList, options);
        const auto before = logOf(m_program).size();
        const auto refused = m_program.run(words("--json serve --port 0") + options);
        QVERIFY2(refused.code != 0 && refused.output.contains("RedirectionNeedsPassphrase"),
                 refused.output.constData());
        const Rows rows = logOf(m_program);
        QCOMPARE(rows.size(), before + 1);
        QCOMPARE(member(rows.last(), "code"), QStringLiteral("command_redirection"));
        QVERIFY2(member(rows.last(), "path").contains(options.first()), qPrintable(member(rows.last(), "path")));
    }

    void aFalseProviderWithAWrongPassphrase() {
        const auto refused =
            m_program.run(QStringList{QStringLiteral("--passphrase-file"), m_program.path(QStringLiteral("wrong"))} +
                          words("--json serve --port 0 --resolve api.anthropic.com:443:127.0.0.1:4433"));
        QVERIFY2(refused.code == 3 && refused.output.contains("WrongPassphrase"), refused.output.constData());
        QCOMPARE(member(logOf(m_program).last(), "code"), QStringLiteral("command_unproven"));
    }

    void anEditedPolicyIsNotUsed_data() {
        QTest::addColumn<QString>("sql");
        QTest::newRow("a host of a secret")
            << QStringLiteral("UPDATE credentials SET hosts = hosts || char(10) || 'evil.example'");
        QTest::newRow("a grant") << QStringLiteral("UPDATE agents SET every_credential = 1 - every_credential");
        QTest::newRow("a token that does not expire")
            << QStringLiteral("UPDATE tokens SET expires_at = 0, label = 'x'");
        QTest::newRow("a setting") << QStringLiteral(
            "UPDATE settings SET value = CAST('{\"allowPrivateDestinations\":true}' AS BLOB) WHERE name = 'protected'");
        QTest::newRow("another certificate") << QStringLiteral("UPDATE authority SET certificate = certificate || 'x'");
        QTest::newRow("a removed agent") << QStringLiteral("DELETE FROM agents");
    }

    void anEditedPolicyIsNotUsed() {
        QFETCH(QString, sql);
        // A key file: nothing here is about passphrases, which take their time.
        const Program program;
        const QStringList key{QStringLiteral("--key-file"), program.path(QStringLiteral("vault.key"))};
        QCOMPARE(program.run(key + words("init")).code, 0);
        QCOMPARE(program.run(key + words("secret add --name work --no-verify"), kKey + "\n").code, 0);
        QCOMPARE(program.run(key + words("agent add ci")).code, 0);
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("edit"));
            database.setDatabaseName(program.data() + QStringLiteral("/vault.db"));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY2(query.exec(sql), qPrintable(sql));
            QVERIFY(query.numRowsAffected() > 0);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("edit"));
        // No instance serves it, and no command works on it.
        const auto served = program.run(key + words("--json serve --port 0"));
        QVERIFY2(served.code != 0 && served.output.contains("PolicyUnverified"), served.output.constData());
        const auto minted = program.run(key + words("--json agent token ci"));
        QVERIFY2(minted.code != 0 && minted.output.contains("PolicyUnverified"), minted.output.constData());
        int rows = 0;
        for (const QJsonObject& row : logOf(program)) {
            rows += member(row, "detail") == QLatin1String("PolicyUnverified") ? 1 : 0;
        }
        QCOMPARE(rows, 2);
    }

    void aWrongPassphraseWithoutAnInstance() {
        const auto wrong =
            m_program.run(QStringList{QStringLiteral("--passphrase-file"), m_program.path(QStringLiteral("wrong"))} +
                          words("agent add evil"));
        QCOMPARE(wrong.code, 3);
        QCOMPARE(member(logOf(m_program).last(), "code"), QStringLiteral("command_unproven"));
    }

    // From here on with an instance, which is the same for all.
    void looseningInsideALaunch() {
        QVERIFY(isServed());
        QString script;
        for (const QString& command : kLoosening) {
            script +=
                QStringLiteral("echo %1 | %2 --passphrase-file '%3' --json %4; echo \"=$?\"\n")
                    .arg(QString::fromLatin1(kKey), quotedProgram(), m_program.path(QStringLiteral("pass")), command);
        }
        const auto ended = m_program.run(words("run --agent ci -- sh -c") + QStringList{script});
        QCOMPARE(ended.output.count("InsideLaunch"), kLoosening.size());
        QCOMPARE(ended.output.count("=1"), kLoosening.size());
        for (const QString& command : kLoosening) {
            QVERIFY2(logGetsCommand(m_program, QStringLiteral("keysluice ") + operationOf(command),
                                    "command_inside_launch", QStringLiteral("ci")),
                     qPrintable(command));
        }
    }

    void looseningBesideALaunch() {
        QVERIFY(isServed());
        QCOMPARE(m_program.run(words("lock")).code, 0); // so that "unlock" has something to do
        QVERIFY(m_program.run(words("unlock --json")).output.contains("ConfirmationNeeded"));
        QCOMPARE(m_program.run(m_program.proven(words("unlock"))).code, 0);
        for (const QString& command : kLoosening.mid(1)) {
            const auto ended = m_program.run(words("--json") + command.split(QLatin1Char(' ')), kKey + "\n");
            QVERIFY2(ended.code == 1 && ended.output.contains("ConfirmationNeeded"), ended.output.constData());
        }
        for (const QString& command : kLoosening) {
            QVERIFY2(logGetsCommand(m_program, QStringLiteral("keysluice ") + operationOf(command),
                                    "command_unconfirmed", {}),
                     qPrintable(command));
        }
        const auto wrong =
            m_program.run(QStringList{QStringLiteral("--passphrase-file"), m_program.path(QStringLiteral("wrong"))} +
                          words("agent token ci"));
        QCOMPARE(wrong.code, 3);
        QVERIFY(logGetsCommand(m_program, QStringLiteral("keysluice agent token ci"), "command_unproven", {}));
        // What was confirmed is there as well.
        QVERIFY(logGets(m_program, [](const QJsonObject& row) {
            return member(row, "path") == QLatin1String("keysluice unlock") &&
                   member(row, "decision") == QLatin1String("allowed");
        }));
        const auto secrets = m_program.run(words("secret list --json"));
        QVERIFY(secrets.output.contains("\"work\"") && !secrets.output.contains("\"other\""));
        QVERIFY(!m_program.run(words("agent list --json")).output.contains("\"evil\""));
    }

    void looseningByAnOrphanOfALaunch() {
        QVERIFY(isServed());
        const QString result = m_program.path(QStringLiteral("orphan"));
        // Its parent is gone before it asks: it is not known as the agent's any more, and still needs a person.
        const auto ended = m_program.run(
            words("run -- sh -c") +
            QStringList{QStringLiteral("setsid sh -c '{ %1 --json agent token ci; echo end; } >\"%2\" 2>&1' &")
                            .arg(quotedProgram().replace(QLatin1Char('\''), QLatin1Char('"')), result)});
        QCOMPARE(ended.code, 0);
        QByteArray said;
        QVERIFY(QTest::qWaitFor(
            [&] {
                QFile file(result);
                said = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
                return said.contains("end");
            },
            30'000));
        QVERIFY2(said.contains("ConfirmationNeeded") || said.contains("InsideLaunch"), said.constData());
        QVERIFY(!said.contains("ks_"));
    }

    void aSecondInstanceIsNone() {
        QVERIFY(isServed());
        QVERIFY(m_program.run(m_program.proven(words("--json serve --port 0"))).output.contains("InUse"));
        const auto hasStart = [this](const QString& option, const char* code) {
            return logGets(m_program, [&](const QJsonObject& row) {
                return member(row, "kind") == QLatin1String("command") && member(row, "code") == QLatin1String(code) &&
                       member(row, "path").startsWith(QLatin1String("keysluice ")) &&
                       member(row, "path").contains(option);
            });
        };
        QVERIFY(m_program.run(words("--json serve --port 0 --allow-private-destinations"))
                    .output.contains("RedirectionNeedsPassphrase"));
        QVERIFY(hasStart(QStringLiteral("--allow-private-destinations"), "command_redirection"));
        // A login in a URL is as secret here as anywhere.
        QVERIFY(m_program.run(words("--json serve --port 0 --upstream-proxy http://user:hunter2@127.0.0.1:4433"))
                    .output.contains("RedirectionNeedsPassphrase"));
        QVERIFY(hasStart(QStringLiteral("@127.0.0.1:4433"), "command_redirection"));
        QVERIFY(m_program.run(words("--json serve --port 0 --upstream-proxy user:hunter2@127.0.0.1:4434"))
                    .output.contains("RedirectionNeedsPassphrase"));
        QVERIFY(hasStart(QStringLiteral("@127.0.0.1:4434"), "command_redirection"));
        // With a proof it is refused, too: that one tells nothing while another instance has the vault.
        QVERIFY(
            m_program.run(m_program.proven(words("--json serve --port 0 --resolve api.openai.com:443:127.0.0.1:4433")))
                .output.contains("InUse"));
        QVERIFY(hasStart(QStringLiteral("--resolve api.openai.com"), "command_failed"));
        for (const QJsonObject& row : logOf(m_program)) {
            QVERIFY(!QJsonDocument(row).toJson().contains("hunter2"));
        }
    }

    void anotherAgentsTokenIsThatAgent() {
        QVERIFY(isServed());
        const auto made = m_program.run(m_program.proven(words("agent add guest --json")));
        QVERIFY2(made.code == 0, made.error.constData());
        // Of its grants none: "ci" may use the key, "guest" may not, whoever holds its token.
        QCOMPARE(m_program.run(words("agent ungrant guest work")).code, 0);
        WireAgent wire(QStringLiteral("http://ci:%1@%2")
                           .arg(member(made.json(), "token"), member(m_serving->listening(), "address")),
                       member(m_serving->listening(), "ca"));
        QCOMPARE(wire.tunnelStatus(), 403);
        QVERIFY(logGets(m_program, [](const QJsonObject& row) {
            return member(row, "agent") == QLatin1String("guest") &&
                   member(row, "code") == QLatin1String("credential_not_granted");
        }));
        QCOMPARE(m_program.run(words("agent revoke guest")).code, 0);
        QTRY_COMPARE_WITH_TIMEOUT(wire.tunnelStatus(), 407, 20'000);
        QVERIFY(logGets(m_program, [](const QJsonObject& row) {
            return member(row, "kind") == QLatin1String("connect") &&
                   member(row, "code") == QLatin1String("agent_unknown");
        }));
        QCOMPARE(m_program.run(m_program.proven(words("agent remove guest"))).code, 0);
    }

    void aNestedLaunchIsNoOther() {
        QVERIFY(isServed());
        const auto made = m_program.run(m_program.proven(words("agent add guest --json")));
        QVERIFY2(made.code == 0, made.error.constData());
        // From below "guest", as "ci": refused as "guest", and in its name.
        QCOMPARE(m_program.run(words("agent ungrant guest work")).code, 0);
        QProcess launched;
        m_program.prepare(
            launched,
            words("run --agent guest -- sh -c") +
                QStringList{quotedProgram() + QStringLiteral(" run --agent ci -- sh -c 'echo $HTTPS_PROXY; read x'")});
        launched.start();
        QVERIFY(launched.waitForReadyRead(30'000));
        WireAgent wire(QString::fromLatin1(launched.readLine()).trimmed(), member(m_serving->listening(), "ca"));
        QCOMPARE(wire.tunnelStatus(), 403);
        launched.write("\n");
        QVERIFY(launched.waitForFinished(20'000));
        const auto isGuests = [](const QJsonObject& row) {
            return member(row, "kind") == QLatin1String("connect") && member(row, "agent") == QLatin1String("guest") &&
                   member(row, "code") == QLatin1String("credential_not_granted") && !member(row, "launch").isEmpty();
        };
        QVERIFY(logGets(m_program, isGuests));
        QTRY_COMPARE_WITH_TIMEOUT(wire.tunnelStatus(), 407, 20'000); // its token went with it
        QCOMPARE(m_program.run(m_program.proven(words("agent remove guest"))).code, 0);
    }
};

QTEST_GUILESS_MAIN(ProgramAttackerTest)
#include "program_attacker_test.moc"
