#pragma once

#include "core/activity.h"
#include "core/clock.h"
#include "core/failure.h"
#include "core/secret_bytes.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::vault {

/// Writes the activity file (`activity.db` in the data directory) from a thread of its own, in batches: it wakes up
/// `batchMs` after the first row of each. Thread: created, started and stopped by the gui; the sink from any thread.
///
/// What begins and ends within one batch is one row of the file. What is still running when its batch is written is
/// written all the same, and its end becomes a second row (`StoredRow`).
///
/// The queue holds `queueRows` rows (`ActivityQueue`); when the disk cannot keep up or is full, further rows are
/// counted as lost. A disk that is full or read-only is reported by trouble() and tried again every second; the rows in
/// the queue are kept.
class ActivityWriter final : public QObject, public core::ActivitySink {
    Q_OBJECT
public:
    struct Options {
        std::string dataDirectory;
        std::size_t queueRows = 20'000;
        int batchMs = 100;
        int retryMs = 1'000;
        std::int64_t maximumPages = 0; ///< SQLite max_page_count; 0: no limit. For tests.
    };

    ActivityWriter(Options options, const core::Clock& clock, QObject* parent = nullptr);
    /// Writes what is queued, seals and ends the thread.
    ~ActivityWriter() override;

    /// Opens the file, making it when it is missing, and starts the thread. Errors: Damaged, NewerVersion,
    /// InsecurePermissions, PermissionDenied, ReadOnly, DiskFull, IoFailed.
    [[nodiscard]] core::Outcome<void> start();
    /// Writes what is queued (tried once), seals and ends the thread.
    void stop();

    void submit(core::ActivityRecord&& record) noexcept override;
    [[nodiscard]] Ticket begin(core::ActivityRecord&& record) noexcept override;
    void end(Ticket ticket, core::ActivityOutcome&& outcome) noexcept override;

    /// The key that seals the log's chain; the chain's head is sealed every 1,000 rows or 60 s, and by sealNow().
    void setSealKey(std::shared_ptr<const core::SecretBytes> key);
    /// Before a lock: seals what is written, then forgets the key. Does not wait.
    void sealAndForgetKey();

    /// Why rows cannot be written at the moment, or nothing.
    [[nodiscard]] std::optional<core::Failure> trouble() const;
    /// Rows that found the queue full, since the start.
    [[nodiscard]] std::uint64_t lostRows() const;
    /// Blocks until everything submitted before is written, or `timeoutMs` has passed. For tests and shutdown.
    bool flush(int timeoutMs);

Q_SIGNALS:
    /// From the writer's thread: connect with a context object. In the order of their sequence; what is still running
    /// is not among them. Shared, so that a queued connection does not copy thousands of texts.
    void rowsWritten(const std::shared_ptr<const std::vector<keysluice::core::ActivityRecord>>& rows);
    void troubleChanged();

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace keysluice::vault
