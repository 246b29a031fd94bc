#include "gateway/session/agent_connection.h"

#include "gateway/http/gateway_answer.h"
#include "gateway/net/socket.h"
#include "gateway/session/record_builder.h"

#include <unistd.h>

namespace keysluice::gateway::session {

using http::AnswerCode;
using net::IoStatus;
using Decision = core::ActivityRecord::Decision;

namespace {
constexpr core::MonotonicNs kNsPerUs = 1000;
constexpr int kStatusOk = 200;
constexpr int kStatusForbidden = 403;

/// Of a host's name the one above it; empty: there is none.
std::string parentOf(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? std::string() : name.substr(dot + 1);
}

/// Whether the client may have read the authority's certificate before that named this host.
bool isOlderThanHost(const Snapshot& snapshot, const Verdict& verdict) {
    const auto& launch = verdict.identity.token->launch;
    if (!launch || !snapshot.authority) {
        return false;
    }
    // What the certificate may vouch for is a host and everything below it (RFC 5280, section 4.2.1.10).
    for (std::string name = verdict.authority.host; !name.empty(); name = parentOf(name)) {
        const auto added = snapshot.authority->addedHosts.find(name);
        if (added != snapshot.authority->addedHosts.end() && launch->startedAt <= added->second) {
            return true;
        }
    }
    return false;
}

} // namespace

AgentConnection::AgentConnection(Services& services, net::Descriptor socket,
                                 std::function<void(AgentConnection&)> onClosed)
    : m_services(services),
      m_onClosed(std::move(onClosed)),
      m_port(services.loop, services.buffers, std::move(socket), this),
      m_timer(services.loop.timers(), [this] { onTimer(); }),
      m_parser(services.snapshot->limits),
      m_phaseSince(services.loop.now()) {
    m_services.counters.connections.fetch_add(1, std::memory_order_relaxed);
}

AgentConnection::~AgentConnection() {
    m_exchange.reset();
    m_hold.reset();
    m_blind.reset();
    m_port.stream->close();
    m_services.loop.bury(std::shared_ptr<void>(m_port.stream));
    m_services.counters.connections.fetch_sub(1, std::memory_order_relaxed);
}

void AgentConnection::start() {
    if (const std::string_view objection = objectionToPeer(); !objection.empty()) {
        core::ActivityRecord record;
        record.kind = core::ActivityRecord::Kind::Failure;
        record.decision = Decision::Blocked;
        record.at = m_services.wallClock();
        record.errorCode = http::answerFacts(AnswerCode::AgentUnknown).name;
        record.detail = objection;
        m_services.sink.submit(std::move(record));
        close(true);
        return;
    }
    if (m_services.counters.connections.load(std::memory_order_relaxed) > limits().connections) {
        refuseMalformed(AnswerCode::TooManyConnections, {});
    } else {
        m_services.loop.makeReady(*this);
    }
    armTimer();
}

std::string_view AgentConnection::objectionToPeer() {
    const auto ends = [](const net::SocketAddress& end) {
        return net::SocketAddress::of(end.address(), end.port()); // IPv4 inside IPv6 as IPv4
    };
    const auto local = ends(net::localAddress(m_port.stream->descriptor()));
    const auto peer = ends(net::peerAddress(m_port.stream->descriptor()));
    return net::objectionToPeer(local, peer, m_services.peers.inspect(local, peer), ::geteuid());
}

void AgentConnection::enter(Phase phase) {
    m_phase = phase;
    m_phaseSince = m_services.loop.now();
}

void AgentConnection::runTurn() {
    switch (m_phase) {
    case Phase::ReadingHead:
        readHead();
        break;
    case Phase::Holding:
        hold(m_hold->advance());
        break;
    case Phase::Exchanging:
        exchange(m_exchange->advance());
        break;
    case Phase::Tunnelling:
        tunnel(m_blind->advance());
        break;
    case Phase::Flushing:
        flush();
        break;
    case Phase::Accepting:
        accept();
        break;
    case Phase::Lingering:
        discard();
        break;
    case Phase::Closed:
        return;
    }
    armTimer();
}

void AgentConnection::readHead() {
    for (;;) {
        if (!m_port.input.isEmpty()) {
            if (m_headSince == 0) {
                m_headSince = m_services.loop.now();
            }
            switch (m_parser.parse(m_port.input.view())) {
            case http::ParseState::Done:
                onHead();
                return;
            case http::ParseState::Failed:
                refuseMalformed(http::answerForRequestError(m_parser.error()), http::httpErrorName(m_parser.error()));
                return;
            case http::ParseState::NeedMore:
                break;
            }
            if (m_port.input.isFull()) {
                refuseMalformed(AnswerCode::HeadTooLarge, http::httpErrorName(http::HttpError::HeadTooLarge));
                return;
            }
        }
        if (!m_port.stream->mayRead()) {
            return;
        }
        const net::IoResult result = m_port.input.fill(*m_port.stream);
        if (result.status == IoStatus::Again) {
            return;
        }
        if (result.status != IoStatus::Done) {
            m_port.stream->endOutput();
            close();
            return;
        }
    }
}

void AgentConnection::onHead() {
    Verdict verdict = receive(m_services, m_parser.head(), m_tunnel);
    const std::string_view headBytes = m_port.input.view().substr(0, m_parser.consumed());
    m_port.input.consume(headBytes.size());
    if (const SnapshotAgent* agent = verdict.identity.agent; agent != nullptr && !m_place.isFor(agent->id)) {
        if (!m_services.agentCounts.enter(agent->id, verdict.snapshot->limits.connectionsPerAgent, m_place)) {
            uncount(m_services, verdict);
            refuse(verdict, AnswerCode::TooManyConnections, {});
            return;
        }
    }
    if (verdict.action == Verdict::Action::Hold) {
        m_hold = std::make_unique<RequestHold>(m_services, m_port, *this, headBytes, std::move(verdict));
        enter(Phase::Holding);
        hold(m_hold->advance());
        return;
    }
    act(std::move(verdict), nullptr);
}

void AgentConnection::hold(RequestHold::Progress progress) {
    switch (progress) {
    case RequestHold::Progress::Running:
        return;
    case RequestHold::Progress::Refused:
        refuse(m_hold->verdict(), m_hold->code(), m_hold->detail());
        return;
    case RequestHold::Progress::Gone:
        endHold("agent_gone", {});
        close(true);
        return;
    case RequestHold::Progress::Complete:
        break;
    }
    // Judged anew: agents, credentials and rules may be others by now.
    Verdict verdict = receive(m_services, m_hold->head(), m_tunnel, &m_hold->examined(), m_hold->approval());
    verdict.record.at = m_hold->verdict().record.at;
    if (verdict.action == Verdict::Action::Ask) {
        hold(m_hold->ask(std::move(verdict)));
        return;
    }
    m_hold->settle(verdict);
    act(std::move(verdict), m_hold->takeBody());
}

/// What was held goes nowhere.
void AgentConnection::endHold(std::string_view code, std::string_view detail) {
    m_hold->settle(m_services.isDraining ? core::ApprovalEnd::ShutDown : core::ApprovalEnd::AgentLeft);
    core::ActivityRecord record = std::move(m_hold->verdict().record);
    m_hold.reset();
    record.decision = Decision::Error;
    record.errorCode = code;
    record.detail = detail;
    record.totalUs = (m_services.loop.clock().monotonic() - m_headSince) / kNsPerUs;
    m_services.sink.submit(std::move(record));
}

void AgentConnection::act(Verdict verdict, std::unique_ptr<HeldBody> held) {
    switch (verdict.action) {
    case Verdict::Action::Local:
        send(verdict.answer, head().keepAlive && head().body.kind == http::BodyKind::None ? Next::Keep : Next::Close);
        return;
    case Verdict::Action::Refuse:
        refuse(verdict, verdict.code, verdict.detail);
        return;
    case Verdict::Action::Intercept:
        intercept(std::move(verdict));
        return;
    case Verdict::Action::Tunnel:
        m_blind = std::make_unique<BlindTunnel>(m_services, m_port, *this, std::move(verdict), m_headSince);
        enter(Phase::Tunnelling);
        tunnel(m_blind->advance());
        return;
    case Verdict::Action::Forward:
        m_exchange =
            std::make_unique<Exchange>(m_services, m_port, *this, verdict.baseUrl ? verdict.baseUrl->head() : head(),
                                       std::move(verdict), std::move(held), m_headSince);
        enter(Phase::Exchanging);
        exchange(m_exchange->advance());
        return;
    case Verdict::Action::Hold: // of what was read there is nothing left to wait for
    case Verdict::Action::Ask:  // only what is held
        refuse(verdict, AnswerCode::BodyNotExamined, {});
        return;
    }
}

void AgentConnection::intercept(Verdict verdict) {
    m_connectRecord = std::make_unique<core::ActivityRecord>(std::move(verdict.record));
    m_connectSince = m_headSince;
    m_acceptWith.reset(SSL_new(verdict.leaf));
    if (!m_acceptWith) {
        close();
        return;
    }
    SSL_set_accept_state(m_acceptWith.get());
    m_isOlderThanHost = isOlderThanHost(*verdict.snapshot, verdict);
    m_tunnel = TunnelContext{verdict.authority, verdict.identity.token->id};
    send(http::connectEstablished(), Next::AcceptTls);
}

void AgentConnection::refuse(Verdict& verdict, AnswerCode code, std::string_view detail) {
    http::AnswerContext context;
    if (verdict.provider != nullptr) {
        context.shape = verdict.provider->errorShape;
        context.provider = verdict.provider->name;
    }
    context.host = verdict.authority.host;
    context.agent = verdict.record.agentName;
    context.credential = verdict.record.credentialName;
    if (verdict.refusing) {
        context.rule = verdict.refusing->name;
        context.reason = verdict.refusing->reason;
        context.retryAfterSeconds = verdict.refusing->retryAfterSeconds;
    } else {
        context.detail = detail;
    }
    context.isToProvider = m_tunnel || verdict.baseUrl;
    context.headOnly = head().method == "HEAD";
    context.minorVersion = head().minorVersion;
    // An unknown agent that talks to a provider, as it believes, has nothing to try again on this connection.
    context.keepAlive =
        head().keepAlive && head().body.kind == http::BodyKind::None && !context.isToProvider && !m_services.isDraining;
    const http::AnswerFacts& facts = http::answerFacts(code);
    core::ActivityRecord record = verdict.record;
    record.decision = decisionOf(code);
    record.errorCode = facts.name;
    record.detail = detail;
    record.status = context.isToProvider && code == AnswerCode::AgentUnknown ? kStatusForbidden : facts.status;
    record.complete = true;
    record.totalUs = (m_services.loop.clock().monotonic() - m_headSince) / kNsPerUs;
    const std::string answer = http::makeAnswer(code, context);
    m_services.sink.submit(std::move(record));
    send(answer, context.keepAlive && facts.keepsConnection ? Next::Keep : Next::Close);
}

void AgentConnection::refuseMalformed(AnswerCode code, std::string_view detail) {
    core::ActivityRecord record;
    record.kind = core::ActivityRecord::Kind::Failure;
    record.decision = decisionOf(code);
    record.at = m_services.wallClock();
    record.errorCode = http::answerFacts(code).name;
    record.detail = detail;
    record.status = http::answerFacts(code).status;
    http::AnswerContext context;
    context.detail = detail;
    if (m_tunnel) {
        const core::Provider* provider = policy::providerOf(*m_services.snapshot, m_tunnel->authority.host);
        context.shape = provider != nullptr ? provider->errorShape : context.shape;
        context.host = m_tunnel->authority.host;
        noteDestination(record, m_tunnel->authority, "https");
        notePolicy(record, provider, nullptr);
        noteAgent(record, policy::agentOfToken(*m_services.snapshot, m_tunnel->tokenId, record.at));
    }
    m_services.sink.submit(std::move(record));
    send(http::makeAnswer(code, context), Next::Close);
}

void AgentConnection::send(std::string_view answer, Next next) {
    m_next = next;
    m_port.output.append(answer);
    enter(Phase::Flushing);
    flush();
}

void AgentConnection::flush() {
    switch (m_port.output.flush(*m_port.stream)) {
    case IoStatus::Again:
        return;
    case IoStatus::End:
    case IoStatus::Error:
        close();
        return;
    case IoStatus::Done:
        break;
    }
    switch (m_next) {
    case Next::Keep:
        nextRequest();
        return;
    case Next::Close:
        linger();
        return;
    case Next::AcceptTls:
        // A ClientHello may have come in one piece with the CONNECT.
        m_port.stream->startTls(std::move(m_acceptWith), std::string(m_port.input.view()));
        m_port.input.release();
        enter(Phase::Accepting);
        accept();
        return;
    }
}

void AgentConnection::accept() {
    switch (m_port.stream->handshake()) {
    case net::HandshakeStatus::Again:
        return;
    case net::HandshakeStatus::Error:
        recordConnect("agent_tls", handshakeTrouble());
        linger();
        return;
    case net::HandshakeStatus::Done:
        break;
    }
    recordConnect({}, {});
    nextRequest();
    m_hasServed = false; // the first request inside has the time of a first request
    if (m_phase == Phase::ReadingHead) {
        readHead();
    }
}

std::string AgentConnection::handshakeTrouble() const {
    std::string reason =
        m_port.stream->endedAbruptly() ? std::string("closed during the handshake") : m_port.stream->errorText();
    if (m_isOlderThanHost) {
        reason += "; this launch began before the host was added: start it again";
    }
    return reason;
}

void AgentConnection::recordConnect(std::string_view code, std::string_view detail) {
    const auto row = std::exchange(m_connectRecord, nullptr);
    row->decision = code.empty() ? Decision::Allowed : Decision::Error;
    row->errorCode = code;
    row->detail = detail;
    row->status = kStatusOk;
    row->complete = code.empty();
    row->totalUs = (m_services.loop.clock().monotonic() - m_connectSince) / kNsPerUs;
    m_services.sink.submit(std::move(*row));
}

void AgentConnection::exchange(Exchange::Progress progress) {
    switch (progress) {
    case Exchange::Progress::Running:
        return;
    case Exchange::Progress::Cut:
        m_exchange.reset();
        close(true);
        return;
    case Exchange::Progress::Done:
        break;
    }
    m_next = m_exchange->keepsAgent() ? Next::Keep : Next::Close;
    m_exchange.reset();
    m_hold.reset();
    enter(Phase::Flushing);
    flush();
}

void AgentConnection::tunnel(BlindTunnel::Progress progress) {
    switch (progress) {
    case BlindTunnel::Progress::Running:
        return;
    case BlindTunnel::Progress::Refused: {
        const UpstreamDialer::Failure failure = m_blind->failure();
        Verdict verdict = std::move(m_blind->verdict());
        m_blind.reset();
        refuse(verdict, failure.code, failure.detail);
        return;
    }
    case BlindTunnel::Progress::Over:
        m_blind.reset();
        close();
        return;
    }
}

void AgentConnection::nextRequest() {
    m_hasServed = true;
    m_headSince = 0;
    m_hold.reset();
    m_parser.reset();
    if (m_isRetired || m_services.isDraining) {
        linger();
        return;
    }
    enter(Phase::ReadingHead);
    if (!m_port.input.isEmpty() || m_port.stream->mayRead()) {
        m_services.loop.makeReady(*this); // a pipelined request, in its turn
    }
    m_port.input.releaseIfEmpty();
}

void AgentConnection::linger() {
    // What has come already is not parsed any more, but it is read: closing on unread bytes would reset the connection
    // and could take the answer with it (RFC 9112, section 9.6).
    m_port.stream->endOutput();
    enter(Phase::Lingering);
    discard();
}

void AgentConnection::discard() {
    m_port.input.release();
    for (std::size_t total = 0; total < net::EventLoop::kBytesPerTurn;) {
        const net::IoResult result = m_port.input.fill(*m_port.stream);
        m_port.input.release();
        if (result.status == IoStatus::Again) {
            return;
        }
        if (result.status != IoStatus::Done) {
            close();
            return;
        }
        total += result.count;
    }
    m_services.loop.makeReady(*this);
}

void AgentConnection::close(bool isCut) {
    if (m_phase == Phase::Closed) {
        return;
    }
    m_phase = Phase::Closed;
    m_timer.cancel();
    // Without TLS, an answer that ends with the connection would look complete after a FIN.
    m_port.stream->close(isCut && !m_port.stream->isTls());
    m_onClosed(*this);
}

void AgentConnection::drain() {
    m_isRetired = true;
    if (m_phase == Phase::ReadingHead && m_headSince == 0) {
        linger();
        armTimer();
    }
    askAgain();
}

void AgentConnection::askAgain() {
    if (m_phase == Phase::Holding && m_hold->askAgain()) {
        m_services.loop.makeReady(*this);
    }
}

void AgentConnection::cutExchange(std::string_view why) {
    if (m_exchange) {
        cut(why);
    }
}

const core::RecordId* AgentConnection::servedAgent() const {
    if (m_exchange) {
        return &m_exchange->agentId();
    }
    return m_blind ? &m_blind->agentId() : nullptr;
}

void AgentConnection::cut(std::string_view why) {
    if (m_exchange) {
        m_exchange->cancel(why);
    } else if (m_phase == Phase::Holding) {
        endHold("canceled", why);
    }
    m_blind.reset();
    close(true);
}

void AgentConnection::onTimer() {
    switch (m_phase) {
    case Phase::ReadingHead:
        if (m_headSince != 0) {
            refuseMalformed(AnswerCode::RequestTimeout, "head");
        } else {
            linger();
        }
        break;
    case Phase::Holding:
        hold(m_hold->expire());
        break;
    case Phase::Exchanging:
        exchange(m_exchange->expire());
        break;
    case Phase::Tunnelling:
        tunnel(m_blind->expire());
        break;
    case Phase::Accepting:
        recordConnect("agent_tls", "handshake time-out");
        close();
        break;
    case Phase::Flushing:
    case Phase::Lingering:
        close();
        break;
    case Phase::Closed:
        return;
    }
    armTimer();
}

void AgentConnection::armTimer() {
    core::MonotonicNs deadline = m_phaseSince;
    switch (m_phase) {
    case Phase::ReadingHead:
        deadline = m_headSince != 0
                       ? m_headSince + nanoseconds(limits().requestHead)
                       : m_phaseSince + nanoseconds(m_hasServed ? limits().keepAlive : limits().requestHead);
        break;
    case Phase::Holding:
        deadline = m_hold->deadline();
        break;
    case Phase::Exchanging:
        deadline = m_exchange->deadline();
        break;
    case Phase::Tunnelling:
        deadline = m_blind->deadline();
        break;
    case Phase::Flushing:
        deadline += nanoseconds(limits().bodyIdle);
        break;
    case Phase::Accepting:
        deadline += nanoseconds(limits().tlsHandshake);
        break;
    case Phase::Lingering:
        deadline += nanoseconds(limits().linger);
        break;
    case Phase::Closed:
        return;
    }
    m_timer.setDeadline(deadline);
}

} // namespace keysluice::gateway::session
