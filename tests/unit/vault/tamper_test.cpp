#include "vault/database/database.h"
#include "vault_fixture.h"

#include <QTest>

#include <filesystem>
#include <functional>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;

/// Somebody edits the file while the application does not run: everything protected shows it, and nothing that was
/// edited takes effect.
class TamperTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyEditIsNoticed_data();
    void everyEditIsNoticed();
    void harmlessEditsAreNot_data();
    void harmlessEditsAreNot();
    void everyChangedBlobIsNoticed();
    void reaimedSecretStaysUnreadable();
    void editedSettingsDoNotTakeEffect();
    void oldTableBesideNewerOnesIsNoticed();
    void acceptedPolicyIsOpenAgain();
    void unreadableRuleBlocksEverything();
    void rulesBeyondTheBoundsBlockEverything();
    void rulesOfAnOlderFileAreNotForgotten();
    void foreignSlotIsRemovedOnAcceptance();
    void editWhileOpenIsNoticed();
    void plantedTriggerIsRefused();

private:
    std::unique_ptr<VaultFixture> m_fixture;
    std::string m_first;
    std::string m_second;
    std::string m_agent;
};

void TamperTest::init() {
    m_fixture = std::make_unique<VaultFixture>();
    const auto vault = m_fixture->create();
    QVERIFY(vault);
    m_first = *vault->credentials().add(anthropicKey("first"), secret(kKey));
    m_second = *vault->credentials().add(anthropicKey("second"), secret("sk-ant-api03-second-value-of-a-good-length"));
    m_agent = *vault->agents().add("ci");
    QVERIFY(vault->agents().setGrants(m_agent, false, {m_first}));
    QVERIFY(vault->agents().addToken(m_agent, "t", core::hashToken("token"), 0));
    QVERIFY(vault->agents().setHostAccess(*vault->agents().add("other"), core::HostAccess::Strict));
    QVERIFY(vault->agents().setFreeze(*vault->agents().add("frozen"), core::Freeze::Streams));
    QVERIFY(vault->credentials().setForeignKeys(m_second, core::ForeignKeys::Refuse));
    QVERIFY(vault->settings().setUpstreamProxyCredentials(secret("user:password")));
    core::rules::RuleSet rules{std::vector<core::rules::Rule>(3), std::vector<core::rules::Limit>(1)};
    rules.rules[0].name = "no models";
    rules.rules[1].name = "no files";
    rules.rules[2].decision = core::rules::Decision::Allow;
    QVERIFY(vault->rules().setAll(rules));
    QVERIFY(vault->authority().store("PEM", secret("DER")));
    QVERIFY(vault->addSlot(std::move(vault::newRecoverySlot().slot)));
}

