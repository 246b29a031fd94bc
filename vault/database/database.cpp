#include "vault/database/database.h"

#include "vault/database/secure_files.h"

#include <QAtomicInt>
#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace keysluice::vault {

namespace {

/// Result codes of SQLite (https://www.sqlite.org/rescode.html); the lowest byte is the primary one.
enum SqliteCode {
    kPermission = 3,
    kBusy = 5,
    kTableLocked = 6,
    kReadOnly = 8,
    kCorrupt = 11,
    kFull = 13,
    kCannotOpen = 14,
    kNotADatabase = 26,
};

QString nextConnectionName() {
    static QAtomicInt counter;
    return QStringLiteral("keysluice-%1").arg(counter.fetchAndAddRelaxed(1));
}

core::Outcome<void> checkFiles(const Database::Options& options) {
    for (const char* companion : {"", "-wal", "-shm", "-journal"}) {
        const auto checked = checkPrivateFile(options.path + companion);
        const bool isMain = *companion == '\0';
        if (!checked && (isMain || checked.error().code != core::FailureCode::NotFound)) {
            return checked;
        }
    }
    // SQLite would open it for reading only and fail later, in a less clear way
    if (options.access == Database::Access::ReadWrite &&
        ::faccessat(AT_FDCWD, options.path.c_str(), W_OK, AT_EACCESS) != 0) {
        const bool canRead = ::faccessat(AT_FDCWD, options.path.c_str(), R_OK, AT_EACCESS) == 0;
        return core::fail(canRead ? core::FailureCode::ReadOnly : core::FailureCode::PermissionDenied, options.path);
    }
    // Pages are multiples of 512 bytes. SQLite reads what is missing of the last one as zeros; only an interrupted
    // checkpoint, which the write-ahead log makes good, may leave such a file.
    constexpr std::uintmax_t kSmallestPage = 512;
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(options.path, error);
    const bool hasLog = std::filesystem::exists(options.path + "-wal", error);
    if (!hasLog && size % kSmallestPage != 0) {
        return core::fail(core::FailureCode::Damaged, options.path);
    }
    return {};
}

} // namespace

Database::Database(std::string path, QString connection)
    : m_path(std::move(path)), m_connection(std::move(connection)) {}

Database::~Database() {
    QSqlDatabase::removeDatabase(m_connection);
}

core::Outcome<std::unique_ptr<Database>> Database::open(const Options& options, const Schema& schema) {
    if (options.access == Access::Create) {
        if (const auto created = createPrivateFile(options.path); !created) {
            return tl::make_unexpected(created.error());
        }
    } else if (const auto checked = checkFiles(options); !checked) {
        return tl::make_unexpected(checked.error());
    }
    const QString name = nextConnectionName();
    std::unique_ptr<Database> database(new Database(options.path, name));
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        connection.setDatabaseName(QFile::decodeName(QByteArray::fromStdString(options.path)));
        QString open = QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000");
        if (options.access == Access::ReadOnly) {
            open += QStringLiteral(";QSQLITE_OPEN_READONLY");
        }
        connection.setConnectOptions(open);
        if (!connection.open()) {
            return tl::make_unexpected(database->failureOf(connection.lastError()));
        }
    }
    auto ready = database->configure(options);
    if (ready) {
        ready = database->bringUpToDate(options, schema);
    }
    if (!ready) {
        return tl::make_unexpected(ready.error());
    }
    return database;
}

