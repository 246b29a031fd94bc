#include "vault/activity/activity_queue.h"

namespace keysluice::vault {

ActivityQueue::Ticket ActivityQueue::add(core::ActivityRecord&& record, bool hasEnded, std::size_t alreadyTaken) {
    const bool isStranger = record.agentId.empty();
    const bool isShared = isStranger && ++m_strangers > kSingly;
    if (isShared) {
        if (const auto place = m_sharing.find(record.errorCode); place != m_sharing.end()) {
            ++m_batch.rows[place->second].record.repeats;
            return 0;
        }
    }
    if (m_batch.rows.size() + alreadyTaken >= (isStranger ? m_capacity / 2 : m_capacity)) {
        ++m_lost;
        return 0;
    }
    m_batch.rows.push_back({std::move(record), hasEnded ? 0 : StoredRow::kBegun});
    if (isShared) {
        m_sharing.emplace(m_batch.rows.back().record.errorCode, m_batch.rows.size() - 1);
    }
    return m_batch.first + m_batch.rows.size() - 1;
}

void ActivityQueue::end(Ticket ticket, core::ActivityOutcome&& outcome) {
    if (ticket >= m_batch.first) {
        StoredRow& row = m_batch.rows[ticket - m_batch.first];
        static_cast<core::ActivityOutcome&>(row.record) = std::move(outcome);
        row.completes = 0;
    } else if (ticket != 0) {
        m_batch.ends.emplace_back(ticket, std::move(outcome));
    }
}

ActivityQueue::Batch ActivityQueue::take(std::vector<StoredRow> empty) {
    const Ticket next = m_batch.first + m_batch.rows.size();
    m_strangers = 0;
    m_sharing.clear();
    return std::exchange(m_batch, Batch{next, std::move(empty), {}});
}

} // namespace keysluice::vault