void TamperTest::everyEditIsNoticed_data() {
    QTest::addColumn<QString>("sql");
    const std::pair<const char*, const char*> edits[] = {
        {"host", "UPDATE credentials SET hosts = 'evil.example' WHERE name = 'first'"},
        {"one host more", "UPDATE credentials SET hosts = hosts || char(10) || 'evil.example' WHERE name = 'first'"},
        {"provider", "UPDATE credentials SET provider = 'openai' WHERE name = 'first'"},
        {"kind", "UPDATE credentials SET kind = 'oauth_token' WHERE name = 'first'"},
        {"version", "UPDATE credentials SET version = 2 WHERE name = 'first'"},
        {"name", "UPDATE credentials SET name = 'third' WHERE name = 'first'"},
        {"preview", "UPDATE credentials SET preview = 'x' WHERE name = 'first'"},
        {"enabled", "UPDATE credentials SET enabled = 0 WHERE name = 'first'"},
        {"foreign keys pass", "UPDATE credentials SET foreign_keys = 2 WHERE name = 'first'"},
        {"foreign keys not refused any more", "UPDATE credentials SET foreign_keys = 0 WHERE name = 'second'"},
        {"unknown mode of foreign keys", "UPDATE credentials SET foreign_keys = 7 WHERE name = 'second'"},
        {"position", "UPDATE credentials SET position = 7 WHERE name = 'first'"},
        {"swapped values", "UPDATE credentials SET sealed = (SELECT sealed FROM credentials AS o WHERE o.name <>"
                           " credentials.name)"},
        {"swapped values with their MACs",
         "UPDATE credentials SET (sealed, mac) = (SELECT sealed, mac FROM credentials AS o WHERE o.name <>"
         " credentials.name)"},
        {"swapped ids", "UPDATE credentials SET id = CASE name WHEN 'first' THEN (SELECT id || 'x' FROM credentials"
                        " WHERE name = 'second') ELSE id END"},
        {"deleted secret", "DELETE FROM credentials WHERE name = 'second'"},
        {"copied secret", "INSERT INTO credentials SELECT 'copy', 'copy', provider, kind, hosts, preview, version, 9,"
                          " enabled, created_at, rotated_at, sealed, mac, 0, 0, 0, 0, -1, 0, 0 FROM credentials WHERE"
                          " name = 'first'"},
        {"agent renamed", "UPDATE agents SET name = 'root' WHERE name = 'ci'"},
        {"every credential", "UPDATE agents SET every_credential = 1 WHERE name = 'ci'"},
        {"agent opened", "UPDATE agents SET host_access = 1 WHERE name = 'ci'"},
        {"agent not strict any more", "UPDATE agents SET host_access = 0 WHERE name = 'other'"},
        {"unknown host access", "UPDATE agents SET host_access = 7 WHERE name = 'other'"},
        {"agent thawed", "UPDATE agents SET freeze = 0 WHERE name = 'frozen'"},
        {"agent frozen milder", "UPDATE agents SET freeze = 1 WHERE name = 'frozen'"},
        {"frozen turned into strict", "UPDATE agents SET freeze = 0, host_access = 2 WHERE name = 'frozen'"},
        {"agent frozen", "UPDATE agents SET freeze = 1 WHERE name = 'ci'"},
        {"unknown freeze", "UPDATE agents SET freeze = 7 WHERE name = 'frozen'"},
        {"placeholder seed", "UPDATE agents SET placeholder_seed = '0' WHERE name = 'ci'"},
        {"deleted agent", "DELETE FROM agents WHERE name = 'other'"},
        {"deleted agent with tokens", "DELETE FROM agents WHERE name = 'ci'"},
        {"grant added", "INSERT INTO grants SELECT agents.id, credentials.id FROM agents, credentials WHERE"
                        " agents.name = 'ci' AND credentials.name = 'second'"},
        {"grant changed", "UPDATE grants SET credential_id = (SELECT id FROM credentials WHERE name = 'second')"},
        {"grant removed", "DELETE FROM grants"},
        {"grant moved", "UPDATE grants SET agent_id = (SELECT id FROM agents WHERE name = 'other')"},
        {"token hash", "UPDATE tokens SET hash = zeroblob(32)"},
        {"token hash of another length", "UPDATE tokens SET hash = zeroblob(31)"},
        {"token never expires", "UPDATE tokens SET expires_at = 9"},
        {"token label", "UPDATE tokens SET label = 'u'"},
        {"token of another agent", "UPDATE tokens SET agent_id = (SELECT id FROM agents WHERE name = 'other')"},
        {"token added", "INSERT INTO tokens SELECT 'new', id, '', zeroblob(32), 0, 0, 0 FROM agents WHERE name = 'ci'"},
        {"token removed", "DELETE FROM tokens"},
        {"setting", "UPDATE settings SET value = CAST('{\"allowPrivateDestinations\":true}' AS BLOB) WHERE"
                    " name = 'protected'"},
        {"lock setting", "UPDATE settings SET value = CAST('{}' AS BLOB) WHERE name = 'lock'"},
        {"setting removed", "DELETE FROM settings WHERE name = 'protected'"},
        {"proxy credentials removed", "UPDATE settings SET value = x'' WHERE name = 'upstream_proxy_credentials'"},
        {"setting added", "INSERT INTO settings VALUES ('new', x'00', x'00')"},
        {"certificate", "UPDATE authority SET certificate = 'PEM2'"},
        {"authority removed", "DELETE FROM authority"},
        {"second authority", "INSERT INTO authority SELECT 'x', certificate, sealed_key, mac FROM authority"},
        {"rule edited",
         "UPDATE rules SET content = CAST(replace(CAST(content AS TEXT), '\"block\"', '\"allow\"') AS BLOB)"
         " WHERE position = 0 AND kind = 'rule'"},
        {"rule disabled", "UPDATE rules SET content = CAST(replace(CAST(content AS TEXT), 'true', 'false') AS BLOB)"
                          " WHERE position = 0 AND kind = 'rule'"},
        {"rule unreadable", "UPDATE rules SET content = x'7b' WHERE position = 0 AND kind = 'rule'"},
        {"rule deleted", "DELETE FROM rules WHERE position = 0 AND kind = 'rule'"},
        {"last rule deleted", "DELETE FROM rules WHERE position = 2"},
        {"limit deleted", "DELETE FROM rules WHERE kind = 'limit'"},
        {"every rule deleted", "DELETE FROM rules"},
        {"rules reordered", "UPDATE rules SET position = 2 - position WHERE kind = 'rule'"},
        {"rules reordered with their MACs",
         "UPDATE rules SET (position, mac) = (SELECT 2 - position, mac FROM rules AS o WHERE o.kind = 'rule' AND"
         " o.position = 2 - rules.position) WHERE kind = 'rule'"},
        {"rule's place", "UPDATE rules SET position = 7 WHERE position = 2"},
        {"rules' contents swapped", "UPDATE rules SET content = (SELECT content FROM rules AS o WHERE o.position = 2 -"
                                    " rules.position AND o.kind = 'rule') WHERE kind = 'rule'"},
        {"rules' contents swapped with their MACs",
         "UPDATE rules SET (content, mac) = (SELECT content, mac FROM rules AS o WHERE o.position = 2 -"
         " rules.position AND o.kind = 'rule') WHERE kind = 'rule'"},
        {"rules' ids swapped", "UPDATE rules SET id = CASE position WHEN 0 THEN (SELECT id || 'x' FROM rules WHERE"
                               " position = 2) ELSE id END WHERE kind = 'rule'"},
        {"rule added", "INSERT INTO rules SELECT 'new', -1, 'rule', content, mac FROM rules WHERE position = 2"},
        {"rule copied", "INSERT INTO rules SELECT 'new', position, kind, content, mac FROM rules WHERE position = 2"},
        {"rule turned into a limit", "UPDATE rules SET kind = 'limit' WHERE position = 1"},
        {"limit turned into a rule", "UPDATE rules SET kind = 'rule' WHERE kind = 'limit'"},
        {"set of rules removed", "DELETE FROM sets WHERE name = 'rules'"},
        {"slot removed", "DELETE FROM slots WHERE kind = 2"},
        {"slot copied", "INSERT INTO slots SELECT 'x', kind, created_at, passes, memory_bytes, salt, public_key,"
                        " sealed_keys, sealed_data_key, signature, mac FROM slots WHERE kind = 2"},
        {"slot's key", "UPDATE slots SET public_key = zeroblob(32) WHERE kind = 2"},
        {"slot's date", "UPDATE slots SET created_at = 1 WHERE kind = 2"},
        {"generation", "UPDATE meta SET value = x'00000000000000ff' WHERE name = 'generation'"},
        {"meta added", "INSERT INTO meta VALUES ('x', x'00')"},
        {"set removed", "DELETE FROM sets WHERE name = 'agents'"},
        {"set added", "INSERT INTO sets VALUES ('x', x'00')"},
        {"MAC of the file removed", "DELETE FROM meta WHERE name = 'mac'"},
    };
    for (const auto& [name, sql] : edits) {
        QTest::newRow(name) << QString::fromUtf8(sql);
    }
}

