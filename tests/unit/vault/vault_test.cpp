#include "core/agent_token.h"
#include "vault_fixture.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;
using vault::Vault;

namespace {

/// The file belongs to one object at a time.
void reopen(std::unique_ptr<Vault>& vault, const VaultFixture& fixture) {
    vault.reset();
    vault = fixture.unlock();
}

} // namespace

/// States, slots, locking and the repositories of one vault.
class VaultTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAbsentAtFirst();
    void isMadeAndOpenedAgain();
    void filesAreForTheUserAlone();
    void isNeverMadeTwice();
    void refusesAWrongPassphrase();
    void lockingRevokesOpenersAtOnce();
    void secretsComeBack();
    void namesAndValuesAreChecked();
    void secretsAreOrderedRenamedDisabledAndRemoved();
    void historyIsKept();
    void agentsTokensAndGrantsComeBack();
    void removedSecretLeavesGrants();
    void settingsComeBack();
    void interfaceSettingsWorkWithoutAVault();
    void authorityComesBack();
    void everySlotOpens();
    void slotsAreReplacedAndRemoved();
    void rotationKeepsEverything();
    void usageIsWrittenLater();
    void nothingIsPossibleWhileLocked();
    void generationGrowsAndRevealsARollBack();
    void aRolledBackFileIsNeverOpen();
    void oddLabelsAreStoredAsTheyVerify();
};

void VaultTest::isAbsentAtFirst() {
    VaultFixture fixture;
    const auto vault = fixture.load();
    QCOMPARE(vault->state(), VaultState::Absent);
    QVERIFY(!vault->trouble());
    QCOMPARE(vault->unlockWithPassphrase(secret(kPassphrase)).error().code, FailureCode::NoSuchSlot);
    QCOMPARE(vault->agents().add("a").error().code, FailureCode::VaultAbsent);
}

void VaultTest::isMadeAndOpenedAgain() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->vaultId().size(), 32U);
    QVERIFY(vault->openedBy() == core::SlotKind::Passphrase);
    const std::string id = vault->vaultId();
    vault.reset();
    vault = fixture.load();
    QCOMPARE(vault->state(), VaultState::Locked);
    QCOMPARE(vault->vaultId(), id);
    QCOMPARE(vault->slotList().size(), 1U);
    QVERIFY(!vault->openedBy());
    QSignalSpy changed(vault.get(), &Vault::stateChanged);
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(changed.count(), 1);
    QVERIFY(vault->verifyPassphrase(secret(kPassphrase)));
    QCOMPARE(vault->verifyPassphrase(secret("wrong passphrase")).error().code, FailureCode::WrongPassphrase);
}

