#include "vault/activity/activity_writer.h"

#include "vault/activity/activity_log.h"
#include "vault/activity/activity_queue.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace keysluice::vault {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::int64_t kSealRows = 1'000;
constexpr core::UnixMs kSealMs = 60'000;
constexpr int kNiceness = 10;           ///< still thousands of rows a second on a machine that is busy throughout
constexpr std::size_t kSpareRows = 512; ///< memory for that many is kept from batch to batch

} // namespace

class ActivityWriter::Private {
public:
    Private(ActivityWriter& owner, Options writerOptions, const core::Clock& systemClock)
        : q(owner), options(std::move(writerOptions)), clock(systemClock), queue(options.queueRows) {}

    void run(std::promise<core::Outcome<void>> started);
    void wakeIfAsleep(std::unique_lock<std::mutex> lock);
    [[nodiscard]] ActivityQueue::Batch collect(std::unique_lock<std::mutex>& lock);
    void take(ActivityQueue::Batch batch);
    void write(ActivityLog& log);
    void pass(std::vector<StoredRow>& rows, std::size_t ends);
    void sealIfDue(ActivityLog& log, bool now);
    void setTrouble(std::optional<core::Failure> failure);

    ActivityWriter& q;
    const Options options;
    const core::Clock& clock;
    std::thread thread;

    mutable std::mutex mutex;
    std::condition_variable wake; ///< for the writer
    std::condition_variable idle; ///< for flush()
    // under the mutex
    ActivityQueue queue;
    std::size_t pendingRows = 0; ///< taken from the queue, not yet written
    std::uint64_t lost = 0;      ///< taken, and never written
    std::optional<core::Failure> trouble;
    std::shared_ptr<const core::SecretBytes> sealKey;
    bool isStopping = false;
    bool isRunning = false;
    bool isHurried = false; ///< somebody waits in flush(), or a lock wants its seal
    bool forgetKey = false;
    bool waitsForWork = false; ///< else it looks into the queue by itself

    // of the writer's thread
    std::vector<StoredRow> completions;          ///< ends of rows that are in the file
    std::vector<StoredRow> pending;              ///< taken and not yet written
    std::vector<StoredRow> spare;                ///< empty; its memory is for the next batch
    core::ActivitySink::Ticket firstPending = 1; ///< ticket of pending's first; the others count up from it
    std::unordered_map<core::ActivitySink::Ticket, core::ActivityRecord> running; ///< in the file, without their end
    SteadyClock::time_point notBefore;                                            ///< after a failure
    bool forgetAfterBatch = false; ///< the batch at hand is the last one that is sealed
    core::UnixMs sealedAt = 0;
};

ActivityWriter::ActivityWriter(Options options, const core::Clock& clock, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(*this, std::move(options), clock)) {}

ActivityWriter::~ActivityWriter() {
    stop();
}

core::Outcome<void> ActivityWriter::start() {
    stop();
    m_private->isStopping = false;
    std::promise<core::Outcome<void>> started;
    auto result = started.get_future();
    m_private->thread =
        std::thread([this, started = std::move(started)]() mutable { m_private->run(std::move(started)); });
    auto opened = result.get(); // opening a file: milliseconds
    if (!opened) {
        m_private->thread.join();
    }
    return opened;
}

void ActivityWriter::stop() {
    if (!m_private->thread.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(m_private->mutex);
        m_private->isStopping = true;
    }
    m_private->wake.notify_one();
    m_private->thread.join();
}

void ActivityWriter::submit(core::ActivityRecord&& record) noexcept {
    std::unique_lock lock(m_private->mutex);
    m_private->queue.add(std::move(record), true, m_private->pendingRows);
    m_private->wakeIfAsleep(std::move(lock));
}

