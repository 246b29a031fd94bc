#include "support/gateway_fixture.h"

#include "gateway/tls/certificate_builder.h"

#include <QFile>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <csignal>
#include <unistd.h>

namespace keysluice::test {

namespace {

gateway::SnapshotCredential credentialOf(const core::ProviderCatalogue& catalogue, const std::string& id,
                                         const std::string& providerId, const std::string& kindId) {
    gateway::SnapshotCredential credential;
    credential.id = id;
    credential.name = id;
    credential.providerId = providerId;
    credential.kindId = kindId;
    const core::Provider* provider = catalogue.provider(providerId);
    credential.hosts = provider->hosts;
    credential.injection = provider->kind(kindId)->injection;
    credential.sealed.recordId = id;
    return credential;
}

} // namespace

GatewayFixture::GatewayFixture(gateway::GatewaySeams seams, int workers) {
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL's own socket BIO writes without MSG_NOSIGNAL
    QFile file(QStringLiteral(KEYSLUICE_SOURCE_DIR "/resources/providers.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("the catalogue cannot be read");
    }
    snapshot.catalogue = *core::ProviderCatalogue::fromJson(file.readAll());
    snapshot.credentials = {credentialOf(*snapshot.catalogue, "anthropic-key", "anthropic", "api_key"),
                            credentialOf(*snapshot.catalogue, "openai-key", "openai", "api_key")};
    snapshot.agents = {gateway::SnapshotAgent{"agent-1", "Claude", true, {}}};
    token = core::newAgentToken();
    snapshot.tokens = {gateway::SnapshotToken{"token-1", core::hashToken(token), "agent-1", 0, nullptr}};
    opener->set("anthropic-key", "sk-ant-api03-REAL-VALUE-OF-THE-KEY-0123456789");
    opener->set("anthropic-oauth", "sk-ant-oat01-REAL-VALUE-OF-THE-TOKEN-0123456789");
    opener->set("openai-key", "sk-proj-REAL-VALUE-OF-THE-OPENAI-KEY-0123456789");
    snapshot.opener = opener;
    m_authority = std::move(*gateway::createAuthority({kAnthropic, kOpenAi}, clock.now()));
    reissueAuthority({kAnthropic, kOpenAi});
    snapshot.state = gateway::GateState::Running;
    snapshot.extraCaPem = certificates.authorityPem();

    trustAuthority();
    if (!seams.watchNetwork) {
        seams.watchNetwork = [] {
            return gateway::net::NetworkSource();
        }; // what happens on this machine is no part of it
    }
    gate = std::make_unique<gateway::Gateway>(sink, clock, std::move(seams), workers);
}

void GatewayFixture::reissueAuthority(const std::vector<std::string>& hosts) {
    m_authority.certificatePem = *gateway::reissueAuthority(m_authority, hosts, clock.now());
    authorityPem = m_authority.certificatePem;
    auto signing = std::make_shared<gateway::SigningAuthority>();
    signing->certificatePem = authorityPem;
    signing->privateKeyDer = std::make_shared<core::SecretBytes>(m_authority.privateKeyDer.clone());
    snapshot.authority = signing;
}

void GatewayFixture::trustAuthority() {
    m_agentContext.reset(SSL_CTX_new(TLS_client_method()));
    auto trusted = gateway::tls::certificateFromPem(authorityPem);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(m_agentContext.get()), trusted->get());
    SSL_CTX_set_verify(m_agentContext.get(), SSL_VERIFY_PEER, nullptr);
}

void GatewayFixture::publish() {
    gate->publish(std::make_shared<const gateway::Snapshot>(snapshot));
}

void GatewayFixture::resolveTo(const std::string& host, std::uint16_t port, const std::string& address) {
    std::erase_if(snapshot.resolve, [&](const core::ResolveOverride& entry) { return entry.host == host; });
    snapshot.resolve.push_back({host, 443, address, port});
}

bool GatewayFixture::listen() {
    publish();
    auto endpoints = gate->listen({"127.0.0.1"}, 0);
    m_port = endpoints ? endpoints->front().port : 0;
    return endpoints.has_value();
}

gateway::SnapshotCredential& GatewayFixture::credential(const std::string& id) {
    for (gateway::SnapshotCredential& credential : snapshot.credentials) {
        if (credential.id == id) {
            return credential;
        }
    }
    qFatal("no such credential");
    return snapshot.credentials.front();
}

BlockingPeer GatewayFixture::connect() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        return BlockingPeer();
    }
    return BlockingPeer(socket);
}

std::string GatewayFixture::proxyAuthorization() const {
    const QByteArray pair = QByteArray("agent:") + QByteArray::fromStdString(token);
    return "Proxy-Authorization: Basic " + pair.toBase64().toStdString() + "\r\n";
}

std::string GatewayFixture::connectRequest(const std::string& authority) const {
    return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + proxyAuthorization() + "\r\n";
}

BlockingPeer GatewayFixture::openTunnel(const std::string& host) const {
    BlockingPeer peer = connect();
    peer.send(connectRequest(host + ":443"));
    if (!peer.receiveHead().starts_with("HTTP/1.1 200 ") || !peer.connectTls(m_agentContext.get(), host)) {
        return BlockingPeer();
    }
    return peer;
}

} // namespace keysluice::test