void TamperTest::everyEditIsNoticed() {
    QFETCH(QString, sql);
    QVERIFY(m_fixture->edit(sql) > 0);
    const auto vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::PolicyUnverified);
    QVERIFY(vault->trouble()->code == FailureCode::PolicyUnverified);
    QVERIFY(vault->opener() == nullptr);
    QCOMPARE(vault->credentials().reveal(m_first).error().code, FailureCode::PolicyUnverified);
    QCOMPARE(vault->agents().add("new").error().code, FailureCode::PolicyUnverified);
    QCOMPARE(vault->rotateDataKey().error().code, FailureCode::PolicyUnverified);
    QVERIFY(vault->settings().protectedSettings() == core::ProtectedSettings{});
}

void TamperTest::harmlessEditsAreNot_data() {
    QTest::addColumn<QString>("sql");
    QTest::newRow("last used") << QStringLiteral("UPDATE credentials SET last_used_at = 5");
    QTest::newRow("health") << QStringLiteral("UPDATE credentials SET health = 99");
    QTest::newRow("last seen") << QStringLiteral("UPDATE agents SET last_seen_at = 5");
    QTest::newRow("looks") << QStringLiteral("UPDATE interface_settings SET value = 'x'");
}

void TamperTest::harmlessEditsAreNot() {
    QFETCH(QString, sql);
    QVERIFY(m_fixture->edit(sql) > 0);
    const auto vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->credentials().find(m_first)->health.health == core::Health::Unchecked);
}

