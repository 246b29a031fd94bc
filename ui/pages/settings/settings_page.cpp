#include "ui/pages/settings/settings_page.h"

#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/pages/settings/gateway_section.h"
#include "ui/pages/settings/interface_sections.h"
#include "ui/pages/settings/setting_row.h"
#include "ui/pages/settings/trust_section.h"
#include "ui/pages/settings/vault_section.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/sidebar.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kFormWidth = 720;
constexpr int kSearchWidth = 240;

} // namespace

SettingsPage::SettingsPage(VaultPort& vault, SettingsPort& settings, GatewayPort& gateway, QWidget* parent)
    : Page(tr("Settings"), parent),
      m_search(new SearchField(tr("Find a setting"))),
      m_nothing(new QWidget),
      m_list(new Sidebar),
      m_stack(new QStackedWidget) {
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
    makeSearch();
    connect(m_list, &Sidebar::pageChosen, this, [this](int page) {
        m_wanted = page;
        m_stack->setCurrentIndex(page);
    });
    connect(start, &StartSection::firstRunRequested, this, &SettingsPage::firstRunRequested);
    m_list->setCurrentPage(Vault);
}

void SettingsPage::add(const QString& icon, const QString& name, QWidget* section) {
    m_list->addEntry({icon, name});
    m_sections.push_back({name, section});
    auto* content = new QWidget;
    auto* layout = new QHBoxLayout(content);
    layout->setContentsMargins(32, 20, 32, 24);
    section->setMaximumWidth(kFormWidth);
    layout->addWidget(section, 1);
    layout->addStretch();
    m_stack->addWidget(scrolling(content, m_stack));
}

void SettingsPage::makeSearch() {
    m_search->setMinimumWidth(kSearchWidth);
    addHeaderAction(m_search);
    auto* layout = new QVBoxLayout(m_nothing);
    m_nothingText = bodyText({}, m_nothing);
    m_nothingText->setAlignment(Qt::AlignCenter);
    QPushButton* clear = textButton(tr("Show every setting"), m_nothing);
    layout->addStretch();
    layout->addWidget(m_nothingText);
    layout->addWidget(clear, 0, Qt::AlignHCenter);
    layout->addStretch();
    m_stack->addWidget(m_nothing);
    auto* shortcut = new QShortcut(QKeySequence::Find, this);
    connect(shortcut, &QShortcut::activated, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::find);
    connect(m_search, &QLineEdit::returnPressed, this, &SettingsPage::focusSection);
    connect(clear, &QPushButton::clicked, m_search, &QLineEdit::clear);
    connect(clear, &QPushButton::clicked, m_search, [this] { m_search->setFocus(); });
}

bool SettingsPage::findIn(QWidget& section, const QString& name, const QStringList& words) const {
    QStringList left; // what the section is called need not be said again in its rows
    for (const QString& word : words) {
        if (!name.contains(word, Qt::CaseInsensitive)) {
            left += word;
        }
    }
    int rows = 0;
    const QList<SettingRows*> groups = section.findChildren<SettingRows*>();
    for (SettingRows* group : groups) {
        rows += group->showOnly(left);
    }
    if (rows > 0 || left.isEmpty()) {
        return true;
    }
    // What is not a row: cards, buttons, explanations.
    bool found = false;
    for (const QWidget* part : section.findChildren<QWidget*>()) {
        const auto* label = qobject_cast<const QLabel*>(part);
        const auto* button = qobject_cast<const QAbstractButton*>(part);
        const bool isRow = std::any_of(groups.begin(), groups.end(),
                                       [part](const SettingRows* group) { return group->isAncestorOf(part); });
        const QString text = isRow               ? QString()
                             : label != nullptr  ? label->text()
                             : button != nullptr ? button->text()
                                                 : QString();
        found = found || (!text.isEmpty() && hasEveryWord(text, left));
    }
    return found;
}

void SettingsPage::find(const QString& text) {
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const int wanted = m_wanted;
    int shown = -1;
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        const int page = static_cast<int>(i);
        const bool fits = findIn(*m_sections[i].widget, m_sections[i].name, words);
        m_list->setPageHidden(page, !fits);
        if (fits && (shown < 0 || page == wanted)) {
            shown = page;
        }
    }
    m_nothingText->setText(tr("No setting has “%1” in its name or explanation.").arg(text.trimmed()));
    if (shown < 0) {
        m_stack->setCurrentWidget(m_nothing);
        return;
    }
    m_list->setCurrentPage(shown);
    m_stack->setCurrentIndex(shown);
    m_wanted = wanted; // not chosen by a person
}

void SettingsPage::showSection(Section section) {
    m_search->clear();
    m_list->setCurrentPage(section);
    m_stack->setCurrentIndex(section);
}

SettingsPage::Section SettingsPage::section() const {
    return static_cast<Section>(m_stack->currentWidget() == m_nothing ? m_wanted : m_stack->currentIndex());
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
