#include "vault/database/database.h"
#include "vault_fixture.h"

#include <QTest>

#include <sys/wait.h>

#include <unistd.h>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;

/// Interrupts operations of a vault at every statement: by a failure, and by the end of the process. Afterwards the
/// vault opens, with everything as it was before or as it was to become.
class RotationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void failureAtEveryStatement();
    void endOfTheProcessAtEveryStatement();
    void creationInterruptedIsNoVault();
    void failedChangesLeaveNothing();
    void oldKeyLeavesTheFiles();

private:
    static void fill(vault::Vault& vault);
    static void verifyComplete(const VaultFixture& fixture);
};

void RotationTest::fill(vault::Vault& vault) {
    const auto id = vault.credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(id);
    QVERIFY(vault.authority().store("PEM", secret("DER")));
    QVERIFY(vault.settings().setUpstreamProxyCredentials(secret("user:password")));
    QVERIFY(vault.agents().setGrants(*vault.agents().add("ci"), false, {*id}));
}

void RotationTest::verifyComplete(const VaultFixture& fixture) {
    const auto vault = fixture.unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->credentials().list().size(), 1U);
    QVERIFY(vault->credentials().reveal(vault->credentials().list()[0].id)->view() == kKey);
    QVERIFY(vault->authority().privateKeyDer()->view() == "DER");
    QVERIFY(vault->settings().upstreamProxyCredentials()->view() == "user:password");
    QCOMPARE(vault->agents().list()[0].granted.size(), 1U);
}

void RotationTest::failureAtEveryStatement() {
    const VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    fill(*vault);
    bool finished = false;
    int failures = 0;
    for (int stopAt = 0; !finished; ++stopAt) {
        int statement = 0;
        vault->databaseForTests()->setStatementHook([&](const QString&) -> std::optional<core::Failure> {
            return statement++ == stopAt ? std::optional(core::Failure{FailureCode::DiskFull, {}}) : std::nullopt;
        });
        const auto rotated = vault->rotateDataKey();
        vault->databaseForTests()->setStatementHook({});
        finished = statement <= stopAt;
        failures += rotated ? 0 : 1;
        QVERIFY(rotated || rotated.error().code == FailureCode::DiskFull);
        vault.reset();
        verifyComplete(fixture);
        if (QTest::currentTestFailed()) {
            qWarning("stopped at statement %d", stopAt);
            return;
        }
        vault = fixture.unlock();
    }
    QVERIFY(failures > 20);
}

void RotationTest::endOfTheProcessAtEveryStatement() {
    const VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    fill(*vault);
    const auto before = vault->generation();
    vault.reset();
    bool finished = false;
    int interrupted = 0;
    for (int stopAt = 0; !finished; ++stopAt) {
        const pid_t child = ::fork();
        if (child == 0) {
            // in the child: no assertions, no destructors, no file left open but the vault's
            auto own = fixture.unlock();
            int statement = 0;
            own->databaseForTests()->setStatementHook([&](const QString&) -> std::optional<core::Failure> {
                if (statement++ == stopAt) {
                    ::_exit(1);
                }
                return std::nullopt;
            });
            const bool rotated = own->rotateDataKey().has_value();
            ::_exit(rotated ? 0 : 2);
        }
        QVERIFY(child > 0);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) != 2);
        finished = WEXITSTATUS(status) == 0;
        interrupted += finished ? 0 : 1;
        verifyComplete(fixture);
        if (QTest::currentTestFailed()) {
            qWarning("ended at statement %d", stopAt);
            return;
        }
    }
    QVERIFY(interrupted > 20);
    QVERIFY(fixture.unlock()->generation() > before);
}

void RotationTest::creationInterruptedIsNoVault() {
    const VaultFixture fixture;
    QVERIFY(vault::prepareDataDirectory(fixture.directory));
    // what a process that ended while making a vault leaves behind
    QFile unfinished(QString::fromStdString(fixture.file() + ".new"));
    QVERIFY(unfinished.open(QIODevice::WriteOnly));
    unfinished.write("half a vault");
    unfinished.close();
    QCOMPARE(fixture.load()->state(), VaultState::Absent);
    QVERIFY(fixture.create());
    QCOMPARE(fixture.unlock()->state(), VaultState::Open);
    QVERIFY(!unfinished.exists());
}

void RotationTest::failedChangesLeaveNothing() {
    const VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    fill(*vault);
    const auto generation = vault->generation();
    bool finished = false;
    for (int stopAt = 0; !finished; ++stopAt) {
        int statement = 0;
        vault->databaseForTests()->setStatementHook([&](const QString& sql) -> std::optional<core::Failure> {
            finished = sql == QStringLiteral("COMMIT"); // past the last one that can fail and take everything with it
            return statement++ == stopAt ? std::optional(core::Failure{FailureCode::DiskFull, {}}) : std::nullopt;
        });
        QCOMPARE(vault->credentials().add(anthropicKey("more"), secret(kKey)).error().code, FailureCode::DiskFull);
        vault->databaseForTests()->setStatementHook({});
        QCOMPARE(vault->generation(), generation);
        QCOMPARE(vault->credentials().list().size(), 1U);
        QCOMPARE(vault->state(), VaultState::Open);
    }
    vault.reset();
    verifyComplete(fixture);
}

void RotationTest::oldKeyLeavesTheFiles() {
    const VaultFixture fixture;
    auto vault = fixture.create();
    QVERIFY(vault);
    fill(*vault);
    const auto sealed = vault->credentials().sealed(vault->credentials().list()[0].id);
    const QByteArray old = QByteArray::fromStdString(sealed->ciphertext);
    const auto contains = [&] {
        for (const char* companion : {"", "-wal"}) {
            QFile file(QString::fromStdString(fixture.file() + companion));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(old)) {
                return true;
            }
        }
        return false;
    };
    QVERIFY(contains());
    QVERIFY(vault->rotateDataKey());
    QVERIFY(!contains()); // neither in a free page nor in the write-ahead log
}

QTEST_GUILESS_MAIN(RotationTest)
#include "rotation_test.moc"