core::Outcome<void> Database::configure(const Options& options) {
    std::vector<QString> pragmas{
        QStringLiteral("PRAGMA trusted_schema=OFF"), QStringLiteral("PRAGMA cell_size_check=ON"),
        QStringLiteral("PRAGMA foreign_keys=ON"),    QStringLiteral("PRAGMA temp_store=MEMORY"),
        QStringLiteral("PRAGMA mmap_size=0"),
    };
    if (options.access == Access::ReadOnly) {
        pragmas.push_back(QStringLiteral("PRAGMA query_only=ON"));
    } else {
        if (options.exclusive) {
            pragmas.push_back(QStringLiteral("PRAGMA locking_mode=EXCLUSIVE"));
        }
        pragmas.push_back(QStringLiteral("PRAGMA journal_mode=WAL"));
        pragmas.push_back(options.fullSync ? QStringLiteral("PRAGMA synchronous=FULL")
                                           : QStringLiteral("PRAGMA synchronous=NORMAL"));
        pragmas.push_back(QStringLiteral("PRAGMA secure_delete=ON"));
        if (options.maximumPages > 0) {
            pragmas.push_back(QStringLiteral("PRAGMA max_page_count=%1").arg(options.maximumPages));
        }
    }
    for (const QString& pragma : pragmas) {
        if (const auto done = run(pragma); !done) {
            return done;
        }
    }
    return {};
}

core::Outcome<void> Database::bringUpToDate(const Options& options, const Schema& schema) {
    const auto application = number(QStringLiteral("PRAGMA application_id"));
    const auto stored = number(QStringLiteral("PRAGMA user_version"));
    if (!application || !stored) {
        return tl::make_unexpected(!application ? application.error() : stored.error());
    }
    const auto latest = static_cast<std::int64_t>(schema.migrations.size());
    std::int64_t version = *stored;
    if (options.access != Access::Create) {
        if (*application != schema.applicationId || version < 1) {
            return core::fail(core::FailureCode::Damaged, m_path);
        }
        if (version > latest) {
            return core::fail(core::FailureCode::NewerVersion, std::to_string(version));
        }
    }
    if (options.access == Access::ReadOnly) {
        return version == latest ? core::Outcome<void>{} : core::fail(core::FailureCode::Damaged, "older version");
    }
    if (options.access == Access::ReadWrite) {
        const auto check = rows(QStringLiteral("PRAGMA quick_check(1)"));
        if (!check || check->size() != 1 || utf8(check->front().front()) != "ok") {
            return core::fail(core::FailureCode::Damaged, m_path);
        }
        // a trigger somebody put in would run with our next change
        const auto foreign =
            number(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"));
        if (!foreign || *foreign != 0) {
            return core::fail(core::FailureCode::Damaged, m_path + ": triggers");
        }
        if (version < latest) {
            const std::string copy = m_path + ".v" + std::to_string(version) + ".bak";
            ::unlink(copy.c_str());
            auto copied = createPrivateFile(copy);
            if (copied) {
                copied = run(QStringLiteral("VACUUM INTO ?"), {text(copy)});
            }
            if (!copied) {
                return copied;
            }
        }
    }
    while (version < latest) {
        const auto stepped = transaction([&]() -> core::Outcome<void> {
            for (const QString& sql : schema.migrations[static_cast<std::size_t>(version)]) {
                if (const auto done = run(sql); !done) {
                    return done;
                }
            }
            if (const auto done = run(QStringLiteral("PRAGMA application_id=%1").arg(schema.applicationId)); !done) {
                return done;
            }
            return run(QStringLiteral("PRAGMA user_version=%1").arg(version + 1));
        });
        if (!stepped) {
            return stepped;
        }
        ++version;
    }
    return {};
}

core::Outcome<void> Database::run(const QString& sql, const QVariantList& values) {
    const auto done = rows(sql, values);
    return done ? core::Outcome<void>{} : tl::make_unexpected(done.error());
}

core::Outcome<std::vector<Row>> Database::rows(const QString& sql, const QVariantList& values) const {
    if (m_hook) {
        if (const auto failure = m_hook(sql)) {
            return tl::make_unexpected(*failure);
        }
    }
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return tl::make_unexpected(failureOf(query.lastError()));
    }
    for (const QVariant& value : values) {
        query.addBindValue(value);
    }
    if (!query.exec()) {
        return tl::make_unexpected(failureOf(query.lastError()));
    }
    std::vector<Row> result;
    const int columns = query.isSelect() ? query.record().count() : 0;
    while (query.next()) {
        Row row;
        row.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            row.push_back(query.value(i));
        }
        result.push_back(std::move(row));
    }
    if (query.lastError().isValid()) {
        return tl::make_unexpected(failureOf(query.lastError()));
    }
    return result;
}

