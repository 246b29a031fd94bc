#include "core/rules/rule.h"
#include "tests/integration/app/wire_agent.h"
#include "vault/records/rule_repository.h"
#include "vault/vault.h"

#include <QJsonArray>
#include <QTime>

#include <map>
#include <memory>
#include <optional>

using namespace keysluice;

namespace {

constexpr int kLimited = 403; // a wait of more than a minute is none that a client should begin
constexpr int kPassed = 502;  // went on, to a proxy where nobody listens

/// Of the two periods that outlast this test the shorter one.
core::rules::Period steadyPeriod() {
    return QTime::currentTime().minute() < 50 ? core::rules::Period::Hour : core::rules::Period::Day;
}

/// Into the vault of an instance that does not run.
void store(const Program& program, const core::rules::RuleSet& set) {
    const core::SystemClock clock;
    vault::Vault vault({program.data().toStdString(), {}}, clock);
    QVERIFY(vault.load());
    QVERIFY(vault.unlockWithPassphrase(core::SecretBytes::copyOf("correct horse battery")));
    const auto stored = vault.rules().setAll(set);
    QVERIFY2(stored, stored ? "" : stored.error().context.c_str());
}

core::rules::RuleSet limited(std::int64_t requests) {
    core::rules::RuleSet set;
    core::rules::Limit limit;
    limit.name = "not too many";
    limit.requests = requests;
    limit.period = steadyPeriod();
    limit.scope = core::rules::Scope::PerAgent;
    set.limits = {limit};
    return set;
}

/// An agent of one run of the instance.
class Requests {
public:
    explicit Requests(const Program& program)
        : m_serving(program,
                    {QStringLiteral("--upstream-proxy"), QStringLiteral("http://127.0.0.1:%1").arg(freePort())}) {
        const QJsonObject variables = program.run(words("env --agent ci --shell json")).json();
        m_agent.emplace(variables.value(QLatin1String("HTTPS_PROXY")).toString(),
                        m_serving.listening().value(QLatin1String("ca")).toString());
    }
    int ask() { return m_agent->ask("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n").status(); }

private:
    Serving m_serving;
    std::optional<WireAgent> m_agent;
};

} // namespace

/// The user's rules and limits in the running program.
class ProgramRulesTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_tried; ///< of requestsAreTried(), the same for all of its rows
    std::unique_ptr<Requests> m_tryingAt;

