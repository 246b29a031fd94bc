#include "fake_secret_service.h"
#include "vault/keys/keychain.h"
#include "vault/keys/keychain_slot.h"
#include "vault/keys/secret_service.h"
#include "vault_fixture.h"

#include <QCoreApplication>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QElapsedTimer>
#include <QTest>
#include <qt6keychain/keychain.h>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;
using vault::Keychain;
using vault::KeychainEntry;

namespace {

constexpr int kPatience = 20'000;
} // namespace

/// The keychain on a private session bus: with Debian's gnome-keyring, without any, and with services that misbehave.
class KeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void absentWithoutAService();
    void absentWithoutABus();
    void hungService();
    void promptDismissedAndAnswered();
    void unlockedKeyringKeepsTheEntry();
    void vaultOpensWithTheKeychain();
    void rolledBackFileIsNoticed();
    void textEntryDoesNotShadow();
    void lockedKeyringIsNotMissing();
    void cleanupTestCase();

private:
    template <class T>
    static core::Outcome<T> wait(const std::function<void(Keychain::Done<T>)>& start) {
        std::optional<core::Outcome<T>> result;
        start([&](core::Outcome<T> answer) { result.emplace(std::move(answer)); });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, kPatience)) {
            return core::fail(FailureCode::Unsupported, "no answer");
        }
        return std::move(*result);
    }

    core::Outcome<KeychainEntry> read(Keychain& keychain, Keychain::Prompt prompt = Keychain::Prompt::Allowed) {
        return wait<KeychainEntry>([&](auto done) { keychain.read("id", prompt, this, std::move(done)); });
    }
    core::Outcome<void> probe(Keychain& keychain) {
        return wait<void>([&](auto done) { keychain.probe(this, std::move(done)); });
    }
    core::Outcome<void> write(Keychain& keychain, core::SecretBytes value, std::uint64_t generation) {
        return wait<void>([&](auto done) {
            keychain.write("id", {std::move(value), generation}, Keychain::Prompt::Forbidden, this, std::move(done));
        });
    }
    bool startKeyring();

    PrivateBus m_bus;
    QTemporaryDir m_home;
    QProcess m_keyring;
};

void KeychainTest::initTestCase() {
    QVERIFY2(!m_bus.address().isEmpty(), "dbus-daemon is missing");
    // before anything asks for the session bus: libsecret finds it by this
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toUtf8());
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("XDG_DATA_HOME", (m_home.path() + QStringLiteral("/data")).toUtf8());
    qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
}

void KeychainTest::cleanupTestCase() {
    m_keyring.kill();
    m_keyring.waitForFinished();
}

void KeychainTest::absentWithoutAService() {
    // dbus-daemon --session offers what is installed to be started; this one has no display and no keyring to show
    const PrivateBus empty;
    QDBusConnection bus = empty.connection(QStringLiteral("empty"));
    QVERIFY(bus.isConnected());
    Keychain keychain(QDBusConnection(QStringLiteral("nothing")));
    QCOMPARE(probe(keychain).error().code, FailureCode::KeychainAbsent);
    QDBusConnection::disconnectFromBus(QStringLiteral("empty"));
}

void KeychainTest::absentWithoutABus() {
    Keychain keychain(QDBusConnection(QStringLiteral("no such connection")));
    QCOMPARE(probe(keychain).error().code, FailureCode::KeychainAbsent);
    QCOMPARE(read(keychain).error().code, FailureCode::KeychainAbsent);
    QCOMPARE(write(keychain, core::SecretBytes::random(32), 1).error().code, FailureCode::KeychainAbsent);
}

