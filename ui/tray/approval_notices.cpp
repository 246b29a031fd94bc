#include "ui/tray/approval_notices.h"

#include "ui/models/approval_text.h"
#include "ui/models/visible_text.h"

#include <algorithm>
#include <utility>

namespace keysluice::ui {

namespace {

constexpr core::MonotonicNs kNsOfMs = 1'000'000;
constexpr std::size_t kNamed = 3; ///< of several requests in one notification

const QString kDefault = QStringLiteral("default");
const QString kOpen = QStringLiteral("open");
const QString kApprove = QStringLiteral("approve");
const QString kDeny = QStringLiteral("deny");

} // namespace

ApprovalNotices::ApprovalNotices(const ApprovalPorts& ports, const QDBusConnection& bus, QObject* parent)
    : QObject(parent), m_ports(ports), m_client(bus) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ApprovalNotices::look);
    connect(&m_ports.approvals, &ApprovalPort::asked, this, &ApprovalNotices::onAsked);
    connect(&m_ports.approvals, &ApprovalPort::changed, this, &ApprovalNotices::onChanged);
    connect(&m_client, &NotificationClient::answered, this, &ApprovalNotices::onAnswered);
    connect(&m_client, &NotificationClient::closed, this, &ApprovalNotices::onClosed);
    connect(&m_client, &NotificationClient::availableChanged, this, &ApprovalNotices::onAvailable);
}

std::vector<core::ApprovalRequest> ApprovalNotices::waitingOf(const core::RecordId& agent) const {
    std::vector<core::ApprovalRequest> waiting = m_ports.approvals.waiting();
    std::erase_if(waiting, [&agent](const core::ApprovalRequest& request) { return request.agentId != agent; });
    return waiting;
}

void ApprovalNotices::onAsked(core::ApprovalId id) {
    for (const core::ApprovalRequest& request : m_ports.approvals.waiting()) {
        if (request.id == id) {
            m_banners[request.agentId].isDue = true;
        }
    }
    look();
}

void ApprovalNotices::onAvailable() {
    if (isAvailable()) { // a new service has shown nothing yet, whatever an earlier one did
        for (const core::ApprovalRequest& request : m_ports.approvals.waiting()) {
            m_banners[request.agentId].isDue = true;
        }
        look();
    }
}

void ApprovalNotices::onChanged() {
    for (auto& [agent, banner] : m_banners) {
        const std::vector<core::ApprovalRequest> waiting = waitingOf(agent);
        const std::size_t before = banner.ids.size();
        std::erase_if(banner.ids, [&waiting](core::ApprovalId id) {
            return std::none_of(waiting.begin(), waiting.end(), [id](const auto& one) { return one.id == id; });
        });
        if (banner.ids.size() == before) {
            continue;
        }
        banner.isDue = banner.isDue || (banner.handle != 0 && !waiting.empty());
        if (banner.ids.empty()) {
            withdraw(banner);
        }
    }
    look();
}

void ApprovalNotices::look() {
    if (!isAvailable()) {
        return;
    }
    const core::MonotonicNs now = m_ports.clock.monotonic();
    std::optional<core::MonotonicNs> next;
    for (auto it = m_banners.begin(); it != m_banners.end();) {
        Banner& banner = it->second;
        const bool isFree = !banner.shownAt || *banner.shownAt + kBetweenNs <= now;
        const std::vector<core::ApprovalRequest> waiting =
            banner.isDue || banner.handle == 0 ? waitingOf(it->first) : std::vector<core::ApprovalRequest>();
        if (banner.isDue && !waiting.empty() && isFree) {
            say(banner, waiting);
        } else if (banner.isDue && !waiting.empty()) {
            const core::MonotonicNs left = *banner.shownAt + kBetweenNs - now;
            next = next ? std::min(*next, left) : left;
        } else if (banner.handle == 0 && waiting.empty() && isFree) {
            it = m_banners.erase(it);
            continue;
        }
        ++it;
    }
    if (next) {
        m_timer.start(static_cast<int>(*next / kNsOfMs) + 1);
    }
}

