#pragma once

#include "gateway/session/held_memory.h"

#include <string>

namespace keysluice::gateway::session {

/// A body that was read before its request went anywhere: what was judged is what is sent.
struct HeldBody {
    std::string bytes; ///< without transfer coding
    HeldMemory::Share share;
};

} // namespace keysluice::gateway::session
