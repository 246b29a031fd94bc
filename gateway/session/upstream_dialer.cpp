#include "gateway/session/upstream_dialer.h"

#include "gateway/net/socket.h"

#include <algorithm>

namespace keysluice::gateway::session {

using http::AnswerCode;
using net::IoStatus;

namespace {
constexpr core::MonotonicNs kShortestAttemptNs = 1'000'000'000;
constexpr int kStatusOk = 200;
} // namespace

UpstreamDialer::UpstreamDialer(Services& services, std::shared_ptr<const Snapshot> snapshot, Destination destination,
                               net::Runnable& owner)
    : m_services(services),
      m_snapshot(std::move(snapshot)),
      m_destination(std::move(destination)),
      m_owner(owner),
      m_startedAt(services.loop.now()),
      m_deadline(m_startedAt + nanoseconds(m_snapshot->limits.connect)),
      m_proxyRequest(services.buffers),
      m_proxyInput(services.buffers) {}

UpstreamDialer::~UpstreamDialer() {
    if (m_query) {
        m_query->owner = nullptr;
    }
    dropStream();
}

void UpstreamDialer::dropStream() {
    if (m_stream) {
        m_stream->close();
        m_services.loop.bury(std::shared_ptr<void>(std::move(m_stream)));
    }
}

UpstreamDialer::Progress UpstreamDialer::advance() {
    m_isWaiting = false;
    while (!m_isWaiting && m_step != Step::Ready && m_step != Step::Failed) {
        m_step = step();
    }
    return m_step == Step::Ready ? Progress::Ready : m_step == Step::Failed ? Progress::Failed : Progress::Pending;
}

UpstreamDialer::Step UpstreamDialer::step() {
    switch (m_step) {
    case Step::Begin:
        return begin();
    case Step::Resolve:
        return resolve();
    case Step::Dial:
        return dial();
    case Step::Connect:
        return connect();
    case Step::ProxyWrite:
        return proxyWrite();
    case Step::ProxyRead:
        return proxyRead();
    case Step::Handshake:
        return handshake();
    case Step::Ready:
    case Step::Failed:
        break;
    }
    return m_step;
}

core::MonotonicNs UpstreamDialer::deadline() const {
    return std::min(m_deadline, m_attemptDeadline);
}

void UpstreamDialer::expire() {
    if (m_step == Step::Ready || m_step == Step::Failed) {
        return;
    }
    if (m_services.loop.now() >= m_deadline) {
        m_step = fail(AnswerCode::UpstreamTimeout, "connect");
    } else if (m_step == Step::Connect) {
        // This address stays silent; there is another one and time for it.
        m_lastError = "no answer from an address";
        m_attemptDeadline = net::Timer::kNever;
        dropStream();
        m_step = Step::Dial;
    }
}

std::unique_ptr<net::Stream> UpstreamDialer::takeStream() {
    return std::move(m_stream);
}

std::int64_t UpstreamDialer::elapsedUs() const {
    constexpr core::MonotonicNs kNsPerUs = 1000;
    return (m_services.loop.clock().monotonic() - m_startedAt) / kNsPerUs;
}

const core::ResolveOverride* UpstreamDialer::overrideFor(const Snapshot& snapshot, const http::Authority& authority) {
    for (const core::ResolveOverride& entry : snapshot.resolve) {
        if (entry.hostPort == authority.port && entry.host == authority.host) {
            return &entry;
        }
    }
    return nullptr;
}

bool UpstreamDialer::usesProxy(const Snapshot& snapshot, const Services& services) {
    // One that points back to the gateway would go round for ever: it is as if there were none, and app/ warns of it.
    return !snapshot.upstreamProxyHost.empty() &&
           !policy::isOwnProxy(snapshot.upstreamProxyHost, snapshot.upstreamProxyPort, services.ownEndpoints);
}

UpstreamDialer::Step UpstreamDialer::begin() {
    m_viaProxy = usesProxy(*m_snapshot, m_services);
    const core::ResolveOverride* entry = overrideFor(*m_snapshot, m_destination.authority);
    if (entry == nullptr && !m_destination.authority.literal) {
        const auto verdict = policy::mayLookUp(m_destination.authority.host, m_snapshot->allowPrivateDestinations);
        if (!verdict.isAllowed) {
            return fail(AnswerCode::DestinationRefused, std::string(policy::addressClassName(verdict.addressClass)));
        }
    }
    if (m_viaProxy) {
        m_port = m_snapshot->upstreamProxyPort;
        // The proxy resolves the name; an address that we can see is judged all the same.
        const auto& literal = m_destination.authority.literal;
        if (!entry && literal &&
            !policy::mayDial(*literal, m_destination.authority.port,
                             {m_snapshot->allowPrivateDestinations, false, m_services.ownEndpoints})
                 .isAllowed) {
            return fail(AnswerCode::DestinationRefused, "address");
        }
        if (const auto proxy = http::parseIpAddress(m_snapshot->upstreamProxyHost)) {
            return admit({*proxy}, true);
        }
        m_query = m_services.dns.ask(m_snapshot->upstreamProxyHost, m_destination.agentId, m_owner);
        return Step::Resolve;
    }
    m_port = entry != nullptr && entry->port != 0 ? entry->port : m_destination.authority.port;
    if (entry != nullptr) {
        const auto address = http::parseIpAddress(entry->address);
        return address ? admit({*address}, true) : fail(AnswerCode::UpstreamDns, "the override is not an address");
    }
    if (m_destination.authority.literal) {
        return admit({*m_destination.authority.literal}, false);
    }
    m_query = m_services.dns.ask(m_destination.authority.host, m_destination.agentId, m_owner);
    return Step::Resolve;
}

UpstreamDialer::Step UpstreamDialer::resolve() {
    if (!m_query->isDone) {
        m_isWaiting = true;
        return Step::Resolve;
    }
    const auto query = std::exchange(m_query, nullptr);
    if (query->result.addresses.empty()) {
        return fail(m_viaProxy ? AnswerCode::UpstreamProxy : AnswerCode::UpstreamDns, query->result.error);
    }
    return admit(query->result.addresses, m_viaProxy);
}

UpstreamDialer::Step UpstreamDialer::admit(const std::vector<http::IpAddress>& addresses, bool isNamedByUser) {
    const policy::DialPolicy rule{m_snapshot->allowPrivateDestinations, isNamedByUser, m_services.ownEndpoints};
    std::string refused;
    for (const http::IpAddress& address : addresses) {
        const policy::DialVerdict verdict = policy::mayDial(address, m_port, rule);
        if (verdict.isAllowed) {
            m_candidates.push_back(address);
        } else {
            refused = verdict.isOwn ? "own_address" : std::string(policy::addressClassName(verdict.addressClass));
        }
    }
    if (m_candidates.empty()) {
        return fail(AnswerCode::DestinationRefused, refused);
    }
    std::reverse(m_candidates.begin(), m_candidates.end());
    return Step::Dial;
}

UpstreamDialer::Step UpstreamDialer::dial() {
    if (m_candidates.empty()) {
        return fail(m_viaProxy ? AnswerCode::UpstreamProxy : AnswerCode::UpstreamRefused, m_lastError);
    }
    const http::IpAddress address = m_candidates.back();
    m_candidates.pop_back();
    net::ConnectAttempt attempt = net::beginConnect(net::SocketAddress::of(address, m_port));
    if (!attempt.error.empty()) {
        m_lastError = attempt.error;
        return Step::Dial;
    }
    m_stream = std::make_unique<net::Stream>(m_services.loop, std::move(attempt.socket), &m_owner);
    m_attemptDeadline = net::Timer::kNever;
    if (!m_candidates.empty()) {
        const auto rounds = static_cast<core::MonotonicNs>(m_candidates.size() + 1);
        const core::MonotonicNs now = m_services.loop.now();
        m_attemptDeadline = now + std::max((m_deadline - now) / rounds, kShortestAttemptNs);
    }
    return Step::Connect;
}

UpstreamDialer::Step UpstreamDialer::connect() {
    switch (net::connectState(m_stream->descriptor(), m_lastError)) {
    case net::ConnectState::Pending:
        m_isWaiting = true;
        return Step::Connect;
    case net::ConnectState::Failed:
        dropStream();
        return Step::Dial;
    case net::ConnectState::Connected:
        break;
    }
    m_attemptDeadline = net::Timer::kNever;
    return afterConnect();
}

UpstreamDialer::Step UpstreamDialer::afterConnect() {
    if (!m_viaProxy || m_destination.viaProxyAsIs) {
        return m_destination.isTls ? startHandshake() : Step::Ready;
    }
    const core::ResolveOverride* entry = overrideFor(*m_snapshot, m_destination.authority);
    http::Authority target = m_destination.authority;
    if (entry != nullptr) {
        target.host = entry->address;
        target.literal = http::parseIpAddress(entry->address);
        target.port = entry->port != 0 ? entry->port : target.port;
    }
    const std::string authority = target.toString(0);
    m_proxyRequest.append("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
    if (m_snapshot->upstreamProxyAuthorization) {
        m_proxyRequest.append("Proxy-Authorization: ");
        m_proxyRequest.append(m_snapshot->upstreamProxyAuthorization->view());
        m_proxyRequest.append("\r\n");
        m_proxyRequest.markSensitive();
    }
    m_proxyRequest.append("\r\n");
    m_proxyAnswer.emplace(m_snapshot->limits);
    return Step::ProxyWrite;
}

UpstreamDialer::Step UpstreamDialer::proxyWrite() {
    switch (m_proxyRequest.flush(*m_stream)) {
    case IoStatus::Done:
        return Step::ProxyRead;
    case IoStatus::Again:
        m_isWaiting = true;
        return Step::ProxyWrite;
    case IoStatus::End:
    case IoStatus::Error:
        break;
    }
    return fail(AnswerCode::UpstreamProxy, m_stream->errorText());
}

UpstreamDialer::Step UpstreamDialer::proxyRead() {
    const net::IoResult result = m_proxyInput.fill(*m_stream);
    if (result.status == IoStatus::Again) {
        m_isWaiting = true;
        return Step::ProxyRead;
    }
    if (result.status != IoStatus::Done) {
        return fail(AnswerCode::UpstreamProxy,
                    result.status == IoStatus::End ? "it closed the connection" : m_stream->errorText());
    }
    switch (m_proxyAnswer->parse(m_proxyInput.view())) {
    case http::ParseState::NeedMore:
        return m_proxyInput.isFull() ? fail(AnswerCode::UpstreamProxy, "its answer is too large") : Step::ProxyRead;
    case http::ParseState::Failed:
        return fail(AnswerCode::UpstreamProxy, std::string(http::httpErrorName(m_proxyAnswer->error())));
    case http::ParseState::Done:
        break;
    }
    const int status = m_proxyAnswer->head().status;
    const std::size_t size = m_proxyAnswer->consumed();
    if (status < kStatusOk) {
        m_proxyInput.consume(size);
        m_proxyAnswer->reset(false);
        return Step::ProxyRead;
    }
    if (status != kStatusOk) {
        return fail(AnswerCode::UpstreamProxy, "status " + std::to_string(status));
    }
    m_proxyInput.consume(size);
    if (!m_proxyInput.isEmpty()) {
        return fail(AnswerCode::UpstreamProxy, "bytes after its answer"); // a TLS server never speaks first
    }
    m_proxyInput.release();
    return m_destination.isTls ? startHandshake() : Step::Ready;
}

UpstreamDialer::Step UpstreamDialer::startHandshake() {
    auto ssl = m_services.upstreamTls.handshake(m_destination.authority.host, m_destination.authority.port);
    if (!ssl) {
        return fail(AnswerCode::UpstreamTls, ssl.error());
    }
    m_stream->startTls(std::move(*ssl), {});
    return Step::Handshake;
}

UpstreamDialer::Step UpstreamDialer::handshake() {
    switch (m_stream->handshake()) {
    case net::HandshakeStatus::Done:
        return Step::Ready;
    case net::HandshakeStatus::Again:
        m_isWaiting = true;
        return Step::Handshake;
    case net::HandshakeStatus::Error:
        break;
    }
    if (m_stream->wasLost() && SSL_get_verify_result(m_stream->ssl()) == X509_V_OK) {
        return fail(AnswerCode::UpstreamReset, "during the TLS handshake");
    }
    return fail(AnswerCode::UpstreamTls, m_stream->errorText());
}

UpstreamDialer::Step UpstreamDialer::fail(AnswerCode code, std::string detail) {
    m_failure = {code, std::move(detail)};
    if (m_query) {
        m_query->owner = nullptr;
        m_query.reset();
    }
    dropStream();
    return Step::Failed;
}

} // namespace keysluice::gateway::session
