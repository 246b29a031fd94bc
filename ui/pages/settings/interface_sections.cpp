#include "ui/pages/settings/interface_sections.h"

#include "ui/pages/parts.h"
#include "ui/pages/settings/setting_row.h"

#include <QApplication>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

QVBoxLayout* sectionLayout(QWidget* section, const QString& title) {
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(sectionTitle(title, section));
    return layout;
}

} // namespace

StartSection::StartSection(SettingsPort& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_atLogin(nullptr),
      m_keepRunning(nullptr),
      m_colour(nullptr),
      m_error(new ErrorLine(this)) {
    QVBoxLayout* layout = sectionLayout(this, tr("Start and tray"));
    auto* rows = new SettingRows(this);
    m_atLogin = rows->addToggle(tr("Start when you log in"));
    m_keepRunning = rows->addToggle(
        tr("Keep running when the window is closed"),
        tr("In the tray, or minimised where there is none. Otherwise closing quits, and agents lose the gateway."));
    m_colour = rows->addToggle(tr("Coloured tray icon"), tr("Otherwise it has the panel's text colour."));
    layout->addWidget(rows);
    layout->addWidget(m_error);
    layout->addSpacing(8);
    layout->addWidget(sectionTitle(tr("First steps"), this));
    layout->addWidget(helpText(tr("Protect the vault, add a key, connect an agent, see its first request."), this));
    QPushButton* again = textButton(tr("Show the first steps again"), this);
    layout->addWidget(again, 0, Qt::AlignLeading);
    layout->addStretch();
    connect(again, &QPushButton::clicked, this, &StartSection::firstRunRequested);
    connect(m_atLogin, &QCheckBox::toggled, this, [this](bool enabled) {
        if (!m_filling && !m_error->take(m_settings.setLaunchAtLogin(enabled))) {
            showStored();
        }
    });
    connect(m_keepRunning, &QCheckBox::toggled, this, &StartSection::apply);
    connect(m_colour, &QCheckBox::toggled, this, &StartSection::apply);
    connect(&m_settings, &SettingsPort::changed, this, &StartSection::showStored);
    showStored();
}

void StartSection::showStored() {
    m_filling = true;
    const core::InterfaceSettings settings = m_settings.interfaceSettings();
    m_atLogin->setChecked(m_settings.launchAtLogin());
    m_keepRunning->setChecked(settings.minimiseToTray);
    m_colour->setChecked(settings.colourTray);
    m_filling = false;
}

void StartSection::apply() {
    if (m_filling) {
        return;
    }
    core::InterfaceSettings settings = m_settings.interfaceSettings();
    settings.minimiseToTray = m_keepRunning->isChecked();
    settings.colourTray = m_colour->isChecked();
    if (!m_error->take(m_settings.setInterfaceSettings(settings))) {
        showStored();
    }
}

AppearanceSection::AppearanceSection(SettingsPort& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_choice(new QButtonGroup(this)), m_error(new ErrorLine(this)) {
    QVBoxLayout* layout = sectionLayout(this, tr("Appearance"));
    const struct {
        core::Appearance appearance;
        QString name;
    } choices[] = {{core::Appearance::System, tr("As the system")},
                   {core::Appearance::Light, tr("Light")},
                   {core::Appearance::Dark, tr("Dark")}};
    for (const auto& choice : choices) {
        auto* button = new QRadioButton(choice.name, this);
        m_choice->addButton(button, static_cast<int>(choice.appearance));
        layout->addWidget(button);
    }
    layout->addWidget(m_error);
    layout->addStretch();
    // Toggled, not clicked: assistive technology toggles.
    connect(m_choice, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        core::InterfaceSettings changed = m_settings.interfaceSettings();
        if (!checked || changed.appearance == static_cast<core::Appearance>(id)) {
            return;
        }
        changed.appearance = static_cast<core::Appearance>(id);
        if (!m_error->take(m_settings.setInterfaceSettings(changed))) {
            showStored();
        }
    });
    connect(&m_settings, &SettingsPort::changed, this, &AppearanceSection::showStored);
    showStored();
}

void AppearanceSection::showStored() {
    m_choice->button(static_cast<int>(m_settings.interfaceSettings().appearance))->setChecked(true);
}

LanguageSection::LanguageSection(SettingsPort& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_language(new QComboBox(this)), m_error(new ErrorLine(this)) {
    QVBoxLayout* layout = sectionLayout(this, tr("Language"));
    m_language->addItem(tr("As the system"), QString());
    // Languages are named in themselves, so that they can be found in any language.
    m_language->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    const int current = m_language->findData(QString::fromStdString(m_settings.interfaceSettings().language));
    m_language->setCurrentIndex(current < 0 ? 0 : current);
    auto* rows = new SettingRows(this);
    rows->add(tr("Language"), m_language);
    layout->addWidget(rows);
    layout->addWidget(m_error);
    layout->addStretch();
    // A name that is typed, and arrows, pass other languages on their way, and each would make the window anew.
    m_settled.setSingleShot(true);
    m_settled.setInterval(QApplication::keyboardInputInterval());
    connect(m_language, &QComboBox::currentIndexChanged, &m_settled, QOverload<>::of(&QTimer::start));
    connect(&m_settled, &QTimer::timeout, this, &LanguageSection::apply);
}

void LanguageSection::apply() {
    core::InterfaceSettings settings = m_settings.interfaceSettings();
    settings.language = m_language->currentData().toString().toStdString();
    if (!m_error->take(m_settings.setInterfaceSettings(settings))) {
        const QSignalBlocker blocker(m_language);
        m_language->setCurrentIndex(
            m_language->findData(QString::fromStdString(m_settings.interfaceSettings().language)));
    }
}

} // namespace keysluice::ui
