#include "core/agent_token.h"
#include "core/rules/rule.h"
#include "vault/database/database.h"
#include "vault_fixture.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;
using vault::Vault;

/// What the repositories of one vault keep: secrets, agents, settings, the authority.
class RecordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretsComeBack();
    void namesAndValuesAreChecked();
    void secretsAreOrderedRenamedDisabledAndRemoved();
    void historyIsKept();
    void agentsTokensAndGrantsComeBack();
    void removedSecretLeavesGrants();
    void settingsComeBack();
    void interfaceSettingsWorkWithoutAVault();
    void authorityComesBack();
    void usageIsWrittenLater();
    void nothingIsPossibleWhileLocked();
    void oddLabelsAreStoredAsTheyVerify();
    void rulesComeBackInOrder();
    void rulesAreReplacedAsAWhole();
    void invalidRulesAreRefused_data();
    void invalidRulesAreRefused();
    void theMostRulesComeBack();
};

void RecordsTest::secretsComeBack() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QSignalSpy changed(&vault->credentials(), &vault::CredentialRepository::changed);
    core::HealthReport health{core::Health::Valid, 5, 200, 7, 0};
    vault::NewCredential credential = anthropicKey("work");
    credential.health = health;
    const auto id = vault->credentials().add(credential, secret(kKey));
    QVERIFY(id);
    QCOMPARE(changed.count(), 1);
    fixture.clock.advance(1000);
    QVERIFY(vault->credentials().rotate(*id, secret("sk-ant-api03-another-value-of-good-length-1234"), health));
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    const core::CredentialInfo* info = vault->credentials().findByName("work");
    QVERIFY(info);
    QCOMPARE(info->id, *id);
    QCOMPARE(info->version, 2U);
    QCOMPARE(info->rotatedAt - info->createdAt, 1000);
    QCOMPARE(info->preview, std::string("sk-ant-api03-\u2022\u2022\u2022\u20221234"));
    QCOMPARE(info->hosts, std::vector<std::string>{"api.anthropic.com"});
    QCOMPARE(info->health.models, 7);
    QVERIFY(info->health.health == core::Health::Valid);
    QVERIFY(vault->credentials().reveal(*id)->view() == "sk-ant-api03-another-value-of-good-length-1234");
}

