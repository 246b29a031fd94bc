#pragma once

#include "app/control/channel.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>

namespace keysluice::app {

/// The other side of the control socket. Thread: gui.
class ControlClient final : public QObject {
    Q_OBJECT
public:
    using Answer = std::function<void(core::Outcome<QJsonObject>)>;

    /// Null when nobody listens there, or somebody of another user.
    [[nodiscard]] static std::unique_ptr<ControlClient> connectTo(const std::filesystem::path& socket);
    ~ControlClient() override;

    /// `answer` comes once; NotRunning when the connection is lost before.
    void request(const QString& operation, const QJsonObject& arguments, Secrets&& secrets, Answer answer);
    void onEvent(std::function<void(const QJsonObject&)> receiver) { m_eventReceiver = std::move(receiver); }

Q_SIGNALS:
    void closed();

private:
    explicit ControlClient(int descriptor);

    ControlChannel m_channel;
    qint64 m_lastId = 0;
    std::map<qint64, Answer> m_waiting;
    std::function<void(const QJsonObject&)> m_eventReceiver;
};

} // namespace keysluice::app
