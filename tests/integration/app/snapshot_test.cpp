#include "app/control/operations.h"
#include "app/services/runtime.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>
#include <functional>
#include <unistd.h>

using namespace keysluice;

namespace {

constexpr qint64 kAtMostMs = 50; // from an edit to the snapshot in force
const std::string kFirst = "sk-ant-api03-" + std::string(80, 'a') + "AA";
const std::string kSecond = "sk-ant-api03-" + std::string(80, 'b') + "AA";

const gateway::SnapshotCredential* find(const gateway::Snapshot& snapshot, const core::RecordId& id) {
    for (const gateway::SnapshotCredential& credential : snapshot.credentials) {
        if (credential.id == id) {
            return &credential;
        }
    }
    return nullptr;
}

} // namespace

/// What a person changes is what the gateway decides by, at once.
class SnapshotTest final : public QObject {
    Q_OBJECT

    using Accepts = std::function<bool(const gateway::Snapshot&)>;

    QTemporaryDir m_home;
    std::unique_ptr<app::Runtime> m_runtime;
    std::shared_ptr<const gateway::Snapshot> m_now;
    core::RecordId m_key;
    core::RecordId m_other;
    core::RecordId m_agent;
    core::RecordId m_token;

    core::Outcome<core::RecordId> store(const std::string& name, const std::string& key) {
        ui::NewCredential credential;
        credential.name = name;
        credential.providerId = "anthropic";
        credential.kindId = "api_key";
        return m_runtime->credentials().add(credential, core::SecretBytes::copyOf(key));
    }

    std::string opened(const gateway::Snapshot& snapshot) const {
        const gateway::SnapshotCredential* credential = find(snapshot, m_key);
        if (credential == nullptr || !snapshot.opener) {
            return {};
        }
        const auto value = snapshot.opener->open(credential->sealed);
        return value ? std::string((*value)->view()) : std::string();
    }