/// A notification with Approve never turns into one for another request: an answer under way would be taken for it.
void ApprovalNotices::say(Banner& banner, const std::vector<core::ApprovalRequest>& waiting) {
    banner.isDue = false;
    banner.shownAt = m_ports.clock.monotonic();
    if (waiting.size() == 1) {
        withdraw(banner);
        banner.handle = m_client.show(single(waiting.front()));
    } else if (banner.handle != 0) {
        m_client.replace(banner.handle, several(waiting));
    } else {
        banner.handle = m_client.show(several(waiting));
    }
    banner.ids.clear();
    for (const core::ApprovalRequest& request : waiting) {
        banner.ids.push_back(request.id);
    }
}

void ApprovalNotices::withdraw(Banner& banner) {
    if (banner.handle != 0) {
        m_client.withdraw(std::exchange(banner.handle, 0));
    }
}

Notification ApprovalNotices::single(const core::ApprovalRequest& request) const {
    Notification notification;
    notification.title = approvalHeading(request);
    QStringList lines{heldText(request, m_ports.names())};
    lines << (request.isTunnel ? approvalRequestText(request) : estimateText(request));
    notification.actions = {kDefault, tr("Show")};
    if (request.rule.isHighRisk) {
        lines << tr("Approve it in the window, with the passphrase.");
        notification.actions << kOpen << tr("Show");
    } else {
        notification.actions << kApprove << tr("Approve once");
    }
    notification.actions << kDeny << tr("Deny");
    notification.text = lines.join(QLatin1Char('\n'));
    notification.expiresMs = static_cast<int>(std::max<core::UnixMs>(1, request.endsAt - m_ports.clock.now()));
    return notification;
}

Notification ApprovalNotices::several(const std::vector<core::ApprovalRequest>& requests) const {
    Notification notification;
    const int count = static_cast<int>(requests.size());
    //: %1: an agent
    notification.title =
        tr("%n request(s) of %1 wait for you", nullptr, count).arg(visibleText(requests.front().agentName));
    QStringList lines;
    core::UnixMs last = 0;
    for (const core::ApprovalRequest& request : requests) {
        if (static_cast<std::size_t>(lines.size()) < kNamed) {
            lines << approvalHeading(request);
        }
        last = std::max(last, request.endsAt);
    }
    if (requests.size() > kNamed) {
        lines << QString(QChar(0x2026));
    }
    notification.text = lines.join(QLatin1Char('\n'));
    notification.actions = {kDefault, tr("Show"), kOpen, tr("Show")};
    notification.expiresMs = static_cast<int>(std::max<core::UnixMs>(1, last - m_ports.clock.now()));
    return notification;
}

void ApprovalNotices::onAnswered(NotificationClient::Handle handle, const QString& key, const QString& token) {
    const auto found = std::find_if(m_banners.begin(), m_banners.end(),
                                    [handle](const auto& one) { return one.second.handle == handle; });
    if (found == m_banners.end() || found->second.ids.empty()) {
        return;
    }
    const core::ApprovalId id = found->second.ids.front();
    const bool isOne = found->second.ids.size() == 1;
    if (isOne && (key == kApprove || key == kDeny)) {
        answer(id, key, token);
    } else if (key == kDefault || key == kOpen || key == kApprove || key == kDeny) {
        Q_EMIT promptRequested(id, token);
    }
}

void ApprovalNotices::answer(core::ApprovalId id, const QString& key, const QString& token) {
    const std::vector<core::ApprovalRequest> waiting = m_ports.approvals.waiting();
    const auto request =
        std::find_if(waiting.begin(), waiting.end(), [id](const core::ApprovalRequest& one) { return one.id == id; });
    if (request == waiting.end()) {
        return;
    }
    if (key == kDeny) {
        (void)m_ports.approvals.deny(id); // it waits no more, one way or the other
        return;
    }
    if (request->rule.isHighRisk) { // was not offered
        Q_EMIT promptRequested(id, token);
        return;
    }
    m_ports.approvals.approve(id, ApprovalScope::Once, {}, this, [this, id, token](const core::Outcome<void>& outcome) {
        if (!outcome && outcome.error().code != core::FailureCode::NotFound) {
            Q_EMIT promptRequested(id, token);
        }
    });
}

void ApprovalNotices::onClosed(NotificationClient::Handle handle) {
    for (auto& [agent, banner] : m_banners) {
        if (banner.handle == handle) {
            banner.handle = 0; // what it asked about waits on in the window
        }
    }
}

} // namespace keysluice::ui
