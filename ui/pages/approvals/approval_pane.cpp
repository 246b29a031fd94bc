#include "ui/pages/approvals/approval_pane.h"

#include "ui/dialogs/approval_actions.h"
#include "ui/dialogs/approval_parts.h"
#include "ui/models/approval_answer_text.h"
#include "ui/models/approval_text.h"
#include "ui/models/time_text.h"
#include "ui/pages/approvals/approval_delegate.h"
#include "ui/pages/parts.h"
#include "ui/widgets/page.h"
#include "ui/widgets/pill_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kLongestWord = 24; ///< that a line holds

} // namespace

ApprovalPane::ApprovalPane(const ApprovalPorts& ports, QWidget* parent)
    : QWidget(parent),
      m_ports(ports),
      m_decider(ports.approvals, ports.rules, ports.clock),
      m_heading(sectionTitle({}, this)),
      m_when(helpText({}, this)),
      m_pill(new PillLabel(this)),
      m_held(bodyText({}, this)),
      m_unknown(bodyText({}, this)),
      m_countdown(new CountdownLabel(this)),
      m_line(new CountdownLine(this)),
      m_facts(new QGridLayout),
      m_excerpt(new ExcerptSection(ExcerptSection::Room::Narrow, this)),
      m_footer(new QWidget(this)),
      m_actions(new ApprovalActions(
          m_decider, [this] { return m_ports.names(); }, m_footer)) {
    build();
    connect(&m_decider, &ApprovalDecider::ruleAdded, this, &ApprovalPane::ruleAdded);
    connect(&m_decider, &ApprovalDecider::freezeFailed, this, &ApprovalPane::freezeFailed);
}

void ApprovalPane::build() {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_heading);
    words->addWidget(m_when);
    head->addLayout(words, 1);
    QToolButton* close = iconButton(QStringLiteral("close"), tr("Close the details"), this);
    head->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &ApprovalPane::closed);
    layout->addLayout(head);
    layout->addWidget(m_pill, 0, Qt::AlignLeading);
    auto* why = new QHBoxLayout;
    why->setSpacing(12);
    auto* reasons = new QVBoxLayout;
    reasons->setSpacing(2);
    for (StyledLabel* label : {m_held, m_unknown}) {
        label->setRole(Role::Muted);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        reasons->addWidget(label);
    }
    why->addLayout(reasons, 1);
    why->addWidget(m_countdown, 0, Qt::AlignTop);
    layout->addLayout(why);
    layout->addSpacing(4);
    layout->addWidget(m_line);
    layout->addSpacing(4);
    m_facts->setHorizontalSpacing(12);
    m_facts->setVerticalSpacing(6);
    layout->addLayout(m_facts);
    layout->addSpacing(8);
    layout->addWidget(m_excerpt);
    layout->addStretch();

    auto* footer = new QVBoxLayout(m_footer);
    footer->setContentsMargins(20, 12, 20, 12);
    footer->setSpacing(8);
    footer->addWidget(m_actions->proof());
    footer->addWidget(m_actions->error());
    auto* buttons = new QGridLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_actions->deny(), 0, 0);
    buttons->addWidget(m_actions->approveOnce(), 0, 1);
    buttons->addWidget(m_actions->approveFor(), 1, 0, 1, 2);
    buttons->addWidget(m_actions->denyAndFreeze(), 2, 0, 1, 2);
    footer->addLayout(buttons);

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(scrolling(content, this), 1);
    outer->addWidget(hairline(Qt::Horizontal, this));
    outer->addWidget(m_footer);
}

void ApprovalPane::show(const core::ApprovalRequest& request) {
    m_heading->setText(brokenUp(approvalHeading(request), kLongestWord));
    m_held->setText(brokenUp(heldText(request, m_ports.names()), kLongestWord));
    m_unknown->setText(unknownText(request));
    m_unknown->setVisible(request.unknownCondition.has_value());
    std::vector<ApprovalFact> facts = askerFacts(request);
    for (ApprovalFact& fact : requestFacts(request)) {
        facts.push_back(std::move(fact));
    }
    setFacts(m_facts, facts, this);
    m_excerpt->setRequest(request);
}

void ApprovalPane::setWaiting(const core::ApprovalRequest& request) {
    const bool isAnother = !m_decider.request() || m_decider.request()->id != request.id;
    m_decider.setRequest(request);
    if (!isAnother) {
        return;
    }
    m_past = 0;
    show(request);
    m_when->setText(exactText(request.at));
    m_pill->hide();
    m_countdown->show();
    m_line->show();
    m_footer->show();
    look();
}

void ApprovalPane::setPast(const PastApproval& past) {
    if (m_past == past.request.id) {
        return;
    }
    clear();
    m_past = past.request.id;
    show(past.request);
    m_when->setText(exactText(past.at));
    m_pill->set(approvalLook(static_cast<int>(past.end)), endText(past));
    m_pill->show();
    m_countdown->hide();
    m_line->hide();
    m_footer->hide();
}

void ApprovalPane::clear() {
    m_past = 0;
    m_decider.setRequest(std::nullopt);
    m_actions->wipe();
}

void ApprovalPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_decider.rearm();
}

void ApprovalPane::look() {
    m_decider.look();
    if (const auto& request = m_decider.request(); request) {
        const core::UnixMs left = request->endsAt - m_ports.clock.now();
        m_countdown->setLeft(left);
        m_line->setLeft(double(left) / double(std::max<core::UnixMs>(1, request->endsAt - request->at)));
    }
}

} // namespace keysluice::ui
