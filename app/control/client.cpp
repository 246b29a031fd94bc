#include "app/control/client.h"

#include "app/control/caller.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace keysluice::app {

std::unique_ptr<ControlClient> ControlClient::connectTo(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket.string();
    if (path.size() >= sizeof address.sun_path) {
        return nullptr;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return nullptr;
    }
    const auto listener = [&] {
        return ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
                   ? callerOf(descriptor)
                   : std::nullopt;
    }();
    // A passphrase goes to nobody but ourselves.
    if (!listener || listener->uid != ::geteuid() || ::fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) {
        ::close(descriptor);
        return nullptr;
    }
    return std::unique_ptr<ControlClient>(new ControlClient(descriptor));
}

ControlClient::ControlClient(int descriptor) : m_channel(descriptor, ControlChannel::Side::Client, {}) {
    m_channel.onMessage([this](Message&& message) {
        if (!message.head.contains(QLatin1String("id"))) {
            if (m_eventReceiver) {
                m_eventReceiver(message.head);
            }
            return;
        }
        auto waiting = m_waiting.extract(message.head.value(QLatin1String("id")).toInteger());
        if (!waiting.empty()) {
            waiting.mapped()(outcomeOf(message.head));
        }
    });
    connect(&m_channel, &ControlChannel::closed, this, [this] {
        const auto waiting = std::exchange(m_waiting, {});
        for (const auto& [id, answer] : waiting) {
            answer(core::fail(core::FailureCode::NotRunning));
        }
        Q_EMIT closed();
    });
}

ControlClient::~ControlClient() {
    m_channel.disconnect(this);
}

void ControlClient::request(const QString& operation, const QJsonObject& arguments, Secrets&& secrets, Answer answer) {
    if (!m_channel.isOpen()) {
        answer(core::fail(core::FailureCode::NotRunning));
        return;
    }
    const qint64 id = ++m_lastId;
    m_waiting.emplace(id, std::move(answer));
    m_channel.send(Message{
        QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("op"), operation}, {QStringLiteral("args"), arguments}},
        std::move(secrets)});
}

} // namespace keysluice::app
