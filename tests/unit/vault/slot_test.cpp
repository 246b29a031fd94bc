#include "vault/keys/key_file.h"
#include "vault/keys/recovery_code.h"
#include "vault/keys/slot_crypto.h"
#include "vault_fixture.h"

#include <QProcess>
#include <QTest>

#include <sys/stat.h>

#include <fstream>
#include <set>
#include <unistd.h>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;

/// Slots, recovery codes and key files.
class SlotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recoveryCodesAreReadAsTyped();
    void everyBitOfASlotCounts();
    void anotherDataKeyIsRefused();
    void keyFileRoundTrip();
    void keyFileOfOthersIsRefused();
    void damagedKeyFileIsRefused();
    void argon2HasAFloor();
};

void SlotTest::recoveryCodesAreReadAsTyped() {
    std::set<std::string> seen;
    for (int i = 0; i < 50; ++i) {
        const core::SecretBytes code = vault::newRecoveryCode();
        const std::string text(code.view());
        QCOMPARE(text.size(), 35U);
        for (std::size_t at = 5; at < text.size(); at += 6) {
            QCOMPARE(text[at], '-');
        }
        QVERIFY(seen.insert(text).second);
        QVERIFY(vault::normalisedRecoveryCode(code));
    }
    const auto normal = vault::normalisedRecoveryCode(secret("01234-56789-ABCDE-FGHJK-MNPQR-STVWX"));
    QVERIFY(normal);
    for (const char* typed : {"o1234-56789-abcde-fghjk-mnpqr-stvwx", " 0l234 56789\tABCDE FGHJK MNPQR STVWX\n",
                              "OI23456789ABCDEFGHJKMNPQRSTVWX"}) {
        const auto same = vault::normalisedRecoveryCode(secret(typed));
        QVERIFY2(same && same->equals(*normal), typed);
    }
    for (const char* typed : {"", "01234", "01234-56789-ABCDE-FGHJK-MNPQR-STVWXY",
                              "01234-56789-ABCDE-FGHJK-MNPQR-STVW!", "01234-56789-ABCDE-FGHJK-MNPQR-STVWU"}) {
        QVERIFY2(!vault::normalisedRecoveryCode(secret(typed)), typed);
    }
}

void SlotTest::everyBitOfASlotCounts() {
    const vault::SigningKey signing = vault::newSigningKey();
    const core::SecretBytes dataKey = core::SecretBytes::random(32);
    const vault::NewSlot slot = vault::newStoredSlot(core::SlotKind::KeyFile);
    const auto row = vault::buildSlotRow("id", slot, signing, dataKey, 1);
    QVERIFY(row);
    QVERIFY(vault::openSlotRow("id", *row, slot.secret)->equals(dataKey));
    QVERIFY(!vault::openSlotRow("another id", *row, slot.secret));
    std::string vault::SlotRow::*members[] = {&vault::SlotRow::id, &vault::SlotRow::publicKey,
                                              &vault::SlotRow::sealedKeys, &vault::SlotRow::sealedDataKey,
                                              &vault::SlotRow::signature};
    for (const auto member : members) {
        for (std::size_t bit = 0; bit < ((*row).*member).size() * 8; ++bit) {
            vault::SlotRow changed = *row;
            (changed.*member)[bit / 8] = static_cast<char>((changed.*member)[bit / 8] ^ (1U << (bit % 8)));
            QVERIFY(!vault::openSlotRow("id", changed, slot.secret));
        }
    }
    vault::SlotRow changed = *row;
    changed.kind = core::SlotKind::Keychain;
    QVERIFY(!vault::openSlotRow("id", changed, slot.secret));
    changed = *row;
    changed.passes = 1;
    QVERIFY(!vault::openSlotRow("id", changed, slot.secret));
}

