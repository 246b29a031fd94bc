#include "gateway/policy/agent_authentication.h"
#include "snapshot_builder.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;

class TestAgentAuthentication : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void reads_data();
    void reads();
    void refusesTwo();
    void knowsTheAgent();
    void expires();
    void revokedTokensAreGone();

private:
    std::string m_token;
    Snapshot m_snapshot;
};

void TestAgentAuthentication::initTestCase() {
    m_token = core::newAgentToken();
    m_snapshot = test::runningSnapshot();
    m_snapshot.tokens = {{"t0", core::hashToken(core::newAgentToken()), "bound", 0, nullptr},
                         {"t1", core::hashToken(m_token), "free", 1000, nullptr},
                         {"t2", core::hashToken(core::newAgentToken()), "bound", 0, nullptr}};
}

void TestAgentAuthentication::reads_data() {
    QTest::addColumn<QByteArray>("value"); ///< TOKEN and BASE64(...) are filled in
    QTest::addColumn<bool>("isToken");
    const auto row = [](const char* value, bool isToken) { QTest::newRow(value) << QByteArray(value) << isToken; };
    row("Basic BASE64(agent:TOKEN)", true);
    row("basic BASE64(agent:TOKEN)", true);
    row("BASIC BASE64(:TOKEN)", true);
    row("Basic BASE64(a longer name, with % and \xc3\xa4:TOKEN)", true);
    row("Basic   BASE64(agent:TOKEN)", true);
    row("Bearer TOKEN", true);
    row("bEARER TOKEN", true);
    row("TOKEN", false);
    row("", false);
    row("Basic", false);
    row("Basic ", false);
    row("Basic BASE64(TOKEN:)", false);
    row("Basic BASE64(TOKEN)", false);
    row("Basic BASE64(agent:TOKENx)", false);
    row("Basic BASE64(agent:x)", false);
    row("Basic agent:TOKEN", false);
    row("Basic ****", false);
    row("Basic A", false);
    row("Bearer", false);
    row("Bearer x", false);
    row("Digest TOKEN", false);
    row("Negotiate BASE64(agent:TOKEN)", false);
    QTest::newRow("endless") << "Basic " + QByteArray(5000, 'A') << false;
}

void TestAgentAuthentication::reads() {
    QFETCH(QByteArray, value);
    QFETCH(bool, isToken);
    const QByteArray token = QByteArray::fromStdString(m_token);
    value.replace("TOKEN", token);
    const qsizetype begin = value.indexOf("BASE64(");
    if (begin >= 0) {
        const qsizetype end = value.lastIndexOf(')');
        value = value.left(begin) + value.mid(begin + 7, end - begin - 7).toBase64() + value.mid(end + 1);
    }
    const auto hash = policy::presentedToken(value.toStdString());
    QCOMPARE(hash.has_value(), isToken);
    if (isToken) {
        QVERIFY(*hash == core::hashToken(m_token));
        const QByteArray withoutPadding = value.left(value.indexOf('=') < 0 ? value.size() : value.indexOf('='));
        QVERIFY(policy::presentedToken(withoutPadding.toStdString()) == hash);
    }
}

void TestAgentAuthentication::refusesTwo() {
    const std::string field = "Proxy-Authorization: Bearer " + m_token + "\r\n";
    const std::string start = "CONNECT a.test:443 HTTP/1.1\r\n";
    QVERIFY(policy::presentedToken(test::ParsedRequest(start + field + "\r\n").head()).has_value());
    QVERIFY(!policy::presentedToken(test::ParsedRequest(start + field + field + "\r\n").head()).has_value());
    QVERIFY(!policy::presentedToken(test::ParsedRequest(start + "\r\n").head()).has_value());
    QVERIFY(!policy::presentedToken(
                 test::ParsedRequest(start + "Proxy_Authorization: Bearer " + m_token + "\r\n\r\n").head())
                 .has_value());
    QVERIFY(!policy::presentedToken(test::ParsedRequest(start + "Authorization: Bearer " + m_token + "\r\n\r\n").head())
                 .has_value());
}

void TestAgentAuthentication::knowsTheAgent() {
    const policy::AgentIdentity identity = policy::authenticate(m_snapshot, core::hashToken(m_token), 999);
    QVERIFY(identity.isKnown());
    QCOMPARE(identity.agent->id, std::string("free"));
    QCOMPARE(identity.token->id, std::string("t1"));
    QVERIFY(!policy::authenticate(m_snapshot, core::hashToken(core::newAgentToken()), 999).isKnown());
    QVERIFY(!policy::authenticate(Snapshot{}, core::hashToken(m_token), 999).isKnown());
    QVERIFY(!policy::authenticate(m_snapshot, core::TokenHash{}, 999).isKnown());
}

void TestAgentAuthentication::expires() {
    QVERIFY(policy::authenticate(m_snapshot, core::hashToken(m_token), 999).isKnown());
    QVERIFY(!policy::authenticate(m_snapshot, core::hashToken(m_token), 1000).isKnown());
    QVERIFY(policy::agentOfToken(m_snapshot, "t1", 999).isKnown());
    QVERIFY(!policy::agentOfToken(m_snapshot, "t1", 1000).isKnown());
    QVERIFY(policy::agentOfToken(m_snapshot, "t0", 5'000'000'000'000).isKnown());
}

void TestAgentAuthentication::revokedTokensAreGone() {
    Snapshot newer = m_snapshot;
    newer.tokens.erase(newer.tokens.begin() + 1);
    QVERIFY(!policy::agentOfToken(newer, "t1", 0).isKnown());
    newer = m_snapshot;
    newer.agents.erase(newer.agents.begin()); // the agent was removed
    QVERIFY(!policy::agentOfToken(newer, "t1", 0).isKnown());
    QVERIFY(!policy::authenticate(newer, core::hashToken(m_token), 0).isKnown());
}

QTEST_APPLESS_MAIN(TestAgentAuthentication)
#include "test_agent_authentication.moc"
