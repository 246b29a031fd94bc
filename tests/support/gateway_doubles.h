#pragma once

#include "core/activity.h"
#include "core/credential_opener.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace keysluice::test {

/// Opens "sealed" values whose cipher text names an entry of this table.
class FakeOpener final : public core::CredentialOpener {
public:
    void set(const std::string& recordId, const std::string& value) {
        const std::lock_guard lock(m_mutex);
        m_values[recordId] = std::make_shared<const core::SecretBytes>(core::SecretBytes::copyOf(value));
    }
    void lock() { m_isLocked = true; }
    void unlock() { m_isLocked = false; }
    [[nodiscard]] int opened() const { return m_opened; }

    [[nodiscard]] core::Result<std::shared_ptr<const core::SecretBytes>, core::OpenError>
    open(const core::SealedValue& value) const override {
        if (m_isLocked) {
            return core::failure(core::OpenError::Locked);
        }
        const std::lock_guard lock(m_mutex);
        const auto found = m_values.find(value.recordId);
        if (found == m_values.end()) {
            return core::failure(core::OpenError::Unreadable);
        }
        ++m_opened;
        return found->second;
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const core::SecretBytes>> m_values;
    std::atomic<bool> m_isLocked{false};
    mutable std::atomic<int> m_opened{0};
};

/// Keeps every row that is complete; of the others, that they began.
class RecordingSink final : public core::ActivitySink {
public:
    void submit(core::ActivityRecord&& record) noexcept override {
        const std::lock_guard lock(m_mutex);
        m_rows.push_back(std::move(record));
        m_changed.notify_all();
    }
    [[nodiscard]] Ticket begin(core::ActivityRecord&& record) noexcept override {
        const std::lock_guard lock(m_mutex);
        m_begun.push_back(std::move(record));
        m_changed.notify_all();
        return m_begun.size();
    }
    void end(Ticket ticket, core::ActivityOutcome&& outcome) noexcept override {
        core::ActivityRecord row;
        {
            const std::lock_guard lock(m_mutex);
            row = m_begun.at(ticket - 1);
        }
        static_cast<core::ActivityOutcome&>(row) = std::move(outcome);
        submit(std::move(row));
    }
    /// As they were when they began.
    [[nodiscard]] std::vector<core::ActivityRecord> begun() const {
        const std::lock_guard lock(m_mutex);
        return m_begun;
    }
    [[nodiscard]] std::vector<core::ActivityRecord> rows() const {
        const std::lock_guard lock(m_mutex);
        return m_rows;
    }
    /// Waits for the first row that `wanted` accepts; a default one after 20 s.
    template <class Wanted>
    [[nodiscard]] core::ActivityRecord waitFor(Wanted wanted) {
        std::unique_lock lock(m_mutex);
        core::ActivityRecord result;
        m_changed.wait_for(lock, std::chrono::seconds(20), [&] {
            for (const core::ActivityRecord& row : m_rows) {
                if (wanted(row)) {
                    result = row;
                    return true;
                }
            }
            return false;
        });
        return result;
    }
    [[nodiscard]] core::ActivityRecord waitForCode(const std::string& code) {
        return waitFor([&](const core::ActivityRecord& row) { return row.errorCode == code; });
    }
    [[nodiscard]] core::ActivityRecord waitForRequest() {
        return waitFor([](const core::ActivityRecord& row) { return row.kind == core::ActivityRecord::Kind::Request; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<core::ActivityRecord> m_rows;
    std::vector<core::ActivityRecord> m_begun;
};

} // namespace keysluice::test
