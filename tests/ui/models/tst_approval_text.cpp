#include "support/memory_ports.h"
#include "ui/models/approval_answer_text.h"
#include "ui/models/approval_text.h"
#include "ui/models/rule_names.h"

#include <QSet>
#include <QTest>

#include <functional>

using namespace keysluice;
using core::ApprovalRequest;
using uitest::MemoryPorts;
using Change = std::function<void(ApprovalRequest&)>;

Q_DECLARE_METATYPE(Change)

namespace {

const QString kHome = QStringLiteral("/home/me");

} // namespace

class ApprovalTextTest final : public QObject {
    Q_OBJECT
private:
    MemoryPorts m_ports;
    ui::RuleNames m_names;

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("HOME", kHome.toUtf8());
        m_ports.agents.put("aider");
        m_names = ui::ruleNames(m_ports.agents, m_ports.credentials.catalogue());
    }
    void headings_data();
    void headings();
    void held_data();
    void held();
    void everyUnknownConditionHasWordsOfItsOwn();
    void countdowns_data();
    void countdowns();
    void estimates_data();
    void estimates();
    void folders_data();
    void folders();
    void longWords_data();
    void longWords();
    void factsTellWhoAndWhatFor();
    void withoutALaunchAndACredentialThatIsSaid();
    void ofATunnelNothingIsEstimated();
    void scopes();
    void alwaysIsForThisAgentAlone();
    void endsHaveWordsOfTheirOwn();
    void rememberedAnswers();
};

void ApprovalTextTest::headings_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("heading");
    const auto row = [](const char* name, const Change& change, const char* heading) {
        QTest::newRow(name) << change << QString::fromUtf8(heading);
    };
    row(
        "model", [](ApprovalRequest&) {}, "aider asks to use claude-opus-4-5");
    row(
        "two models",
        [](ApprovalRequest& r) {
            r.models = {"a", "b"};
        },
        "aider asks to use a and b");
    row(
        "many models",
        [](ApprovalRequest& r) {
            r.models = {"a", "b", "c", "d", "e"};
        },
        "aider asks to use a, b, c, and 2 more");
    row(
        "no model",
        [](ApprovalRequest& r) {
            r.models.clear();
            r.path = "/v1/files";
        },
        "aider asks for POST api.anthropic.com/v1/files");
    row(
        "another port",
        [](ApprovalRequest& r) {
            r.models.clear();
            r.port = 8443;
        },
        "aider asks for POST api.anthropic.com:8443/v1/messages");
    row(
        "tunnel",
        [](ApprovalRequest& r) {
            r.models.clear();
            r.isTunnel = true;
            r.host = "example.org";
        },
        "aider asks to connect to example.org:443");
    row(
        "hidden characters",
        [](ApprovalRequest& r) {
            r.agentName = "a\xE2\x80\xAE";
            r.models = {"m\n<b>"};
        },
        "a[U+202E] asks to use m[U+000A]<b>");
    row(
        "a long path",
        [](ApprovalRequest& r) {
            r.models.clear();
            r.path = "/" + std::string(200, 'x') + "/end";
        },
        "aider asks for POST "
        "api.anthropic.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/end");
}

void ApprovalTextTest::headings() {
    QFETCH(Change, change);
    QFETCH(QString, heading);
    ApprovalRequest request = m_ports.approvals.make();
    change(request);
    QCOMPARE(ui::approvalHeading(request), heading);
}

void ApprovalTextTest::held_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("held");
    QTest::addColumn<QString>("unknown");
    QTest::newRow("rule") << Change([](ApprovalRequest&) {})
                          << QStringLiteral("Held by rule 2: Ask when the cost is above $1.00") << QString();
    QTest::newRow("named") << Change([](ApprovalRequest& r) { r.rule.name = "Dear\n"; })
                           << QStringLiteral("Held by rule 2, “Dear[U+000A]”: Ask when the cost is above $1.00")
                           << QString();
    QTest::newRow("everything") << Change([](ApprovalRequest& r) {
        r.rule.conditions = {};
        r.rulePlace = 999;
    }) << QStringLiteral("Held by rule 1,000: Ask before every request")
                                << QString();
    QTest::newRow("unknown") << Change([](ApprovalRequest& r) {
        r.unknownCondition = core::rules::ConditionKind::Cost;
    }) << QStringLiteral("Held by rule 2: Ask when the cost is above $1.00")
                             << QStringLiteral("It is asked because the cost could not be established.");
}

void ApprovalTextTest::held() {
    QFETCH(Change, change);
    QFETCH(QString, held);
    QFETCH(QString, unknown);
    ApprovalRequest request = m_ports.approvals.make();
    change(request);
    QCOMPARE(ui::heldText(request, m_names), held);
    QCOMPARE(ui::unknownText(request), unknown);
}

