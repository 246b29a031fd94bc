#include "core/rules/rule.h"
#include "tests/integration/app/wire_agent.h"
#include "vault/records/rule_repository.h"
#include "vault/vault.h"

#include <QJsonArray>
#include <QTime>

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
        if (QTime::currentTime() > QTime(23, 55)) {
            QSKIP("The day ends before this test does.");
        }
        Program program;
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
