#include "ui/pages/first_run/first_run_page.h"

#include "ui/pages/first_run/connect_step.h"
#include "ui/pages/first_run/key_step.h"
#include "ui/pages/first_run/protect_step.h"
#include "ui/pages/first_run/step_list.h"
#include "ui/pages/first_run/watch_step.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/page.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kSideWidth = 304;
constexpr int kContentWidth = 736;
constexpr int kMargin = 72;
constexpr int kRing = 6;

} // namespace

FirstRunPage::FirstRunPage(const Ports& ports, QWidget* parent)
    : QWidget(parent),
      m_ports(ports),
      m_list(new StepList),
      m_side(new QWidget(this)),
      m_stack(new QStackedWidget),
      m_back(textButton(tr("Back"), this)),
      m_skip(textButton(tr("Skip this step"), this, ButtonRole::Flat)),
      m_other(textButton({}, this)),
      m_primary(textButton({}, this, ButtonRole::Primary)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* side = new QVBoxLayout(m_side);
    side->setContentsMargins(28, 32, 28, 28);
    side->setSpacing(36);
    auto* brand = new QHBoxLayout;
    brand->setSpacing(12);
    auto* logo = new QLabel(m_side);
    logo->setPixmap(QIcon(QStringLiteral(":/keysluice/icons/keysluice.svg")).pixmap(30, 30));
    brand->addWidget(logo);
    brand->addWidget(sectionTitle(QStringLiteral("Keysluice"), m_side), 1);
    side->addLayout(brand);
    side->addWidget(m_list);
    side->addStretch();
    side->addWidget(helpText(tr("Each step can be skipped and repeated later from Settings."), m_side));
    m_side->setFixedWidth(kSideWidth);
    layout->addWidget(m_side);
    layout->addWidget(hairline(Qt::Vertical, this));
    auto* main = new QVBoxLayout;
    main->setSpacing(0);
    main->addWidget(m_stack, 1);
    main->addWidget(hairline(Qt::Horizontal, this));
    main->addWidget(makeFooter());
    layout->addLayout(main, 1);

    addStep(new ProtectStep(ports.vault), tr("Protect the vault"),
            tr("Keys are encrypted on this computer. Choose what opens them."));
    addStep(new KeyStep(ports.credentials, ports.agents, ports.clock), tr("Add the first key"),
            tr("Paste the key of a provider. Agents use it through the gateway and never have it."));
    addStep(
        new ConnectStep(ports.agents), tr("Connect an agent"),
        tr("A launched agent gets the gateway's address and a worthless placeholder. Your key stays in the vault."));
    addStep(new WatchStep(ports.activity), tr("See its first request"),
            tr("What an agent does with your key is in sight, always."));
    connect(m_back, &QPushButton::clicked, this, [this] { goTo(m_current - 1); });
    connect(m_skip, &QPushButton::clicked, this, &FirstRunPage::skip);
    connect(m_other, &QPushButton::clicked, this, [this] { current()->actOtherwise(); });
    connect(m_primary, &QPushButton::clicked, this, [this] { current()->act(); });
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, [this] { current()->cancel(); });
    begin();
}

QWidget* FirstRunPage::makeFooter() {
    auto* footer = new QWidget(this);
    auto* row = new QHBoxLayout(footer);
    auto* inner = new QWidget(footer);
    inner->setMaximumWidth(kContentWidth + 2 * kRing);
    auto* buttons = new QHBoxLayout(inner);
    // The focus ring stands outside its button, and a parent cuts off what is outside of it.
    buttons->setContentsMargins(kRing, kRing, kRing, kRing);
    buttons->setSpacing(8);
    row->setContentsMargins(kMargin - kRing, 16 - kRing, kMargin - kRing, 16 - kRing);
    buttons->addWidget(m_back);
    buttons->addWidget(m_skip);
    buttons->addStretch();
    buttons->addWidget(m_other);
    m_primary->setDefault(true);
    buttons->addWidget(m_primary);
    row->addWidget(inner, 1);
    row->addStretch();
    return footer;
}