private Q_SLOTS:
    void limitsOutliveARestart_data() {
        QTest::addColumn<int>("before"); ///< requests of the first run; three may pass in all
        QTest::newRow("none") << 0;
        QTest::newRow("some") << 2;
        QTest::newRow("all") << 3;
        QTest::newRow("one too many") << 4;
    }

    void limitsOutliveARestart() {
        QFETCH(int, before);
        constexpr int kMost = 3;
        Program program;
        // Where it is noon now: no day ends before this test does.
        program.more[QStringLiteral("TZ")] =
            QStringLiteral("TST%1").arg(QDateTime::currentDateTimeUtc().time().hour() - 12);
        prepareVault(program);
        store(program, limited(kMost));
        {
            Requests first(program);
            for (int i = 0; i < before; ++i) {
                QCOMPARE(first.ask(), i < kMost ? kPassed : kLimited);
            }
        }
        {
            Requests second(program);
            for (int i = before; i < kMost; ++i) {
                QCOMPARE(second.ask(), kPassed);
            }
            QCOMPARE(second.ask(), kLimited);
        }
        const auto log = program.run(words("log"));
        QVERIFY2(log.output.contains(", decided by: not too many\n"), log.output.constData());
    }

    void rulesByCommand() {
        Program program;
        prepareVault(program);
        const Serving serving(program);
        const auto listed = [&program] { return program.run(words("rule list")).output; };
        const auto changed = [&program](const char* command, const QByteArray& json = {}) {
            return program.run(program.proven(words(command)), json).code;
        };
        QVERIFY(listed().contains("no rules"));
        // What blocks and what limits is free, what allows needs a person.
        const auto added = program.run(words("rule add --json -"),
                                       R"({"name":"files","decision":"block","conditions":{"paths":["/v1/files"]}})");
        QVERIFY2(added.code == 0 && added.json().value(QLatin1String("id")).toString().size() == 32,
                 added.error.constData());
        const QByteArray allow = R"({"name":"lists","decision":"allow","conditions":{"methods":["GET"]}})";
        QCOMPARE(program.run(words("rule add"), allow).code, 1);
        QCOMPARE(changed("rule add", allow), 0);
        QCOMPARE(program.run(words("rule add -"), R"({"name":"few","requests":9,"period":"day","scope":"agent"})").code,
                 0);
        const QByteArray broken = program.run(words("rule add"), R"({"decision":"perhaps"})").error;
        QVERIFY2(broken.contains("decision") && broken.contains("allow, block, ask"), broken.constData());
        QVERIFY2(listed().startsWith("1   files: Block when the path is /v1/files\n2   lists: "), listed().constData());
        QVERIFY2(listed().contains("\nL1  few: "), listed().constData());
        QCOMPARE(changed("rule move lists 1"), 0);
        QVERIFY(listed().startsWith("1   lists: "));
        QCOMPARE(program.run(words("rule move files 1")).code, 0); // a block that goes up
        QVERIFY(listed().startsWith("1   files: "));
        QCOMPARE(program.run(words("rule disable files")).code, 1);
        QCOMPARE(changed("rule disable files"), 0);
        QVERIFY(listed().contains("(switched off)"));
        QCOMPARE(program.run(words("rule enable files")).code, 0);
        QCOMPARE(program.run(words("rule remove none")).code, 1);
        QCOMPARE(changed("rule remove none"), 1);

        const auto exported = program.run(words("rule export"));
        QCOMPARE(program.run(words("rule import --dry-run"), exported.output).output,
                 QByteArray("Nothing would be different.\n"));
        const QByteArray one = R"({"version":1,"rules":[],"limits":[]})";
        const QByteArray differences = program.run(words("rule import --dry-run"), one).output;
        QVERIFY2(differences.count("\n- ") + (differences.startsWith("- ") ? 1 : 0) == 3, differences.constData());
        QCOMPARE(listed().count('\n'), 3); // nothing happened
        QCOMPARE(changed("rule import", one), 0);
        QVERIFY(listed().contains("no rules"));
        QCOMPARE(changed("rule import", exported.output), 0);
        QCOMPARE(program.run(words("rule export")).output, exported.output); // ids and all
        QCOMPARE(changed("rule remove files"), 0);
        QCOMPARE(changed("rule edit lists", R"({"name":"reads","decision":"ask"})"), 0);
        QVERIFY(listed().startsWith("1   reads: Ask"));
    }

    void requestsAreTried_data() {
        QTest::addColumn<QStringList>("request");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const char* request, const char* body, int code, const char* said) {
            QTest::newRow(name) << words(request) << QByteArray(body) << code << QByteArray(said);
        };
        const char* opus = R"({"model":"claude-opus-4-5","max_tokens":9,"messages":[]})";
        const char* haiku = R"({"model":"claude-haiku-4-5","max_tokens":9,"messages":[]})";
        const char* messages = "https://api.anthropic.com/v1/messages --body -";
        row("allowed", "api.anthropic.com/v1/models", "", 0, "Allowed: no rule fits.");
        row("blocked", "https://api.anthropic.com/v1/files?a=b", "", 10, "Blocked by rule 1: files: ");
        row("asked", messages, opus, 11, "You would be asked by rule 2: opus: ");
        row("another model", messages, haiku, 0, "Allowed: no rule fits.");
        row("an unknown model", messages, "{", 11, "\xe2\x80\x9cmodels\xe2\x80\x9d cannot be made out");
        row("limited", "https://api.anthropic.com/v1/models --agent ci", "", 12, "Limit L1 is reached: none: ");
        row("for another agent", "https://api.anthropic.com/v1/models", "", 0, "Allowed");
        row("by a header", "https://api.anthropic.com/v1/models --header X-Debug:1", "", 10, "rule 3");
        row("by a method", "https://api.anthropic.com/v1/models --method HEAD", "", 10, "rule 4");
        row("of nobody", "https://api.anthropic.com/ --agent nobody", "", 1, "nobody");
        row("nowhere", "ftp://api.anthropic.com/", "", 1, "ftp");
        row("without a URL", "", "", 2, "url");
    }

    void requestsAreTried() {
        QFETCH(QStringList, request);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QByteArray, said);
        if (!m_tried) {
            m_tried = std::make_unique<Program>();
            prepareVault(*m_tried);
            core::rules::RuleSet set = limited(1);
            set.limits.front().name = "none";
            const auto add = [&set](const char* name, core::rules::Decision decision) -> core::rules::Conditions& {
                set.rules.emplace_back();
                set.rules.back().name = name;
                set.rules.back().decision = decision;
                return set.rules.back().conditions;
            };
            add("files", core::rules::Decision::Block).paths.among = {"/v1/files"};
            add("opus", core::rules::Decision::Ask).models.among = {"claude-opus-*"};
            add("debug", core::rules::Decision::Block).headers = {{"x-debug", {}}};
            add("heads", core::rules::Decision::Block).methods.among = {"HEAD"};
            store(*m_tried, set);
            m_tryingAt = std::make_unique<Requests>(*m_tried);
            QCOMPARE(m_tryingAt->ask(), kPassed); // and the limit is full
        }
        const auto plain = m_tried->run(words("rule test") + request, body);
        QCOMPARE(plain.code, code);
        const QByteArray all = plain.output + plain.error;
        QVERIFY2(all.contains(said), all.constData());
        const auto json = m_tried->run(words("--json rule test") + request, body);
        QCOMPARE(json.code, code);
        const std::map<int, QString> outcomes{{0, QStringLiteral("allow")},
                                              {10, QStringLiteral("block")},
                                              {11, QStringLiteral("ask")},
                                              {12, QStringLiteral("limited")}};
        if (outcomes.contains(code)) {
            QCOMPARE(json.json().value(QLatin1String("outcome")).toString(), outcomes.at(code));
        }
    }

    void strictModeIsTriedToo() {
        Program program;
        prepareVault(program);
        core::rules::RuleSet set;
        set.rules.emplace_back();
        set.rules.back().decision = core::rules::Decision::Allow;
        set.rules.back().conditions.methods.among = {"POST"};
        store(program, set);
        const Serving serving(program);
        QVERIFY(!serving.listening().isEmpty());
        const auto code = [&program](const char* agent) {
            return program.run(words("rule test api.anthropic.com/v1/models") + words(agent)).code;
        };
        QCOMPARE(code(""), 0);
        QCOMPARE(program.run(program.proven(words("agent mode ci strict"))).code, 0);
        QCOMPARE(code("--agent ci"), 10);
        QCOMPARE(code(""), 0);
        QCOMPARE(program.run(program.proven(words("mode strict"))).code, 0);
        QCOMPARE(code(""), 10);
        QCOMPARE(program.run(program.proven(words("agent mode ci open"))).code, 0);
        QCOMPARE(code("--agent ci"), 0);
    }

    void theLogTellsWhatDecided() {
        Program program;
        prepareVault(program);
        core::rules::Rule block;
        block.name = "no lists";
        block.conditions.paths.among = {"/v1/models"};
        store(program, {{block}, {}});
        {
            Requests requests(program);
            QCOMPARE(requests.ask(), 403);
        }
        const auto log = program.run(words("log --json --decision blocked"));
        const QJsonObject row = log.json();
        QVERIFY2(row.value(QLatin1String("rule")) == QLatin1String("no lists"), log.output.constData());
        QVERIFY(!row.value(QLatin1String("ruleId")).toString().isEmpty());
        QCOMPARE(row.value(QLatin1String("approval")).toString(), QString());
        QVERIFY(row.value(QLatin1String("limitIds")).toArray().isEmpty());
        QVERIFY(row.value(QLatin1String("facts")).isNull());
    }
};

QTEST_GUILESS_MAIN(ProgramRulesTest)
#include "program_rules_test.moc"
