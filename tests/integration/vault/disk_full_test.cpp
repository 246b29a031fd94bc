#include "small_disk.h"
#include "vault/activity/activity_reader.h"
#include "vault/activity/activity_writer.h"
#include "vault_fixture.h"

#include <QCoreApplication>
#include <QDir>
#include <QTest>

#include <optional>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;

/// A disk that is really full: what cannot be written is told, what was there stays, and it goes on when there is room.
class DiskFullTest : public QObject {
    Q_OBJECT

public:
    explicit DiskFullTest(SmallDisk& disk) : m_disk(disk) {}

private Q_SLOTS:
    void init() {
        m_fixture.emplace();
        m_fixture->directory = m_disk.path().toStdString() + "/data" + std::to_string(++m_count);
        qInfo("%s", m_disk.isReal() ? "a file system of its own" : "a limit of the size of files");
    }
    void cleanup() {
        m_disk.makeRoom();
        m_fixture.reset();
    }
    void vaultIsNotMadeInPart();
    void changesAreAllOrNothing();
    void rotationOfTheDataKeyIsAllOrNothing();
    void lockingAndUnlockingNeedNoRoom();
    void activityIsKeptUntilThereIsRoom();

private:
    SmallDisk& m_disk;
    std::optional<VaultFixture> m_fixture;
    int m_count = 0;
};

void DiskFullTest::vaultIsNotMadeInPart() {
    QVERIFY(QDir().mkpath(QString::fromStdString(m_fixture->directory)));
    QVERIFY(QFile::setPermissions(QString::fromStdString(m_fixture->directory),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY(m_disk.fill());
    QVERIFY(m_fixture->create() == nullptr);
    m_disk.makeRoom();
    QCOMPARE(m_fixture->load()->state(), VaultState::Absent); // not a vault without its contents
    QVERIFY(m_fixture->create() != nullptr);
}

void DiskFullTest::changesAreAllOrNothing() {
    auto vault = m_fixture->create();
    QVERIFY(vault);
    const auto id = vault->credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(id);
    const auto generation = vault->generation();
    QVERIFY(m_disk.fill());
    const std::string big(16 * 1024, 'k');
    QCOMPARE(vault->credentials().add(anthropicKey("big"), secret(big)).error().code, m_disk.fullCode());
    QCOMPARE(vault->credentials().rotate(*id, secret(big), {}).error().code, m_disk.fullCode());
    QCOMPARE(vault->agents().add("ci").error().code, m_disk.fullCode());
    core::ProtectedSettings settings;
    settings.extraCaPem = std::string(32 * 1024, 'c');
    QCOMPARE(vault->settings().setProtectedSettings(settings).error().code, m_disk.fullCode());
    // Refused, and otherwise as before: open, and with what is in force.
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->generation(), generation);
    QCOMPARE(vault->credentials().list().size(), 1U);
    QVERIFY(vault->agents().list().empty());
    QVERIFY(vault->settings().protectedSettings().extraCaPem.empty());
    QVERIFY((*vault->opener()->open(*vault->credentials().sealed(*id)))->view() == kKey);
    m_disk.makeRoom();
    QVERIFY(vault->credentials().add(anthropicKey("big"), secret(big)));
    reopen(vault, *m_fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->credentials().list().size(), 2U);
    QVERIFY(vault->credentials().reveal(*id)->view() == kKey);
}

void DiskFullTest::rotationOfTheDataKeyIsAllOrNothing() {
    auto vault = m_fixture->create();
    QVERIFY(vault);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(vault->credentials().add(anthropicKey("other"), secret(std::string(16 * 1024, 'k'))));
    QVERIFY(m_disk.fill());
    QCOMPARE(vault->rotateDataKey().error().code, m_disk.fullCode());
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY((*vault->opener()->open(*vault->credentials().sealed(id)))->view() == kKey);
    m_disk.makeRoom();
    reopen(vault, *m_fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->credentials().reveal(id)->view() == kKey);
    QVERIFY(vault->rotateDataKey());
    reopen(vault, *m_fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->credentials().reveal(id)->view() == kKey);
}

void DiskFullTest::lockingAndUnlockingNeedNoRoom() {
    auto vault = m_fixture->create();
    QVERIFY(vault);
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(kKey));
    QVERIFY(m_disk.fill());
    vault->credentials().noteUsed(id, 5);
    vault->lock();
    QCOMPARE(vault->state(), VaultState::Locked);
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->credentials().reveal(id)->view() == kKey);
}

void DiskFullTest::activityIsKeptUntilThereIsRoom() {
    const auto vault = m_fixture->create(); // makes the folder
    QVERIFY(vault);
    constexpr int kRows = 2'000;
    vault::ActivityWriter::Options options{m_fixture->directory};
    options.retryMs = 50;
    vault::ActivityWriter log(options, m_fixture->clock);
    QVERIFY(log.start());
    const auto submit = [&log](int at) {
        core::ActivityRecord record;
        record.at = at;
        record.agentId = "a1"; // rows of strangers would share one
        record.path = "/" + std::string(200, 'p');
        log.submit(std::move(record));
    };
    submit(0);
    QVERIFY(log.flush(10'000));
    QVERIFY(m_disk.fill());
    for (int i = 1; i < kRows; ++i) {
        submit(i);
    }
    QTRY_VERIFY_WITH_TIMEOUT(log.trouble(), 10'000);
    QCOMPARE(log.trouble()->code, m_disk.fullCode());
    // What was written is still read.
    auto reader = vault::ActivityReader::open(m_fixture->directory);
    QVERIFY(reader);
    QVERIFY(!(*reader)->page({}, 0, 10)->empty());
    m_disk.makeRoom();
    QTRY_VERIFY_WITH_TIMEOUT(!log.trouble(), 10'000);
    QVERIFY(log.flush(10'000));
    QCOMPARE(log.lostRows(), 0U);
    const auto rows = (*reader)->page({}, 0, 10'000);
    QCOMPARE(rows->size(), static_cast<std::size_t>(kRows));
    for (int i = 0; i < kRows; ++i) {
        QCOMPARE((*rows)[static_cast<std::size_t>(i)].at, kRows - 1 - i);
    }
}

int main(int argc, char** argv) {
    SmallDisk disk; // before there is a thread
    QCoreApplication application(argc, argv);
    DiskFullTest test(disk);
    return QTest::qExec(&test, argc, argv);
}

#include "disk_full_test.moc"
