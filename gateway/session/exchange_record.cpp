#include "gateway/session/exchange_record.h"

namespace keysluice::gateway::session {

namespace {
constexpr core::MonotonicNs kNsPerUs = 1000;
} // namespace

void ExchangeRecord::begin() {
    if (m_ticket) {
        return;
    }
    static_cast<core::ActivityOutcome&>(m_row) = m_outcome;
    m_ticket = m_services.sink.begin(std::move(m_row));
}

void ExchangeRecord::noteFirstByte() {
    if (m_outcome.firstByteUs < 0) {
        m_outcome.firstByteUs = elapsedUs();
    }
}

void ExchangeRecord::end(std::string_view code, std::string_view detail) {
    if (m_hasEnded) {
        return;
    }
    m_hasEnded = true;
    m_outcome.errorCode = code;
    m_outcome.detail = detail;
    m_outcome.totalUs = elapsedUs();
    if (m_ticket) {
        m_services.sink.end(*m_ticket, std::move(m_outcome));
        return;
    }
    static_cast<core::ActivityOutcome&>(m_row) = std::move(m_outcome);
    m_services.sink.submit(std::move(m_row));
}

std::int64_t ExchangeRecord::elapsedUs() const {
    return (m_services.loop.clock().monotonic() - m_startedAt) / kNsPerUs;
}

} // namespace keysluice::gateway::session
