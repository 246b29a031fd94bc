#pragma once

#include "core/clock.h"
#include "core/failure.h"

#include <QObject>
#include <QString>

#include <optional>

namespace keysluice::ui {

/// The gateway as the window sees it. Implemented by `app`. Thread: gui.
class GatewayPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Frozen: all agents are; see AgentPort.
    enum class State { Starting, Running, Paused, Frozen, Locked, Error };

    [[nodiscard]] virtual State state() const = 0;
    [[nodiscard]] virtual std::optional<core::Failure> trouble() const = 0;
    /// What is not as it was set while it works: UpstreamProxyIsGateway.
    [[nodiscard]] virtual std::optional<core::Failure> warning() const = 0;
    /// "127.0.0.1:5397"; empty while it does not listen.
    [[nodiscard]] virtual QString address() const = 0;
    [[nodiscard]] virtual core::UnixMs runningSince() const = 0;
    /// 0: until resumed.
    [[nodiscard]] virtual core::UnixMs pausedUntil() const = 0;
    /// `minutes` 0: until resumed.
    virtual void pause(int minutes) = 0;
    virtual void resume() = 0;
    /// After PortTaken: listens on the next free port above it and keeps that as the setting.
    virtual void useNextPort() = 0;
    [[nodiscard]] virtual int nextFreePort() const = 0;

Q_SIGNALS:
    void changed();
};

} // namespace keysluice::ui
