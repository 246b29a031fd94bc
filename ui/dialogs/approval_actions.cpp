#include "ui/dialogs/approval_actions.h"

#include "ui/dialogs/secret_field.h"
#include "ui/models/approval_answer_text.h"
#include "ui/models/approval_decider.h"
#include "ui/models/approval_text.h"
#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace keysluice::ui {

namespace {

constexpr int kLongestEntry = 110;

QPushButton* button(const char* icon, const QString& text, ButtonRole role, QWidget* parent) {
    auto* result = new QPushButton(text, parent);
    if (icon != nullptr) {
        result->setIcon(symbolicIcon(QString::fromLatin1(icon)));
    }
    setButtonRole(result, role);
    result->setAutoDefault(false);
    return result;
}

/// "&" in a menu or on a button would be a mnemonic.
QString plain(QString text) {
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

ApprovalActions::ApprovalActions(ApprovalDecider& decider, std::function<RuleNames()> names, QWidget* parent)
    : QObject(parent),
      m_decider(decider),
      m_names(std::move(names)),
      m_deny(button("blocked", tr("Deny"), ButtonRole::Normal, parent)),
      m_freeze(button("freeze", {}, ButtonRole::DangerOutline, parent)),
      m_approveFor(button(nullptr, tr("Approve for"), ButtonRole::Normal, parent)),
      m_approve(button("allowed", tr("Approve once"), ButtonRole::Primary, parent)),
      m_proof(new QWidget(parent)),
      m_error(new QWidget(parent)) {
    auto* menu = new QMenu(m_approveFor);
    menu->setToolTipsVisible(true);
    m_approveFor->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &ApprovalActions::fillMenu);
    buildProof();
    buildError();
    connect(m_deny, &QPushButton::clicked, &m_decider, &ApprovalDecider::deny);
    connect(m_freeze, &QPushButton::clicked, &m_decider, &ApprovalDecider::denyAndFreeze);
    connect(m_approve, &QPushButton::clicked, this, &ApprovalActions::pressApprove);
    connect(&m_decider, &ApprovalDecider::changed, this, &ApprovalActions::update);
    connect(&m_decider, &ApprovalDecider::refused, this, [this] {
        if (m_decider.needsPassphrase()) {
            m_passphrase->wipe();
            setFieldError(m_passphrase, true);
            m_passphrase->setEnabled(true);
            m_passphrase->setFocus(Qt::OtherFocusReason);
        }
    });
    update();
}

void ApprovalActions::buildProof() {
    m_passphrase = new SecretField(m_proof);
    m_proofLabel = new StyledLabel(tr("Vault or recovery passphrase"), TextStyle::BodyBold, Role::Text, m_proof);
    m_proofLabel->setBuddy(m_passphrase);
    auto* why = new StyledLabel(tr("The rule is marked as high risk: approving takes the passphrase."),
                                TextStyle::Small, Role::Muted, m_proof);
    why->setWordWrap(true);
    auto* layout = new QVBoxLayout(m_proof);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (QWidget* part :
         {static_cast<QWidget*>(m_proofLabel), static_cast<QWidget*>(m_passphrase), static_cast<QWidget*>(why)}) {
        layout->addWidget(part);
    }
    connect(m_passphrase, &SecretField::secretEdited, this, [this] { setFieldError(m_passphrase, false); });
    connect(m_passphrase, &QLineEdit::textEdited, &m_decider, &ApprovalDecider::clearError);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &ApprovalActions::pressApprove);
}

void ApprovalActions::buildError() {
    m_errorText = new StyledLabel({}, TextStyle::Small, Role::Danger, m_error);
    m_errorText->setWordWrap(true);
    auto* layout = new QHBoxLayout(m_error);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(new IconLabel(QStringLiteral("error"), 16, Role::Danger, m_error), 0, Qt::AlignTop);
    layout->addWidget(m_errorText, 1);
    m_error->hide();
}

void ApprovalActions::update() {
    const auto& request = m_decider.request();
    const core::ApprovalId id = request ? request->id : 0;
    const bool isAnother = id != std::exchange(m_shown, id);
    if (isAnother) {
        wipe();
        m_approveFor->menu()->close();
        if (request) {
            m_freeze->setText(plain(freezeText(*request)));
        }
    }
    for (QPushButton* one : {m_deny, m_freeze, m_approveFor, m_approve}) {
        one->setEnabled(m_decider.canAct());
    }
    m_passphrase->setEnabled(!m_decider.isBusy());
    m_proof->setVisible(m_decider.needsPassphrase());
    const QString error = m_decider.error();
    const bool isNews = !error.isEmpty() && error != m_errorText->text();
    m_errorText->setText(error);
    m_error->setVisible(!error.isEmpty());
    if (isNews) {
        QAccessibleEvent event(m_errorText, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void ApprovalActions::fillMenu() {
    QMenu* menu = m_approveFor->menu();
    menu->clear();
    if (!m_decider.request()) {
        return;
    }
    const core::ApprovalRequest& request = *m_decider.request();
    const RuleNames names = m_names();
    for (const ApprovalScope scope : widerScopes(request)) {
        if (scope == ApprovalScope::Always) {
            QAction* reach = menu->addAction(plain(reachText(request))); // of what stands above it
            reach->setEnabled(false);
            menu->addSeparator();
        }
        const QString text = scopeText(scope, request, names);
        QAction* action = menu->addAction(plain(shortened(text, kLongestEntry)));
        action->setToolTip(QStringLiteral("<span>%1</span>").arg(text.toHtmlEscaped()));
        // a menu that stayed open never answers the next request
        connect(action, &QAction::triggered, this, [this, scope, id = request.id] {
            if (m_decider.request() && m_decider.request()->id == id) {
                approve(scope);
            }
        });
    }
}

void ApprovalActions::pressApprove() {
    approve(ApprovalScope::Once);
}

void ApprovalActions::approve(ApprovalScope scope) {
    if (!m_decider.canAct()) {
        return;
    }
    core::SecretBytes proof = m_decider.needsPassphrase() ? m_passphrase->secret() : core::SecretBytes();
    m_passphrase->wipe();
    m_decider.approve(scope, std::move(proof));
}

void ApprovalActions::wipe() {
    m_passphrase->wipe();
    setFieldError(m_passphrase, false);
}

} // namespace keysluice::ui
