#include "core/rules/rule_json.h"
#include "vault/crypto/fields.h"
#include "vault/database/database.h"
#include "vault/database/vault_schema.h"
#include "vault/store.h"
#include "vault_fixture.h"

#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <unistd.h>

using namespace keysluice;
using namespace keysluice::tests;
using core::FailureCode;
using core::VaultState;
namespace fs = std::filesystem;

namespace {

/// Runs `body` in a process of its own, as an unprivileged user when started as root; true when it answered true.
bool inChild(const VaultFixture& fixture, const std::function<bool()>& body) {
    constexpr uid_t kNobody = 65534;
    const bool isRoot = ::geteuid() == 0;
    if (isRoot) {
        for (const auto& entry : fs::recursive_directory_iterator(fixture.temporary.path().toStdString())) {
            (void)::chown(entry.path().c_str(), kNobody, kNobody);
        }
        (void)::chown(qPrintable(fixture.temporary.path()), kNobody, kNobody);
    }
    const pid_t child = ::fork();
    if (child == 0) {
        if (isRoot && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) {
            ::_exit(2);
        }
        ::_exit(body() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

FailureCode troubleOf(const VaultFixture& fixture) {
    const auto vault = fixture.load();
    return vault->state() == VaultState::Unusable ? vault->trouble()->code : FailureCode::Unsupported;
}

/// What another version of the application would work with: the open file with its keys.
std::unique_ptr<vault::Store> storeOf(const VaultFixture& fixture) {
    auto vault = fixture.load();
    auto key = vault::openWithPassphrase(vault->challenge(), secret(kPassphrase));
    const std::string id = vault->vaultId();
    vault.reset();
    vault::Database::Options options;
    options.path = fixture.file();
    auto database = vault::Database::open(options, vault::vaultSchema());
    auto store = std::make_unique<vault::Store>(fixture.clock);
    store->setDatabase(std::move(*database), id);
    store->setKeys(std::move(*vault::KeyRing::derive(std::move(key->dataKey), id)));
    return store->readGeneration() ? std::move(store) : nullptr;
}

/// The MAC over `meta` and `sets`, as every version so far makes it.
std::string topMac(const vault::Store& store) {
    vault::Fields fields("vault");
    fields.add(store.vaultId());
    for (const char* sql : {"SELECT name, value FROM meta WHERE name <> 'mac' ORDER BY name",
                            "SELECT name, mac FROM sets ORDER BY name"}) {
        const auto rows = store.database()->rows(QString::fromLatin1(sql));
        fields.add(rows->size());
        for (const vault::Row& row : *rows) {
            fields.add(vault::utf8(row[0])).add(vault::bytes(row[1]));
        }
    }
    return store.keys()->mac(fields.bytes());
}

} // namespace

/// Damaged, foreign, newer, unreachable and badly protected files: each has its own code, and nothing is lost.
class BadFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void truncatedFileIsDamaged();
    void flippedBitsNeverGiveSomethingElse();
    void emptyFileIsDamagedNotAbsent();
    void foreignFileIsDamaged();
    void lostFileWithItsLogIsDamaged();
    void newerVersionIsRefused();
    void linksAreRefused();
    void readableByOthersIsRefused();
    void readOnlyFolder();
    void unreadableFile();
    void fullDisk();
    void directoryLockIsExclusive();
    void migrationCopiesFirst();
    void version1Opens();
    void version3HasNoRules();
    void ruleOfANewerVersionIsNotPassedOver_data();
    void ruleOfANewerVersionIsNotPassedOver();

private:
    std::unique_ptr<VaultFixture> m_fixture;
};

void BadFileTest::init() {
    m_fixture = std::make_unique<VaultFixture>();
    const auto vault = m_fixture->create();
    QVERIFY(vault);
    QVERIFY(vault->credentials().add(anthropicKey("work"), secret(kKey)));
}

void BadFileTest::truncatedFileIsDamaged() {
    const auto size = fs::file_size(m_fixture->file());
    const std::string copy = m_fixture->file() + ".copy";
    fs::copy_file(m_fixture->file(), copy);
    for (const auto kept :
         {size - 1, size - 4096, size / 2, std::uintmax_t{4096}, std::uintmax_t{100}, std::uintmax_t{1}}) {
        fs::copy_file(copy, m_fixture->file(), fs::copy_options::overwrite_existing);
        fs::resize_file(m_fixture->file(), kept);
        QCOMPARE(troubleOf(*m_fixture), FailureCode::Damaged);
        QVERIFY(m_fixture->create() == nullptr); // never made anew
        QCOMPARE(fs::file_size(m_fixture->file()), kept);
    }
}

void BadFileTest::flippedBitsNeverGiveSomethingElse() {
    std::ifstream in(m_fixture->file(), std::ios::binary);
    const std::string good((std::istreambuf_iterator<char>(in)), {});
    int noticed = 0;
    // a prime step visits every kind of place: headers, cells, free space
    for (std::size_t at = 0; at < good.size(); at += 331) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ (1U << (at % 8)));
        std::ofstream(m_fixture->file(), std::ios::binary | std::ios::trunc) << bad;
        const auto vault = m_fixture->load();
        if (vault->state() == VaultState::Locked) {
            (void)vault->unlockWithPassphrase(secret(kPassphrase));
        }
        if (vault->state() == VaultState::Open) {
            QCOMPARE(vault->credentials().list().size(), 1U);
            const auto& info = vault->credentials().list()[0];
            QCOMPARE(info.name, std::string("work"));
            QVERIFY(vault->credentials().reveal(info.id)->view() == kKey);
        } else {
            ++noticed;
        }
    }
    QVERIFY(noticed > 10);
}

