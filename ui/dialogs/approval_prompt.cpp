#include "ui/dialogs/approval_prompt.h"

#include "ui/dialogs/approval_actions.h"
#include "ui/dialogs/approval_parts.h"
#include "ui/models/approval_text.h"
#include "ui/widgets/dialog_frame.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace keysluice::ui {

namespace {

constexpr int kWidth = 680;
constexpr int kTickMs = 250;
constexpr int kIcon = 28;
// characters of a word that a line holds
constexpr int kHeadingWord = 40;
constexpr int kReasonWord = 60;

} // namespace

ApprovalPrompt::ApprovalPrompt(const ApprovalPorts& ports, QWidget* parent)
    : QDialog(parent),
      m_ports(ports),
      m_decider(ports.approvals, ports.rules, ports.clock),
      m_heading(new StyledLabel({}, TextStyle::Heading, Role::Text, this)),
      m_held(new StyledLabel({}, TextStyle::Body, Role::Muted, this)),
      m_unknown(new StyledLabel({}, TextStyle::Body, Role::Muted, this)),
      m_countdown(new CountdownLabel(this)),
      m_line(new CountdownLine(this)),
      m_asker(new QGridLayout),
      m_request(new QGridLayout),
      m_excerpt(new ExcerptSection(ExcerptSection::Room::Wide, this)),
      m_place(new StyledLabel({}, TextStyle::Small, Role::Muted, this)),
      m_actions(new ApprovalActions(
          m_decider, [this] { return m_ports.names(); }, this)) {
    setWindowTitle(tr("Approval needed"));
    setAttribute(Qt::WA_ShowWithoutActivating);
    build();
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &ApprovalPrompt::look);
    connect(&m_ports.approvals, &ApprovalPort::changed, this, &ApprovalPrompt::refresh);
    connect(&m_decider, &ApprovalDecider::ruleAdded, this, &ApprovalPrompt::ruleAdded);
    connect(&m_decider, &ApprovalDecider::freezeFailed, this, &ApprovalPrompt::freezeFailed);
    connect(&m_decider, &ApprovalDecider::changed, this, &ApprovalPrompt::onDecider);
    for (QPushButton* button :
         {m_actions->deny(), m_actions->denyAndFreeze(), m_actions->approveFor(), m_actions->approveOnce()}) {
        button->installEventFilter(this);
    }
}