void RecordsTest::namesAndValuesAreChecked() {
    VaultFixture fixture;
    const auto vault = fixture.create();
    QVERIFY(vault);
    auto& credentials = vault->credentials();
    QVERIFY(credentials.add(anthropicKey("work"), secret(kKey)));
    const auto code = [&](const std::string& name, std::string_view value) {
        return credentials.add(anthropicKey(name), secret(value)).error().code;
    };
    QCOMPARE(code("work", kKey), FailureCode::NameTaken);
    QCOMPARE(code("", kKey), FailureCode::NameInvalid);
    QCOMPARE(code(" work", kKey), FailureCode::NameInvalid);
    QCOMPARE(code("a\nb", kKey), FailureCode::NameInvalid);
    QCOMPARE(code("a\u202eb", kKey), FailureCode::NameInvalid); // would turn the text around it
    QCOMPARE(code("\xff\xfe", kKey), FailureCode::NameInvalid);
    QCOMPARE(code("\xEF\xBF\xBEwork", kKey), FailureCode::NameInvalid); // U+FFFE: a byte order mark to some
    QCOMPARE(code(std::string(65, 'n'), kKey), FailureCode::NameInvalid);
    QCOMPARE(code("other", ""), FailureCode::ValueEmpty);
    QCOMPARE(code("other", "sk-ant api"), FailureCode::ValueMalformed);
    QCOMPARE(code("other", "sk-ant\r\nx: y"), FailureCode::ValueMalformed);
    QCOMPARE(code("other", "sk-\u00e4"), FailureCode::ValueMalformed);
    QCOMPARE(code("other", std::string(100'000, 'k')), FailureCode::ValueTooLong);
    QVERIFY(credentials.add(anthropicKey(std::string(64, 'n')), secret(std::string(16 * 1024, 'k'))));
    QCOMPARE(credentials.list().size(), 2U);
}

void RecordsTest::secretsAreOrderedRenamedDisabledAndRemoved() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    std::vector<std::string> ids;
    for (const char* name : {"one", "two", "three"}) {
        ids.push_back(*vault->credentials().add(anthropicKey(name), secret(kKey)));
    }
    QVERIFY(vault->credentials().move(ids[2], 0));
    QVERIFY(vault->credentials().move(ids[0], 99));
    QVERIFY(vault->credentials().rename(ids[1], "zwei"));
    QCOMPARE(vault->credentials().rename(ids[1], "one").error().code, FailureCode::NameTaken);
    QVERIFY(vault->credentials().setEnabled(ids[2], false));
    QVERIFY(vault->credentials().setForeignKeys(ids[2], core::ForeignKeys::Pass));
    QCOMPARE(vault->credentials().setForeignKeys("no such id", core::ForeignKeys::Pass).error().code,
             FailureCode::NotFound);
    QCOMPARE(vault->credentials().remove("no such id").error().code, FailureCode::NotFound);
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    std::vector<std::string> names;
    for (const auto& info : vault->credentials().list()) {
        names.push_back(info.name);
    }
    QCOMPARE(names, (std::vector<std::string>{"three", "zwei", "one"}));
    QVERIFY(!vault->credentials().find(ids[2])->enabled);
    QCOMPARE(vault->credentials().find(ids[2])->foreignKeys, core::ForeignKeys::Pass);
    QCOMPARE(vault->credentials().find(ids[0])->foreignKeys, core::ForeignKeys::Replace);
    QVERIFY(vault->credentials().remove(ids[1]));
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->credentials().list().size(), 2U);
    QVERIFY(vault->credentials().find(ids[1]) == nullptr);
}

void RecordsTest::historyIsKept() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    fixture.clock.advance(10);
    QVERIFY(vault->credentials().setHealth(id, {core::Health::RateLimited, fixture.clock.now(), 429, -1, 77}));
    QVERIFY(vault->credentials().setEnabled(id, false));
    reopen(vault, fixture);
    const auto events = vault->credentials().history(id);
    QCOMPARE(events.size(), 3U);
    using Kind = core::CredentialEvent::Kind;
    QVERIFY(events[0].kind == Kind::Disabled && events[1].kind == Kind::Checked && events[2].kind == Kind::Added);
    QCOMPARE(events[1].health.status, 429);
    QCOMPARE(events[1].health.acceptedAgainAt, 77);
    QCOMPARE(vault->credentials().find(id)->health.acceptedAgainAt, 77);
}

void RecordsTest::agentsTokensAndGrantsComeBack() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto key = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    const auto agent = *vault->agents().add("ci");
    QCOMPARE(vault->agents().add("ci").error().code, FailureCode::NameTaken);
    QVERIFY(vault->agents().find(agent)->mayUse(key));
    const auto token = core::newAgentToken();
    const auto tokenId = vault->agents().addToken(agent, "build", core::hashToken(token), 99);
    QVERIFY(tokenId);
    QVERIFY(vault->agents().setGrants(agent, false, {key, key}));
    QVERIFY(vault->agents().rename(agent, "build server"));
    QVERIFY(vault->agents().setHostAccess(agent, core::HostAccess::Open));
    QCOMPARE(vault->agents().setHostAccess("x", core::HostAccess::Open).error().code, FailureCode::NotFound);
    QVERIFY(vault->agents().setFreeze(agent, core::Freeze::Streams));
    QCOMPARE(vault->agents().setFreeze("x", core::Freeze::Streams).error().code, FailureCode::NotFound);
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    const core::AgentInfo* info = vault->agents().findByName("build server");
    QVERIFY(info);
    QCOMPARE(info->granted, std::vector<std::string>{key});
    QVERIFY(!info->everyCredential);
    QCOMPARE(info->hostAccess, core::HostAccess::Open);
    QCOMPARE(info->freeze, core::Freeze::Streams);
    QCOMPARE(info->tokens.size(), 1U);
    QCOMPARE(info->tokens[0].label, std::string("build"));
    QCOMPARE(info->placeholderSeed.size(), 32U);
    QCOMPARE(vault->agents().tokens().size(), 1U);
    QVERIFY(core::sameToken(vault->agents().tokens()[0].hash, core::hashToken(token)));
    QCOMPARE(vault->agents().tokens()[0].expiresAt, 99);
    QVERIFY(vault->agents().revokeToken(agent, *tokenId));
    QCOMPARE(vault->agents().revokeToken(agent, *tokenId).error().code, FailureCode::NotFound);
    QVERIFY(vault->agents().remove(agent));
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->agents().list().empty());
}

