#pragma once

#include "core/failure.h"

#include <chrono>
#include <memory>

namespace keysluice::gateway::net {

/// What became possible on a descriptor since it was last said (edge-triggered: told once per change).
struct Readiness {
    bool readable = false;
    bool writable = false;
    bool hungUp = false; ///< the peer sent its end, or the connection broke; reading tells which
};

class EventHandler {
public:
    virtual ~EventHandler() = default;
    virtual void onEvents(Readiness readiness) = 0;
};

/// The system's readiness interface, in one class so that a port to another system replaces one file.
/// Thread: its worker; `wake` from any thread.
class Poller {
public:
    virtual ~Poller() = default;

    [[nodiscard]] virtual bool add(int descriptor, EventHandler& handler) = 0;
    /// A listening socket: told for as long as connections wait, to one of the pollers that watch it.
    [[nodiscard]] virtual bool addListening(int descriptor, EventHandler& handler) = 0;
    /// The handler must stay alive until `wait` has returned: its event may be in the batch being dispatched.
    virtual void remove(int descriptor) = 0;
    /// Dispatches what happened; returns after `timeout` at the latest (negative: no time-out).
    virtual void wait(std::chrono::milliseconds timeout) = 0;
    virtual void wake() = 0;

    /// Errors: IoFailed (context: the system's reason).
    [[nodiscard]] static core::Outcome<std::unique_ptr<Poller>> create();
};

} // namespace keysluice::gateway::net
