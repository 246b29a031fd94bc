#include "gateway/session/request_hold.h"

#include "gateway/http/gateway_answer.h"
#include "gateway/policy/rule_decision.h"
#include "gateway/session/approval_request.h"

#include <algorithm>

namespace keysluice::gateway::session {

using http::AnswerCode;
using net::IoStatus;

namespace {

constexpr core::MonotonicNs kNsPerUs = 1000;
constexpr core::UnixMs kMsPerSecond = 1000;

core::ActivityRecord::Approval approvalOf(core::ApprovalEnd how) {
    using Approval = core::ActivityRecord::Approval;
    switch (how) {
    case core::ApprovalEnd::Approved:
        return Approval::Approved;
    case core::ApprovalEnd::Denied:
        return Approval::Denied;
    case core::ApprovalEnd::TimedOut:
        return Approval::TimedOut;
    default:
        return Approval::Withdrawn;
    }
}

} // namespace

RequestHold::RequestHold(Services& services, AgentPort& agent, net::Runnable& owner, std::string_view headBytes,
                         Verdict&& verdict)
    : m_services(services),
      m_agent(agent),
      m_owner(owner),
      m_verdict(std::move(verdict)),
      m_headBytes(headBytes),
      m_parser(m_verdict.snapshot->limits),
      m_presence(services, agent),
      m_job(std::make_shared<BodyJob>(HeldMemory::Share(services.heldMemory, m_verdict.identity.agent->id))),
      m_lastMove(services.loop.now()),
      m_mayContinue(false) {
    m_isReadable = m_parser.parse(m_headBytes) == http::ParseState::Done; // as before, unless limits have changed
    if (!m_isReadable) {
        return;
    }
    m_reader = http::BodyReader(head().body, m_verdict.snapshot->limits);
    m_mayContinue = head().expectsContinue;
    const http::RequestHead& judged = m_verdict.baseUrl ? m_verdict.baseUrl->head() : head();
    m_job->how = {policy::BodyLabel::of(judged, m_verdict.authority.host),
                  policy::endpointOf(m_verdict.provider, judged),
                  m_verdict.snapshot->catalogue,
                  m_verdict.snapshot->prices,
                  m_verdict.record.at,
                  m_verdict.snapshot->limits.heldBody,
                  m_verdict.snapshot->rules->readsTexts(),
                  m_verdict.snapshot->canAsk ? core::ApprovalRequest::kExcerptBytes : 0};
}

RequestHold::~RequestHold() {
    m_job->owner = nullptr;
    m_job->isAbandoned = true;
}

RequestHold::Progress RequestHold::advance() {
    if (!m_isReadable) {
        return refuse(AnswerCode::BadRequest, http::httpErrorName(m_parser.error()));
    }
    if (m_step != Step::Over && m_presence.hasLeft(m_reader.isFinished())) {
        m_step = Step::Over;
        return Progress::Gone;
    }
    switch (m_step) {
    case Step::Read:
        return read();
    case Step::Examine:
        return examine();
    case Step::Wait:
        return wait();
    case Step::Over:
        break;
    }
    return Progress::Running;
}

RequestHold::Progress RequestHold::read() {
    if (std::exchange(m_mayContinue, false) && m_agent.input.isEmpty()) {
        m_agent.output.append(http::continueAnswer());
    }
    if (m_agent.hasOutput() && m_agent.output.flush(*m_agent.stream) == IoStatus::Error) {
        m_step = Step::Over;
        return Progress::Gone;
    }
    for (std::size_t budget = net::EventLoop::kBytesPerTurn; !m_reader.isFinished();) {
        const std::string_view input = m_agent.input.view();
        if (input.empty()) {
            if (budget == 0) {
                m_services.loop.makeReady(m_owner); // others first
                return Progress::Running;
            }
            if (!m_agent.stream->mayRead()) {
                return Progress::Running;
            }
            const net::IoResult result = m_agent.input.fill(*m_agent.stream);
            if (result.status == IoStatus::Again) {
                return Progress::Running;
            }
            if (result.status != IoStatus::Done) {
                m_reader.endOfStream();
                return refuse(AnswerCode::BadRequest, http::httpErrorName(m_reader.error()));
            }
            budget -= std::min(budget, result.count);
            m_lastMove = m_services.loop.now();
            continue;
        }
        const http::BodyReader::Step step = m_reader.next(input);
        const bool isKept = keep(step.data);
        m_agent.input.consume(step.consumed);
        if (m_reader.state() == http::BodyReader::State::Broken) {
            return refuse(AnswerCode::BadRequest, http::httpErrorName(m_reader.error()));
        }
        if (!isKept) {
            return m_step == Step::Over ? Progress::Refused : refuse(AnswerCode::Busy, "held bodies");
        }
    }
    m_agent.input.releaseIfEmpty();
    m_step = Step::Examine;
    m_job->owner = &m_owner;
    m_services.examiner.examine(m_job, m_services.loop.shared_from_this());
    return examine();
}

/// False: refused, or there is no room for it.
bool RequestHold::keep(std::string_view data) {
    if (data.empty()) {
        return true;
    }
    std::string& body = m_job->held.bytes;
    if (data.size() > m_verdict.snapshot->limits.heldBody - body.size()) {
        (void)refuse(AnswerCode::BodyNotExamined, "too large");
        return false;
    }
    if (!m_job->held.share.grow(data.size(), m_verdict.snapshot->limits)) {
        return false;
    }
    body.append(data);
    return true;
}

RequestHold::Progress RequestHold::examine() {
    if (!m_job->result) {
        return Progress::Running;
    }
    m_step = Step::Over;
    return Progress::Complete;
}

RequestHold::Progress RequestHold::ask(Verdict&& verdict) {
    m_verdict = std::move(verdict);
    m_step = Step::Wait;
    m_isAskedAgain = false;
    core::ApprovalRequest request = approvalRequest(m_verdict, m_headBytes, m_job->held.bytes, *m_job->result);
    if (m_place && !m_approval) {
        const core::ApprovalRequest& asked = m_place->request();
        if (asked.rule == request.rule && asked.agentId == request.agentId &&
            asked.credentialId == request.credentialId) {
            return Progress::Running;
        }
    }
    settle(core::ApprovalEnd::Overtaken);
    const std::int64_t seconds = request.rule.answerSeconds.value_or(core::rules::RuleBounds::kAnswerSeconds);
    request.at = m_services.wallClock();
    request.endsAt = request.at + seconds * kMsPerSecond;
    m_waitsSince = m_services.loop.now();
    m_waitEnds = m_waitsSince + nanoseconds(std::chrono::seconds(seconds));
    m_place = m_services.approvals.wait(std::move(request), m_services.loop.shared_from_this(), m_owner);
    if (!m_place) {
        m_verdict.record.approval = core::ActivityRecord::Approval::Unavailable;
        return refuse(AnswerCode::ApprovalUnavailable, "too many wait");
    }
    return Progress::Running;
}

RequestHold::Progress RequestHold::wait() {
    const std::optional<bool> answer = m_place->answer();
    if (!answer) {
        return std::exchange(m_isAskedAgain, false) ? Progress::Complete : Progress::Running;
    }
    const core::ApprovalRequest& asked = m_place->request();
    if (!*answer) {
        return refuseWait(AnswerCode::ApprovalDenied, core::ApprovalEnd::Denied);
    }
    if (asked.hash != hashOfRequest(m_headBytes, m_job->held.bytes)) { // it is not what the person saw
        return refuseWait(AnswerCode::ApprovalUnavailable, core::ApprovalEnd::Overtaken);
    }
    m_approval = Approval{asked.rule, asked.agentId, asked.credentialId};
    return Progress::Complete;
}

bool RequestHold::askAgain() {
    m_isAskedAgain = m_step == Step::Wait;
    return m_isAskedAgain;
}

void RequestHold::settle(Verdict& verdict) {
    if (!m_place) {
        return;
    }
    const bool isSent = verdict.action == Verdict::Action::Forward || verdict.action == Verdict::Action::Tunnel;
    verdict.record.heldUs = (m_services.loop.now() - m_waitsSince) / kNsPerUs;
    if (!isSent) {
        verdict.record.approval = core::ActivityRecord::Approval::Withdrawn;
    }
    if (isSent && m_approval) {
        settle(core::ApprovalEnd::Approved);
    } else if (verdict.code == AnswerCode::VaultLocked) {
        settle(core::ApprovalEnd::Locked);
    } else {
        settle(verdict.code == AnswerCode::ShuttingDown ? core::ApprovalEnd::ShutDown : core::ApprovalEnd::Overtaken);
    }
}

void RequestHold::settle(core::ApprovalEnd how) {
    if (!m_place) {
        return;
    }
    m_place->end(how);
    m_place.reset();
    m_approval.reset();
    m_waitEnds = net::Timer::kNever;
    m_verdict.record.heldUs = (m_services.loop.now() - m_waitsSince) / kNsPerUs;
    m_verdict.record.approval = approvalOf(how);
}

RequestHold::Progress RequestHold::refuseWait(AnswerCode code, core::ApprovalEnd how) {
    settle(how);
    return refuse(code, m_verdict.refusing->name);
}

RequestHold::Progress RequestHold::refuse(AnswerCode code, std::string_view detail) {
    m_step = Step::Over;
    m_code = code;
    m_detail = detail;
    return Progress::Refused;
}

RequestHold::Progress RequestHold::expire() {
    const core::MonotonicNs now = m_services.loop.now();
    if (m_step != Step::Over && m_presence.nextCheck() <= now && m_presence.hasLeft(m_reader.isFinished())) {
        m_step = Step::Over;
        return Progress::Gone;
    }
    if (m_step == Step::Read && deadline() <= now) {
        return refuse(AnswerCode::RequestTimeout, "body");
    }
    if (m_step == Step::Wait && m_waitEnds <= now) {
        return refuseWait(AnswerCode::ApprovalTimeout, core::ApprovalEnd::TimedOut);
    }
    return Progress::Running;
}

core::MonotonicNs RequestHold::deadline() const {
    const core::MonotonicNs idle =
        m_step == Step::Read ? m_lastMove + nanoseconds(m_verdict.snapshot->limits.bodyIdle) : net::Timer::kNever;
    return std::min({idle, m_waitEnds, m_presence.nextCheck()});
}

std::unique_ptr<HeldBody> RequestHold::takeBody() {
    return std::make_unique<HeldBody>(std::move(m_job->held));
}

} // namespace keysluice::gateway::session
