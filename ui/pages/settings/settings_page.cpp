#include "ui/pages/settings/settings_page.h"

#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/pages/settings/gateway_section.h"
#include "ui/pages/settings/interface_sections.h"
#include "ui/pages/settings/trust_section.h"
#include "ui/pages/settings/vault_section.h"
#include "ui/widgets/sidebar.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kFormWidth = 720;

} // namespace

SettingsPage::SettingsPage(VaultPort& vault, SettingsPort& settings, GatewayPort& gateway, QWidget* parent)
    : Page(tr("Settings"), parent), m_list(new Sidebar), m_stack(new QStackedWidget) {
    auto* body = new QWidget;
    auto* layout = new QHBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_list->setAccessibleName(tr("Settings"));
    m_list->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    auto* side = new QVBoxLayout;
    side->setContentsMargins(8, 16, 8, 16);
    side->addWidget(m_list);
    layout->addLayout(side);
    layout->addWidget(hairline(Qt::Vertical, body));
    layout->addWidget(m_stack, 1);
    setBody(body, false);

    auto* start = new StartSection(settings);
    add(QStringLiteral("lock"), tr("Vault and locking"), new VaultSection(vault, settings));
    add(QStringLiteral("network"), tr("Gateway and network"), new GatewaySection(settings, gateway));
    add(QStringLiteral("shield"), tr("Trust"), new TrustSection(settings));
    add(QStringLiteral("launch"), tr("Start and tray"), start);
    add(QStringLiteral("appearance"), tr("Appearance"), new AppearanceSection(settings));
    add(QStringLiteral("language"), tr("Language"), new LanguageSection(settings));
    m_list->setFixedWidth(240);
    connect(m_list, &Sidebar::pageChosen, m_stack, &QStackedWidget::setCurrentIndex);
    connect(start, &StartSection::firstRunRequested, this, &SettingsPage::firstRunRequested);
    m_list->setCurrentPage(Vault);
}

void SettingsPage::add(const QString& icon, const QString& name, QWidget* section) {
    m_list->addEntry({icon, name});
    auto* content = new QWidget;
    auto* layout = new QHBoxLayout(content);
    layout->setContentsMargins(32, 20, 32, 24);
    section->setMaximumWidth(kFormWidth);
    layout->addWidget(section, 1);
    layout->addStretch();
    m_stack->addWidget(scrolling(content, m_stack));
}

void SettingsPage::showSection(Section section) {
    m_list->setCurrentPage(section);
    m_stack->setCurrentIndex(section);
}

SettingsPage::Section SettingsPage::section() const {
    return static_cast<Section>(m_stack->currentIndex());
}

void SettingsPage::focusSection() {
    for (QWidget* control : m_stack->currentWidget()->findChildren<QWidget*>()) {
        if ((control->focusPolicy() & Qt::TabFocus) != 0 && control->isEnabled() && control->isVisible()) {
            control->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

} // namespace keysluice::ui
