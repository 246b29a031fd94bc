#include "gateway/session/answer_relay.h"

#include "gateway/http/chunk_writer.h"
#include "gateway/policy/answer_verdict.h"

#include <algorithm>

namespace keysluice::gateway::session {

using net::IoStatus;

namespace {
constexpr int kContinue = 100;
constexpr int kSwitchingProtocols = 101;
constexpr std::string_view kUndecodable = "a body that its content coding does not fit";
} // namespace

AnswerRelay::AnswerRelay(AgentPort& agent, BufferPool& buffers, const core::Limits& limits, bool requestWasHead)
    : m_agent(agent), m_limits(limits), m_input(buffers), m_parser(limits), m_requestWasHead(requestWasHead) {
    m_parser.reset(requestWasHead);
}

void AnswerRelay::watchFor(std::string_view secret, std::string_view asSent) {
    m_secret = secret;
    m_secretAsSent = asSent;
}

AnswerRelay::Result AnswerRelay::pump(net::Stream& upstream, std::size_t& budget, const http::AgentSide& agentSide) {
    bool isStuck = false;
    Result result = Result::Fine;
    while (result == Result::Fine && !isStuck && !m_isFinished) {
        if (m_input.isEmpty() && !(m_hasHead && m_reader.isFinished())) {
            result = readMore(upstream, budget, isStuck);
        } else if (!m_hasHead) {
            const std::size_t before = m_input.view().size();
            result = head(agentSide);
            if (result == Result::Fine && !m_hasHead && m_input.view().size() == before) {
                result = m_input.isFull() ? malformed(http::httpErrorName(http::HttpError::HeadTooLarge))
                                          : readMore(upstream, budget, isStuck);
            }
        } else {
            result = body();
        }
    }
    if (result == Result::LeakHit) {
        m_input.wipe();
    }
    m_input.releaseIfEmpty();
    if (result == Result::LeakHit || result == Result::Malformed) {
        return result; // the caller may still replace what was not sent
    }
    if (m_agent.hasOutput()) {
        m_hasSent = m_hasHead;
        const IoStatus status = m_agent.output.flush(*m_agent.stream);
        if (status == IoStatus::Error || status == IoStatus::End) {
            return Result::AgentGone;
        }
    }
    return result;
}

AnswerRelay::Result AnswerRelay::readMore(net::Stream& upstream, std::size_t& budget, bool& isStuck) {
    if (m_agent.hasOutput()) {
        m_hasSent = m_hasHead;
        const IoStatus status = m_agent.output.flush(*m_agent.stream);
        if (status != IoStatus::Done) {
            isStuck = true;
            return status == IoStatus::Again ? Result::Fine : Result::AgentGone;
        }
    }
    if (budget == 0 || !upstream.mayRead()) {
        isStuck = true;
        return Result::Fine;
    }
    const net::IoResult result = m_input.fill(upstream);
    switch (result.status) {
    case IoStatus::Done:
        budget -= std::min(budget, result.count);
        ++m_moves;
        return Result::Fine;
    case IoStatus::Again:
        isStuck = true;
        return Result::Fine;
    case IoStatus::End:
        return end();
    case IoStatus::Error:
        break;
    }
    m_detail = upstream.endedAbruptly() ? "closed without notice" : upstream.errorText();
    return Result::Reset;
}

AnswerRelay::Result AnswerRelay::head(const http::AgentSide& agentSide) {
    const std::string_view bytes = m_input.view();
    switch (m_parser.parse(bytes)) {
    case http::ParseState::NeedMore:
        return Result::Fine;
    case http::ParseState::Failed:
        return malformed(http::httpErrorName(m_parser.error()));
    case http::ParseState::Done:
        break;
    }
    const http::AnswerHead& head = m_parser.head();
    if (const auto refusal =
            policy::refuseAnswer(head, bytes.substr(0, m_parser.consumed()), m_secret, m_secretAsSent, m_offer)) {
        m_detail = refusal->detail;
        return refusal->code == http::AnswerCode::LeakBlocked ? Result::LeakHit : Result::Malformed;
    }
    if (head.status == kSwitchingProtocols) {
        m_hasHead = true;
        m_status = head.status;
        m_plan = http::writeAnswer(head, agentSide, m_agent.output.text());
        m_input.consume(m_parser.consumed());
        return Result::Switched;
    }
    if (head.isInformational()) {
        if (++m_informational > m_limits.informationalAnswers) {
            return malformed("too many 1xx answers");
        }
        // 100 was ours to give; HTTP/1.0 knows no 1xx (RFC 9110, section 15.2).
        if (head.status != kContinue && agentSide.minorVersion > 0) {
            [[maybe_unused]] const auto plan = http::writeAnswer(head, agentSide, m_agent.output.text());
        }
        m_input.consume(m_parser.consumed());
        m_parser.reset(m_requestWasHead);
        return Result::Fine;
    }
    m_hasHead = true;
    m_status = head.status;
    m_retryAfter = head.retryAfterSeconds;
    m_isReusable = head.keepAlive && head.body.kind != http::BodyKind::UntilClose;
    m_reader = http::BodyReader(head.body, m_limits);
    m_guard = http::LeakGuard(m_secret, head.contentCoding, m_secretAsSent);
    m_trailers = http::LeakScannerPair(m_secret, m_secretAsSent);
    m_plan = http::writeAnswer(head, agentSide, m_agent.output.text());
    m_input.consume(m_parser.consumed());
    return Result::Fine;
}

AnswerRelay::Result AnswerRelay::body() {
    while (!m_reader.isFinished() && !m_input.isEmpty()) {
        const http::BodyReader::Step step = m_reader.next(m_input.view());
        if (m_trailers.push(m_input.view().substr(0, step.consumed - step.data.size())).isHit) {
            m_detail = "the key in a trailer";
            return Result::LeakHit;
        }
        const http::LeakGuard::Step found = m_guard.push(step.data);
        const bool isSent = emit(found.before) && emit(found.data);
        m_input.consume(step.consumed);
        if (found.verdict == http::LeakGuard::Step::Verdict::Hit) {
            return Result::LeakHit;
        }
        if (found.verdict == http::LeakGuard::Step::Verdict::Undecodable) {
            return malformed(kUndecodable);
        }
        if (!isSent) {
            return Result::AgentGone;
        }
        if (m_reader.state() == http::BodyReader::State::Broken) {
            return malformed(http::httpErrorName(m_reader.error()));
        }
    }
    if (!m_reader.isFinished()) {
        return Result::Fine;
    }
    const http::LeakGuard::Step rest = m_guard.finish();
    if (rest.verdict != http::LeakGuard::Step::Verdict::Fine) {
        return malformed(kUndecodable);
    }
    const bool isSent = emit(rest.before);
    if (m_plan.framing.kind == http::BodyKind::Chunked) {
        m_agent.output.append(http::kLastChunk);
    }
    m_isFinished = true;
    return isSent ? Result::Finished : Result::AgentGone;
}

AnswerRelay::Result AnswerRelay::end() {
    if (!m_hasHead) {
        return Result::Ended;
    }
    m_reader.endOfStream();
    if (m_reader.isFinished()) {
        return body();
    }
    m_detail = http::httpErrorName(m_reader.error());
    return Result::Reset;
}

bool AnswerRelay::emit(std::string_view data) {
    if (data.empty()) {
        return true;
    }
    m_bytes += data.size();
    if (m_plan.framing.kind == http::BodyKind::Chunked) {
        m_agent.output.append(http::ChunkLine(data.size()).view());
        m_agent.output.append(data);
        m_agent.output.append(http::kChunkEnd);
        return true;
    }
    if (!m_agent.output.isEmpty()) {
        m_agent.output.append(data); // the head waits there: one send for both
        return true;
    }
    m_hasSent = true;
    const IoStatus status = m_agent.output.writeThrough(*m_agent.stream, data);
    return status == IoStatus::Done || status == IoStatus::Again;
}

AnswerRelay::Result AnswerRelay::malformed(std::string_view detail) {
    m_detail = detail;
    return Result::Malformed;
}

} // namespace keysluice::gateway::session
