#pragma once

#include "core/activity.h"
#include "core/approval.h"
#include "core/failure.h"
#include "core/rules/limit_counters.h"
#include "gateway/snapshot.h"

#include <QObject>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::gateway {

namespace net {
struct LookupResult;
struct NetworkSource;
class PeerInspector;
} // namespace net

struct Endpoint {
    std::string address; ///< "127.0.0.1", "::1"
    std::uint16_t port = 0;
};

struct GatewayCounters {
    std::uint64_t connections = 0; ///< open agent connections
    std::uint64_t exchanges = 0;   ///< in flight
    std::uint64_t served = 0;      ///< since start
};

/// What tests put in place of the system; empty: the system.
struct GatewaySeams {
    std::function<net::LookupResult(const std::string& host)> lookUp;
    std::function<std::unique_ptr<net::PeerInspector>()> makeInspector;
    std::function<net::NetworkSource()> watchNetwork{};
};

/// The embedded gateway: a listener thread and worker threads that are free of Qt.
/// Thread: gui (the thread that made it); its signals arrive there. Owns its threads; the destructor cuts what is left.
class Gateway final : public QObject {
    Q_OBJECT
public:
    /// `sink` and `clock` must outlive the gateway. `workers` 0: one per two processors, at least one, at most four.
    Gateway(core::ActivitySink& sink, const core::Clock& clock, int workers = 0, QObject* parent = nullptr);
    Gateway(core::ActivitySink& sink, const core::Clock& clock, GatewaySeams seams, int workers = 0,
            QObject* parent = nullptr);
    ~Gateway() override;

    /// Binds every address, all or none. Port 0: any free one (the same for all addresses).
    /// Errors: PortTaken, AddressUnavailable, PermissionDenied, IoFailed.
    [[nodiscard]] core::Outcome<std::vector<Endpoint>> listen(const std::vector<std::string>& addresses,
                                                              std::uint16_t port);
    [[nodiscard]] std::vector<Endpoint> endpoints() const;
    /// Whether an upstream proxy there is this gateway itself; such a one is not used.
    [[nodiscard]] bool isOwnProxy(std::string_view host, std::uint16_t port) const;

    /// In force for the next request of every connection; a lock or a pause at once.
    void publish(std::shared_ptr<const Snapshot> snapshot);
    /// What a person says about a request that waits. False: it does not wait any more, or was answered already. What
    /// is approved is judged once more.
    [[nodiscard]] bool answerApproval(core::ApprovalId id, bool isApproved);
    [[nodiscard]] GatewayCounters counters() const;
    /// Before the first snapshot with rules: what `limits` have counted in their windows of now, by the activity file.
    void rebuildLimits(std::span<const core::rules::Limit> limits,
                       std::span<const core::rules::CountedRequest> history);
    /// What limits stand at in their windows of now.
    [[nodiscard]] std::vector<core::rules::LimitStanding> limitStandings() const;
    /// When the first window that has begun among those of `limits` did; now without any.
    [[nodiscard]] core::UnixMs earliestWindow(std::span<const core::rules::Limit> limits) const;
    /// The soft limit of open files before it was raised: children of this process should get it back.
    [[nodiscard]] std::uint64_t originalOpenFileLimit() const;
    /// Pooled provider connections and known addresses are dropped. The gateway does so itself when the machine's
    /// network changes.
    void dropPooledConnections();

    /// Stops listening, lets running exchanges finish for `Limits::drain`, then emits stopped(). A second call is
    /// immediate.
    void shutdown();

Q_SIGNALS:
    void stopped();
    /// A request waits for a person, until approvalEnded().
    void approvalAsked(std::shared_ptr<const core::ApprovalRequest> request);
    void approvalEnded(quint64 id, core::ApprovalEnd how);

private:
    class Private;
    void stopListening();

    std::unique_ptr<Private> m_private;
};

} // namespace keysluice::gateway