core::Outcome<void> Database::transaction(const std::function<core::Outcome<void>()>& body) {
    if (const auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun) {
        return begun;
    }
    auto result = body();
    if (result) {
        result = run(QStringLiteral("COMMIT"));
    }
    if (!result) {
        // SQLite may have rolled back by itself (a full disk does that): then this fails, and that is fine
        const StatementHook hook = std::exchange(m_hook, {});
        (void)run(QStringLiteral("ROLLBACK"));
        m_hook = hook;
    }
    return result;
}

core::Outcome<void> Database::checkpoint() {
    return run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

void Database::removeCopies() const {
    const std::filesystem::path path(m_path);
    std::error_code error;
    const std::string start = path.filename().string() + ".v";
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path(), error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(start) && name.ends_with(".bak")) {
            std::filesystem::remove(entry.path(), error);
        }
    }
}

core::Outcome<std::int64_t> Database::number(const QString& sql) const {
    const auto result = rows(sql);
    if (!result) {
        return tl::make_unexpected(result.error());
    }
    if (result->empty() || result->front().empty()) {
        return core::fail(core::FailureCode::Damaged, m_path);
    }
    return result->front().front().toLongLong();
}

sqlite3* Database::handle() const {
    const QVariant handle = QSqlDatabase::database(m_connection, false).driver()->handle();
    return qstrcmp(handle.typeName(), "sqlite3*") == 0 ? *static_cast<sqlite3* const*>(handle.constData()) : nullptr;
}

core::Failure Database::failureOf(const QSqlError& error) const {
    return failureOf(error.nativeErrorCode().toInt(), error.databaseText().toStdString());
}

core::Failure Database::failureOf(int sqliteCode, const std::string& reason) const {
    using core::FailureCode;
    switch (sqliteCode & 0xff) {
    case kPermission:
        return {FailureCode::PermissionDenied, m_path};
    case kBusy:
    case kTableLocked:
        return {FailureCode::InUse, m_path};
    case kReadOnly:
        return {FailureCode::ReadOnly, m_path};
    case kCorrupt:
    case kNotADatabase:
        return {FailureCode::Damaged, m_path};
    case kFull:
        return {FailureCode::DiskFull, m_path};
    case kCannotOpen:
        if (::access(std::filesystem::path(m_path).parent_path().c_str(), W_OK) != 0) {
            return {FailureCode::ReadOnly, m_path};
        }
        if (::access(m_path.c_str(), R_OK) != 0) {
            return {FailureCode::PermissionDenied, m_path};
        }
        return {FailureCode::IoFailed, m_path + ": " + reason};
    default:
        return {FailureCode::IoFailed, m_path + ": " + reason};
    }
}

QByteArray blob(const std::string& bytes) {
    return QByteArray::fromStdString(bytes);
}
std::string bytes(const QVariant& value) {
    return value.toByteArray().toStdString();
}
QString text(const std::string& utf8) {
    QString text = QString::fromStdString(utf8);
    // SQLite takes these for a byte order mark: it drops the one and reads all that follows the other byte-swapped.
    constexpr char16_t kMark = 0xfeff;
    constexpr char16_t kSwappedMark = 0xfffe;
    while (text.startsWith(QChar(kMark)) || text.startsWith(QChar(kSwappedMark))) {
        text.remove(0, 1);
    }
    return text;
}
std::string utf8(const QVariant& value) {
    return value.toString().toStdString();
}

} // namespace keysluice::vault
