#include "gateway/session/blind_tunnel.h"

#include "gateway/http/gateway_answer.h"
#include "gateway/policy/rule_decision.h"
#include "gateway/session/local_time.h"
#include "gateway/session/record_builder.h"

#include <algorithm>

namespace keysluice::gateway::session {

using net::IoStatus;
using Decision = core::ActivityRecord::Decision;

namespace {
constexpr int kStatusOk = 200;
} // namespace

BlindTunnel::BlindTunnel(Services& services, AgentPort& agent, net::Runnable& owner, Verdict verdict,
                         core::MonotonicNs startedAt)
    : m_services(services),
      m_agent(agent),
      m_owner(owner),
      m_verdict(std::move(verdict)),
      m_lastMove(services.loop.now()),
      m_presence(services, agent),
      m_record(services, m_verdict.record, startedAt),
      m_upstreamInput(services.buffers),
      m_upstreamOut(services.buffers),
      m_silence(m_verdict.snapshot->limits.confirmation, m_lastMove) {
    m_dialer = std::make_unique<UpstreamDialer>(
        m_services, m_verdict.snapshot,
        UpstreamDialer::Destination{m_verdict.authority, false, false, m_verdict.identity.agent->id}, m_owner);
}

BlindTunnel::~BlindTunnel() {
    if (m_step != Step::Over) {
        [[maybe_unused]] const Progress progress = over(Decision::Error, "canceled", {});
    }
    if (m_upstream) {
        m_upstream->close();
        m_services.loop.bury(std::shared_ptr<void>(std::move(m_upstream)));
    }
}

BlindTunnel::Progress BlindTunnel::advance() {
    switch (m_step) {
    case Step::Dial:
        return dial();
    case Step::Peek:
        return peek();
    case Step::Relay:
        return relay();
    case Step::Over:
        break;
    }
    return Progress::Over;
}

BlindTunnel::Progress BlindTunnel::dial() {
    switch (m_dialer->advance()) {
    case UpstreamDialer::Progress::Pending:
        return m_presence.hasLeft(true) ? over(Decision::Error, "agent_gone", {}) : Progress::Running;
    case UpstreamDialer::Progress::Failed:
        m_failure = m_dialer->failure();
        m_step = Step::Over;
        return Progress::Refused;
    case UpstreamDialer::Progress::Ready:
        break;
    }
    m_record.outcome().connectUs = m_dialer->elapsedUs();
    m_record.outcome().status = kStatusOk;
    m_record.begin();
    m_upstream = m_dialer->takeStream();
    m_dialer.reset();
    m_agent.output.append(http::connectEstablished());
    m_lastMove = m_services.loop.now();
    m_step = Step::Peek;
    return peek();
}

BlindTunnel::Progress BlindTunnel::peek() {
    if (m_agent.output.flush(*m_agent.stream) == IoStatus::Error) {
        return over(Decision::Error, "agent_gone", m_agent.stream->errorText());
    }
    for (;;) {
        const http::ClientHello hello = http::peekClientHello(m_agent.input.view());
        switch (hello.state) {
        case http::ClientHello::State::NeedMore:
            break;
        case http::ClientHello::State::Malformed:
            return refuseHello("malformed ClientHello");
        case http::ClientHello::State::NotTls:
            return refuseHello("not TLS");
        case http::ClientHello::State::Done:
            if (const auto refusal = refusalNow()) {
                return over(decisionOf(*refusal), http::answerFacts(*refusal).name, "before the ClientHello");
            }
            // By the newest snapshot: a host may have become one with a credential meanwhile.
            if (policy::isForbiddenServerName(*m_services.snapshot, hello.serverName)) {
                return refuseHello("ClientHello names " + hello.serverName);
            }
            m_pipe.emplace(m_services.loop, m_owner,
                           TwoWayPipe::Ends{m_agent, *m_upstream, m_upstreamInput, m_upstreamOut});
            m_step = Step::Relay;
            return relay();
        }
        if (!m_agent.stream->mayRead()) {
            break;
        }
        const net::IoResult result = m_agent.input.fill(*m_agent.stream);
        if (result.status == IoStatus::Again) {
            break;
        }
        if (result.status != IoStatus::Done) {
            return over(Decision::Allowed, {}, {});
        }
    }
    m_agent.input.releaseIfEmpty();
    return Progress::Running; // a TLS server is silent until it was greeted: nothing is read from it
}

std::optional<http::AnswerCode> BlindTunnel::refusalNow() const {
    const Snapshot& newest = *m_services.snapshot;
    if (policy::isIntercepted(newest, m_verdict.authority.host) ||
        policy::isNamedByRule(newest, m_verdict.authority.host)) {
        return http::AnswerCode::DestinationRefused;
    }
    const policy::AgentIdentity identity =
        policy::agentOfToken(newest, m_verdict.identity.token->id, m_services.wallClock());
    if (const auto refusal = policy::refuseMessage(newest, {identity.agent, m_verdict.authority, {}, true, nullptr})) {
        return refusal;
    }
    const core::UnixMs now = m_services.wallClock();
    return policy::refusalByRules(newest, {*identity.agent, m_verdict.authority}, {}, {now, localMinuteOfWeek(now)},
                                  {false, launchOf(identity), m_verdict.approvedRule, false});
}

BlindTunnel::Progress BlindTunnel::refuseHello(std::string_view detail) {
    return over(Decision::Blocked, http::answerFacts(http::AnswerCode::DestinationRefused).name, detail);
}

BlindTunnel::Progress BlindTunnel::relay() {
    switch (m_pipe->advance()) {
    case TwoWayPipe::State::Open:
    case TwoWayPipe::State::Stopped: // nobody watches this one
        return Progress::Running;
    case TwoWayPipe::State::Ended:
        m_record.outcome().complete = true;
        return over(Decision::Allowed, {}, {});
    case TwoWayPipe::State::AgentBroke:
        return over(Decision::Error, "agent_gone", m_agent.stream->errorText());
    case TwoWayPipe::State::UpstreamBroke:
        break;
    }
    return over(Decision::Error, "upstream_reset", m_upstream->errorText());
}

BlindTunnel::Progress BlindTunnel::expire() {
    const core::MonotonicNs now = m_services.loop.now();
    if (m_step == Step::Dial) {
        if (m_dialer->deadline() <= now) {
            m_dialer->expire();
        }
        return dial();
    }
    if (m_step == Step::Relay && m_silence.isUnreachable(m_upstream->descriptor(), now)) {
        m_services.pool.clear();
        return over(Decision::Error, http::answerFacts(http::AnswerCode::UpstreamTimeout).name, "unreachable");
    }
    if (deadline() > now || m_step == Step::Over) {
        return Progress::Running;
    }
    return over(Decision::Limited, "idle", {});
}

core::MonotonicNs BlindTunnel::deadline() const {
    if (m_step == Step::Dial) {
        return std::min(m_dialer->deadline(), m_presence.nextCheck());
    }
    const core::Limits& limits = m_verdict.snapshot->limits;
    if (!m_pipe) {
        return m_lastMove + nanoseconds(limits.tlsHandshake);
    }
    return std::min(m_pipe->lastMove() + nanoseconds(limits.answerHead), m_silence.nextLook());
}

BlindTunnel::Progress BlindTunnel::over(Decision decision, std::string_view code, std::string_view detail) {
    if (m_step != Step::Over) {
        m_step = Step::Over;
        core::ActivityOutcome& outcome = m_record.outcome();
        outcome.decision = decision;
        outcome.bytesToProvider = m_pipe ? m_pipe->bytesToUpstream() : 0;
        outcome.bytesToAgent = m_pipe ? m_pipe->bytesToAgent() : 0;
        m_record.end(code, detail);
    }
    return Progress::Over;
}

} // namespace keysluice::gateway::session