void BadFileTest::emptyFileIsDamagedNotAbsent() {
    fs::resize_file(m_fixture->file(), 0);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::Damaged);
}

void BadFileTest::foreignFileIsDamaged() {
    QVERIFY(m_fixture->edit(QStringLiteral("PRAGMA application_id = 1")) >= 0);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::Damaged);
    std::ofstream(m_fixture->file(), std::ios::trunc) << "This is not a database, whatever it is called.";
    QCOMPARE(troubleOf(*m_fixture), FailureCode::Damaged);
}

void BadFileTest::lostFileWithItsLogIsDamaged() {
    fs::rename(m_fixture->file(), m_fixture->file() + "-wal");
    QCOMPARE(troubleOf(*m_fixture), FailureCode::Damaged);
}

void BadFileTest::newerVersionIsRefused() {
    QVERIFY(m_fixture->edit(QStringLiteral("PRAGMA user_version = 99")) >= 0);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::NewerVersion);
    const auto own = static_cast<int>(vault::vaultSchema().migrations.size());
    QVERIFY(m_fixture->edit(QStringLiteral("PRAGMA user_version = %1").arg(own)) >= 0);
    QCOMPARE(m_fixture->unlock()->state(), VaultState::Open);
}

void BadFileTest::linksAreRefused() {
    const std::string moved = m_fixture->temporary.path().toStdString() + "/moved.db";
    fs::rename(m_fixture->file(), moved);
    fs::create_symlink(moved, m_fixture->file());
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    fs::remove(m_fixture->file());
    fs::create_hard_link(moved, m_fixture->file());
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    fs::remove(moved);
    fs::create_symlink(m_fixture->file(), m_fixture->file() + "-wal");
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    fs::remove(m_fixture->file() + "-wal");
    fs::rename(m_fixture->directory, m_fixture->directory + "2");
    fs::create_directory_symlink(m_fixture->directory + "2", m_fixture->directory);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    fs::create_symlink("nowhere", m_fixture->directory + "3");
    QCOMPARE(vault::prepareDataDirectory(m_fixture->directory + "3").error().code, FailureCode::InsecurePermissions);
}

void BadFileTest::readableByOthersIsRefused() {
    QCOMPARE(::chmod(m_fixture->file().c_str(), 0640), 0);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    QCOMPARE(::chmod(m_fixture->file().c_str(), 0602), 0);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    QCOMPARE(::chmod(m_fixture->file().c_str(), 0600), 0);
    QCOMPARE(::chmod(m_fixture->directory.c_str(), 0750), 0);
    QCOMPARE(troubleOf(*m_fixture), FailureCode::InsecurePermissions);
    QCOMPARE(::chmod(m_fixture->directory.c_str(), 0700), 0);
    QCOMPARE(m_fixture->unlock()->state(), VaultState::Open);
}

void BadFileTest::readOnlyFolder() {
    QVERIFY(inChild(*m_fixture, [&] {
        ::chmod(m_fixture->directory.c_str(), 0500);
        const bool refused = troubleOf(*m_fixture) == FailureCode::ReadOnly;
        const auto lock = vault::DirectoryLock::take(m_fixture->directory);
        ::chmod(m_fixture->directory.c_str(), 0700);
        return refused && !lock && lock.error().code == FailureCode::ReadOnly &&
               m_fixture->unlock()->state() == VaultState::Open;
    }));
}