void RecordsTest::removedSecretLeavesGrants() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto key = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    const auto agent = *vault->agents().add("ci");
    QVERIFY(vault->agents().setGrants(agent, false, {key}));
    QVERIFY(vault->credentials().remove(key));
    QVERIFY(vault->agents().find(agent)->granted.empty());
    QVERIFY(!vault->agents().find(agent)->everyCredential); // not widened
    const auto second = fixture.load();                     // the file is ours alone while it is open
    QCOMPARE(second->state(), VaultState::Unusable);
    QVERIFY(second->trouble()->code == FailureCode::InUse);
    vault.reset();
    QCOMPARE(fixture.unlock()->state(), VaultState::Open);
}

void RecordsTest::settingsComeBack() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    core::ProtectedSettings settings;
    settings.port = 6000;
    settings.listenAddresses = {"127.0.0.1", "10.0.0.1"};
    settings.upstreamProxy = "http://proxy:8080";
    settings.extraCaPem = "-----BEGIN CERTIFICATE-----\n";
    settings.resolve = {{"api.anthropic.com", 443, "127.0.0.1", 8443}};
    settings.strictMode = true;
    QVERIFY(vault->settings().setProtectedSettings(settings));
    QVERIFY(vault->settings().setUpstreamProxyCredentials(secret("user:password")));
    QVERIFY(vault->settings().setLockSettings({15, true, true}));
    settings.upstreamProxyHasCredentials = true;
    QVERIFY(vault->settings().protectedSettings() == settings);
    vault.reset();
    vault = fixture.load();
    QCOMPARE(vault->settings().protectedSettings().port, 6000);
    QVERIFY(vault->settings().protectedSettings().upstreamProxy.empty()); // nothing is verified yet
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
    QVERIFY(vault->settings().protectedSettings() == settings);
    QVERIFY(vault->settings().lockSettings() == (core::LockSettings{15, true, true}));
    QVERIFY(vault->settings().upstreamProxyCredentials()->view() == "user:password");
    QVERIFY(vault->settings().setUpstreamProxyCredentials({}));
    QVERIFY(!vault->settings().protectedSettings().upstreamProxyHasCredentials);
    QVERIFY(vault->settings().upstreamProxyCredentials()->isEmpty());
    settings.extraCaPem = std::string((1U << 20U) + 1, 'x');
    QCOMPARE(vault->settings().setProtectedSettings(settings).error().code, FailureCode::ValueTooLong);
}

void RecordsTest::interfaceSettingsWorkWithoutAVault() {
    VaultFixture fixture;
    core::InterfaceSettings looks;
    looks.appearance = core::Appearance::Dark;
    looks.language = "de";
    auto vault = fixture.load();
    QVERIFY(vault->settings().setInterfaceSettings(looks));
    std::vector<vault::NewSlot> slotsToMake;
    slotsToMake.push_back(std::move(*vault::newPassphraseSlot(secret(kPassphrase), cheapArgon2())));
    QVERIFY(vault->create(std::move(slotsToMake)));
    vault.reset();
    vault = fixture.load();
    QVERIFY(vault->settings().interfaceSettings() == looks);
    looks.colourTray = true;
    QVERIFY(vault->settings().setInterfaceSettings(looks)); // while locked
    vault.reset();
    QVERIFY(fixture.load()->settings().interfaceSettings() == looks);
}

void RecordsTest::authorityComesBack() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QVERIFY(!vault->authority().isPresent());
    QCOMPARE(vault->authority().privateKeyDer().error().code, FailureCode::NotFound);
    QVERIFY(vault->authority().store("PEM", secret("DER")));
    reopen(vault, fixture);
    QCOMPARE(vault->authority().certificatePem(), std::string("PEM"));
    QVERIFY(vault->authority().privateKeyDer()->view() == "DER");
    vault->lock();
    QVERIFY(!vault->authority().isPresent());
}

void RecordsTest::usageIsWrittenLater() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    const auto agent = *vault->agents().add("ci");
    const auto token = *vault->agents().addToken(agent, "t", core::hashToken("t"), 0);
    const auto generation = vault->generation();
    vault->credentials().noteUsed(id, 500);
    vault->credentials().noteUsed(id, 400); // out of order
    vault->agents().noteSeen(agent, token, 600);
    QCOMPARE(vault->credentials().find(id)->lastUsedAt, 500);
    QVERIFY(vault->credentials().rename(id, "other")); // reading back keeps what is not written yet
    QCOMPARE(vault->credentials().find(id)->lastUsedAt, 500);
    vault->lock();
    QCOMPARE(vault->generation(), generation + 1);
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
    QCOMPARE(vault->credentials().find(id)->lastUsedAt, 500);
    QCOMPARE(vault->agents().find(agent)->lastSeenAt, 600);
    QCOMPARE(vault->agents().find(agent)->tokens[0].lastUsedAt, 600);
}