void ApprovalPrompt::build() {
    const DialogFrame frame = frameDialog(this);
    auto* head = new QHBoxLayout;
    head->setSpacing(14);
    head->addWidget(new IconLabel(QStringLiteral("asked"), kIcon, Role::Asked, this), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    for (StyledLabel* label : {m_heading, m_held, m_unknown}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        words->addWidget(label);
    }
    head->addLayout(words, 1);
    head->addWidget(m_countdown, 0, Qt::AlignTop);
    frame.body->addLayout(head);
    frame.body->addSpacing(6);
    frame.body->addWidget(m_line);
    frame.body->addSpacing(8);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(24);
    for (QGridLayout* grid : {m_asker, m_request}) {
        grid->setHorizontalSpacing(12);
        grid->setVerticalSpacing(6);
        auto* column = new QVBoxLayout;
        column->addLayout(grid);
        column->addStretch();
        facts->addLayout(column, grid == m_asker ? 4 : 5); // the estimate is the longest
    }
    frame.body->addLayout(facts);
    frame.body->addSpacing(8);
    frame.body->addWidget(m_excerpt);
    frame.body->addWidget(m_actions->proof());
    frame.body->addWidget(m_actions->error());
    frame.body->addStretch(1);
    frame.footer->addWidget(m_actions->deny());
    frame.footer->addWidget(m_actions->denyAndFreeze());
    frame.footer->addStretch(1);
    frame.footer->addWidget(m_place);
    frame.footer->addSpacing(4);
    frame.footer->addWidget(m_actions->approveFor());
    frame.footer->addWidget(m_actions->approveOnce());
}

core::ApprovalId ApprovalPrompt::current() const {
    return m_decider.request() ? m_decider.request()->id : 0;
}

void ApprovalPrompt::present(core::ApprovalId id) {
    if (isVisible()) {
        return;
    }
    m_isAttended = false;
    if (choose(id)) {
        m_decider.rearm();
        QDialog::show();
    }
}

void ApprovalPrompt::summon(core::ApprovalId id) {
    const bool wasVisible = isVisible();
    if (!choose(id)) {
        return;
    }
    m_isAttended = true;
    if (!wasVisible) {
        m_decider.rearm();
        setAttribute(Qt::WA_ShowWithoutActivating, false);
        QDialog::show();
        setAttribute(Qt::WA_ShowWithoutActivating, true);
    }
    raise();
    activateWindow();
}

bool ApprovalPrompt::choose(core::ApprovalId id) {
    const std::vector<core::ApprovalRequest> waiting = m_ports.approvals.waiting();
    if (waiting.empty()) {
        return false;
    }
    const auto wanted =
        std::find_if(waiting.begin(), waiting.end(), [id](const auto& request) { return request.id == id; });
    showRequest(wanted == waiting.end() ? waiting.front() : *wanted);
    return true;
}

void ApprovalPrompt::refresh() {
    if (current() != 0 && !choose(current())) {
        done(QDialog::Accepted);
    }
}

void ApprovalPrompt::showRequest(const core::ApprovalRequest& request) {
    const bool isAnother = request.id != current();
    m_decider.setRequest(request);
    const std::vector<core::ApprovalRequest> waiting = m_ports.approvals.waiting();
    const auto place =
        std::find_if(waiting.begin(), waiting.end(), [&](const auto& one) { return one.id == request.id; });
    m_place->setVisible(waiting.size() > 1);
    //: %1: which of the waiting requests is shown, %2: how many wait
    m_place->setText(tr("%1 of %2").arg(place - waiting.begin() + 1).arg(waiting.size()));
    if (isAnother) {
        m_heading->setText(brokenUp(approvalHeading(request), kHeadingWord));
        m_held->setText(brokenUp(heldText(request, m_ports.names()), kReasonWord));
        m_unknown->setText(unknownText(request));
        m_unknown->setVisible(request.unknownCondition.has_value());
        setFacts(m_asker, askerFacts(request), this);
        setFacts(m_request, requestFacts(request), this);
        m_excerpt->setRequest(request);
        look();
    }
}

void ApprovalPrompt::look() {
    m_decider.look();
    if (m_decider.request()) {
        const core::ApprovalRequest& request = *m_decider.request();
        const core::UnixMs left = request.endsAt - m_ports.clock.now();
        m_countdown->setLeft(left);
        m_line->setLeft(double(left) / double(std::max<core::UnixMs>(1, request.endsAt - request.at)));
    }
}

void ApprovalPrompt::onDecider() {
    const bool isArmed = m_decider.canAct();
    if (isArmed && !m_wasArmed && (focusWidget() == nullptr || focusWidget() == this)) {
        m_actions->deny()->setFocus(Qt::OtherFocusReason);
    } else if (!isArmed && m_wasArmed && !m_decider.isBusy()) {
        setFocus(Qt::OtherFocusReason); // a button that is off cannot keep it, and no other one shall get it
    }
    m_wasArmed = isArmed;
}

void ApprovalPrompt::fit() {
    const int wide = std::max(kWidth, minimumSizeHint().width());
    const int tall = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(wide) : sizeHint().height();
    if (QSize(wide, tall) != std::exchange(m_fitted, QSize(wide, tall))) { // else it keeps the size it was given
        resize(m_fitted);
    }
}

bool ApprovalPrompt::event(QEvent* event) {
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest) {
        fit();
    }
    return isHandled;
}

void ApprovalPrompt::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    setFocus(Qt::OtherFocusReason);
    m_fitted = {};
    fit();
    look();
    m_tick.start();
}

void ApprovalPrompt::keyPressEvent(QKeyEvent* event) {
    const bool isPlain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape || !isPlain) {
        QDialog::keyPressEvent(event);
    } else if (!m_decider.canAct()) {
        if (!m_isAttended) {
            m_decider.rearm(); // somebody is typing, and not to this window
        }
    } else if (auto* focused = qobject_cast<QPushButton*>(focusWidget()); isEnter && focused != nullptr) {
        focused->click();
    } else if (!isEnter && (event->isAutoRepeat() || !answerByKey(event->key()))) { // no default button for Enter
        QDialog::keyPressEvent(event);
    }
}

bool ApprovalPrompt::answerByKey(int key) {
    if (!m_isAttended || (key != Qt::Key_A && key != Qt::Key_D)) {
        return false;
    }
    if (key == Qt::Key_A) {
        m_actions->pressApprove();
    } else {
        m_decider.deny();
    }
    return true;
}

bool ApprovalPrompt::eventFilter(QObject* object, QEvent* event) {
    m_isAttended = m_isAttended || event->type() == QEvent::MouseButtonPress;
    return QDialog::eventFilter(object, event);
}

void ApprovalPrompt::mousePressEvent(QMouseEvent* event) {
    m_isAttended = true;
    QDialog::mousePressEvent(event);
}

bool ApprovalPrompt::focusNextPrevChild(bool next) {
    m_isAttended = true;
    return QDialog::focusNextPrevChild(next);
}

void ApprovalPrompt::changeEvent(QEvent* event) {
    // brought to the front by the desktop, perhaps under somebody's fingers
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && !m_isAttended && !underMouse()) {
        m_decider.rearm();
    }
    QDialog::changeEvent(event);
}

void ApprovalPrompt::done(int result) {
    m_tick.stop();
    if (result == QDialog::Rejected) {
        m_decider.giveUp();
    }
    m_actions->wipe();
    m_decider.setRequest(std::nullopt);
    QDialog::done(result);
    Q_EMIT closed();
}

} // namespace keysluice::ui
