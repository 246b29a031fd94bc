#include "gateway/session/request_relay.h"

#include "gateway/http/chunk_writer.h"

#include <algorithm>

namespace keysluice::gateway::session {

using net::IoStatus;

namespace {
/// What is joined into one send: a rewritten head and a small body, a few chunks. It also keeps a head with a secret in
/// it from being moved in memory, where it would leave a copy.
constexpr std::size_t kJoinedBytes = 32 * 1024;
} // namespace

RequestRelay::RequestRelay(AgentPort& agent, const http::Framing& framing, const core::Limits& limits,
                           std::unique_ptr<HeldBody> held)
    : m_agent(agent),
      m_reader(framing, limits),
      m_isChunked(framing.kind == http::BodyKind::Chunked),
      m_held(std::move(held)) {}

RequestRelay::Result RequestRelay::pump(net::Stream& upstream, Outbox& out, std::size_t& budget) {
    if (m_held) {
        return pumpHeld(upstream, out, budget);
    }
    while (!m_isAbandoned && !m_reader.isFinished()) {
        const std::string_view input = m_agent.input.view();
        const bool mustFlush = input.empty() ? !out.isEmpty() || upstream.hasUnsent()
                                             : !out.isEmpty() && out.size() + input.size() > kJoinedBytes;
        if (mustFlush) {
            const IoStatus status = out.flush(upstream);
            if (status != IoStatus::Done) {
                return status == IoStatus::Again ? Result::Fine : Result::UpstreamGone;
            }
        }
        if (input.empty()) {
            if (budget == 0 || !m_agent.stream->mayRead()) {
                break;
            }
            const net::IoResult result = m_agent.input.fill(*m_agent.stream);
            if (result.status == IoStatus::Again) {
                break;
            }
            if (result.status != IoStatus::Done) {
                m_reader.endOfStream();
                return Result::AgentFault;
            }
            budget -= std::min(budget, result.count);
            ++m_moves;
            continue;
        }
        const http::BodyReader::Step step = m_reader.next(input);
        const IoStatus status = step.data.empty() ? IoStatus::Done : deliver(upstream, out, step.data);
        m_agent.input.consume(step.consumed);
        ++m_moves;
        if (m_reader.state() == http::BodyReader::State::Broken) {
            return Result::AgentFault;
        }
        if (m_reader.isFinished() && m_isChunked) {
            out.append(http::kLastChunk);
        }
        if (status == IoStatus::Error || status == IoStatus::End) {
            return Result::UpstreamGone;
        }
    }
    if (m_isAbandoned || (out.isEmpty() && !upstream.hasUnsent())) {
        return Result::Fine;
    }
    const IoStatus status = out.flush(upstream);
    return status == IoStatus::Done || status == IoStatus::Again ? Result::Fine : Result::UpstreamGone;
}

RequestRelay::Result RequestRelay::pumpHeld(net::Stream& upstream, Outbox& out, std::size_t& budget) {
    const std::string_view body = m_held->bytes;
    while (!m_isAbandoned && !m_isHeldSent) {
        const std::string_view piece = body.substr(m_heldSent, kJoinedBytes);
        if (!out.isEmpty() && out.size() + piece.size() > kJoinedBytes) {
            const IoStatus status = out.flush(upstream);
            if (status != IoStatus::Done) {
                return status == IoStatus::Again ? Result::Fine : Result::UpstreamGone;
            }
        }
        if (budget == 0) {
            return Result::Fine;
        }
        const IoStatus status = piece.empty() ? IoStatus::Done : deliver(upstream, out, piece);
        m_heldSent += piece.size();
        budget -= std::min(budget, piece.size());
        ++m_moves;
        if (status == IoStatus::Error || status == IoStatus::End) {
            return Result::UpstreamGone;
        }
        if (m_heldSent == body.size()) {
            if (m_isChunked) {
                out.append(http::kLastChunk);
            }
            m_isHeldSent = true;
        }
    }
    const IoStatus status =
        m_isAbandoned || (out.isEmpty() && !upstream.hasUnsent()) ? IoStatus::Done : out.flush(upstream);
    return status == IoStatus::Done || status == IoStatus::Again ? Result::Fine : Result::UpstreamGone;
}

IoStatus RequestRelay::deliver(net::Stream& upstream, Outbox& out, std::string_view data) {
    if (m_isChunked) {
        out.append(http::ChunkLine(data.size()).view());
        out.append(data);
        out.append(http::kChunkEnd);
        return IoStatus::Done;
    }
    if (!out.isEmpty()) {
        out.append(data);
        return IoStatus::Done;
    }
    return out.writeThrough(upstream, data);
}

} // namespace keysluice::gateway::session