void ApprovalTextTest::everyUnknownConditionHasWordsOfItsOwn() {
    QSet<QString> sentences;
    for (int kind = 0; kind <= static_cast<int>(core::rules::ConditionKind::Texts); ++kind) {
        ApprovalRequest request = m_ports.approvals.make();
        request.unknownCondition = static_cast<core::rules::ConditionKind>(kind);
        sentences += ui::unknownText(request);
    }
    QCOMPARE(sentences.size(), static_cast<int>(core::rules::ConditionKind::Texts) + 1);
    QVERIFY(!sentences.contains(QStringLiteral("It is asked because  could not be established.")));
}

void ApprovalTextTest::countdowns_data() {
    QTest::addColumn<qint64>("left");
    QTest::addColumn<QString>("shown");
    QTest::newRow("minutes") << qint64(161'000) << QStringLiteral("2:41");
    QTest::newRow("a begun second") << qint64(160'001) << QStringLiteral("2:41");
    QTest::newRow("the last") << qint64(1) << QStringLiteral("0:01");
    QTest::newRow("over") << qint64(0) << QStringLiteral("0:00");
    QTest::newRow("long over") << qint64(-5'000) << QStringLiteral("0:00");
    QTest::newRow("half an hour") << qint64(1'800'000) << QStringLiteral("30:00");
}

void ApprovalTextTest::countdowns() {
    QFETCH(qint64, left);
    QTEST(ui::countdownText(left), "shown");
}

void ApprovalTextTest::estimates_data() {
    using Number = std::optional<std::int64_t>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, Number tokens, Number cost, const char* shown) {
        QTest::newRow(name) << Change([tokens, cost](ApprovalRequest& r) {
            r.inputTokens = tokens;
            r.costMicros = cost;
        }) << QString::fromUtf8(shown);
    };
    row("both", 112'387, 1'901'234, "about 112,400 token(s), about $1.90");
    row("small", 7, 12'345, "about 7 token(s), about $0.01");
    row("thousands", 1'234, 2'000'000, "about 1,230 token(s), about $2.00");
    row("rounds up", 9'995, 1'995'000, "about 10,000 token(s), about $2.00");
    row("next to nothing", 3, 12, "about 3 token(s), less than $0.01");
    row("nothing", 3, 0, "about 3 token(s), about $0.00");
    row("no cost", 112'387, {}, "about 112,400 token(s), cost unknown");
    row("no tokens", {}, 1'901'234, "about $1.90, tokens unknown");
    row("neither", {}, {}, "tokens and cost unknown");
}

void ApprovalTextTest::estimates() {
    QFETCH(Change, change);
    ApprovalRequest request = m_ports.approvals.make();
    change(request);
    QTEST(ui::estimateText(request), "shown");
}

void ApprovalTextTest::folders_data() {
    QTest::addColumn<QByteArray>("folder");
    QTest::addColumn<QString>("shown");
    QTest::newRow("below home") << QByteArray("/home/me/src") << QStringLiteral("~/src");
    QTest::newRow("home") << QByteArray("/home/me") << QStringLiteral("~");
    QTest::newRow("beside home") << QByteArray("/home/meter") << QStringLiteral("/home/meter");
    QTest::newRow("elsewhere") << QByteArray("/srv/x") << QStringLiteral("/srv/x");
    QTest::newRow("hidden") << QByteArray("/srv/\xE2\x80\xAE") << QStringLiteral("/srv/[U+202E]");
}

void ApprovalTextTest::folders() {
    QFETCH(QByteArray, folder);
    QTEST(ui::folderText(folder.toStdString(), kHome), "shown");
}

void ApprovalTextTest::longWords_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, const char* text, const char* shown) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(shown);
    };
    row("short", "abcd efgh", "abcd efgh");
    row("long", "abcdefghij", "abcd\nefgh\nij");
    row("after a space", "ab abcdef", "ab abcd\nef");
    row("a path breaks by itself", "/abc/abc/abc", "/abc/abc/abc");
    row("digits do not", "/12/34/5", "/12/\n34/5");
    row("two halves of a character", "abc\U0001F642d", "abc\U0001F642\nd");
}

void ApprovalTextTest::longWords() {
    QFETCH(QString, text);
    QTEST(ui::brokenUp(text, 4), "shown");
}

namespace {

QString told(const std::vector<ui::ApprovalFact>& facts) {
    QStringList lines;
    for (const ui::ApprovalFact& fact : facts) {
        lines << fact.label + QStringLiteral(": ") + fact.value;
    }
    return lines.join(QStringLiteral(" | "));
}

} // namespace

void ApprovalTextTest::factsTellWhoAndWhatFor() {
    const ApprovalRequest request = m_ports.approvals.make();
    QCOMPARE(told(ui::askerFacts(request)),
             QStringLiteral("Agent: aider | Started as: aider --opus | Folder: ~/src/harbor | Model: claude-opus-4-5"));
    QCOMPARE(told(ui::requestFacts(request)),
             QStringLiteral("Credential: Work, Anthropic | Host: api.anthropic.com | Request: POST /v1/messages | "
                            "Estimate: about 112,400 token(s), about $1.90"));
}

void ApprovalTextTest::withoutALaunchAndACredentialThatIsSaid() {
    ApprovalRequest request = m_ports.approvals.make();
    request.launch.reset();
    request.models.clear();
    request.credentialId.clear();
    request.credentialName.clear();
    QCOMPARE(told(ui::askerFacts(request)), QStringLiteral("Agent: aider | Session: none: it was not launched here"));
    QVERIFY(told(ui::requestFacts(request)).startsWith(QStringLiteral("Credential: none | ")));
}

void ApprovalTextTest::ofATunnelNothingIsEstimated() {
    ApprovalRequest request = m_ports.approvals.make();
    request.isTunnel = true;
    request.credentialId.clear();
    QCOMPARE(told(ui::requestFacts(request)),
             QStringLiteral("Credential: none | Host: api.anthropic.com | Request: CONNECT api.anthropic.com:443"));
}

void ApprovalTextTest::scopes() {
    ApprovalRequest request = m_ports.approvals.make();
    QStringList texts;
    for (const ui::ApprovalScope scope : ui::widerScopes(request)) {
        texts << ui::scopeText(scope, request, m_names);
    }
    QCOMPARE(texts,
             (QStringList{QStringLiteral("For this session of aider in ~/src/harbor"), QStringLiteral("For 10 minutes"),
                          QStringLiteral("For 1 hour"),
                          QStringLiteral("Always: adds the rule “Allow aider when the cost is above $1.00” above "
                                         "rule 2")}));
    QCOMPARE(ui::reachText(request),
             QStringLiteral("Answers rule 2 for this session of aider only, until the vault is locked."));
    QCOMPARE(ui::freezeText(request), QStringLiteral("Deny and freeze aider"));
    request.launch.reset();
    QCOMPARE(ui::widerScopes(request).size(), std::size_t(3));
    QCOMPARE(ui::widerScopes(request).front(), ui::ApprovalScope::TenMinutes);
    QCOMPARE(ui::reachText(request),
             QStringLiteral("Answers rule 2 for aider outside of sessions only, until the vault is locked."));
}

void ApprovalTextTest::alwaysIsForThisAgentAlone() {
    ApprovalRequest request = m_ports.approvals.make();
    request.rule.isHighRisk = true;
    request.rule.answerSeconds = 60;
    request.rule.reason = "Ask first";
    request.rule.conditions.agents = {{"agent-ci", "agent-aider"}, {"agent-x"}};
    const core::rules::Rule rule = ui::alwaysRule(request);
    QVERIFY(rule.decision == core::rules::Decision::Allow);
    QVERIFY(!rule.isHighRisk && !rule.answerSeconds && rule.reason.empty() && rule.id.empty());
    QVERIFY((rule.conditions.agents == core::rules::Choice{{"agent-aider"}, {}}));
    QVERIFY(rule.conditions.costAboveMicros == 1'000'000);
}

void ApprovalTextTest::endsHaveWordsOfTheirOwn() {
    QSet<QString> words;
    ui::PastApproval past;
    past.request = m_ports.approvals.make();
    past.end = core::ApprovalEnd::Approved;
    for (int scope = 0; scope <= static_cast<int>(ui::ApprovalScope::Always); ++scope) {
        past.scope = static_cast<ui::ApprovalScope>(scope);
        words += ui::endText(past);
    }
    for (int end = 1; end <= static_cast<int>(core::ApprovalEnd::Overtaken); ++end) {
        past.end = static_cast<core::ApprovalEnd>(end);
        words += ui::endText(past);
    }
    QCOMPARE(words.size(), 5 + static_cast<int>(core::ApprovalEnd::Overtaken));
    QVERIFY(!words.contains(QString()));
}

void ApprovalTextTest::rememberedAnswers() {
    const ApprovalRequest request = m_ports.approvals.make();
    ui::RememberedApproval answer{"answer1", request.rule, request.agentId, "aider", request.launch, 0, 0};
    QCOMPARE(ui::rememberedAgentText(answer), QStringLiteral("aider in ~/src/harbor"));
    QCOMPARE(ui::rememberedUntilText(answer, 0), QStringLiteral("until the session ends"));
    answer.launch.reset();
    answer.until = 1'800'000'600'000;
    QCOMPARE(ui::rememberedAgentText(answer), QStringLiteral("aider, outside of sessions"));
    QVERIFY(ui::rememberedUntilText(answer, 1'800'000'000'000).startsWith(QStringLiteral("until ")));
}

QTEST_GUILESS_MAIN(ApprovalTextTest)
#include "tst_approval_text.moc"
