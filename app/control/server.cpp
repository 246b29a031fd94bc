#include "app/control/server.h"

#include <QPointer>
#include <QSocketNotifier>

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

ControlServer::ControlServer(ControlHandler& handler, const ControlLimits& limits, QObject* parent)
    : QObject(parent), m_handler(handler), m_limits(limits) {}

ControlServer::~ControlServer() {
    if (m_descriptor >= 0) {
        m_notifier->setEnabled(false);
        ::close(m_descriptor);
        ::unlink(m_path.c_str());
    }
}

core::Outcome<void> ControlServer::listen(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket.string();
    if (path.size() >= sizeof address.sun_path) {
        return fail(FailureCode::IoFailed, "the path of the control socket is too long: " + path);
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) {
        return fail(FailureCode::IoFailed, std::strerror(errno));
    }
    ::unlink(path.c_str());
    // The process's umask of 077 makes it 0600 from its first moment.
    if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(descriptor, 64) != 0) {
        const int error = errno;
        ::close(descriptor);
        return error == EACCES ? fail(FailureCode::PermissionDenied, path)
                               : fail(FailureCode::IoFailed, std::strerror(error));
    }
    m_path = socket;
    m_descriptor = descriptor;
    m_notifier = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &ControlServer::acceptAll);
    return {};
}

void ControlServer::acceptAll() {
    while (true) {
        const int descriptor = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor < 0) {
            return;
        }
        const auto caller = callerOf(descriptor);
        if (!caller || caller->uid != ::geteuid() || m_connections >= m_limits.connections) {
            ::close(descriptor);
            continue;
        }
        serve(descriptor, *caller);
    }
}

void ControlServer::serve(int descriptor, const Caller& caller) {
    auto* channel = new ControlChannel(descriptor, ControlChannel::Side::Server, m_limits, this);
    auto* session = new ControlSession(caller, channel, channel);
    ++m_connections;
    connect(channel, &ControlChannel::closed, this, [this, channel, session] {
        --m_connections;
        Q_EMIT session->closed();
        channel->deleteLater();
    });
    connect(channel, &ControlChannel::broken, this, [this, session] { m_handler.noteBroken(*session); });
    channel->onMessage([this, channel, session](Message&& message) {
        const qint64 id = message.head.value(QLatin1String("id")).toInteger();
        const QString operation = message.head.value(QLatin1String("op")).toString();
        const QPointer<ControlChannel> alive(channel);
        m_handler.handle(operation, message.head.value(QLatin1String("args")).toObject(), std::move(message.secrets),
                         *session, [alive, id](const core::Outcome<QJsonObject>& outcome) {
                             if (!alive.isNull()) {
                                 alive->send(answerOf(id, outcome));
                             }
                         });
    });
}

} // namespace keysluice::app