    /// Milliseconds from the edit until the gateway had a snapshot that `accepts`; -1: never.
    qint64 measure(const std::function<bool()>& edit, const Accepts& accepts) {
        if (accepts(*m_now)) {
            return -2; // it would prove nothing
        }
        qint64 seen = -1;
        QElapsedTimer timer;
        m_runtime->publisher().setReceiver([&](std::shared_ptr<const gateway::Snapshot> snapshot) {
            m_now = std::move(snapshot);
            if (seen < 0 && timer.isValid() && accepts(*m_now)) {
                seen = timer.elapsed();
            }
        });
        timer.start();
        if (!edit()) {
            return -3;
        }
        // Not a wait for time, but for everything that the edit has set off.
        (void)QTest::qWaitFor([&] { return seen >= 0; }, 5000);
        m_runtime->publisher().setReceiver(
            [this](std::shared_ptr<const gateway::Snapshot> snapshot) { m_now = std::move(snapshot); });
        return seen;
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        const auto paths = app::instancePaths(m_home.filePath(QStringLiteral("data")).toStdString(), true);
        QVERIFY(paths);
        auto runtime = app::Runtime::create(*paths, {});
        QVERIFY(runtime);
        m_runtime = std::move(*runtime);
        m_runtime->publisher().setReceiver(
            [this](std::shared_ptr<const gateway::Snapshot> snapshot) { m_now = std::move(snapshot); });
        app::VaultCreation creation;
        creation.passphrase = core::SecretBytes::copyOf(std::string_view("correct horse battery"));
        bool isDone = false;
        m_runtime->vault().createWith(std::move(creation), this, [&](const auto& made) { isDone = made.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
        const auto key = store("work", kFirst);
        const auto other = store("other", kSecond);
        const auto agent = m_runtime->agents().add("ci");
        QVERIFY(key && other && agent);
        m_key = *key;
        m_other = *other;
        m_agent = *agent;
        const auto token = m_runtime->agents().mintToken(m_agent, "test", 1);
        QVERIFY(token);
        m_token = token->id;
        QTRY_COMPARE(m_now->tokens.size(), std::size_t{1});
        QTRY_VERIFY(m_now->authority != nullptr);
        QCOMPARE(opened(*m_now), kFirst);
    }

    void editsAreInForceAtOnce_data() {
        QTest::addColumn<std::function<bool()>>("edit");
        QTest::addColumn<Accepts>("accepts");
        const auto row = [](const char* name, std::function<bool()> edit, Accepts accepts) {
            QTest::newRow(name) << std::move(edit) << std::move(accepts);
        };
        row(
            "rotate",
            [this] {
                return m_runtime->credentials()
                    .rotate(m_key, core::SecretBytes::copyOf(kSecond + "2"), ui::KeyCheckOutcome())
                    .has_value();
            },
            [this](const gateway::Snapshot& snapshot) { return opened(snapshot) == kSecond + "2"; });
        row(
            "disable", [this] { return m_runtime->credentials().setEnabled(m_key, false).has_value(); },
            [this](const gateway::Snapshot& snapshot) { return !find(snapshot, m_key)->enabled; });
        row(
            "enable", [this] { return m_runtime->credentials().setEnabled(m_key, true).has_value(); },
            [this](const gateway::Snapshot& snapshot) { return find(snapshot, m_key)->enabled; });
        row(
            "ungrant", [this] { return m_runtime->agents().setGrants(m_agent, false, {m_other}).has_value(); },
            [this](const gateway::Snapshot& snapshot) {
                return !snapshot.agents.front().everyCredential && !snapshot.agents.front().granted.contains(m_key);
            });
        row(
            "grant", [this] { return m_runtime->agents().setGrants(m_agent, false, {m_key}).has_value(); },
            [this](const gateway::Snapshot& snapshot) { return snapshot.agents.front().granted.contains(m_key); });
        row(
            "pause",
            [this] {
                m_runtime->publisher().setPaused(true);
                return true;
            },
            [](const gateway::Snapshot& snapshot) { return snapshot.state == gateway::GateState::Paused; });
        row(
            "resume",
            [this] {
                m_runtime->publisher().setPaused(false);
                return true;
            },
            [](const gateway::Snapshot& snapshot) { return snapshot.state == gateway::GateState::Running; });
        row(
            "freeze all", [this] { return m_runtime->agents().setFreezeOfAll(core::Freeze::Requests).has_value(); },
            [](const gateway::Snapshot& snapshot) { return snapshot.agents.front().freeze == core::Freeze::Requests; });
        row(
            "freeze one harder",
            [this] { return m_runtime->agents().setFreeze(m_agent, core::Freeze::Streams).has_value(); },
            [](const gateway::Snapshot& snapshot) { return snapshot.agents.front().freeze == core::Freeze::Streams; });
        row(
            "thaw one", [this] { return m_runtime->agents().setFreeze(m_agent, core::Freeze::None).has_value(); },
            [](const gateway::Snapshot& snapshot) {
                return snapshot.agents.front().freeze == core::Freeze::Requests; // the freeze of all holds
            });
        row(
            "thaw all", [this] { return m_runtime->agents().setFreezeOfAll(core::Freeze::None).has_value(); },
            [](const gateway::Snapshot& snapshot) { return snapshot.agents.front().freeze == core::Freeze::None; });
        row(
            "add a rule",
            [this] {
                core::rules::RuleSet set;
                set.rules.emplace_back().name = "nothing";
                return m_runtime->rules().setRules(set).has_value();
            },
            [](const gateway::Snapshot& snapshot) {
                return snapshot.rules && snapshot.rules->set().rules.front().name == "nothing";
            });
        row(
            "remove the rules", [this] { return m_runtime->rules().setRules({}).has_value(); },
            [](const gateway::Snapshot& snapshot) { return snapshot.rules == nullptr; });
        row(
            "revoke a token", [this] { return m_runtime->agents().revokeToken(m_agent, m_token).has_value(); },
            [](const gateway::Snapshot& snapshot) { return snapshot.tokens.empty(); });
        row(
            "remove a secret", [this] { return m_runtime->credentials().remove(m_other).has_value(); },
            [this](const gateway::Snapshot& snapshot) { return find(snapshot, m_other) == nullptr; });
    }

    void editsAreInForceAtOnce() {
        QFETCH(std::function<bool()>, edit);
        QFETCH(Accepts, accepts);
        const qint64 took = measure(edit, accepts);
        QVERIFY2(took >= 0 && took <= kAtMostMs, qPrintable(QStringLiteral("%1 ms").arg(took)));
    }

    void manyEditsAreOneSnapshot() {
        QCoreApplication::processEvents();
        const auto before = m_now->generation;
        QVERIFY(m_runtime->credentials().setEnabled(m_key, false));
        QVERIFY(m_runtime->agents().setGrants(m_agent, true, {}));
        QVERIFY(m_runtime->credentials().setEnabled(m_key, true));
        QTRY_VERIFY(m_now->generation > before);
        QCoreApplication::processEvents();
        QVERIFY2(m_now->generation <= before + 2, std::to_string(m_now->generation - before).c_str());
    }

    void whatACommandWasToldIsInForce() {
        app::ControlOperations operations(*m_runtime);
        app::ControlSession session({::getpid(), ::getuid()}, nullptr, this);
        core::Freeze whenAnswered = core::Freeze::None;
        operations.handle(QStringLiteral("freeze"), {}, {}, session, [&](const core::Outcome<QJsonObject>& done) {
            QVERIFY(done);
            whenAnswered = m_now->agents.front().freeze;
        });
        QCOMPARE(whenAnswered, core::Freeze::Requests);
        QVERIFY(m_runtime->agents().setFreezeOfAll(core::Freeze::None));
    }

    /// Where nothing can be recorded nothing is done; when there is room again, it goes on by itself.
    void aFullDiskStopsRequests() {
        struct Limit {
            rlimit before{};
            Limit() {
                (void)std::signal(SIGXFSZ, SIG_IGN);
                (void)::getrlimit(RLIMIT_FSIZE, &before);
                const rlimit none{0, before.rlim_max};
                (void)::setrlimit(RLIMIT_FSIZE, &none);
            }
            void lift() const { (void)::setrlimit(RLIMIT_FSIZE, &before); }
            ~Limit() { lift(); }
        };
        QVERIFY(m_now->canLog);
        const Limit limit; // of every file of this process
        core::ActivityRecord row;
        row.host = "api.anthropic.com";
        m_runtime->activity().note(std::move(row));
        const bool isStopped = QTest::qWaitFor([this] { return !m_now->canLog; }, 20'000);
        const bool isTold = m_runtime->activity().trouble().has_value();
        limit.lift(); // before anything else is written
        QVERIFY(isStopped && isTold);
        QTRY_VERIFY_WITH_TIMEOUT(m_now->canLog, 20'000);
        QVERIFY(!m_runtime->activity().trouble());
    }

    void lockIsInForceBeforeItReturns() {
        const quint64 before = m_now->generation;
        QVERIFY(m_runtime->agents().mintToken(m_agent, "test", 1));
        QTRY_VERIFY(m_now->generation > before);
        const auto pinned = m_now;
        QVERIFY(!opened(*pinned).empty());
        m_runtime->vault().lock();
        QVERIFY(m_now->state == gateway::GateState::Locked);
        QVERIFY(m_now->credentials.empty());
        QVERIFY(m_now->opener == nullptr && m_now->authority == nullptr);
        QVERIFY(opened(*pinned).empty()); // what an exchange still holds opens nothing any more
        // Agents are known all the same: they are told that the vault is locked, in a tunnel where their SDK can read
        // it.
        QVERIFY(!pinned->tokens.empty() && !pinned->agents.empty());
        QCOMPARE(m_now->tokens.size(), pinned->tokens.size());
        QCOMPARE(m_now->agents.size(), pinned->agents.size());
    }
};

QTEST_GUILESS_MAIN(SnapshotTest)
#include "snapshot_test.moc"