void SlotTest::anotherDataKeyIsRefused() {
    const vault::SigningKey signing = vault::newSigningKey();
    const vault::NewSlot slot = vault::newStoredSlot(core::SlotKind::KeyFile);
    const auto row = vault::buildSlotRow("id", slot, signing, core::SecretBytes::random(32), 1);
    QVERIFY(row);
    // somebody who can write the file knows the slot's public key, but not the vault's signing key
    vault::SlotRow forged = *row;
    QVERIFY(vault::wrapDataKey("id", forged, vault::newSigningKey(), core::SecretBytes::random(32)));
    QCOMPARE(vault::openSlotRow("id", forged, slot.secret).error().code, FailureCode::Damaged);
    // the vault itself may, without the slot's secret
    const core::SecretBytes next = core::SecretBytes::random(32);
    vault::SlotRow rotated = *row;
    QVERIFY(vault::wrapDataKey("id", rotated, signing, next));
    QVERIFY(vault::openSlotRow("id", rotated, slot.secret)->equals(next));
}

void SlotTest::keyFileRoundTrip() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/key";
    const mode_t before = ::umask(0);
    const auto made = vault::createKeyFile(path);
    ::umask(before);
    QVERIFY(made);
    struct stat info {};
    QCOMPARE(::stat(path.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
    QVERIFY(vault::readKeyFile(path)->equals(*made));
    QCOMPARE(vault::createKeyFile(path).error().code, FailureCode::IoFailed); // never over another one
    QVERIFY(vault::readKeyFile(path)->equals(*made));
    QCOMPARE(vault::readKeyFile(path + "x").error().code, FailureCode::NotFound);
    QCOMPARE(vault::createKeyFile(path + "x/y").error().code, FailureCode::NotFound);
}

void SlotTest::keyFileOfOthersIsRefused() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/key";
    QVERIFY(vault::createKeyFile(path));
    QCOMPARE(::symlink(path.c_str(), (path + "-link").c_str()), 0);
    QCOMPARE(vault::readKeyFile(path + "-link").error().code, FailureCode::InsecurePermissions);
    QCOMPARE(vault::createKeyFile(path + "-link").error().code, FailureCode::IoFailed);
    for (const mode_t mode : {0640U, 0604U, 0620U}) {
        QCOMPARE(::chmod(path.c_str(), mode), 0);
        QCOMPARE(vault::readKeyFile(path).error().code, FailureCode::InsecurePermissions);
    }
    QCOMPARE(::mkfifo((path + "-pipe").c_str(), 0600), 0);
    QCOMPARE(vault::readKeyFile(path + "-pipe").error().code, FailureCode::InsecurePermissions); // and does not wait
}

void SlotTest::damagedKeyFileIsRefused() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/key";
    QVERIFY(vault::createKeyFile(path));
    std::string good;
    std::getline(std::ifstream(path), good);
    for (const std::string& bad : {std::string(), good.substr(0, 50), good, good + "\n\n", "x" + good.substr(1) + "\n",
                                   good.substr(0, good.size() - 1) + "g\n"}) {
        std::ofstream(path, std::ios::trunc) << bad;
        QCOMPARE(vault::readKeyFile(path).error().code, FailureCode::Damaged);
    }
    std::ofstream(path, std::ios::trunc) << good << "\n";
    QVERIFY(vault::readKeyFile(path));
}

void SlotTest::argon2HasAFloor() {
    const vault::Argon2Parameters real;
    QCOMPARE(real.floorBytes, std::uint64_t{64} << 20U);
    QCOMPARE(real.memoryBytes, std::uint64_t{256} << 20U);
    vault::Argon2Parameters weak;
    weak.memoryBytes = (std::uint64_t{64} << 20U) - 1024;
    QCOMPARE(vault::newPassphraseSlot(secret(kPassphrase), weak).error().code, FailureCode::Damaged);
    // a slot that somebody weakened in the file is not even tried
    vault::SlotRow row;
    row.passes = 1;
    row.memoryBytes = 8192;
    row.salt = std::string(16, 's');
    QCOMPARE(vault::openWithPassphrase({"id", {row}, real.floorBytes}, secret(kPassphrase)).error().code,
             FailureCode::Damaged);
    row.memoryBytes = std::uint64_t{1} << 50U;
    QCOMPARE(vault::openWithPassphrase({"id", {row}, real.floorBytes}, secret(kPassphrase)).error().code,
             FailureCode::Damaged);
}

QTEST_GUILESS_MAIN(SlotTest)
#include "slot_test.moc"
