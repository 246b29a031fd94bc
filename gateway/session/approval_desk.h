#pragma once

#include "core/approval.h"
#include "gateway/net/event_loop.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace keysluice::gateway::session {

/// Where workers leave requests that wait for a person, and where the person's answers arrive.
/// Thread: any; a place belongs to one worker.
class ApprovalDesk final {
public:
    static constexpr std::size_t kMostWaiting = 256;
    static constexpr std::size_t kMostPerAgent = 32;

    /// Called by workers, outside of any lock.
    struct Listener {
        std::function<void(std::shared_ptr<const core::ApprovalRequest>)> asked;
        std::function<void(core::ApprovalId, core::ApprovalEnd)> ended;
    };

    /// One request that waits. Ends as AgentLeft if nothing else was said.
    class Place final {
    public:
        ~Place();
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        [[nodiscard]] const core::ApprovalRequest& request() const { return *m_request; }
        /// What the person said; nothing yet.
        [[nodiscard]] std::optional<bool> answer() const;
        void end(core::ApprovalEnd how) { m_end = how; }

    private:
        friend class ApprovalDesk;
        struct Mail;
        Place(ApprovalDesk& desk, std::shared_ptr<const core::ApprovalRequest> request, std::shared_ptr<Mail> mail);

        ApprovalDesk& m_desk;
        std::shared_ptr<const core::ApprovalRequest> m_request;
        std::shared_ptr<Mail> m_mail;
        core::ApprovalEnd m_end = core::ApprovalEnd::AgentLeft;
    };

    explicit ApprovalDesk(Listener listener) : m_listener(std::move(listener)) {}

    /// Takes the request to the person; it gets its id. `owner` gets a turn when there is an answer. Null: too many
    /// wait already. Called by the worker whose loop it is.
    [[nodiscard]] std::unique_ptr<Place> wait(core::ApprovalRequest request, std::shared_ptr<net::EventLoop> loop,
                                              net::Runnable& owner);
    /// False: it does not wait any more, or was answered already.
    [[nodiscard]] bool answer(core::ApprovalId id, bool isApproved);

private:
    void leave(const Place& place);

    Listener m_listener;
    std::mutex m_mutex;
    std::unordered_map<core::ApprovalId, std::shared_ptr<Place::Mail>> m_waiting; ///< not answered yet
    std::unordered_map<core::RecordId, std::size_t> m_perAgent;                   ///< with a place
    std::size_t m_places = 0;
};

} // namespace keysluice::gateway::session
