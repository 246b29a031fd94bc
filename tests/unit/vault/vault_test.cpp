#include "vault_fixture.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <cctype>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;
using vault::Vault;

/// States, slots, locking, rotation and generation of one vault.
class VaultTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAbsentAtFirst();
    void isMadeAndOpenedAgain();
    void filesAreForTheUserAlone();
    void isNeverMadeTwice();
    void refusesAWrongPassphrase();
    void lockingRevokesOpenersAtOnce();
    void everySlotOpens();
    void slotsAreReplacedAndRemoved();
    void rotationKeepsEverything();
    void generationGrowsWithEveryChange();
    void aRolledBackFileIsNeverOpen();
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

void VaultTest::generationGrowsWithEveryChange() {
    VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    const auto start = vault->generation();
    QSignalSpy grown(vault.get(), &Vault::generationChanged);
    QVERIFY(vault->credentials().add(anthropicKey("work"), secret(kKey)));
    QVERIFY(vault->agents().add("ci"));
    QCOMPARE(vault->generation(), start + 2);
    QCOMPARE(grown.count(), 2);
    reopen(vault, fixture);
    QCOMPARE(vault->generation(), start + 2);
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
    QCOMPARE(vault->agents().add("x").error().code, FailureCode::PolicyUnverified);
    QVERIFY(vault->acceptPolicy());
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->generation() > noted);
    reopen(vault, fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->generation() > noted);
}

QTEST_GUILESS_MAIN(VaultTest)
#include "vault_test.moc"
