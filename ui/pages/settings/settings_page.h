#pragma once

#include "ui/ports/gateway_port.h"
#include "ui/ports/settings_port.h"
#include "ui/ports/vault_port.h"
#include "ui/widgets/page.h"

class QStackedWidget;

namespace keysluice::ui {

class Sidebar;

/// Settings, with a list of their own at the start. Thread: gui.
class SettingsPage final : public Page {
    Q_OBJECT
public:
    enum Section { Vault, Gateway, Trust, Start, Appearance, Language };

    SettingsPage(VaultPort& vault, SettingsPort& settings, GatewayPort& gateway, QWidget* parent = nullptr);

    void showSection(Section section);
    [[nodiscard]] Section section() const;
    /// The first control of the section in view.
    void focusSection();

Q_SIGNALS:
    void firstRunRequested();

private:
    void add(const QString& icon, const QString& name, QWidget* section);

    Sidebar* m_list;
    QStackedWidget* m_stack;
};

} // namespace keysluice::ui