void FirstRunPage::addStep(Step* step, const QString& heading, const QString& text) {
    auto* content = new QWidget;
    auto* outer = new QHBoxLayout(content);
    outer->setContentsMargins(kMargin, 56, kMargin, 24);
    auto* column = new QWidget(content);
    column->setMaximumWidth(kContentWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(titleText(heading, column));
    StyledLabel* below = bodyText(text, column);
    below->setRole(Role::Muted);
    layout->addWidget(below);
    layout->addSpacing(12);
    layout->addWidget(step, 1);
    outer->addWidget(column, 1);
    outer->addStretch();
    content->setMinimumHeight(1); // its height follows from its width; wrapped labels ask for more than they need
    m_stack->addWidget(scrolling(content, m_stack));
    m_steps.push_back(step);
    connect(step, &Step::changed, this, &FirstRunPage::refresh);
    connect(step, &Step::finished, this, &FirstRunPage::goOn);
    connect(step, &Step::buttonFocusWanted, this, [this, step](Step::Button button) {
        if (step == current()) {
            (button == Step::Button::Primary ? m_primary : m_other)->setFocus(Qt::OtherFocusReason);
        }
    });
}

void FirstRunPage::begin() {
    std::size_t first = 0;
    while (first + 1 < m_steps.size() && !m_steps[first]->result().isEmpty()) {
        ++first;
    }
    goTo(static_cast<int>(first));
}

void FirstRunPage::goTo(int index) {
    if (index != m_current) {
        current()->leave();
    }
    m_current = index;
    m_stack->setCurrentIndex(index);
    refresh();
    current()->enter();
}

void FirstRunPage::refresh() {
    if (m_steps.empty() || m_current >= static_cast<int>(m_steps.size())) {
        return;
    }
    QStringList names;
    QStringList results;
    for (const Step* step : m_steps) {
        names += step->name();
        results += step->result();
    }
    m_list->setSteps(names, results, m_current);
    const Step* step = current();
    m_back->setVisible(m_current > 0);
    m_back->setEnabled(!step->isBusy());
    m_skip->setEnabled(!step->isBusy());
    m_skip->setVisible(m_current + 1 < static_cast<int>(m_steps.size()));
    m_skip->setText(m_current == 0 && step->result().isEmpty() ? tr("Not now") : tr("Skip this step"));
    m_other->setText(step->otherAction());
    m_other->setVisible(!step->otherAction().isEmpty());
    m_primary->setText(step->action());
    m_primary->setEnabled(step->canAct());
}

void FirstRunPage::goOn() {
    if (sender() != nullptr && sender() != current()) {
        return;
    }
    if (m_current + 1 < static_cast<int>(m_steps.size())) {
        goTo(m_current + 1);
    } else {
        finish();
    }
}

void FirstRunPage::skip() {
    // Without a vault there is nothing the other steps could do.
    if (m_current == 0 && m_steps.front()->result().isEmpty()) {
        finish();
    } else if (m_current + 1 < static_cast<int>(m_steps.size())) {
        goTo(m_current + 1);
    } else {
        finish();
    }
}

void FirstRunPage::finish() {
    current()->leave();
    core::InterfaceSettings settings = m_ports.settings.interfaceSettings();
    settings.firstRunDone = true;
    // If it cannot be kept, the steps are offered once more at the next start; nothing else depends on it.
    const core::Outcome<void> kept = m_ports.settings.setInterfaceSettings(settings);
    Q_UNUSED(kept)
    Q_EMIT finished();
}

void FirstRunPage::paintEvent(QPaintEvent* /*event*/) {
    QPainter(this).fillRect(m_side->geometry(), lookColour(Role::Sidebar));
}

} // namespace keysluice::ui
