#pragma once

#include "app/control/caller.h"
#include "app/control/channel.h"

#include <QObject>

#include <filesystem>
#include <memory>

class QSocketNotifier;

namespace keysluice::app {

/// One connection of the control socket, as the operations see it. What a connection owns (the token of a launch, a
/// followed log) ends with `closed()`.
class ControlSession final : public QObject {
    Q_OBJECT
public:
    /// `channel` null: commands run on the data directory itself, in one process.
    ControlSession(Caller caller, ControlChannel* channel, QObject* parent)
        : QObject(parent), m_caller(caller), m_channel(channel) {}

    [[nodiscard]] const Caller& caller() const { return m_caller; }
    /// Beside the answers: an event of something the client asked to be told.
    void event(const QJsonObject& event) {
        if (m_channel != nullptr) {
            m_channel->send(event);
        }
    }

Q_SIGNALS:
    void closed();

private:
    Caller m_caller;
    ControlChannel* m_channel;
};

/// Answers requests. Implemented by `ControlOperations`.
class ControlHandler {
public:
    using Answer = std::function<void(core::Outcome<QJsonObject>)>;

    virtual ~ControlHandler() = default;
    /// `answer` may come later, but not after `session` is gone.
    virtual void handle(const QString& operation, const QJsonObject& arguments, Secrets&& secrets,
                        ControlSession& session, Answer answer) = 0;
    /// The session broke the protocol and ends.
    virtual void noteBroken(const ControlSession& session) = 0;
};

/// The control socket of an instance: only its user can connect (folder 0700, socket 0600, and the peer's uid is
/// compared). Thread: gui. The caller holds the data directory's lock, so an old socket file is nobody's.
class ControlServer final : public QObject {
    Q_OBJECT
public:
    explicit ControlServer(ControlHandler& handler, const ControlLimits& limits = {}, QObject* parent = nullptr);
    ~ControlServer() override;

    /// Errors: IoFailed, PermissionDenied, ReadOnly.
    [[nodiscard]] core::Outcome<void> listen(const std::filesystem::path& socket);
    [[nodiscard]] std::size_t connectionCount() const { return m_connections; }

private:
    void acceptAll();
    void serve(int descriptor, const Caller& caller);

    ControlHandler& m_handler;
    ControlLimits m_limits;
    std::filesystem::path m_path;
    int m_descriptor = -1;
    QSocketNotifier* m_notifier = nullptr;
    std::size_t m_connections = 0;
};

} // namespace keysluice::app
