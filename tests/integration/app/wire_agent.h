#pragma once

#include "gateway/tls/openssl_handles.h"
#include "support/blocking_peer.h"
#include "tests/integration/app/program.h"

#include <QUrl>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>
#include <unistd.h>

/// An agent that speaks to the gateway byte by byte, by the environment that `env` or `run` gives it.
class WireAgent {
public:
    /// `proxy`: value of HTTPS_PROXY, with the token.
    WireAgent(const QString& proxy, const QString& authorityFile) : m_proxy(proxy) {
        m_context.reset(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_load_verify_locations(m_context.get(), qPrintable(authorityFile), nullptr);
        SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER, nullptr);
    }

    /// The status that CONNECT got; 0 without any.
    int tunnelStatus() {
        keysluice::test::BlockingPeer peer = connect();
        return connectThrough(peer).status();
    }

    /// A tunnel to keep; without TLS when it was refused.
    keysluice::test::BlockingPeer openTunnel(const std::string& host = "api.anthropic.com") {
        keysluice::test::BlockingPeer peer = connect();
        if (connectThrough(peer, host).status() == 200) {
            (void)peer.connectTls(m_context.get(), host);
        }
        return peer;
    }

    /// One request in a tunnel of its own; every byte of the answer is kept in `received`.
    keysluice::test::WireMessage ask(const std::string& request, const std::string& host = "api.anthropic.com") {
        keysluice::test::BlockingPeer peer = connect();
        keysluice::test::WireMessage answer = connectThrough(peer, host);
        if (answer.status() != 200 || !peer.connectTls(m_context.get(), host) || !peer.send(request)) {
            return answer;
        }
        answer = peer.receiveMessage();
        received += QByteArray::fromStdString(answer.head + answer.body);
        return answer;
    }

    QByteArray received;

private:
    keysluice::test::BlockingPeer connect() const {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(m_proxy.port(0)));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            ::close(socket);
            return keysluice::test::BlockingPeer();
        }
        return keysluice::test::BlockingPeer(socket);
    }

    keysluice::test::WireMessage connectThrough(keysluice::test::BlockingPeer& peer,
                                                const std::string& host = "api.anthropic.com") {
        const QByteArray login = (m_proxy.userName() + QLatin1Char(':') + m_proxy.password()).toUtf8().toBase64();
        (void)peer.send("CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + ":443\r\nProxy-Authorization: Basic " +
                        login.toStdString() + "\r\n\r\n");
        keysluice::test::WireMessage answer;
        answer.head = peer.receiveHead();
        received += QByteArray::fromStdString(answer.head);
        return answer;
    }

    QUrl m_proxy;
    keysluice::gateway::tls::ContextHandle m_context;
};