void RecordsTest::nothingIsPossibleWhileLocked() {
    VaultFixture fixture;
    const auto vault = fixture.create();
    QVERIFY(vault);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    vault->lock();
    const auto locked = [](const auto& result) { return !result && result.error().code == FailureCode::VaultLocked; };
    QVERIFY(locked(vault->credentials().add(anthropicKey("x"), secret(kKey))));
    QVERIFY(locked(vault->credentials().reveal(id)));
    QVERIFY(locked(vault->credentials().sealed(id)));
    QVERIFY(locked(vault->credentials().remove(id)));
    QVERIFY(locked(vault->agents().add("x")));
    QVERIFY(locked(vault->agents().setHostAccess("x", core::HostAccess::Open)));
    QVERIFY(locked(vault->agents().setFreeze("x", core::Freeze::Streams)));
    QVERIFY(locked(vault->credentials().setForeignKeys(id, core::ForeignKeys::Pass)));
    QVERIFY(locked(vault->rules().setAll({})));
    QVERIFY(locked(vault->settings().setProtectedSettings({})));
    QVERIFY(locked(vault->settings().setLockSettings({})));
    QVERIFY(locked(vault->settings().upstreamProxyCredentials()));
    QVERIFY(locked(vault->authority().store("PEM", secret("DER"))));
    QVERIFY(locked(vault->addSlot(vault::newStoredSlot(core::SlotKind::KeyFile))));
    QVERIFY(locked(vault->removeSlot(vault->slotList()[0].id)));
    QVERIFY(locked(vault->rotateDataKey()));
    QVERIFY(locked(vault->acceptPolicy()));
    QVERIFY(locked(vault->flushUsage()));
}

void RecordsTest::oddLabelsAreStoredAsTheyVerify() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto agent = vault->agents().add("ci");
    QVERIFY(agent);
    for (const char* label : {"\xEF\xBB\xBFmarked", "\xEF\xBF\xBEswapped", "cut \xff", ""}) {
        QVERIFY(vault->agents().addToken(*agent, label, core::hashToken(core::newAgentToken()), 0));
        QCOMPARE(vault->state(), VaultState::Open);
    }
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
}

namespace {

using core::rules::Decision;
using core::rules::Limit;
using core::rules::Rule;
using core::rules::RuleSet;

/// Every member of rules, limits and conditions has a value of its own.
RuleSet fullSet() {
    Rule block;
    block.name = "Only small models";
    block.decision = Decision::Block;
    block.reason = "Use a smaller one, \u00e4hnlich gut.";
    block.conditions.models.except = {"*haiku*", "*sonnet*"};
    block.conditions.agents.among = {"a1"};
    block.conditions.texts = {{core::rules::TextCondition::Kind::Matches, "(?i)secret\\s+\"plan\""}};
    block.conditions.headers = {{"x-team", "red*"}, {"x-trace", std::nullopt}};
    Rule ask;
    ask.decision = Decision::Ask;
    ask.isHighRisk = true;
    ask.isEnabled = false;
    ask.conditions.costAboveMicros = 1'000'000;
    ask.conditions.isStreaming = false;
    ask.conditions.time = core::rules::TimeCondition{0x1f, 540, 1020};
    Rule allow;
    allow.decision = Decision::Allow;
    Limit minute;
    minute.name = "Slow";
    minute.requests = 60;
    Limit day;
    day.requests = 1000;
    day.period = core::rules::Period::Day;
    day.scope = core::rules::Scope::PerCredential;
    day.conditions.endpoints = {core::rules::Endpoint::Generating};
    return {{block, ask, allow}, {minute, day}};
}

/// The same without ids: who is new gets one.
RuleSet withoutIds(RuleSet set) {
    for (Rule& rule : set.rules) {
        rule.id.clear();
    }
    for (Limit& limit : set.limits) {
        limit.id.clear();
    }
    return set;
}

} // namespace

