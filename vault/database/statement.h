#pragma once

#include "vault/database/database.h"

#include <cstdint>
#include <memory>
#include <string_view>

struct sqlite3_stmt;

namespace keysluice::vault {

/// A prepared statement through SQLite's own interface, for what runs thousands of times a second: Qt's, which takes
/// each value through a QVariant and UTF-16, costs five times as much. Must not outlive its database.
/// Thread: the database's.
class Statement final {
public:
    /// Errors: those of Database; IoFailed (context: why) when Qt brings an SQLite of its own, whose connections are
    /// nothing that the system's can work on.
    [[nodiscard]] static core::Outcome<std::unique_ptr<Statement>> prepare(const Database& database,
                                                                           std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Values in the order of the question marks. Text is borrowed until `run`; it must be well-formed UTF-8.
    void bind(std::int64_t number);
    void bind(std::string_view text);
    void bindBlob(std::string_view bytes);
    /// Forgets the values bound so far: the statement will not be run with them.
    void unbind() { m_bound = 0; }
    /// Runs a statement that gives no rows, and makes it ready for the next values.
    [[nodiscard]] core::Outcome<void> run();

private:
    Statement(const Database& database, sqlite3_stmt* statement) : m_database(database), m_statement(statement) {}

    const Database& m_database;
    sqlite3_stmt* m_statement;
    int m_bound = 0;
};

} // namespace keysluice::vault
