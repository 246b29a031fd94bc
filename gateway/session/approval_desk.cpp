#include "gateway/session/approval_desk.h"

#include <atomic>
#include <utility>

namespace keysluice::gateway::session {

namespace {

/// Ids are not used again when a gateway is replaced by another: a late answer must find nothing.
core::ApprovalId nextId() {
    static std::atomic<core::ApprovalId> last{0};
    return ++last;
}

} // namespace

/// Outlives the place while an answer is on its way. All but `loop` are of the worker alone.
struct ApprovalDesk::Place::Mail {
    std::shared_ptr<net::EventLoop> loop;
    net::Runnable* owner = nullptr; ///< null: it has gone
    std::optional<bool> isApproved;
};

ApprovalDesk::Place::Place(ApprovalDesk& desk, std::shared_ptr<const core::ApprovalRequest> request,
                           std::shared_ptr<Mail> mail)
    : m_desk(desk), m_request(std::move(request)), m_mail(std::move(mail)) {}

ApprovalDesk::Place::~Place() {
    m_mail->owner = nullptr;
    m_desk.leave(*this);
}

std::optional<bool> ApprovalDesk::Place::answer() const {
    return m_mail->isApproved;
}

std::unique_ptr<ApprovalDesk::Place> ApprovalDesk::wait(core::ApprovalRequest request,
                                                        std::shared_ptr<net::EventLoop> loop, net::Runnable& owner) {
    auto mail = std::make_shared<Place::Mail>();
    mail->loop = std::move(loop);
    mail->owner = &owner;
    {
        const std::lock_guard lock(m_mutex);
        std::size_t& ofAgent = m_perAgent[request.agentId];
        if (m_places >= kMostWaiting || ofAgent >= kMostPerAgent) {
            return nullptr;
        }
        ++ofAgent;
        ++m_places;
        request.id = nextId();
        m_waiting.emplace(request.id, mail);
    }
    const auto shown = std::make_shared<const core::ApprovalRequest>(std::move(request));
    std::unique_ptr<Place> place(new Place(*this, shown, std::move(mail)));
    m_listener.asked(shown);
    return place;
}

bool ApprovalDesk::answer(core::ApprovalId id, bool isApproved) {
    std::shared_ptr<Place::Mail> mail;
    {
        const std::lock_guard lock(m_mutex);
        auto found = m_waiting.extract(id);
        if (found.empty()) {
            return false;
        }
        mail = std::move(found.mapped());
    }
    net::EventLoop& loop = *mail->loop;
    loop.post([mail, isApproved] {
        mail->isApproved = isApproved;
        if (mail->owner != nullptr) {
            mail->loop->makeReady(*mail->owner);
        }
    });
    return true;
}

void ApprovalDesk::leave(const Place& place) {
    const core::ApprovalRequest& request = place.request();
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.erase(request.id);
        --m_places;
        const auto ofAgent = m_perAgent.find(request.agentId);
        if (--ofAgent->second == 0) {
            m_perAgent.erase(ofAgent);
        }
    }
    m_listener.ended(request.id, place.m_end);
}

} // namespace keysluice::gateway::session
