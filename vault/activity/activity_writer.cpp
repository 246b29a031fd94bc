#include "vault/activity/activity_writer.h"

#include "vault/activity/activity_log.h"

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace keysluice::vault {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::int64_t kSealRows = 1'000;
constexpr core::UnixMs kSealMs = 60'000;

} // namespace

class ActivityWriter::Private {
public:
    Private(ActivityWriter& owner, Options writerOptions, const core::Clock& systemClock)
        : q(owner), options(std::move(writerOptions)), clock(systemClock) {}

    void run(std::promise<core::Outcome<void>> started);
    void collect(std::unique_lock<std::mutex>& lock);
    void write(ActivityLog& log);
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
    std::vector<core::ActivityRecord> queue;
    std::size_t pendingRows = 0; ///< taken from the queue, not yet written
    std::uint64_t lost = 0;
    std::optional<core::Failure> trouble;
    std::shared_ptr<const core::SecretBytes> sealKey;
    bool isStopping = false;
    bool isRunning = false;
    bool isHurried = false; ///< somebody waits in flush(), or a lock wants its seal
    bool forgetKey = false;

    // of the writer's thread
    std::vector<core::ActivityRecord> pending;
    SteadyClock::time_point notBefore;
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
    bool isFirst = false;
    {
        const std::lock_guard lock(m_private->mutex);
        if (m_private->queue.size() + m_private->pendingRows >= m_private->options.queueRows) {
            ++m_private->lost;
            return;
        }
        isFirst = m_private->queue.empty();
        m_private->queue.push_back(std::move(record));
    }
    if (isFirst) {
        m_private->wake.notify_one();
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
    return m_private->lost;
}

bool ActivityWriter::flush(int timeoutMs) {
    std::unique_lock lock(m_private->mutex);
    m_private->isHurried = true;
    m_private->wake.notify_one();
    return m_private->idle.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                                    [&] { return m_private->queue.empty() && m_private->pendingRows == 0; });
}

void ActivityWriter::Private::run(std::promise<core::Outcome<void>> started) {
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
        {
            std::unique_lock lock(mutex);
            collect(lock);
            isLast = isStopping;
        }
        if (!pending.empty()) {
            write(**log);
        }
        sealIfDue(**log, isLast || forgetAfterBatch);
    }
    const std::lock_guard lock(mutex);
    isRunning = false;
    sealKey.reset();
    lost += pending.size(); // the last attempt failed too
    pendingRows = 0;
    pending.clear();
}

/// Sleeps until there is something to do, then takes what is queued.
void ActivityWriter::Private::collect(std::unique_lock<std::mutex>& lock) {
    const auto hasWork = [&] { return isStopping || isHurried || !queue.empty() || pendingRows > 0; };
    wake.wait_for(lock, std::chrono::milliseconds(kSealMs), hasWork);
    // not more often than agreed; a failure waits longer
    wake.wait_until(lock, notBefore, [&] { return isStopping || isHurried; });
    isHurried = false;
    forgetAfterBatch = std::exchange(forgetKey, false);
    pending.insert(pending.end(), std::make_move_iterator(queue.begin()), std::make_move_iterator(queue.end()));
    queue.clear();
    pendingRows = pending.size();
}

void ActivityWriter::Private::write(ActivityLog& log) {
    const auto written = log.append(pending);
    const auto pause = std::chrono::milliseconds(written ? options.batchMs : options.retryMs);
    notBefore = SteadyClock::now() + pause;
    setTrouble(written ? std::nullopt : std::optional(written.error()));
    if (!written) {
        return;
    }
    const std::vector<core::ActivityRecord> rows = std::exchange(pending, {});
    {
        const std::lock_guard lock(mutex);
        pendingRows = 0;
    }
    Q_EMIT q.rowsWritten(rows);
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