void BadFileTest::unreadableFile() {
    QVERIFY(inChild(*m_fixture, [&] {
        ::chmod(m_fixture->file().c_str(), 0000);
        const bool refused = troubleOf(*m_fixture) == FailureCode::PermissionDenied;
        ::chmod(m_fixture->file().c_str(), 0600);
        return refused && m_fixture->unlock()->state() == VaultState::Open;
    }));
    QVERIFY(inChild(*m_fixture, [&] {
        ::chmod(m_fixture->file().c_str(), 0400);
        const bool refused = troubleOf(*m_fixture) == FailureCode::ReadOnly;
        ::chmod(m_fixture->file().c_str(), 0600);
        return refused;
    }));
}

void BadFileTest::fullDisk() {
    auto vault = m_fixture->unlock();
    QVERIFY(vault->databaseForTests()->run(QStringLiteral("PRAGMA max_page_count = 1"))); // SQLite keeps what is used
    const std::string big(16 * 1024, 'k');
    const auto added = vault->credentials().add(anthropicKey("big"), secret(big));
    QVERIFY(!added);
    QCOMPARE(added.error().code, FailureCode::DiskFull);
    QCOMPARE(vault->credentials().list().size(), 1U);
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(vault->databaseForTests()->run(QStringLiteral("PRAGMA max_page_count = 100000")));
    QVERIFY(vault->credentials().add(anthropicKey("big"), secret(big))); // and it goes on when there is room
    vault.reset();
    vault = m_fixture->unlock();
    QCOMPARE(vault->credentials().list().size(), 2U);
    vault.reset();
    // the operating system's limit of a file's size instead of SQLite's: making a vault
    const VaultFixture fresh;
    QVERIFY(inChild(fresh, [&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{20'000, 20'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        return fresh.create() == nullptr && !fs::exists(fresh.file()) && !fs::exists(fresh.file() + ".new");
    }));
    QVERIFY(inChild(fresh, [&] { return fresh.create() != nullptr; }));
}

void BadFileTest::directoryLockIsExclusive() {
    auto lock = vault::DirectoryLock::take(m_fixture->directory);
    QVERIFY(lock);
    const auto second = vault::DirectoryLock::take(m_fixture->directory);
    QCOMPARE(second.error().code, FailureCode::InUse);
    QCOMPARE(second.error().context, std::to_string(::getpid()));
    lock->reset();
    QVERIFY(vault::DirectoryLock::take(m_fixture->directory));
    fs::create_symlink("/dev/null", m_fixture->directory + "/other");
    fs::rename(m_fixture->directory + "/other", m_fixture->directory + "/lock");
    QCOMPARE(vault::DirectoryLock::take(m_fixture->directory).error().code, FailureCode::InsecurePermissions);
}

void BadFileTest::migrationCopiesFirst() {
    using vault::Database;
    vault::Schema schema = vault::vaultSchema();
    schema.migrations.push_back(
        {QStringLiteral("ALTER TABLE agents ADD COLUMN extra TEXT"), QStringLiteral("SELECT no_such_function()")});
    Database::Options options;
    options.path = m_fixture->file();
    const std::string copy = m_fixture->file() + ".v" + std::to_string(schema.migrations.size() - 1) + ".bak";
    QVERIFY(!Database::open(options, schema)); // a migration that fails leaves the file as it was
    QCOMPARE(m_fixture->unlock()->state(), VaultState::Open);
    schema.migrations.back().pop_back();
    {
        const auto database = Database::open(options, schema);
        QVERIFY(database);
        QVERIFY((*database)->rows(QStringLiteral("SELECT extra FROM agents")));
        struct stat info {};
        QCOMPARE(::stat(copy.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
    }
    QCOMPARE(troubleOf(*m_fixture), FailureCode::NewerVersion);
    fs::rename(copy, m_fixture->file());
    QCOMPARE(m_fixture->unlock()->state(), VaultState::Open);
}

/// What version 1 wrote opens, verifies, and has the defaults of what came later.
void BadFileTest::version1Opens() {
    {
        auto vault = m_fixture->unlock();
        QVERIFY(vault->agents().add("ci"));
    }
    QVERIFY(m_fixture->edit(QStringLiteral("ALTER TABLE credentials DROP COLUMN foreign_keys")) >= 0);
    QVERIFY(m_fixture->edit(QStringLiteral("ALTER TABLE agents DROP COLUMN host_access")) >= 0);
    QVERIFY(m_fixture->edit(QStringLiteral("ALTER TABLE agents DROP COLUMN freeze")) >= 0);
    QVERIFY(m_fixture->edit(QStringLiteral("DROP TABLE rules")) >= 0);
    QVERIFY(m_fixture->edit(QStringLiteral("PRAGMA user_version = 1")) >= 0);
    auto vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(fs::exists(m_fixture->file() + ".v1.bak"));
    const core::CredentialInfo& work = vault->credentials().list().at(0);
    const core::AgentInfo& ci = vault->agents().list().at(0);
    QCOMPARE(work.foreignKeys, core::ForeignKeys::Replace);
    QCOMPARE(ci.hostAccess, core::HostAccess::Inherit);
    QCOMPARE(ci.freeze, core::Freeze::None);
    QVERIFY(vault->credentials().setForeignKeys(work.id, core::ForeignKeys::Refuse));
    QVERIFY(vault->agents().setHostAccess(ci.id, core::HostAccess::Strict));
    QVERIFY(vault->agents().setFreeze(ci.id, core::Freeze::Requests));
    vault.reset();
    vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->credentials().list().at(0).foreignKeys, core::ForeignKeys::Refuse);
    QCOMPARE(vault->agents().list().at(0).hostAccess, core::HostAccess::Strict);
    QCOMPARE(vault->agents().list().at(0).freeze, core::Freeze::Requests);
}

/// Version 3 knew no rules: neither their table nor a MAC over it.
void BadFileTest::version3HasNoRules() {
    {
        const auto store = storeOf(*m_fixture);
        QVERIFY(store);
        QVERIFY(store->database()->run(QStringLiteral("DELETE FROM sets WHERE name = 'rules'")));
        QVERIFY(store->database()->run(QStringLiteral("DROP TABLE rules")));
        QVERIFY(store->setMeta("mac", topMac(*store)));
    }
    QVERIFY(m_fixture->edit(QStringLiteral("PRAGMA user_version = 3")) >= 0);
    auto vault = m_fixture->unlock();
    QCOMPARE(vault->state(), VaultState::Open);
    QVERIFY(fs::exists(m_fixture->file() + ".v3.bak"));
    QVERIFY(vault->rules().rules() == core::rules::RuleSet{});
    // still so when nothing was changed in between
    reopen(vault, *m_fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    vault.reset();
    // whoever writes into the fresh table is noticed like anybody else
    const std::string copy = m_fixture->file() + ".copy";
    fs::copy_file(m_fixture->file(), copy);
    QCOMPARE(m_fixture->edit(QStringLiteral("INSERT INTO rules VALUES ('a', 0, 'rule', x'7b7d', x'00')")), 1);
    QCOMPARE(m_fixture->unlock()->state(), VaultState::PolicyUnverified);
    fs::copy_file(copy, m_fixture->file(), fs::copy_options::overwrite_existing);
    vault = m_fixture->unlock();
    QVERIFY(vault->rules().setAll({{core::rules::Rule{}}, {}}));
    reopen(vault, *m_fixture);
    QCOMPARE(vault->state(), VaultState::Open);
    QCOMPARE(vault->rules().rules().rules.size(), 1U);
}

void BadFileTest::ruleOfANewerVersionIsNotPassedOver_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("content");
    QTest::newRow("condition") << QStringLiteral("rule")
                               << QStringLiteral(R"({"decision":"block","conditions":{"mood":"bad"}})");
    QTest::newRow("decision") << QStringLiteral("rule") << QStringLiteral(R"({"decision":"delay","conditions":{}})");
    QTest::newRow("id inside") << QStringLiteral("rule") << QStringLiteral(R"({"id":"b","decision":"block"})");
    QTest::newRow("limit") << QStringLiteral("limit")
                           << QStringLiteral(R"({"requests":1,"period":"week","scope":"agent"})");
    QTest::newRow("kind") << QStringLiteral("budget") << QStringLiteral("{}");
}

/// Its MAC fits, so nobody else wrote it: to leave it out would loosen what the user has decided.
void BadFileTest::ruleOfANewerVersionIsNotPassedOver() {
    QFETCH(QString, kind);
    QFETCH(QString, content);
    const std::string json = content.toStdString();
    {
        const auto store = storeOf(*m_fixture);
        QVERIFY(store);
        vault::Fields fields("rule");
        fields.add(store->vaultId()).add(std::string_view("a")).add(std::uint64_t{0}).add(kind.toStdString()).add(json);
        const std::string mac = store->keys()->mac(fields.bytes());
        QVERIFY(store->rewrite([&] {
            return store->database()->run(QStringLiteral("INSERT INTO rules VALUES ('a', 0, ?, ?, ?)"),
                                          {kind, vault::blob(json), vault::blob(mac)});
        }));
    }
    const auto vault = m_fixture->load();
    const auto opened = vault->unlockWithPassphrase(secret(kPassphrase));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, FailureCode::NewerVersion);
    QCOMPARE(vault->state(), VaultState::Unusable);
    QVERIFY(vault->opener() == nullptr);
    // the same with what this version reads opens: the row was otherwise right
    QCOMPARE(core::rules::readRule(R"({"decision":"block"})").has_value(), true);
}

QTEST_GUILESS_MAIN(BadFileTest)
#include "bad_file_test.moc"
