#pragma once

#include "core/activity.h"
#include "core/failure.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::ui {

/// What a page wants to see; empty members do not restrict. ANDed.
struct ActivityFilter {
    std::string agentId;
    std::string credentialId;
    std::optional<core::ActivityRecord::Decision> decision;
    std::string text;         ///< part of agent, host, path, method or code, case-insensitive
    bool countedOnly = false; ///< only what today() counts: no CONNECTs and tunnels that succeeded

    friend bool operator==(const ActivityFilter&, const ActivityFilter&) = default;
};

struct HourCount {
    int allowed = 0;
    int refused = 0; ///< blocked, limited, failed
};

/// The flow of today from one agent to one credential.
struct FlowCount {
    std::string agentId;
    std::string agentName;
    std::string credentialId; ///< empty: nothing was injected
    std::string credentialName;
    int allowed = 0;
    int refused = 0;
};

struct TodaySummary {
    int requests = 0;
    int refused = 0;
    std::array<HourCount, 24> hours{};
    std::vector<FlowCount> flows;
};

/// The activity file as the window sees it. Implemented by `app`. Thread: gui; queries are answered from an index.
class ActivityPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Newest first; `before` 0: from the newest on.
    [[nodiscard]] virtual std::vector<core::ActivityRecord> page(const ActivityFilter& filter, std::int64_t before,
                                                                 int limit) const = 0;
    [[nodiscard]] virtual TodaySummary today() const = 0;
    /// How many rows each rule has decided, and each limit refused, since then (to a quarter of an hour). By their ids,
    /// also of those that are no more; who has none is not there.
    [[nodiscard]] virtual std::map<core::RecordId, std::int64_t> ruleHits(core::UnixMs since) const = 0;
    /// Why rows cannot be written at the moment (disk full), or nothing.
    [[nodiscard]] virtual std::optional<core::Failure> trouble() const = 0;

Q_SIGNALS:
    /// At most ten times a second, at most 500 rows, oldest first; `dropped`: there were more, read them with page().
    void rowsAdded(const std::vector<keysluice::core::ActivityRecord>& rows, bool dropped);
    /// today() is different. At most once a second, and once more after the last row.
    void todayChanged();
    void troubleChanged();
};

} // namespace keysluice::ui
