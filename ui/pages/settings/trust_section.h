#pragma once

#include "core/clock.h"
#include "ui/ports/settings_port.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace keysluice::ui {

class CodeBox;
class ErrorLine;

/// Settings > Trust: our own authority, and further authorities that the gateway trusts. Thread: gui.
class TrustSection final : public QWidget {
    Q_OBJECT
public:
    TrustSection(SettingsPort& settings, QWidget* parent = nullptr);

    void exportTo(const QString& file);
    /// Reads a PEM file and asks before its authorities are trusted.
    void importFrom(const QString& file);

private:
    void showStored();
    void showExtra();
    void chooseExport();
    void chooseImport();
    void trust(const std::vector<std::string>& blocks);
    void removeExtra(std::size_t index);

    SettingsPort& m_settings;
    CodeBox* m_fingerprint;
    QLabel* m_validity;
    QLabel* m_hosts;
    ErrorLine* m_exportError;
    QLabel* m_exported;
    QVBoxLayout* m_extra;
    ErrorLine* m_importError;
};

} // namespace keysluice::ui
