#pragma once

#include "support/blocking_peer.h"

#include <cstdint>
#include <functional>
#include <string>

namespace keysluice::soak {

/// What goes wrong with one request; both ends know it by the request's path, "/v1/soak/ID/FAULT".
enum class Fault {
    // none
    Plain,
    Chunked,
    Post,
    ExpectContinue,
    Pipelined, ///< two requests in one piece
    Head,
    NoContent,
    EarlyHints,
    // the provider
    ResetBeforeAnswer,
    ResetInBody,
    ClosedInChunk,
    MalformedHead,
    MalformedChunk,
    SurplusBytes,
    TooManyHints,
    ClosesAfterAnswer,
    // the agent
    LeavesBeforeAnswer,
    LeavesInBody,
    LeavesInUpload,
    MalformedRequest, ///< has no path in its row
    ForeignHost,
    // before there is a request
    WrongToken,
    NoTls,
};
inline constexpr int kFaults = static_cast<int>(Fault::NoTls) + 1;

/// The same for the same id; those without a fault are the half.
[[nodiscard]] Fault faultOf(std::int64_t id);
[[nodiscard]] std::string pathOf(std::int64_t id);

/// The provider's part, for each request of a connection. `onSeen` gets the start line of those whose agent leaves.
void playProvider(test::BlockingPeer& peer, const std::function<void(const std::string&)>& onSeen);

} // namespace keysluice::soak
