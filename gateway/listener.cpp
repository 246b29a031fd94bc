#include "gateway/listener.h"

#include "gateway/gateway.h"
#include "gateway/http/ip_address.h"
#include "gateway/net/socket.h"

#include <QSocketNotifier>
#include <QTimer>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace keysluice::gateway {

namespace {

constexpr int kBacklog = 512;
constexpr int kFreePortAttempts = 16;

constexpr std::chrono::milliseconds kShortagePause{100};

/// One listening socket. Not QTcpServer: without a descriptor left that one tries again at once, for ever.
class Acceptor final : public QObject {
public:
    Acceptor(net::Descriptor socket, std::function<void(int)> onAccepted, QObject* parent)
        : QObject(parent),
          m_socket(std::move(socket)),
          m_onAccepted(std::move(onAccepted)),
          m_notifier(m_socket.value(), QSocketNotifier::Read, this) {
        connect(&m_notifier, &QSocketNotifier::activated, this, &Acceptor::acceptAll);
    }

private:
    void acceptAll() {
        for (;;) {
            const int socket = ::accept4(m_socket.value(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (socket >= 0) {
                m_onAccepted(socket);
                continue;
            }
            switch (errno) {
            case EMFILE:
            case ENFILE:
            case ENOBUFS:
            case ENOMEM:
                // They wait in the backlog until others have ended.
                m_notifier.setEnabled(false);
                QTimer::singleShot(kShortagePause, this, [this] { m_notifier.setEnabled(true); });
                return;
            case EINTR:
            case ECONNABORTED: // it gave up while it waited
                continue;
            default:
                return;
            }
        }
    }

    net::Descriptor m_socket; ///< outlives its notifier
    std::function<void(int)> m_onAccepted;
    QSocketNotifier m_notifier;
};

core::Failure bindFailure(int error, const std::string& address, std::uint16_t port) {
    switch (error) {
    case EADDRINUSE:
        return {core::FailureCode::PortTaken, std::to_string(port)};
    case EACCES:
    case EPERM:
        return {core::FailureCode::PermissionDenied, std::to_string(port)};
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return {core::FailureCode::AddressUnavailable, address};
    default:
        return {core::FailureCode::IoFailed, std::strerror(error)};
    }
}

core::Outcome<net::Descriptor> bindOne(const std::string& text, std::uint16_t port) {
    const auto address = http::parseIpAddress(text);
    if (!address) {
        return core::fail(core::FailureCode::AddressUnavailable, text);
    }
    const net::SocketAddress target = net::SocketAddress::of(*address, port);
    net::Descriptor socket(::socket(target.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (socket.isOpen()) {
        ::setsockopt(socket.value(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (address->isV6) {
            ::setsockopt(socket.value(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
        }
    }
    if (!socket.isOpen() || ::bind(socket.value(), target.raw(), target.size) != 0 ||
        ::listen(socket.value(), kBacklog) != 0) {
        return tl::make_unexpected(bindFailure(errno, text, port));
    }
    return socket;
}

core::Outcome<std::vector<net::Descriptor>> bindAll(const std::vector<std::string>& addresses, std::uint16_t port) {
    std::vector<net::Descriptor> sockets;
    for (const std::string& address : addresses) {
        auto socket = bindOne(address, port);
        if (!socket) {
            return tl::make_unexpected(socket.error());
        }
        port = net::localAddress(socket->value()).port(); // the same one for all
        sockets.push_back(std::move(*socket));
    }
    return sockets;
}

} // namespace

Listener::Listener(std::function<void(int)> onAccepted) : m_onAccepted(std::move(onAccepted)) {
    m_thread.setObjectName(QStringLiteral("keysluice-listener"));
    m_home.moveToThread(&m_thread);
    m_thread.start();
}

Listener::~Listener() {
    // The thread ends itself after the sockets, which belong to it: an end from here could overtake a posted call.
    QMetaObject::invokeMethod(&m_home, [this] {
        qDeleteAll(m_home.findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly)); // the acceptors
        m_thread.quit();
    });
    m_thread.wait();
}

core::Outcome<std::vector<Endpoint>> Listener::open(const std::vector<std::string>& addresses, std::uint16_t port) {
    auto sockets = bindAll(addresses, port);
    for (int i = 1;
         port == 0 && !sockets && sockets.error().code == core::FailureCode::PortTaken && i < kFreePortAttempts; ++i) {
        sockets = bindAll(addresses, port); // free for one address, taken for another: ask for another one
    }
    if (!sockets) {
        return tl::make_unexpected(sockets.error());
    }
    std::vector<Endpoint> endpoints;
    for (std::size_t i = 0; i < sockets->size(); ++i) {
        endpoints.push_back({addresses[i], net::localAddress((*sockets)[i].value()).port()});
        auto owned = std::make_shared<net::Descriptor>(std::move((*sockets)[i]));
        QMetaObject::invokeMethod(&m_home, [this, owned] { new Acceptor(std::move(*owned), m_onAccepted, &m_home); });
    }
    return endpoints;
}

} // namespace keysluice::gateway