core::ActivitySink::Ticket ActivityWriter::begin(core::ActivityRecord&& record) noexcept {
    std::unique_lock lock(m_private->mutex);
    const Ticket ticket = m_private->queue.add(std::move(record), false, m_private->pendingRows);
    m_private->wakeIfAsleep(std::move(lock));
    return ticket;
}

void ActivityWriter::end(Ticket ticket, core::ActivityOutcome&& outcome) noexcept {
    std::unique_lock lock(m_private->mutex);
    m_private->queue.end(ticket, std::move(outcome));
    m_private->wakeIfAsleep(std::move(lock));
}

void ActivityWriter::Private::wakeIfAsleep(std::unique_lock<std::mutex> lock) {
    if (std::exchange(waitsForWork, false)) {
        lock.unlock();
        wake.notify_one();
    }
}

void ActivityWriter::setSealKey(std::shared_ptr<const core::SecretBytes> key) {
    const std::lock_guard lock(m_private->mutex);
    m_private->sealKey = std::move(key);
    m_private->forgetKey = false;
}

void ActivityWriter::sealAndForgetKey() {
    {
        const std::lock_guard lock(m_private->mutex);
        if (!m_private->isRunning) {
            m_private->sealKey.reset();
            return;
        }
        m_private->forgetKey = true;
        m_private->isHurried = true;
    }
    m_private->wake.notify_one();
}

std::optional<core::Failure> ActivityWriter::trouble() const {
    const std::lock_guard lock(m_private->mutex);
    return m_private->trouble;
}

std::uint64_t ActivityWriter::lostRows() const {
    const std::lock_guard lock(m_private->mutex);
    return m_private->lost + m_private->queue.lost();
}

bool ActivityWriter::flush(int timeoutMs) {
    std::unique_lock lock(m_private->mutex);
    m_private->isHurried = true;
    m_private->wake.notify_one();
    return m_private->idle.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                                    [&] { return m_private->queue.isEmpty() && m_private->pendingRows == 0; });
}

void ActivityWriter::Private::run(std::promise<core::Outcome<void>> started) {
    // Rows are in the queue already and can wait; requests cannot. Where it is not possible nothing is lost.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness);
    auto log = ActivityLog::open(options.dataDirectory, options.maximumPages);
    if (!log) {
        started.set_value(tl::make_unexpected(log.error()));
        return;
    }
    sealedAt = clock.now();
    {
        const std::lock_guard lock(mutex);
        isRunning = true;
    }
    started.set_value({});
    bool isLast = false;
    while (!isLast) {
        ActivityQueue::Batch batch;
        {
            std::unique_lock lock(mutex);
            batch = collect(lock);
            isLast = isStopping;
        }
        take(std::move(batch)); // without the lock: workers go on queueing
        if (!pending.empty() || !completions.empty()) {
            write(**log);
        }
        sealIfDue(**log, isLast || forgetAfterBatch);
    }
    const std::lock_guard lock(mutex);
    isRunning = false;
    sealKey.reset();
    lost += pendingRows; // the last attempt failed too
    pendingRows = 0;
    pending.clear();
    completions.clear();
    running.clear(); // the next start finds them in the file
}

/// Sleeps until there is something to do and a batch of it has come together, then takes what is queued.
ActivityQueue::Batch ActivityWriter::Private::collect(std::unique_lock<std::mutex>& lock) {
    const auto isUrgent = [&] { return isStopping || isHurried; };
    waitsForWork = queue.isEmpty() && pendingRows == 0;
    wake.wait_for(lock, std::chrono::milliseconds(kSealMs),
                  [&] { return isUrgent() || !queue.isEmpty() || pendingRows > 0; });
    waitsForWork = false;
    if (!queue.isEmpty() || pendingRows > 0) {
        const auto batchEnd = SteadyClock::now() + std::chrono::milliseconds(options.batchMs);
        wake.wait_until(lock, std::max(batchEnd, notBefore), isUrgent);
    }
    isHurried = false;
    forgetAfterBatch = std::exchange(forgetKey, false);
    ActivityQueue::Batch batch = queue.take(std::exchange(spare, {}));
    pendingRows = pending.size() + completions.size() + batch.rows.size() + batch.ends.size();
    return batch;
}