void TamperTest::everyChangedBlobIsNoticed() {
    // the ciphers' and MACs' own tests change every single bit; here a byte at the start, inside and at the end stands
    // for them: no column is left out
    const std::pair<const char*, const char*> blobs[] = {{"credentials", "sealed"},
                                                         {"credentials", "mac"},
                                                         {"agents", "mac"},
                                                         {"tokens", "hash"},
                                                         {"settings", "value"},
                                                         {"settings", "mac"},
                                                         {"authority", "sealed_key"},
                                                         {"authority", "mac"},
                                                         {"rules", "content"},
                                                         {"rules", "mac"},
                                                         {"sets", "mac"},
                                                         {"slots", "mac"}};
    for (const auto& [table, column] : blobs) {
        const auto sql = [&](int byte, const QByteArray& value) {
            return QStringLiteral(
                       "UPDATE %1 SET %2 = CAST(CAST(substr(%2, 1, %3) AS BLOB) || x'%4' || substr(%2, %3 + 2)"
                       " AS BLOB)")
                .arg(QLatin1String(table), QLatin1String(column))
                .arg(byte)
                .arg(QString::fromLatin1(value.toHex()));
        };
        for (const int byte : {0, 13, 31}) {
            const std::string copy = m_fixture->file() + ".copy";
            std::filesystem::copy_file(m_fixture->file(), copy, std::filesystem::copy_options::overwrite_existing);
            // every value differs from at least one of two
            bool noticed = false;
            for (const char value : {'\x00', '\xff'}) {
                if (m_fixture->edit(sql(byte, QByteArray(1, value))) > 0) {
                    noticed = noticed || m_fixture->unlock()->state() != VaultState::Open;
                }
            }
            QVERIFY2(
                noticed,
                qPrintable(QStringLiteral("%1.%2 byte %3").arg(QLatin1String(table), QLatin1String(column)).arg(byte)));
            std::filesystem::copy_file(copy, m_fixture->file(), std::filesystem::copy_options::overwrite_existing);
            std::filesystem::remove(copy);
        }
    }
    QCOMPARE(m_fixture->unlock()->state(), VaultState::Open); // the copies were good
}

void TamperTest::reaimedSecretStaysUnreadable() {
    QVERIFY(m_fixture->edit(QStringLiteral("UPDATE credentials SET hosts = 'evil.example' WHERE name = 'first'")) == 1);
    const auto vault = m_fixture->unlock();
    // even a person who accepts everything cannot send the key there
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->credentials().find(m_first)->hosts[0], std::string("evil.example"));
    QCOMPARE(vault->credentials().reveal(m_first).error().code, FailureCode::Damaged);
    QVERIFY(vault->opener()->open(*vault->credentials().sealed(m_first)).error() == core::OpenError::Unreadable);
    QVERIFY(vault->credentials().reveal(m_second));
    // a rotation would lose it: refused, and nothing has changed
    QCOMPARE(vault->rotateDataKey().error().code, FailureCode::Damaged);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->credentials().reveal(m_second));
    QVERIFY(vault->credentials().remove(m_first));
    QVERIFY(vault->rotateDataKey());
}

