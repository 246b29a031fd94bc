#pragma once

#include "core/agent_token.h"
#include "gateway/session/agent_connection.h"
#include "gateway/session/local_time.h"
#include "support/gateway_doubles.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// One worker of the gateway with everything that is real in it, driven by hand: an agent's connection, provider
/// connections that lie in the pool, and an upstream proxy for all else. No thread, no clock but its own.
namespace keysluice::fuzz {

inline constexpr std::string_view kToken = "ks_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
inline constexpr std::string_view kPlaceholder = "sk-ant-api03-ksPlaceholder0123456789";
inline constexpr std::string_view kValue = "sk-ant-api03-REAL-VALUE-0123456789";
inline constexpr const char* kProvider = "api.anthropic.com";

/// A socket that a script plays: what came over it, and how it ended.
struct Played {
    enum class End { Open, Clean, Broken };

    gateway::net::Descriptor socket;
    std::string received;
    End end = End::Open;
    bool isInjected = false; ///< a provider's, for requests with the credential
    bool saidAnything = false;
    bool hasLeft = false; ///< closed by the script

    /// Takes in what is there.
    void receive();
    /// For when the other side has closed: waits for all that it sent.
    void receiveToItsEnd();
    void send(std::string_view bytes);
    void endOutput();
    void leave(bool reset);
};

class PlayedClock final : public core::Clock {
public:
    [[nodiscard]] core::UnixMs now() const override { return kBegin + m_passed / 1'000'000; }
    [[nodiscard]] core::MonotonicNs monotonic() const override { return kBegin + m_passed; }
    void pass(std::int64_t milliseconds) { m_passed += milliseconds * 1'000'000; }

private:
    static constexpr std::int64_t kBegin = 1'800'000'000'000;
    std::int64_t m_passed = 0;
};

/// Keeps rows in the order in which they end, and knows when one ends twice or never.
class AccountingSink final : public core::ActivitySink {
public:
    void submit(core::ActivityRecord&& record) noexcept override { m_ended.push_back(std::move(record)); }
    [[nodiscard]] Ticket begin(core::ActivityRecord&& record) noexcept override;
    void end(Ticket ticket, core::ActivityOutcome&& outcome) noexcept override;

    [[nodiscard]] const std::vector<core::ActivityRecord>& ended() const { return m_ended; }
    [[nodiscard]] const std::vector<core::ActivityRecord>& begun() const { return m_begun; }
    [[nodiscard]] std::size_t open() const { return m_open; }

private:
    std::vector<core::ActivityRecord> m_begun;
    std::vector<bool> m_isOpen;
    std::vector<core::ActivityRecord> m_ended;
    std::size_t m_open = 0;
};

class SessionStage final {
public:
    SessionStage();
    ~SessionStage();
    SessionStage(const SessionStage&) = delete;
    SessionStage& operator=(const SessionStage&) = delete;

    /// Turns until nothing moves any more.
    void settle();
    void pass(std::int64_t milliseconds);
    /// As the worker does when the window publishes something.
    void publish(void (*change)(gateway::Snapshot&));
    void drain();
    void holdAgent(bool isHeld) { m_peers.isHeld = isHeld; }
    [[nodiscard]] bool isClosed() const { return m_connection == nullptr; }
    /// Ends everything, also what is idle.
    void close();

    Played agent;
    /// Those of the pool, then those that were dialled, in the order in which that happened.
    std::vector<std::unique_ptr<Played>> providers;
    AccountingSink sink;
    gateway::session::SharedCounters counters;

private:
    class Peers final : public gateway::net::PeerInspector {
    public:
        [[nodiscard]] std::optional<gateway::net::PeerFacts> inspect(const gateway::net::SocketAddress&,
                                                                     const gateway::net::SocketAddress&) override;
        bool isHeld = true;
    };

    void pool();
    void acceptDialled();

    PlayedClock m_clock;
    std::shared_ptr<gateway::net::EventLoop> m_loop;
    gateway::net::DnsClient m_dns;
    Peers m_peers;
    gateway::session::BufferPool m_buffers;
    gateway::session::UpstreamTls m_upstreamTls;
    gateway::session::UpstreamPool m_pool;
    gateway::session::AgentCounts m_agentCounts;
    gateway::session::HeldMemory m_heldMemory;
    gateway::session::BodyExaminer m_examiner;
    core::rules::LimitCounters m_limitCounters{gateway::session::localOffset};
    gateway::session::ApprovalDesk m_approvals{{[](const auto&) {}, [](core::ApprovalId, core::ApprovalEnd) {}}};
    gateway::session::Services m_services;
    std::unique_ptr<gateway::session::AgentConnection> m_connection;
};

} // namespace keysluice::fuzz