void RecordsTest::rulesComeBackInOrder() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QVERIFY(vault->rules().rules() == RuleSet{});
    QSignalSpy changed(&vault->rules(), &vault::RuleRepository::changed);
    const auto generation = vault->generation();
    QVERIFY(vault->rules().setAll(fullSet()));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(vault->generation(), generation + 1);
    const RuleSet stored = vault->rules().rules();
    QVERIFY(withoutIds(stored) == fullSet());
    for (const Rule& rule : stored.rules) {
        QCOMPARE(rule.id.size(), core::newRecordId().size());
    }
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->rules().rules() == stored);
    QCOMPARE(vault->rules().unreadable(), 0U);
    // another data key, other MACs
    QVERIFY(vault->rotateDataKey());
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->rules().rules() == stored);
    vault->lock();
    QVERIFY(vault->rules().rules() == RuleSet{});
}

void RecordsTest::rulesAreReplacedAsAWhole() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QVERIFY(vault->rules().setAll(fullSet()));
    RuleSet set = vault->rules().rules();
    std::swap(set.rules.front(), set.rules.back());
    set.limits.erase(set.limits.begin());
    Rule added;
    added.conditions.methods.among = {"DELETE"};
    set.rules.insert(set.rules.begin() + 1, added);
    QVERIFY(vault->rules().setAll(set));
    set.rules[1].id = vault->rules().rules().rules.at(1).id;
    QVERIFY(!set.rules[1].id.empty());
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->rules().rules() == set); // the ids that were there stayed
    // nothing new writes nothing
    const auto generation = vault->generation();
    QVERIFY(vault->rules().setAll(set));
    QCOMPARE(vault->generation(), generation);
    // one that cannot be written leaves all as they were
    QVERIFY(vault->databaseForTests()->run(QStringLiteral("PRAGMA max_page_count = 1")));
    RuleSet large = set;
    large.rules[0].conditions.texts.assign(16, {core::rules::TextCondition::Kind::Contains, std::string(1000, 'x')});
    QCOMPARE(vault->rules().setAll(large).error().code, FailureCode::DiskFull);
    QVERIFY(vault->rules().rules() == set);
    QVERIFY(vault->databaseForTests()->run(QStringLiteral("PRAGMA max_page_count = 100000")));
    QVERIFY(vault->rules().setAll({}));
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->rules().rules() == RuleSet{});
}

void RecordsTest::invalidRulesAreRefused_data() {
    QTest::addColumn<RuleSet>("set");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const char* where, const std::function<void(RuleSet&)>& spoil) {
        RuleSet set = fullSet();
        spoil(set);
        QTest::newRow(name) << set << QString::fromUtf8(where);
    };
    row("host", "rules[1].conditions.hosts[0] ", [](RuleSet& s) { s.rules[1].conditions.hosts.among = {"a b"}; });
    row("expression", "rules[0].conditions.texts[0].matches ",
        [](RuleSet& s) { s.rules[0].conditions.texts[0].text = "("; });
    row("limit of nothing", "limits[0].requests ", [](RuleSet& s) { s.limits[0].requests = 0; });
    row("one id twice", "limits[1].id ", [](RuleSet& s) { s.rules[2].id = s.limits[1].id = "same"; });
    row("too many", "rules ", [](RuleSet& s) { s.rules.resize(core::rules::RuleBounds::kRules + 1); });
    row("no UTF-8", "It ", [](RuleSet& s) { s.rules[0].name = "\xff"; });
}

void RecordsTest::invalidRulesAreRefused() {
    QFETCH(RuleSet, set);
    QFETCH(QString, where);
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QVERIFY(vault->rules().setAll(fullSet()));
    const RuleSet before = vault->rules().rules();
    const auto refused = vault->rules().setAll(set);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, FailureCode::RulesInvalid);
    QVERIFY2(QString::fromStdString(refused.error().context).startsWith(where), refused.error().context.c_str());
    QVERIFY(vault->rules().rules() == before);
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->rules().rules() == before);
}

void RecordsTest::theMostRulesComeBack() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    RuleSet set;
    set.rules.resize(core::rules::RuleBounds::kRules);
    set.limits.resize(core::rules::RuleBounds::kLimits);
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        set.rules[i].name = std::to_string(i);
    }
    QVERIFY(vault->rules().setAll(set));
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(withoutIds(vault->rules().rules()) == set);
}

QTEST_GUILESS_MAIN(RecordsTest)
#include "records_test.moc"
