#pragma once

#include "ui/ports/settings_port.h"
#include "ui/ports/vault_port.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QVBoxLayout;

namespace keysluice::ui {

class ErrorLine;

/// Settings > Vault and locking. Thread: gui.
class VaultSection final : public QWidget {
    Q_OBJECT
public:
    VaultSection(VaultPort& vault, SettingsPort& settings, QWidget* parent = nullptr);

    void setPassphrase();
    void createRecoveryCode();
    void rotateDataKey();

private:
    void showWays();
    void addWay(const QString& icon, const QString& name, const QString& text, const core::SlotInfo* slot,
                const QString& inUse);
    void probe();
    void addKeychain();
    void removeWay(const core::SlotInfo& slot, const QString& name);
    void applyLocking();
    void showLocking();

    VaultPort& m_vault;
    SettingsPort& m_settings;
    QVBoxLayout* m_ways;
    QWidget* m_waysFrame;
    QComboBox* m_idle;
    QCheckBox* m_screen;
    QCheckBox* m_sleep;
    ErrorLine* m_error;
    std::optional<core::Failure> m_keychainProblem;
    bool m_probed = false;
    bool m_filling = false;
};

} // namespace keysluice::ui
