#pragma once

#include "core/failure.h"

#include <QString>
#include <QVariantList>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QSqlError;
struct sqlite3;

namespace keysluice::vault {

using Row = std::vector<QVariant>;

/// What makes a file one of ours, and how an older one becomes a current one.
struct Schema {
    std::int32_t applicationId = 0;
    /// The statements that lead from version i to version i + 1 (`PRAGMA user_version`).
    std::vector<std::vector<QString>> migrations;
};

/// One SQLite file and one connection to it. Thread: the one that opened it.
/// Errors of every operation: DiskFull, ReadOnly, PermissionDenied, InUse (locked by another process), Damaged,
/// IoFailed.
class Database final {
public:
    enum class Access {
        ReadOnly,
        ReadWrite, ///< the file is there
        Create,    ///< the file is not there
    };

    struct Options {
        std::string path;
        Access access = Access::ReadWrite;
        bool fullSync = true;          ///< every commit reaches the disk; otherwise a power cut may lose the last ones
        bool exclusive = false;        ///< no other process may read or write while it is open
        std::int64_t maximumPages = 0; ///< 0: no limit
    };

    /// Checks the file and its companions (private, no links), `application_id`, `user_version` and (unless read-only)
    /// `quick_check`; brings an older file up to date, after a copy beside it (`<path>.v<version>.bak`).
    /// More errors: NotFound, InsecurePermissions, NewerVersion.
    [[nodiscard]] static core::Outcome<std::unique_ptr<Database>> open(const Options& options, const Schema& schema);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] core::Outcome<void> run(const QString& sql, const QVariantList& values = {});
    [[nodiscard]] core::Outcome<std::vector<Row>> rows(const QString& sql, const QVariantList& values = {}) const;
    /// Everything in `body` or nothing. Not nested.
    [[nodiscard]] core::Outcome<void> transaction(const std::function<core::Outcome<void>()>& body);
    /// Moves the write-ahead log into the file and empties it.
    [[nodiscard]] core::Outcome<void> checkpoint();
    /// Removes the copies made before migrations: they hold older values.
    void removeCopies() const;

    [[nodiscard]] const std::string& path() const { return m_path; }
    /// SQLite's own handle, for Statement; null when Qt does not give it.
    [[nodiscard]] sqlite3* handle() const;
    /// What a result code of SQLite means; `reason` is its text.
    [[nodiscard]] core::Failure failureOf(int sqliteCode, const std::string& reason) const;

    /// Called before every statement; a failure is returned in its place. For tests that interrupt.
    using StatementHook = std::function<std::optional<core::Failure>(const QString& sql)>;
    void setStatementHook(StatementHook hook) { m_hook = std::move(hook); }

private:
    Database(std::string path, QString connection);

    [[nodiscard]] core::Outcome<void> configure(const Options& options);
    [[nodiscard]] core::Outcome<void> bringUpToDate(const Options& options, const Schema& schema);
    [[nodiscard]] core::Outcome<std::int64_t> number(const QString& sql) const;
    [[nodiscard]] core::Failure failureOf(const QSqlError& error) const;

    std::string m_path;
    QString m_connection;
    StatementHook m_hook;
};

[[nodiscard]] QByteArray blob(const std::string& bytes);
[[nodiscard]] std::string bytes(const QVariant& value);
/// What is stored for `utf8`: well-formed, and without byte order marks in front.
[[nodiscard]] QString text(const std::string& utf8);
[[nodiscard]] std::string utf8(const QVariant& value);

} // namespace keysluice::vault
