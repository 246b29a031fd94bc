#pragma once

#include "ui/ports/settings_port.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QComboBox;

namespace keysluice::ui {

class ErrorLine;

/// Settings > Start and tray. In force at once. Thread: gui.
class StartSection final : public QWidget {
    Q_OBJECT
public:
    explicit StartSection(SettingsPort& settings, QWidget* parent = nullptr);

Q_SIGNALS:
    void firstRunRequested();

private:
    void showStored();
    void apply();

    SettingsPort& m_settings;
    QCheckBox* m_atLogin;
    QCheckBox* m_keepRunning;
    QCheckBox* m_colour;
    ErrorLine* m_error;
    bool m_filling = false;
};

/// Settings > Appearance. In force at once. Thread: gui.
class AppearanceSection final : public QWidget {
    Q_OBJECT
public:
    explicit AppearanceSection(SettingsPort& settings, QWidget* parent = nullptr);

private:
    void showStored();

    SettingsPort& m_settings;
    QButtonGroup* m_choice;
    ErrorLine* m_error;
};

/// Settings > Language. In force at once: whoever made the window makes it anew. Thread: gui.
class LanguageSection final : public QWidget {
    Q_OBJECT
public:
    explicit LanguageSection(SettingsPort& settings, QWidget* parent = nullptr);

private:
    void apply();

    SettingsPort& m_settings;
    QComboBox* m_language;
    QTimer m_settled;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
