#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "core/rules/facts.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keysluice::core {

/// One run of `keysluice run`, or of a launch from the window.
struct Launch {
    RecordId id;
    std::string command; ///< program name and arguments, at most 200 bytes, for showing
    std::string folder;
    std::int64_t pid = 0;
    UnixMs startedAt = 0;
};

/// How something ended, or how it was refused.
struct ActivityOutcome {
    enum class Decision {
        Allowed,
        Blocked, ///< refused by policy: mode, grant, address guard, strictness
        Limited, ///< a limit was met
        Error,   ///< allowed, but it failed here or at the provider
    };

    Decision decision = Decision::Allowed;
    std::string errorCode; ///< as in `x-keysluice-error`, empty when the provider's answer was passed on
    std::string detail;    ///< machine detail of an error, e.g. "certificate has expired"
    int status = 0;        ///< what the agent received, 0: nothing
    bool statusFromProvider = false;
    std::int64_t retryAfterSeconds = -1; ///< of the provider's answer, -1: none
    bool complete = false;               ///< the answer reached its end
    std::uint64_t bytesToProvider = 0;   ///< body bytes
    std::uint64_t bytesToAgent = 0;
    // microseconds; -1: did not happen
    std::int64_t connectUs = -1;   ///< DNS, TCP and TLS to the provider, when a new connection was made
    std::int64_t firstByteUs = -1; ///< from the request's first byte to the answer's first byte
    std::int64_t totalUs = 0;
};

/// One row of the activity file: a request, CONNECT, tunnel, failure, WebSocket (from its handshake to its end), or a
/// command that somebody loosened something with, or tried to (`path` is the command, `client` and `launchPid` are the
/// caller, agent and launch those that it runs below).
/// Never holds bodies, header values or queries. Thread: any (value).
struct ActivityRecord : ActivityOutcome {
    /// Numbers of the activity file: only ever added to at the end.
    enum class Kind { Request, Connect, Tunnel, Failure, WebSocket, Command };
    /// Whether a person was asked, and how that ended. Numbers of the activity file, too.
    enum class Approval {
        NotAsked,
        Approved,
        Remembered, ///< by an answer that was given before
        Denied,
        TimedOut,
        Unavailable, ///< nobody could be asked
        Withdrawn,   ///< the request ended before an answer: the agent left, a lock, a quit, another rule
    };

    std::int64_t sequence = 0; ///< set by the writer
    Kind kind = Kind::Request;
    UnixMs at = 0; ///< when the request began
    std::string agentId;
    std::string agentName;
    std::string launchId;
    std::string launchCommand;
    std::string launchFolder;
    std::int64_t launchPid = 0;
    std::string client; ///< User-Agent, at most 200 bytes, printable
    std::string method;
    std::string scheme;
    std::string host;
    std::uint16_t port = 0;
    std::string path; ///< without query, at most 2,048 bytes
    std::string providerId;
    std::string credentialId;
    std::string credentialName;
    std::string injectedHeader; ///< where the key was set: "x-api-key", "?key", "/bot{value}/"; empty: nowhere
    std::string tokenId;
    RecordId ruleId; ///< of the user's rules the one that decided; empty: none did
    std::string ruleName;
    std::vector<RecordId> limitIds; ///< that counted it
    /// What rules read of the body, without its text; null: no rule had to read it.
    std::shared_ptr<const rules::BodyFacts> facts;
    Approval approval = Approval::NotAsked;
    std::int64_t heldUs = -1; ///< how long it waited for a person; -1: it did not
    /// How often this happened: callers without a token that are refused over and over share one row.
    std::int64_t repeats = 1;
};

/// Where workers put their rows. Thread: any; never blocks, never fails (overload is counted by the receiver).
class ActivitySink {
public:
    using Ticket = std::uint64_t;

    virtual ~ActivitySink() = default;
    /// A row that is complete.
    virtual void submit(ActivityRecord&& record) noexcept = 0;
    /// A row whose end is not known yet: it is written even if the end is never told. The ticket is for `end`.
    [[nodiscard]] virtual Ticket begin(ActivityRecord&& record) noexcept = 0;
    /// Once for each ticket.
    virtual void end(Ticket ticket, ActivityOutcome&& outcome) noexcept = 0;
};

} // namespace keysluice::core