void KeychainTest::hungService() {
    SilentService service;
    const Registration registration(m_bus, service);
    QVERIFY(registration.isValid());
    Keychain keychain(m_bus.connection(QStringLiteral("client")), Keychain::Times{std::chrono::milliseconds(200)});
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(probe(keychain).error().code, FailureCode::KeychainHung);
    QCOMPARE(read(keychain).error().code, FailureCode::KeychainHung);
    QVERIFY(timer.elapsed() < 10'000); // QtKeychain alone would take 50 s
    QVERIFY(Keychain::Times{}.answer == std::chrono::seconds(2));
}

void KeychainTest::promptDismissedAndAnswered() {
    PromptingService service;
    const Registration registration(m_bus, service);
    QVERIFY(registration.isValid());
    Keychain keychain(m_bus.connection(QStringLiteral("client")));
    QCOMPARE(read(keychain, Keychain::Prompt::Forbidden).error().code, FailureCode::KeychainLocked);
    QCOMPARE(probe(keychain).error().code, FailureCode::KeychainLocked);
    QCOMPARE(service.prompts, 0);
    QCOMPARE(read(keychain).error().code, FailureCode::KeychainDismissed);
    QCOMPARE(service.prompts, 1);
    service.isDismissed = false;
    // without QtKeychain, for which this service is too small
    vault::SecretService client(m_bus.connection(QStringLiteral("client")), std::chrono::seconds(2),
                                std::chrono::seconds(10));
    QVERIFY(wait<void>([&](auto done) {
        client.openItem(QStringLiteral("keysluice"), QStringLiteral("vault id"), true, std::move(done));
    }));
    QCOMPARE(service.prompts, 2);
    QVERIFY(!service.isLocked);
    service.isLocked = true;
    QVERIFY(wait<void>([&](auto done) { client.openDefault(true, std::move(done)); }));
    QCOMPARE(service.prompts, 3);
}

bool KeychainTest::startKeyring() {
    if (m_keyring.state() == QProcess::Running) {
        return true;
    }
    m_keyring.start(QStringLiteral("gnome-keyring-daemon"), {QStringLiteral("--unlock"), QStringLiteral("--foreground"),
                                                             QStringLiteral("--components=secrets")});
    if (!m_keyring.waitForStarted()) {
        return false;
    }
    m_keyring.write("ci");
    m_keyring.closeWriteChannel();
    const QDBusConnection bus = m_bus.connection(QStringLiteral("client"));
    const auto isOwned = [&] { return bus.interface()->isServiceRegistered(kService).value(); };
    return QTest::qWaitFor(isOwned, kPatience);
}

void KeychainTest::unlockedKeyringKeepsTheEntry() {
    QVERIFY2(startKeyring(), "gnome-keyring-daemon did not start");
    Keychain keychain(m_bus.connection(QStringLiteral("client")), Keychain::Times{std::chrono::milliseconds(10'000)});
    QVERIFY(probe(keychain));
    QCOMPARE(read(keychain).error().code, FailureCode::KeychainEntryMissing);
    const core::SecretBytes value = core::SecretBytes::random(32);
    QVERIFY(write(keychain, value.clone(), 7));
    auto entry = read(keychain);
    QVERIFY2(entry, entry ? "" : entry.error().context.c_str());
    QVERIFY(entry->secret.equals(value));
    QCOMPARE(entry->generation, 7U);
    QVERIFY(write(keychain, value.clone(), 8));
    QCOMPARE(read(keychain)->generation, 8U);
    const auto removed = [&] {
        return wait<void>(
            [&](auto done) { keychain.remove("id", Keychain::Prompt::Forbidden, this, std::move(done)); });
    };
    QVERIFY(removed());
    QCOMPARE(read(keychain).error().code, FailureCode::KeychainEntryMissing);
    QVERIFY(removed()); // what is not there needs no removal
}

void KeychainTest::vaultOpensWithTheKeychain() {
    QVERIFY2(startKeyring(), "gnome-keyring-daemon did not start");
    Keychain keychain(m_bus.connection(QStringLiteral("client")), Keychain::Times{std::chrono::milliseconds(10'000)});
    const VaultFixture fixture;
    auto vault = fixture.load();
    auto slot = std::make_unique<vault::KeychainSlot>(*vault, keychain);
    QVERIFY(wait<void>([&](auto done) { slot->create({}, this, std::move(done)); }));
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->openedBy() == core::SlotKind::Keychain);
    QVERIFY(vault->rotateDataKey()); // needs nothing from the keychain
    vault->lock();
    QVERIFY(wait<void>([&](auto done) { slot->unlock(this, std::move(done)); }));
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->addSlot(std::move(*vault::newPassphraseSlot(secret(kPassphrase), cheapArgon2()))));
    core::RecordId id;
    for (const core::SlotInfo& one : vault->slotList()) {
        id = one.kind == core::SlotKind::Keychain ? one.id : id;
    }
    QVERIFY(wait<void>([&](auto done) { slot->removeSlot(id, this, std::move(done)); }));
    vault->lock();
    QCOMPARE(wait<void>([&](auto done) { slot->unlock(this, std::move(done)); }).error().code, FailureCode::NoSuchSlot);
    QVERIFY(vault->unlockWithPassphrase(secret(kPassphrase)));
    QVERIFY(wait<void>([&](auto done) { slot->addSlot(this, std::move(done)); }));
    vault->lock();
    QVERIFY(wait<void>([&](auto done) { slot->unlock(this, std::move(done)); }));
    // an entry that is gone leaves a vault that is locked, not a new one
    QVERIFY(wait<void>(
        [&](auto done) { keychain.remove(vault->vaultId(), Keychain::Prompt::Forbidden, this, std::move(done)); }));
    vault->lock();
    QCOMPARE(wait<void>([&](auto done) { slot->unlock(this, std::move(done)); }).error().code,
             FailureCode::KeychainEntryMissing);
    QCOMPARE(vault->state(), VaultState::Locked);
}

void KeychainTest::rolledBackFileIsNoticed() {
    QVERIFY2(startKeyring(), "gnome-keyring-daemon did not start");
    Keychain keychain(m_bus.connection(QStringLiteral("client")), Keychain::Times{std::chrono::milliseconds(10'000)});
    const VaultFixture fixture;
    auto vault = fixture.load();
    auto slot = std::make_unique<vault::KeychainSlot>(*vault, keychain);
    QVERIFY(wait<void>([&](auto done) { slot->create({}, this, std::move(done)); }));
    const std::string id = vault->vaultId();
    slot.reset();
    vault.reset();
    QVERIFY(QFile::copy(QString::fromStdString(fixture.file()), QString::fromStdString(fixture.file() + ".old")));
    vault = fixture.load();
    slot = std::make_unique<vault::KeychainSlot>(*vault, keychain);
    QVERIFY(wait<void>([&](auto done) { slot->unlock(this, std::move(done)); }));
    QVERIFY(vault->agents().add("blocked later"));
    const auto noted = [&] {
        const auto entry = wait<KeychainEntry>(
            [&](auto done) { keychain.read(id, Keychain::Prompt::Forbidden, this, std::move(done)); });
        return entry ? entry->generation : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(noted(), vault->generation(), kPatience);
    slot.reset();
    vault.reset();
    QVERIFY(QFile::remove(QString::fromStdString(fixture.file())));
    QVERIFY(QFile::rename(QString::fromStdString(fixture.file() + ".old"), QString::fromStdString(fixture.file())));
    vault = fixture.load();
    slot = std::make_unique<vault::KeychainSlot>(*vault, keychain);
    QVERIFY(wait<void>([&](auto done) { slot->unlock(this, std::move(done)); }));
    QCOMPARE(vault->state(), VaultState::PolicyUnverified);
    QVERIFY(vault->trouble()->code == FailureCode::RolledBack);
}

void KeychainTest::textEntryDoesNotShadow() {
    QVERIFY2(startKeyring(), "gnome-keyring-daemon did not start");
    Keychain keychain(m_bus.connection(QStringLiteral("client")), Keychain::Times{std::chrono::milliseconds(10'000)});
    auto* job = new QKeychain::WritePasswordJob(QStringLiteral("keysluice"));
    job->setKey(QStringLiteral("vault id"));
    job->setTextData(QStringLiteral("something else"));
    bool done = false;
    connect(job, &QKeychain::Job::finished, this, [&] { done = true; });
    job->start();
    QTRY_VERIFY_WITH_TIMEOUT(done, kPatience);
    // not ours: an error, never a key
    QCOMPARE(read(keychain).error().code, FailureCode::KeychainFailed);
    QVERIFY(
        wait<void>([&](auto answer) { keychain.remove("id", Keychain::Prompt::Forbidden, this, std::move(answer)); }));
}

void KeychainTest::lockedKeyringIsNotMissing() {
    QVERIFY2(startKeyring(), "gnome-keyring-daemon did not start");
    const QDBusConnection bus = m_bus.connection(QStringLiteral("client"));
    Keychain keychain(bus, Keychain::Times{std::chrono::milliseconds(10'000)});
    QVERIFY(write(keychain, core::SecretBytes::random(32), 1));
    QDBusMessage lock =
        QDBusMessage::createMethodCall(kService, QStringLiteral("/org/freedesktop/secrets"),
                                       QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    lock << QVariant::fromValue(
        QList<QDBusObjectPath>{QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/aliases/default"))});
    QCOMPARE(bus.call(lock).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(probe(keychain).error().code, FailureCode::KeychainLocked);
    QCOMPARE(read(keychain, Keychain::Prompt::Forbidden).error().code, FailureCode::KeychainLocked);
    QCOMPARE(write(keychain, core::SecretBytes::random(32), 2).error().code, FailureCode::KeychainLocked);
}

QTEST_GUILESS_MAIN(KeychainTest)
#include "keychain_test.moc"