void TamperTest::editedSettingsDoNotTakeEffect() {
    QVERIFY(m_fixture->edit(QStringLiteral("UPDATE settings SET value = CAST('{\"upstreamProxy\":\"http://evil\","
                                           "\"listenAddresses\":[\"0.0.0.0\"],\"port\":7000}' AS BLOB)"
                                           " WHERE name = 'protected'")) == 1);
    const auto vault = m_fixture->unlock();
    core::ProtectedSettings expected;
    expected.port = 7000; // where agents look for the answer "locked"; it protects nothing
    QVERIFY(vault->settings().protectedSettings() == expected);
    QCOMPARE(vault->settings().storedSettings().upstreamProxy, std::string("http://evil"));
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->settings().protectedSettings().upstreamProxy, std::string("http://evil"));
}

void TamperTest::oldTableBesideNewerOnesIsNoticed() {
    const std::string old = m_fixture->file() + ".old";
    std::filesystem::copy_file(m_fixture->file(), old);
    {
        const auto vault = m_fixture->unlock();
        QVERIFY(vault->agents().setGrants(m_agent, false, {}));
    }
    QVERIFY(m_fixture->edit(QStringLiteral("ATTACH '%1' AS old").arg(QString::fromStdString(old))) >= -1);
    // the older agents, all of them, with their own MACs: each table fits in itself
    for (const char* table : {"agents", "tokens", "grants"}) {
        const QString name = QLatin1String(table);
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("attach"));
        database.setDatabaseName(QString::fromStdString(m_fixture->file()));
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(QStringLiteral("ATTACH '%1' AS old").arg(QString::fromStdString(old))));
        QVERIFY(query.exec(QStringLiteral("DELETE FROM main.%1").arg(name)));
        QVERIFY(query.exec(QStringLiteral("INSERT INTO main.%1 SELECT * FROM old.%1").arg(name)));
        QVERIFY(query.exec(
            QStringLiteral("INSERT OR REPLACE INTO main.sets SELECT * FROM old.sets WHERE name = 'agents'")));
        query.clear();
        database.close();
        database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("attach"));
    }
    QCOMPARE(m_fixture->unlock()->state(), VaultState::PolicyUnverified);
}

void TamperTest::acceptedPolicyIsOpenAgain() {
    QVERIFY(m_fixture->edit(QStringLiteral("UPDATE agents SET every_credential = 1 WHERE name = 'ci'")) == 1);
    QVERIFY(m_fixture->edit(QStringLiteral("INSERT INTO tokens VALUES ('t', 'nobody', '', zeroblob(32), 0, 0, 0)")) ==
            1);
    auto vault = m_fixture->unlock();
    QVERIFY(vault->agents().find(m_agent)->everyCredential); // shown to the user as it is
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(!vault->trouble());
    QVERIFY(vault->opener() != nullptr);
    vault.reset();
    vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->agents().find(m_agent)->everyCredential);
    QCOMPARE(vault->agents().tokens().size(), 1U); // the one of nobody is gone
}

