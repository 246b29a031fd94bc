#include "vault/database/statement.h"

#include <sqlite3.h>

namespace keysluice::vault {

core::Outcome<std::unique_ptr<Statement>> Statement::prepare(const Database& database, std::string_view sql) {
    const auto library = database.rows(QStringLiteral("SELECT sqlite_source_id()"));
    if (!library) {
        return tl::make_unexpected(library.error());
    }
    if (utf8(library->front().front()) != sqlite3_sourceid()) {
        return core::fail(core::FailureCode::IoFailed, "two libraries of SQLite");
    }
    sqlite3* connection = database.handle();
    sqlite3_stmt* statement = nullptr;
    const int code = connection == nullptr ? SQLITE_MISUSE
                                           : sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                                                SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
        return tl::make_unexpected(database.failureOf(code, sqlite3_errstr(code)));
    }
    return std::unique_ptr<Statement>(new Statement(database, statement));
}

Statement::~Statement() {
    sqlite3_finalize(m_statement);
}

void Statement::bind(std::int64_t number) {
    sqlite3_bind_int64(m_statement, ++m_bound, number);
}

void Statement::bind(std::string_view text) {
    // A null pointer would mean NULL.
    sqlite3_bind_text(m_statement, ++m_bound, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
}

void Statement::bindBlob(std::string_view bytes) {
    sqlite3_bind_blob(m_statement, ++m_bound, bytes.empty() ? "" : bytes.data(), static_cast<int>(bytes.size()),
                      SQLITE_STATIC);
}

core::Outcome<void> Statement::run() {
    const int code = sqlite3_step(m_statement);
    sqlite3_reset(m_statement);
    m_bound = 0;
    if (code != SQLITE_DONE) {
        return tl::make_unexpected(m_database.failureOf(code, sqlite3_errstr(code)));
    }
    return {};
}

} // namespace keysluice::vault