void VaultTest::filesAreForTheUserAlone() {
    const mode_t before = ::umask(0); // the vault must not depend on the process's mask
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QVERIFY(vault->credentials().add(anthropicKey("work"), secret(kKey)));
    ::umask(before);
    struct stat info {};
    QCOMPARE(::stat(fixture.directory.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0700U);
    for (const char* name : {"", "-wal"}) {
        QCOMPARE(::stat((fixture.file() + name).c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
    }
}

void VaultTest::isNeverMadeTwice() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QVERIFY(vault->credentials().add(anthropicKey("work"), secret(kKey)));
    const auto again = [](Vault& target) {
        std::vector<vault::NewSlot> slotsToMake;
        slotsToMake.push_back(std::move(*vault::newPassphraseSlot(secret("another passphrase"), cheapArgon2())));
        return target.create(std::move(slotsToMake)).error().code;
    };
    QCOMPARE(again(*vault), FailureCode::VaultExists);
    vault.reset();
    vault = fixture.load();
    QCOMPARE(again(*vault), FailureCode::VaultExists);
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
    QCOMPARE(vault->credentials().list().size(), 1U);
}

void VaultTest::refusesAWrongPassphrase() {
    VaultFixture fixture;
    QVERIFY(fixture.create());
    const auto vault = fixture.load();
    QCOMPARE(vault->unlockWithPassphrase(secret("correct horse batterY")).error().code, FailureCode::WrongPassphrase);
    QCOMPARE(vault->unlockWithPassphrase(secret("")).error().code, FailureCode::WrongPassphrase);
    QCOMPARE(vault->state(), VaultState::Locked);
    QCOMPARE(vault::newPassphraseSlot(secret("short"), cheapArgon2()).error().code, FailureCode::PassphraseTooShort);
    QVERIFY(vault::newPassphraseSlot(secret("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6"), cheapArgon2()));
    QCOMPARE(vault::newPassphraseSlot(secret("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4"), cheapArgon2()).error().code,
             FailureCode::PassphraseTooShort);
}

void VaultTest::lockingRevokesOpenersAtOnce() {
    VaultFixture fixture;
    const auto vault = fixture.create();
    QVERIFY(vault);
    const auto id = vault->credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(id);
    const auto sealed = vault->credentials().sealed(*id);
    QVERIFY(sealed);
    const auto opener = vault->opener();
    const auto first = opener->open(*sealed);
    QVERIFY(first);
    QVERIFY((*first)->view() == kKey);
    QVERIFY(opener->open(*sealed)->get() == first->get()); // one copy, shared
    core::SealedValue other = *sealed;
    other.associatedData.back() = static_cast<char>(other.associatedData.back() ^ 1);
    QVERIFY(opener->open(other).error() == core::OpenError::Unreadable);
    vault->lock();
    QCOMPARE(vault->state(), VaultState::Locked);
    QVERIFY(vault->opener() == nullptr);
    QVERIFY(vault->logSealKey() == nullptr);
    QVERIFY(opener->open(*sealed).error() == core::OpenError::Locked); // although a copy is still in use
    QVERIFY((*first)->view() == kKey);
    QVERIFY(vault->credentials().list().empty());
}

void VaultTest::secretsComeBack() {
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

void VaultTest::namesAndValuesAreChecked() {
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

void VaultTest::secretsAreOrderedRenamedDisabledAndRemoved() {
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
    QCOMPARE(vault->credentials().remove("no such id").error().code, FailureCode::NotFound);
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    std::vector<std::string> names;
    for (const auto& info : vault->credentials().list()) {
        names.push_back(info.name);
    }
    QCOMPARE(names, (std::vector<std::string>{"three", "zwei", "one"}));
    QVERIFY(!vault->credentials().find(ids[2])->enabled);
    QVERIFY(vault->credentials().remove(ids[1]));
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->credentials().list().size(), 2U);
    QVERIFY(vault->credentials().find(ids[1]) == nullptr);
}

void VaultTest::historyIsKept() {
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

void VaultTest::agentsTokensAndGrantsComeBack() {
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
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    const core::AgentInfo* info = vault->agents().findByName("build server");
    QVERIFY(info);
    QCOMPARE(info->granted, std::vector<std::string>{key});
    QVERIFY(!info->everyCredential);
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

void VaultTest::removedSecretLeavesGrants() {
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

void VaultTest::settingsComeBack() {
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

void VaultTest::interfaceSettingsWorkWithoutAVault() {
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

void VaultTest::authorityComesBack() {
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

void VaultTest::everySlotOpens() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    auto recovery = vault::newRecoverySlot();
    vault::NewSlot keychain = vault::newStoredSlot(core::SlotKind::Keychain);
    const core::SecretBytes keychainSecret = keychain.secret.clone();
    QVERIFY(vault->addSlot(std::move(recovery.slot)));
    QVERIFY(vault->addSlot(std::move(keychain)));
    vault->lock();
    QVERIFY(vault->unlockWithPassphrase(recovery.code));
    QVERIFY(vault->openedBy() == core::SlotKind::RecoveryCode);
    vault->lock();
    std::string typed(recovery.code.view());
    std::transform(typed.begin(), typed.end(), typed.begin(), [](char c) { return c == '-' ? ' ' : std::tolower(c); });
    QVERIFY(vault->unlockWithPassphrase(secret(typed)));
    vault->lock();
    auto key = vault::openWithSecret(vault->challenge(), core::SlotKind::Keychain, keychainSecret);
    QVERIFY(key);
    QVERIFY(vault->unlock(std::move(*key)));
    QVERIFY(vault->openedBy() == core::SlotKind::Keychain);
    QCOMPARE(vault::openWithSecret(vault->challenge(), core::SlotKind::KeyFile, keychainSecret).error().code,
             FailureCode::NoSuchSlot);
    QCOMPARE(
        vault::openWithSecret(vault->challenge(), core::SlotKind::Keychain, core::SecretBytes::random(32)).error().code,
        FailureCode::WrongPassphrase);
}

void VaultTest::slotsAreReplacedAndRemoved() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    QCOMPARE(vault->removeSlot(vault->slotList()[0].id).error().code, FailureCode::LastSlot);
    QSignalSpy changed(vault.get(), &Vault::slotsChanged);
    QVERIFY(vault->replaceSlots(std::move(*vault::newPassphraseSlot(secret("a new passphrase"), cheapArgon2()))));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(vault->slotList().size(), 1U);
    QVERIFY(vault->openedBy() == core::SlotKind::Passphrase);
    auto recovery = vault::newRecoverySlot();
    const auto recoveryId = vault->addSlot(std::move(recovery.slot));
    vault.reset();
    vault = fixture.load();
    QCOMPARE(vault->unlockWithPassphrase(secret(kPassphrase)).error().code, FailureCode::WrongPassphrase);
    QVERIFY(vault->unlockWithPassphrase(secret("a new passphrase")));
    QVERIFY(vault->removeSlot(*recoveryId));
    QCOMPARE(vault->removeSlot(*recoveryId).error().code, FailureCode::NotFound);
    vault->lock();
    QVERIFY(!vault->unlockWithPassphrase(recovery.code));
    QCOMPARE(vault->state(), VaultState::Locked);
}

void VaultTest::rotationKeepsEverything() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(vault->authority().store("PEM", secret("DER")));
    QVERIFY(vault->settings().setUpstreamProxyCredentials(secret("user:password")));
    auto recovery = vault::newRecoverySlot();
    QVERIFY(vault->addSlot(std::move(recovery.slot)));
    const auto agent = *vault->agents().add("ci");
    const auto before = *vault->credentials().sealed(id);
    const auto opener = vault->opener();
    const auto challenge = vault->challenge();
    const auto oldKey = vault::openWithPassphrase(challenge, recovery.code);
    QSignalSpy rotated(vault.get(), &Vault::dataKeyRotated);
    QVERIFY(vault->rotateDataKey());
    QCOMPARE(rotated.count(), 1);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(opener->open(before).error() == core::OpenError::Locked);
    QVERIFY(vault->opener()->open(before).error() == core::OpenError::Unreadable);
    QVERIFY((*vault->opener()->open(*vault->credentials().sealed(id)))->view() == kKey);
    QVERIFY(!vault->verify(*oldKey));
    for (const core::SecretBytes& way : {secret(kPassphrase), recovery.code.clone()}) {
        vault.reset();
        vault = fixture.load();
        QVERIFY(vault->unlockWithPassphrase(way));
        QCOMPARE(vault->state(), VaultState::Open);
        QVERIFY(vault->credentials().reveal(id)->view() == kKey);
        QVERIFY(vault->authority().privateKeyDer()->view() == "DER");
        QVERIFY(vault->settings().upstreamProxyCredentials()->view() == "user:password");
        QVERIFY(vault->agents().find(agent));
    }
}

void VaultTest::usageIsWrittenLater() {
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

void VaultTest::nothingIsPossibleWhileLocked() {
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

void VaultTest::generationGrowsAndRevealsARollBack() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto start = vault->generation();
    QSignalSpy grown(vault.get(), &Vault::generationChanged);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(vault->agents().add("ci"));
    QCOMPARE(vault->generation(), start + 2);
    QCOMPARE(grown.count(), 2);
    vault->compareGeneration(start + 2);
    QCOMPARE(vault->state(), VaultState::Open);
    const auto opener = vault->opener();
    const auto sealed = *vault->credentials().sealed(id);
    vault->compareGeneration(start + 10);
    QCOMPARE(vault->state(), VaultState::PolicyUnverified);
    QVERIFY(vault->trouble()->code == FailureCode::RolledBack);
    QVERIFY(vault->opener() == nullptr);
    QVERIFY(opener->open(sealed).error() == core::OpenError::Locked);
    QCOMPARE(vault->agents().add("x").error().code, FailureCode::PolicyUnverified);
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->generation() > start + 10);
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->generation() > start + 10);
}

void VaultTest::aRolledBackFileIsNeverOpen() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto noted = vault->generation() + 1;
    vault->lock();
    std::vector<VaultState> states;
    connect(vault.get(), &Vault::stateChanged, this, [&] { states.push_back(vault->state()); });
    auto key = vault::openWithPassphrase(vault->challenge(), secret(kPassphrase));
    QVERIFY(key);
    QVERIFY(vault->unlock(std::move(*key), noted));
    QVERIFY(states == std::vector{VaultState::PolicyUnverified});
    QVERIFY(vault->trouble()->code == FailureCode::RolledBack);
    QVERIFY(vault->opener() == nullptr);
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->generation() > noted);
}

void VaultTest::oddLabelsAreStoredAsTheyVerify() {
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

QTEST_GUILESS_MAIN(VaultTest)
#include "vault_test.moc"