/// Whoever cannot write a rule of his own must not get rid of one either, not even by a person's click.
void TamperTest::unreadableRuleBlocksEverything() {
    using core::rules::Decision;
    QVERIFY(m_fixture->edit(QStringLiteral("UPDATE rules SET content = x'7b7d' WHERE position = 1")) == 1);
    QVERIFY(m_fixture->edit(QStringLiteral("UPDATE rules SET kind = 'hint' WHERE kind = 'limit'")) == 1);
    auto vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::PolicyUnverified);
    QCOMPARE(vault->rules().unreadable(), 2U);
    const core::rules::RuleSet shown = vault->rules().rules();
    QCOMPARE(shown.rules.size(), 4U); // in their places, the limit at the end of its own
    QCOMPARE(shown.limits.size(), 0U);
    QCOMPARE(shown.rules[0].decision, Decision::Block);
    QVERIFY(shown.rules[0].conditions == core::rules::Conditions{});
    QCOMPARE(shown.rules[1].name, std::string("no models"));
    QCOMPARE(shown.rules[2].decision, Decision::Block);
    QVERIFY(shown.rules[2].isEnabled && shown.rules[2].conditions == core::rules::Conditions{});
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->state(), VaultState::Open);
    vault.reset();
    vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->rules().unreadable(), 0U);
    QVERIFY(vault->rules().rules() == shown);
}

void TamperTest::rulesBeyondTheBoundsBlockEverything() {
    QVERIFY(m_fixture->edit(QStringLiteral("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE"
                                           " i < 1000) INSERT INTO rules SELECT 'n' || i, i + 10, 'rule', content, mac"
                                           " FROM rules, n WHERE position = 2")) == 1000);
    const auto vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::PolicyUnverified);
    QCOMPARE(vault->rules().unreadable(), 1004U);
    const core::rules::RuleSet shown = vault->rules().rules();
    QCOMPARE(shown.rules.size(), 1U);
    QCOMPARE(shown.rules[0].decision, core::rules::Decision::Block);
    QVERIFY(shown.rules[0].isEnabled && shown.rules[0].conditions == core::rules::Conditions{});
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->rules().rules().rules.size(), 1U);
    QCOMPARE(vault->rules().rules().rules[0].decision, core::rules::Decision::Block);
    QVERIFY(vault->rules().rules().limits.empty());
}

/// An older file's way of having no rules does not fit into a file that has them.
void TamperTest::rulesOfAnOlderFileAreNotForgotten() {
    QVERIFY(m_fixture->edit(QStringLiteral("DROP TABLE rules")) >= 0);
    QVERIFY(m_fixture->edit(QStringLiteral("DELETE FROM sets WHERE name = 'rules'")) == 1);
    QVERIFY(m_fixture->edit(QStringLiteral("PRAGMA user_version = 3")) >= 0);
    QCOMPARE(m_fixture->unlock()->state(), VaultState::PolicyUnverified);
}

void TamperTest::foreignSlotIsRemovedOnAcceptance() {
    QVERIFY(m_fixture->edit(QStringLiteral("UPDATE slots SET public_key = randomblob(32) WHERE kind = 2")) == 1);
    const auto vault = m_fixture->unlock();
    QCOMPARE(vault->slotList().size(), 2U);
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->slotList().size(), 1U); // a rotation would have handed the new key to whoever has that key pair
    QVERIFY(vault->rotateDataKey());
    vault->lock();
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
}

void TamperTest::editWhileOpenIsNoticed() {
    const auto vault = m_fixture->unlock();
    QCOMPARE(m_fixture->edit(QStringLiteral("DELETE FROM agents WHERE name = 'other'")), -1); // locked by us
    // as if the lock had not held
    QVERIFY(vault->databaseForTests()->run(QStringLiteral("DELETE FROM agents WHERE name = 'other'")));
    QCOMPARE(vault->credentials().rename(m_first, "new").error().code, FailureCode::PolicyUnverified);
    QCOMPARE(vault->state(), VaultState::PolicyUnverified);
    QVERIFY(vault->opener() == nullptr);
}

void TamperTest::plantedTriggerIsRefused() {
    QVERIFY(m_fixture->edit(
                QStringLiteral("CREATE TRIGGER t AFTER UPDATE ON credentials BEGIN DELETE FROM agents; END")) >= 0);
    const auto vault = m_fixture->load();
    QCOMPARE(vault->state(), VaultState::Unusable);
    QVERIFY(vault->trouble()->code == FailureCode::Damaged);
}

QTEST_GUILESS_MAIN(TamperTest)
#include "tamper_test.moc"