void ActivityWriter::Private::take(ActivityQueue::Batch batch) {
    if (pending.empty()) {
        firstPending = batch.first;
        pending.swap(batch.rows);
    }
    pending.insert(pending.end(), std::make_move_iterator(batch.rows.begin()),
                   std::make_move_iterator(batch.rows.end()));
    for (auto& [ticket, outcome] : batch.ends) {
        StoredRow* row = nullptr;
        if (ticket >= firstPending) {
            row = &pending[ticket - firstPending];
            row->completes = 0;
        } else if (auto found = running.extract(ticket)) {
            const std::int64_t begun = found.mapped().sequence;
            row = &completions.emplace_back(StoredRow{std::move(found.mapped()), begun});
        }
        if (row != nullptr) {
            static_cast<core::ActivityOutcome&>(row->record) = std::move(outcome);
        }
    }
}

void ActivityWriter::Private::write(ActivityLog& log) {
    const std::size_t ends = completions.size();
    std::vector<StoredRow> rows = std::exchange(completions, {});
    if (rows.empty()) {
        rows.swap(pending);
    } else {
        rows.insert(rows.end(), std::make_move_iterator(pending.begin()), std::make_move_iterator(pending.end()));
        pending.clear();
    }
    const auto written = log.append(rows);
    setTrouble(written ? std::nullopt : std::optional(written.error()));
    if (!written) {
        const auto firstRow = rows.begin() + static_cast<std::ptrdiff_t>(ends);
        notBefore = SteadyClock::now() + std::chrono::milliseconds(options.retryMs);
        pending.assign(std::make_move_iterator(firstRow), std::make_move_iterator(rows.end()));
        rows.erase(firstRow, rows.end());
        completions = std::move(rows);
        return;
    }
    pass(rows, ends);
    rows.clear();
    if (rows.capacity() <= kSpareRows) {
        spare = std::move(rows);
    }
}

/// Tells who listens, and keeps what has no end yet. The first `ends` rows are ends of rows of an earlier batch.
void ActivityWriter::Private::pass(std::vector<StoredRow>& rows, std::size_t ends) {
    auto complete = std::make_shared<std::vector<core::ActivityRecord>>();
    complete->reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].completes == StoredRow::kBegun) {
            running.emplace(firstPending + (i - ends), std::move(rows[i].record));
        } else {
            complete->push_back(std::move(rows[i].record));
        }
    }
    {
        const std::lock_guard lock(mutex);
        pendingRows = 0;
    }
    if (!complete->empty()) {
        Q_EMIT q.rowsWritten(std::move(complete));
    }
    idle.notify_all();
}

void ActivityWriter::Private::sealIfDue(ActivityLog& log, bool now) {
    std::shared_ptr<const core::SecretBytes> key;
    {
        const std::lock_guard lock(mutex);
        key = sealKey;
    }
    const bool isDue = now || log.unsealedRows() >= kSealRows || clock.now() - sealedAt >= kSealMs;
    if (key != nullptr && isDue) {
        if (const auto sealed = log.seal(*key, clock.now()); !sealed) {
            setTrouble(sealed.error());
        }
        sealedAt = clock.now();
    }
    if (forgetAfterBatch) {
        forgetAfterBatch = false;
        const std::lock_guard lock(mutex);
        if (sealKey == key) { // it may have been unlocked again in the meantime
            sealKey.reset();
        }
    }
}

void ActivityWriter::Private::setTrouble(std::optional<core::Failure> failure) {
    {
        const std::lock_guard lock(mutex);
        if (trouble == failure) {
            return;
        }
        trouble = std::move(failure);
    }
    Q_EMIT q.troubleChanged();
}

} // namespace keysluice::vault
