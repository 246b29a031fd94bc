#include "ui/pages/approvals/approvals_page.h"

#include "ui/dialogs/approval_prompter.h"
#include "ui/pages/approvals/approval_list.h"
#include "ui/pages/approvals/approval_pane.h"
#include "ui/pages/approvals/remembered_list.h"
#include "ui/pages/empty_state.h"
#include "ui/pages/parts.h"
#include "ui/widgets/toast.h"

#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kTickMs = 250;

/// A heading above a card.
QWidget* part(const QString& title, QWidget* content, QWidget* parent) {
    auto* result = new QWidget(parent);
    auto* layout = new QVBoxLayout(result);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(groupLabel(title, result));
    layout->addWidget(content);
    return result;
}

} // namespace

ApprovalsPage::ApprovalsPage(const ApprovalPorts& ports, QWidget* parent)
    : Page(tr("Approvals"), parent),
      m_ports(ports),
      m_waiting(ports.clock),
      m_past(ports.clock),
      m_oldest(textButton(tr("Answer the oldest"), this, ButtonRole::Primary, QStringLiteral("asked"))),
      m_waitingList(new ApprovalList(m_waiting, tr("Waiting"), this)),
      m_pastList(new ApprovalList(m_past, tr("Recent decisions"), this)),
      m_remembered(new RememberedList(ports, this)),
      m_pane(new ApprovalPane(ports)),
      m_toast(new Toast(this)) {
    //: %1: a key combination
    m_oldest->setToolTip(tr("Opens the prompt of the oldest waiting request, from everywhere with %1; then A approves "
                            "it once, D denies it")
                             .arg(ApprovalPrompter::shortcutText()));
    connect(m_oldest, &QPushButton::clicked, this, &ApprovalsPage::oldestRequested);
    addHeaderAction(m_oldest);
    build();
    connect(m_waitingList, &ApprovalList::rowSelected, this, [this](int row) {
        if (row >= 0) {
            m_pastList->clearSelection();
        }
        showPane();
    });
    connect(m_pastList, &ApprovalList::rowSelected, this, [this](int row) {
        if (row >= 0) {
            m_waitingList->clearSelection();
        }
        showPane();
    });
    connect(m_waitingList, &ApprovalList::rowActivated, this,
            [this](int row) { Q_EMIT promptRequested(m_waiting.row(row)->request.id); });
    connect(m_pane, &ApprovalPane::closed, this, &ApprovalsPage::closePane);
    connect(this, &Page::paneClosed, this, &ApprovalsPage::closePane);
    connect(m_pane, &ApprovalPane::freezeFailed, this,
            [this](const QString& sentence) { m_toast->show(QStringLiteral("error"), sentence); });
    connect(m_pane, &ApprovalPane::ruleAdded, this,
            [this](const QString& id) { tellAddedRule(*m_toast, m_ports.rules, m_ports.names(), id); });
    connect(&m_ports.approvals, &ApprovalPort::changed, this, &ApprovalsPage::refresh);
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &ApprovalsPage::look);
    refresh();
}

void ApprovalsPage::build() {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(0);
    m_lists = new QWidget(content);
    auto* lists = new QVBoxLayout(m_lists);
    lists->setContentsMargins(0, 0, 0, 0);
    lists->setSpacing(16);
    auto* waiting = new QWidget(m_lists);
    auto* waitingLayout = new QVBoxLayout(waiting);
    waitingLayout->setContentsMargins(0, 0, 0, 0);
    m_nothing = bodyText(tr("Nothing waits for you."), waiting);
    m_nothing->setRole(Role::Muted);
    m_waitingCard = card(m_waitingList, waiting);
    waitingLayout->addWidget(m_nothing);
    waitingLayout->addWidget(m_waitingCard);
    lists->addWidget(part(tr("Waiting"), waiting, m_lists));
    m_rememberedPart = part(tr("Remembered answers"), card(m_remembered, m_lists), m_lists);
    m_pastPart = part(tr("Recent decisions"), card(m_pastList, m_lists), m_lists);
    lists->addWidget(m_rememberedPart);
    lists->addWidget(m_pastPart);
    m_empty = new EmptyState(QStringLiteral("asked"), tr("Nothing to approve"),
                             tr("When a rule says “Ask”, the request waits here, and nothing is sent until you have "
                                "answered. Without an answer in time it is denied."),
                             content);
    layout->addWidget(m_lists);
    layout->addWidget(m_empty);
    layout->addStretch();
    setBodyWithPane(scrolling(content, this), m_pane, false);
}

void ApprovalsPage::refresh() {
    const int before = m_waiting.rowCount();
    m_waiting.setWaiting(m_ports.approvals.waiting(), m_ports.names());
    m_past.setPast(m_ports.approvals.recent());
    m_remembered->refresh();
    const int waits = m_waiting.rowCount();
    const bool hasRemembered = !m_ports.approvals.remembered().empty();
    const bool hasAny = waits > 0 || hasRemembered || m_past.rowCount() > 0;
    setSubtitle(waits > 0 ? tr("%n request(s) wait", nullptr, waits) : QString());
    m_oldest->setEnabled(waits > 0);
    m_oldest->setVisible(hasAny);
    m_nothing->setVisible(waits == 0);
    m_waitingCard->setVisible(waits > 0);
    m_rememberedPart->setVisible(hasRemembered);
    m_pastPart->setVisible(m_past.rowCount() > 0);
    m_lists->setVisible(hasAny);
    m_empty->setVisible(!hasAny);
    if (waits > 0) {
        m_tick.start();
    } else {
        m_tick.stop();
    }
    showPane();
    if (waits != before) {
        Q_EMIT waitingChanged();
    }
}

void ApprovalsPage::look() {
    if (isVisible()) {
        m_waiting.tick();
        m_pane->look();
    }
}

void ApprovalsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    look();
}

void ApprovalsPage::showPane() {
    const PastApproval* waiting = m_waiting.row(m_waitingList->selectedRow());
    const PastApproval* past = m_past.row(m_pastList->selectedRow());
    if (waiting != nullptr) {
        m_pane->setWaiting(waiting->request);
    } else if (past != nullptr) {
        m_pane->setPast(*past);
    } else {
        m_pane->clear();
    }
    setPaneVisible(waiting != nullptr || past != nullptr);
}

void ApprovalsPage::closePane() {
    m_pane->giveUp();
    m_waitingList->clearSelection();
    m_pastList->clearSelection();
}

void ApprovalsPage::select(core::ApprovalId id) {
    if (const int row = m_waiting.rowOf(id); row >= 0) {
        m_waitingList->selectRow(row);
        m_waitingList->setFocus();
    }
}

} // namespace keysluice::ui
