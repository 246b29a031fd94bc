#include "gateway/session/exchange.h"

#include "gateway/http/gateway_answer.h"
#include "gateway/http/request_writer.h"
#include "gateway/session/record_builder.h"

#include <algorithm>

namespace keysluice::gateway::session {

using http::AnswerCode;

namespace {

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

/// With a body it is not: reading on may overwrite the head, and what was read of the body cannot be read again.
bool isRepeatable(const http::RequestHead& head) {
    return head.body.kind == http::BodyKind::None &&
           (head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS");
}

} // namespace

Exchange::Exchange(Services& services, AgentPort& agent, net::Runnable& owner, const http::RequestHead& head,
                   Verdict&& verdict, std::unique_ptr<HeldBody> held, core::MonotonicNs startedAt)
    : m_services(services),
      m_agent(agent),
      m_owner(owner),
      m_head(head),
      m_verdict(std::move(verdict)),
      m_lastMove(services.loop.now()),
      m_silence(m_verdict.snapshot->limits.confirmation, m_lastMove),
      m_presence(services, agent),
      m_record(services, m_verdict.record, startedAt),
      m_agentSide{head.minorVersion, head.keepAlive, head.method == "HEAD", m_verdict.baseUrl != nullptr},
      m_isRepeatable(isRepeatable(head)),
      m_expectsContinue(head.expectsContinue && held == nullptr),
      m_upstreamOut(services.buffers),
      m_request(agent, head.body, m_verdict.snapshot->limits, std::move(held)) {
    m_services.counters.exchanges.fetch_add(1, std::memory_order_relaxed);
    UpstreamKey key;
    key.host = m_verdict.authority.host;
    key.port = m_verdict.authority.port;
    key.isTls = m_verdict.isHttps;
    if (const auto* entry = UpstreamDialer::overrideFor(*m_verdict.snapshot, m_verdict.authority)) {
        key.address = entry->address + ' ' + std::to_string(entry->port);
    }
    if (!m_verdict.isHttps && UpstreamDialer::usesProxy(*m_verdict.snapshot, m_services)) {
        // Proxies pass no upgrade on, but they open tunnels.
        m_viaProxyAsIs = !head.isWebSocket;
        key.address += m_viaProxyAsIs ? "" : " tunnel";
    }
    if (m_verdict.decision.credential != nullptr) {
        key.credentialId = m_verdict.decision.credential->id;
    }
    key.agentId = m_verdict.identity.agent->id;
    m_poolKey = key.text();
}

Exchange::~Exchange() {
    cancel({});
    dropUpstream();
    m_services.counters.exchanges.fetch_sub(1, std::memory_order_relaxed);
    m_services.counters.served.fetch_add(1, std::memory_order_relaxed);
}

Exchange::Progress Exchange::advance() {
    if (m_step == Step::Pipe) {
        return pipe(); // the agent's last messages are delivered, also when it has left
    }
    if (m_step != Step::Over && m_presence.hasLeft(m_request.isFinished())) {
        return agentGone();
    }
    switch (m_step) {
    case Step::Acquire:
        return acquire();
    case Step::Dial:
        return dial();
    case Step::Send:
        return send();
    case Step::Relay:
        return relay();
    case Step::Pipe:
    case Step::Over:
        break;
    }
    return Progress::Done;
}

Exchange::Progress Exchange::acquire() {
    if (m_expectsContinue && m_agent.input.isEmpty() && m_agentSide.minorVersion > 0) {
        m_agent.output.append(http::continueAnswer());
        if (m_agent.output.flush(*m_agent.stream) == net::IoStatus::Error) {
            return agentGone();
        }
    }
    m_expectsContinue = false;
    m_upstream = m_mustDial ? nullptr : m_services.pool.take(m_poolKey, !m_isRepeatable);
    m_isFromPool = m_upstream != nullptr;
    if (m_upstream) {
        m_upstream->setOwner(&m_owner);
        m_step = Step::Send;
        return send();
    }
    m_dialer =
        std::make_unique<UpstreamDialer>(m_services, m_verdict.snapshot,
                                         UpstreamDialer::Destination{m_verdict.authority, m_verdict.isHttps,
                                                                     m_viaProxyAsIs, m_verdict.identity.agent->id},
                                         m_owner);
    m_step = Step::Dial;
    return dial();
}

Exchange::Progress Exchange::dial() {
    switch (m_dialer->advance()) {
    case UpstreamDialer::Progress::Pending:
        return Progress::Running;
    case UpstreamDialer::Progress::Failed:
        return failUpstream(m_dialer->failure().code, m_dialer->failure().detail);
    case UpstreamDialer::Progress::Ready:
        break;
    }
    m_record.outcome().connectUs = m_dialer->elapsedUs();
    m_upstream = m_dialer->takeStream();
    m_dialer.reset();
    m_step = Step::Send;
    return send();
}

Exchange::Progress Exchange::send() {
    const Snapshot& snapshot = *m_verdict.snapshot;
    const SnapshotCredential* credential = m_verdict.decision.credential;
    if (credential != nullptr) {
        auto opened = snapshot.opener ? snapshot.opener->open(credential->sealed)
                                      : core::Result<std::shared_ptr<const core::SecretBytes>, core::OpenError>(
                                            core::failure(core::OpenError::Locked));
        if (!opened) {
            m_services.pool.give(m_poolKey, std::move(m_upstream), snapshot.limits.keepAlive); // unused, so still good
            uncount(m_services, m_verdict);
            return refuse(opened.error() == core::OpenError::Locked ? AnswerCode::VaultLocked
                                                                    : AnswerCode::CredentialUnreadable,
                          {});
        }
        m_secret = std::move(*opened);
    }
    http::RequestForward forward{.head = m_head, .authority = m_verdict.authority, .secret = {}};
    forward.defaultPort = m_verdict.isHttps ? kHttpsPort : kHttpPort;
    if (credential != nullptr) {
        forward.injection = &credential->injection;
        forward.secret = m_secret->view();
    }
    forward.dropped = m_verdict.decision.client.placeholderHeaders;
    forward.droppedParameters = m_verdict.decision.client.placeholderParameters;
    if (m_viaProxyAsIs) {
        forward.absoluteForm = true;
        if (snapshot.upstreamProxyAuthorization) {
            forward.proxyAuthorization = snapshot.upstreamProxyAuthorization->view();
        }
    }
    const std::size_t bound = http::requestBound(forward);
    const auto room = m_upstreamOut.extend(bound);
    m_upstreamOut.markSensitive();
    const auto size = http::writeRequest(forward, room);
    if (!size) {
        m_upstreamOut.clear();
        m_services.pool.give(m_poolKey, std::move(m_upstream), snapshot.limits.keepAlive);
        uncount(m_services, m_verdict);
        return refuse(AnswerCode::CredentialUnreadable, "value");
    }
    m_upstreamOut.shrinkBy(bound - *size);
    if (credential != nullptr) {
        m_verdict.record.injectedHeader = credential->injection.label();
    }
    // In the log's queue before the first byte with a credential in it may leave.
    m_record.begin();
    m_answer.emplace(m_agent, m_services.buffers, snapshot.limits, m_agentSide.requestWasHead);
    if (m_secret) {
        m_answer->watchFor(m_secret->view(), asSent(credential->injection));
    }
    if (m_head.isWebSocket) {
        m_offer = http::webSocketOffer(m_head, credential == nullptr);
        m_answer->expectUpgrade(*m_offer);
    }
    m_lastMove = m_services.loop.now();
    m_seenMoves = 0;
    m_step = Step::Relay;
    return relay();
}

/// How the credential stands in the request where that is not its own form; empty otherwise.
std::string_view Exchange::asSent(const core::Injection& injection) {
    const std::size_t size = core::writtenSize(injection.place, m_secret->view());
    if (size == m_secret->view().size()) {
        return {};
    }
    core::SecretBytes written(size);
    core::writeValue(injection.place, m_secret->view(),
                     {reinterpret_cast<char*>(written.writable().data()), written.size()});
    m_secretAsSent = std::move(written);
    return m_secretAsSent.view();
}

Exchange::Progress Exchange::relay() {
    std::size_t budget = net::EventLoop::kBytesPerTurn;
    bool isOver = false;
    for (;;) {
        const std::uint64_t before = m_request.moves() + m_answer->moves();
        Progress progress = onRequestResult(m_request.pump(*m_upstream, m_upstreamOut, budget), isOver);
        if (isOver) {
            return progress;
        }
        http::AgentSide side = m_agentSide;
        side.keepAlive = side.keepAlive && m_request.isFinished() && !m_services.isDraining;
        progress = onAnswerResult(m_answer->pump(*m_upstream, budget, side), isOver);
        if (isOver) {
            return progress;
        }
        if (m_request.moves() + m_answer->moves() == before) {
            break;
        }
        if (budget == 0) {
            m_services.loop.makeReady(m_owner); // others first
            break;
        }
    }
    noteProgress();
    if (m_request.isFinished() && m_upstreamOut.isEmpty() && (!mayRepeat() || m_answer->gotAnything())) {
        m_agent.input.releaseIfEmpty();
    }
    return Progress::Running;
}

void Exchange::noteProgress() {
    const std::uint64_t moves = m_request.moves() + m_answer->moves();
    if (moves != m_seenMoves) {
        m_seenMoves = moves;
        m_lastMove = m_services.loop.now();
    }
    if (m_answer->hasHead()) {
        m_record.noteFirstByte();
    }
}

Exchange::Progress Exchange::onRequestResult(RequestRelay::Result result, bool& isOver) {
    switch (result) {
    case RequestRelay::Result::Fine:
        return Progress::Running;
    case RequestRelay::Result::UpstreamGone:
        // It may have answered before it closed: reading tells.
        m_request.abandon();
        m_upstreamOut.clear();
        return Progress::Running;
    case RequestRelay::Result::AgentFault:
        break;
    }
    isOver = true;
    const std::string detail(http::httpErrorName(m_request.error()));
    if (hasAnswerBegun()) {
        return cut(AnswerCode::BadRequest, detail);
    }
    m_agent.output.clear();
    return refuse(AnswerCode::BadRequest, detail);
}

Exchange::Progress Exchange::onAnswerResult(AnswerRelay::Result result, bool& isOver) {
    if (result == AnswerRelay::Result::Fine) {
        return Progress::Running;
    }
    isOver = true;
    switch (result) {
    case AnswerRelay::Result::Fine:
    case AnswerRelay::Result::Finished:
        return finish();
    case AnswerRelay::Result::Switched:
        return switchProtocols();
    case AnswerRelay::Result::AgentGone:
        return agentGone();
    case AnswerRelay::Result::LeakHit:
        return failUpstream(AnswerCode::LeakBlocked, m_answer->detail());
    case AnswerRelay::Result::Malformed:
        return failUpstream(AnswerCode::UpstreamMalformed, m_answer->detail());
    case AnswerRelay::Result::Ended:
    case AnswerRelay::Result::Reset:
        break;
    }
    return loseUpstream(AnswerCode::UpstreamReset, result == AnswerRelay::Result::Ended
                                                       ? std::string_view("closed before an answer")
                                                       : std::string_view(m_answer->detail()));
}

/// The connection is of no further use, through no fault of this request.
Exchange::Progress Exchange::loseUpstream(AnswerCode code, std::string_view detail) {
    if (!mayRepeat() || m_answer->gotAnything()) {
        return failUpstream(code, detail);
    }
    // The pooled connection had died meanwhile; nothing of this request was looked at.
    dropUpstream();
    m_silence.restart(m_services.loop.now());
    m_request.resume(); // a failed write had ended it
    m_isRepeatable = false;
    m_mustDial = true;
    m_step = Step::Acquire;
    m_services.loop.makeReady(m_owner);
    return Progress::Running;
}

Exchange::Progress Exchange::switchProtocols() {
    noteProgress();
    m_pipe.emplace(m_services, m_owner, TwoWayPipe::Ends{m_agent, *m_upstream, m_answer->input(), m_upstreamOut},
                   m_verdict, *m_offer, m_secret ? m_secret->view() : std::string_view(), m_secretAsSent.view());
    m_step = Step::Pipe;
    return pipe();
}

Exchange::Progress Exchange::pipe() {
    const std::optional<WebSocketPipe::Ending> ending = m_pipe->advance(m_presence);
    if (!ending) {
        return Progress::Running;
    }
    m_record.outcome().decision = ending->decision;
    m_record.outcome().complete = ending->code.empty();
    record(ending->code, ending->detail);
    dropUpstream();
    m_step = Step::Over;
    return ending->isCut ? Progress::Cut : Progress::Done;
}

/// Of a 1xx a part may have left, too: then nothing can take the place of the rest.
bool Exchange::hasAnswerBegun() const {
    return (m_answer && m_answer->hasSent()) || m_agent.output.isPartlySent();
}

bool Exchange::mayRepeat() const {
    return m_isFromPool && m_isRepeatable;
}

Exchange::Progress Exchange::finish() {
    m_keepsAgent = m_answer->keepsAgent() && m_request.isFinished();
    noteProgress();
    m_record.outcome().complete = true;
    record({}, {});
    const bool isReusable = m_answer->leavesReusable() && m_request.isFinished() && m_upstreamOut.isEmpty() &&
                            !m_upstream->hasUnsent() && !m_upstream->hasHungUp();
    if (isReusable && !m_services.isDraining) {
        m_services.pool.give(m_poolKey, std::move(m_upstream), m_verdict.snapshot->limits.keepAlive);
    }
    dropUpstream();
    m_step = Step::Over;
    return Progress::Done;
}

Exchange::Progress Exchange::refuse(AnswerCode code, std::string_view detail) {
    http::AnswerContext context;
    if (m_verdict.provider != nullptr) {
        context.shape = m_verdict.provider->errorShape;
        context.provider = m_verdict.provider->name;
    }
    context.host = m_verdict.authority.host;
    context.agent = m_verdict.identity.agent->name;
    if (m_verdict.decision.credential != nullptr) {
        context.credential = m_verdict.decision.credential->name;
    }
    context.detail = detail;
    context.headOnly = m_agentSide.requestWasHead;
    context.minorVersion = m_agentSide.minorVersion;
    context.keepAlive = m_agentSide.keepAlive && m_request.isFinished() && !m_services.isDraining;
    m_keepsAgent = context.keepAlive && http::answerFacts(code).keepsConnection;
    m_agent.output.append(http::makeAnswer(code, context));
    core::ActivityOutcome& outcome = m_record.outcome();
    outcome.decision = decisionOf(code);
    outcome.status = http::answerFacts(code).status;
    outcome.complete = true;
    record(http::answerFacts(code).name, detail);
    dropUpstream();
    m_step = Step::Over;
    return Progress::Done;
}

Exchange::Progress Exchange::failUpstream(AnswerCode code, std::string_view detail) {
    if (hasAnswerBegun()) {
        return cut(code, detail);
    }
    m_agent.output.clear();
    const std::string kept(detail); // it may lie in what goes next
    m_answer.reset();               // its head and bytes are not what the agent received
    return refuse(code, kept);
}

Exchange::Progress Exchange::cut(AnswerCode code, std::string_view detail) {
    m_record.outcome().decision = decisionOf(code);
    record(http::answerFacts(code).name, detail);
    dropUpstream();
    m_step = Step::Over;
    return Progress::Cut;
}

Exchange::Progress Exchange::agentGone() {
    m_record.outcome().decision = core::ActivityRecord::Decision::Error;
    record("agent_gone", m_agent.stream->errorText());
    dropUpstream();
    m_step = Step::Over;
    return Progress::Cut;
}

Exchange::Progress Exchange::expire() {
    const core::MonotonicNs now = m_services.loop.now();
    if (m_step == Step::Over) {
        return Progress::Done;
    }
    if (m_step == Step::Pipe) {
        return pipe();
    }
    if (m_presence.nextCheck() <= now && m_presence.hasLeft(m_request.isFinished())) {
        return agentGone();
    }
    if (m_step == Step::Dial && m_dialer->deadline() <= now) {
        m_dialer->expire();
        return dial();
    }
    if (m_step == Step::Relay && m_silence.isUnreachable(m_upstream->descriptor(), now)) {
        m_services.pool.clear(); // others lead nowhere either, and nobody should have to find out
        return loseUpstream(AnswerCode::UpstreamTimeout, "unreachable");
    }
    if (m_step != Step::Relay || deadline() > now) {
        return Progress::Running;
    }
    if (!m_request.isFinished() && !m_request.isAbandoned() && m_upstreamOut.isEmpty() && !m_answer->hasHead()) {
        if (hasAnswerBegun()) {
            return cut(AnswerCode::RequestTimeout, "body");
        }
        m_agent.output.clear();
        return refuse(AnswerCode::RequestTimeout, "body");
    }
    return failUpstream(AnswerCode::UpstreamTimeout, m_answer->hasHead() ? "body" : "answer");
}

core::MonotonicNs Exchange::deadline() const {
    const core::Limits& limits = m_verdict.snapshot->limits;
    core::MonotonicNs result = net::Timer::kNever;
    if (m_step == Step::Dial) {
        result = m_dialer->deadline();
    } else if (m_step == Step::Relay) {
        const bool isThinking = m_request.isFinished() && m_upstreamOut.isEmpty() && !m_answer->hasHead();
        result =
            std::min(m_lastMove + nanoseconds(isThinking ? limits.answerHead : limits.bodyIdle), m_silence.nextLook());
    } else if (m_step == Step::Pipe) {
        result = m_pipe->deadline();
    }
    return std::min(result, m_presence.nextCheck());
}

void Exchange::cancel(std::string_view detail) {
    if (m_step != Step::Over) {
        m_record.outcome().decision = core::ActivityRecord::Decision::Error;
        record("canceled", detail);
        dropUpstream();
        m_step = Step::Over;
    }
}

void Exchange::dropUpstream() {
    if (m_upstream) {
        m_upstream->close();
        m_services.loop.bury(std::shared_ptr<void>(std::move(m_upstream)));
    }
    m_upstreamOut.clear();
}

void Exchange::record(std::string_view code, std::string_view detail) {
    core::ActivityOutcome& outcome = m_record.outcome();
    outcome.bytesToProvider = m_request.bytes();
    if (m_answer && m_answer->hasHead()) {
        outcome.status = m_answer->status();
        outcome.statusFromProvider = true;
        outcome.retryAfterSeconds = m_answer->retryAfterSeconds();
        outcome.bytesToAgent = m_answer->bytes();
    }
    if (m_pipe) {
        outcome.bytesToProvider = m_pipe->bytesToProvider();
        outcome.bytesToAgent = m_pipe->bytesToAgent();
    }
    m_record.end(code, detail);
}

} // namespace keysluice::gateway::session
