#include "gateway/session/websocket_pipe.h"

#include "gateway/policy/rule_decision.h"
#include "gateway/session/local_time.h"
#include "gateway/session/record_builder.h"

#include <algorithm>

namespace keysluice::gateway::session {

using Decision = core::ActivityRecord::Decision;
using http::AnswerCode;

namespace {

WebSocketPipe::Ending refused(AnswerCode code, std::string_view detail) {
    return {decisionOf(code), http::answerFacts(code).name, std::string(detail)};
}

} // namespace

WebSocketPipe::WebSocketPipe(Services& services, net::Runnable& owner, const TwoWayPipe::Ends& ends,
                             const Verdict& verdict, const http::WebSocketOffer& offer, std::string_view secret,
                             std::string_view asSent)
    : m_services(services),
      m_ends(ends),
      m_verdict(verdict),
      m_offer(offer),
      m_messages(*this, !offer.extensions.empty()),
      m_answers(secret, !offer.extensions.empty(), asSent),
      m_pipe(services.loop, owner, ends),
      m_silence(verdict.snapshot->limits.confirmation, services.loop.now()) {
    m_pipe.watch(&m_messages, &m_answers);
}

std::optional<WebSocketPipe::Ending> WebSocketPipe::advance(AgentPresence& agent) {
    if (auto ending = pass()) {
        return ending;
    }
    // A handshake has no body: it was complete before the first frame.
    return agent.hasLeft(true) ? agentLeft() : expire();
}

std::optional<WebSocketPipe::Ending> WebSocketPipe::pass() {
    // After a Close frame there is nothing that an end of the connection could cut off.
    const auto isOver = [this] { return m_messages.hasClosed() || m_answers.hasClosed(); };
    switch (m_pipe.advance()) {
    case TwoWayPipe::State::Open:
        return std::nullopt;
    case TwoWayPipe::State::Ended:
        return Ending{.isCut = false};
    case TwoWayPipe::State::AgentBroke:
        return isOver() ? Ending{} : Ending{Decision::Error, "agent_gone", m_ends.agent.stream->errorText()};
    case TwoWayPipe::State::UpstreamBroke:
        return isOver() ? Ending{.isCut = false} : refused(AnswerCode::UpstreamReset, m_ends.upstream.errorText());
    case TwoWayPipe::State::Stopped:
        break;
    }
    return stopped();
}

WebSocketPipe::Ending WebSocketPipe::stopped() const {
    if (m_answers.hasLeak()) {
        return refused(AnswerCode::LeakBlocked, "the key in a message");
    }
    if (m_answers.error() != http::HttpError::None) {
        return refused(AnswerCode::UpstreamMalformed, http::httpErrorName(m_answers.error()));
    }
    if (const auto refusal = m_messages.refusal()) {
        return refused(*refusal, "a further message");
    }
    return refused(AnswerCode::BadRequest, http::httpErrorName(m_messages.error()));
}

WebSocketPipe::Ending WebSocketPipe::agentLeft() const {
    const bool isOver = m_pipe.hasAgentEnded() || m_messages.hasClosed();
    return isOver ? Ending{} : Ending{Decision::Error, "agent_gone", m_ends.agent.stream->errorText()};
}

std::optional<WebSocketPipe::Ending> WebSocketPipe::expire() {
    if (m_silence.isUnreachable(m_ends.upstream.descriptor(), m_services.loop.now())) {
        m_services.pool.clear();
        return refused(AnswerCode::UpstreamTimeout, "unreachable");
    }
    if (deadline() > m_services.loop.now()) {
        return std::nullopt;
    }
    return m_pipe.hasUpstreamEnded() ? Ending{.isCut = false} : Ending{Decision::Limited, "idle", {}};
}

core::MonotonicNs WebSocketPipe::deadline() const {
    const core::Limits& limits = m_verdict.snapshot->limits;
    // A provider that ended says nothing more; the agent gets a moment to end, too.
    return std::min(m_pipe.lastMove() + nanoseconds(m_pipe.hasUpstreamEnded() ? limits.linger : limits.websocketIdle),
                    m_silence.nextLook());
}

std::optional<AnswerCode> WebSocketPipe::refusalOfMessage() const {
    if (m_services.isDraining) {
        return AnswerCode::ShuttingDown;
    }
    const Snapshot& newest = *m_services.snapshot;
    const policy::AgentIdentity identity =
        policy::agentOfToken(newest, m_verdict.identity.token->id, m_services.wallClock());
    const SnapshotCredential* credential = m_verdict.decision.credential;
    auto refusal = policy::refuseMessage(
        newest, {identity.agent, m_verdict.authority, m_offer.path, m_verdict.isHttps, credential});
    if (!refusal) {
        const core::UnixMs now = m_services.wallClock();
        refusal = policy::refusalByRules(newest, {*identity.agent, m_verdict.authority, m_verdict.provider, credential},
                                         m_offer.path, {now, localMinuteOfWeek(now)},
                                         {false, launchOf(identity), m_verdict.approvedRule, false});
    }
    if (refusal || credential == nullptr) {
        return refusal;
    }
    // A lock revokes the opener before its snapshot is here.
    const auto opened = newest.opener ? newest.opener->open(credential->sealed)
                                      : core::Result<std::shared_ptr<const core::SecretBytes>, core::OpenError>(
                                            core::failure(core::OpenError::Locked));
    if (opened) {
        return std::nullopt;
    }
    return opened.error() == core::OpenError::Locked ? AnswerCode::VaultLocked : AnswerCode::CredentialUnreadable;
}

PipeWatcher::Step WebSocketPipe::Messages::push(std::string_view input) {
    bool hasMessage = false;
    for (std::size_t at = 0; at < input.size();) {
        const http::WebSocketFrames::Step step = m_frames.next(input.substr(at));
        at += step.consumed;
        if (m_frames.error() != http::HttpError::None) {
            return {true, {}, {}};
        }
        // Control frames keep the connection alive, or end it.
        hasMessage = hasMessage || ((m_frames.hasHeader() || step.isFrameOver) && !m_frames.isControl());
    }
    if (hasMessage) {
        m_refusal = m_pipe.refusalOfMessage();
    }
    return {m_refusal.has_value(), {}, input};
}

PipeWatcher::Step WebSocketPipe::Answers::push(std::string_view input) {
    const http::WebSocketGuard::Step step = m_guard.push(input);
    m_hasLeak = step.verdict == http::WebSocketGuard::Step::Verdict::Hit;
    return {step.verdict != http::WebSocketGuard::Step::Verdict::Fine, step.before, step.data};
}

} // namespace keysluice::gateway::session
