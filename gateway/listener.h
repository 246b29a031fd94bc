#pragma once

#include "core/failure.h"

#include <QObject>
#include <QThread>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keysluice::gateway {

/// Where the gateway listens; see gateway.h.
struct Endpoint;

/// Accepts connections in a thread of its own, so that a busy window does not delay them, and hands the descriptors on.
/// Thread: gui; `onAccepted` runs on the listener's thread.
class Listener final {
public:
    explicit Listener(std::function<void(int)> onAccepted);
    ~Listener(); ///< closes the sockets, and waits for it
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// Binds every address, all or none; then accepts. Errors as Gateway::listen.
    [[nodiscard]] core::Outcome<std::vector<Endpoint>> open(const std::vector<std::string>& addresses,
                                                            std::uint16_t port);

private:
    std::function<void(int)> m_onAccepted;
    QThread m_thread;
    QObject m_home; ///< lives on the listener's thread; owns the sockets
};

} // namespace keysluice::gateway
