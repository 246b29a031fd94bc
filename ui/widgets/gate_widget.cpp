#include "ui/widgets/gate_widget.h"

#include "ui/ports/gateway_port.h"
#include "ui/ports/vault_port.h"
#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/code_box.h"
#include "ui/widgets/labels.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

QString clockText(core::UnixMs at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at).time(), QLocale::ShortFormat);
}

} // namespace

GateWidget::GateWidget(GatewayPort& gateway, VaultPort& vault, QWidget* parent)
    : QWidget(parent),
      m_gateway(gateway),
      m_vault(vault),
      m_icon(new IconLabel(QStringLiteral("play"), 16, Role::Ok, this)),
      m_state(new StyledLabel(QString(), TextStyle::BodyBold, Role::Ok, this)),
      m_pause(new QPushButton(this)),
      m_menu(new QMenu(this)),
      m_reason(new StyledLabel(QString(), TextStyle::Small, Role::Text, this)),
      m_remedy(new QPushButton(this)),
      m_addressRow(new QWidget(this)),
      m_address(new StyledLabel(QString(), TextStyle::Mono, Role::Text, m_addressRow)),
      m_copy(new QToolButton(m_addressRow)),
      m_vaultRow(new QWidget(this)),
      m_vaultIcon(new IconLabel(QStringLiteral("unlock"), 14, Role::Muted, m_vaultRow)),
      m_vaultText(new StyledLabel(QString(), TextStyle::Small, Role::Muted, m_vaultRow)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 14);
    layout->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->setSpacing(6);
    top->addWidget(m_icon);
    top->addWidget(m_state, 1);
    top->addWidget(m_pause);
    m_state->setWordWrap(true);
    setSmall(m_pause);
    layout->addLayout(top);
    m_reason->setWordWrap(true);
    layout->addWidget(m_reason);
    setSmall(m_remedy);
    layout->addWidget(m_remedy, 0, Qt::AlignLeft);

    auto* addressLayout = new QHBoxLayout(m_addressRow);
    addressLayout->setContentsMargins(0, 0, 0, 0);
    addressLayout->setSpacing(4);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addressLayout->addWidget(m_address);
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_copy->setAccessibleName(tr("Copy the address"));
    m_copy->setToolTip(m_copy->accessibleName());
    m_copy->setAutoRaise(true);
    setSmall(m_copy);
    addressLayout->addWidget(m_copy);
    addressLayout->addStretch(1);
    layout->addWidget(m_addressRow);

    auto* vaultLayout = new QHBoxLayout(m_vaultRow);
    vaultLayout->setContentsMargins(0, 0, 0, 0);
    vaultLayout->setSpacing(6);
    vaultLayout->addWidget(m_vaultIcon);
    vaultLayout->addWidget(m_vaultText, 1);
    m_vaultText->setWordWrap(true);
    layout->addWidget(m_vaultRow);

    m_menu->addAction(tr("For 15 minutes"), this, [this] { m_gateway.pause(15); });
    m_menu->addAction(tr("For 1 hour"), this, [this] { m_gateway.pause(60); });
    m_menu->addAction(tr("Until resumed"), this, [this] { m_gateway.pause(0); });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_gateway.state() == GatewayPort::State::Paused) {
            m_gateway.resume();
        } else if (m_gateway.state() == GatewayPort::State::Frozen) {
            Q_EMIT thawRequested();
        }
    });
    connect(m_remedy, &QPushButton::clicked, this, [this] {
        if (m_gateway.state() == GatewayPort::State::Locked) {
            Q_EMIT unlockRequested();
        } else {
            m_gateway.useNextPort();
        }
    });
    connect(m_copy, &QToolButton::clicked, this, [this] { copyToClipboard(m_gateway.address(), false); });
    connect(&m_gateway, &GatewayPort::changed, this, &GateWidget::refresh);
    connect(&m_vault, &VaultPort::stateChanged, this, &GateWidget::refresh);
    refresh();
}

void GateWidget::setNarrow(bool narrow) {
    m_narrow = narrow;
    layout()->setContentsMargins(narrow ? 20 : 16, 12, narrow ? 4 : 16, 14);
    refresh();
}

void GateWidget::refresh() {
    using State = GatewayPort::State;
    const State state = m_gateway.state();
    const std::optional<core::Failure> trouble = m_gateway.trouble();
    const auto show = [&](const char* icon, Role role, const QString& text) {
        m_icon->set(QString::fromLatin1(icon), role);
        m_state->setText(text);
        static_cast<StyledLabel*>(m_state)->setRole(role);
    };
    switch (state) {
    case State::Starting:
        show("clock", Role::Muted, tr("Starting"));
        break;
    case State::Running:
        show("play", Role::Ok, tr("Running"));
        break;
    case State::Paused:
        show("pause", Role::Muted,
             m_gateway.pausedUntil() > 0 ? tr("Paused until %1").arg(clockText(m_gateway.pausedUntil()))
                                         : tr("Paused"));
        break;
    case State::Frozen:
        show("freeze", Role::Info, tr("Frozen"));
        break;
    case State::Locked:
        show("lock", Role::Muted, tr("Locked"));
        break;
    case State::Error:
        show("error", Role::Danger, tr("Error"));
        break;
    }
    setToolTip(m_narrow ? m_state->text() : QString());
    const bool paused = state == State::Paused;
    const bool frozen = state == State::Frozen;
    m_pause->setText(paused ? tr("Resume") : frozen ? tr("Thaw") : tr("Pause"));
    m_pause->setMenu(paused || frozen ? nullptr : m_menu);
    m_pause->setVisible(!m_narrow && (paused || frozen || state == State::Running));
    m_reason->setText(trouble ? failureText(*trouble) : QString());
    m_reason->setVisible(!m_narrow && trouble.has_value());
    const bool portTaken = trouble && trouble->code == core::FailureCode::PortTaken;
    m_remedy->setText(portTaken ? tr("Use %1").arg(m_gateway.nextFreePort()) : tr("Unlock"));
    m_remedy->setVisible(!m_narrow && (portTaken || m_vault.state() == core::VaultState::Locked));
    m_address->setText(m_gateway.address());
    m_addressRow->setVisible(!m_narrow && !m_gateway.address().isEmpty());
    m_state->setVisible(!m_narrow);
    m_vaultRow->setVisible(!m_narrow);
    switch (m_vault.state()) {
    case core::VaultState::Open: {
        const std::optional<int> minutes = m_vault.minutesToLock();
        m_vaultIcon->set(QStringLiteral("unlock"), Role::Muted);
        m_vaultText->setText(minutes ? tr("Vault open, locks in %n min", nullptr, *minutes) : tr("Vault open"));
        break;
    }
    case core::VaultState::Absent:
        m_vaultIcon->set(QStringLiteral("lock"), Role::Muted);
        m_vaultText->setText(tr("No vault yet"));
        break;
    case core::VaultState::Locked:
        m_vaultIcon->set(QStringLiteral("lock"), Role::Muted);
        m_vaultText->setText(tr("Vault locked"));
        break;
    case core::VaultState::PolicyUnverified:
        m_vaultIcon->set(QStringLiteral("error"), Role::Danger);
        m_vaultText->setText(tr("Vault open, changed from outside"));
        break;
    case core::VaultState::Unusable:
        m_vaultIcon->set(QStringLiteral("error"), Role::Danger);
        m_vaultText->setText(tr("Vault not usable"));
        break;
    }
}

void GateWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::of(palette()).color(Role::Border));
}

} // namespace keysluice::ui
