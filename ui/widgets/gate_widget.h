#pragma once

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace keysluice::ui {

class GatewayPort;
class IconLabel;
class VaultPort;

/// The gate block at the foot of the sidebar: state, pause, address, vault, and what is wrong with its remedy.
/// Thread: gui.
class GateWidget final : public QWidget {
    Q_OBJECT
public:
    GateWidget(GatewayPort& gateway, VaultPort& vault, QWidget* parent = nullptr);
    void setNarrow(bool narrow);

Q_SIGNALS:
    void unlockRequested();
    void thawRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    GatewayPort& m_gateway;
    VaultPort& m_vault;
    IconLabel* m_icon;
    QLabel* m_state;
    QPushButton* m_pause;
    QMenu* m_menu;
    QLabel* m_reason;
    QPushButton* m_remedy;
    QWidget* m_addressRow;
    QLabel* m_address;
    QToolButton* m_copy;
    QWidget* m_vaultRow;
    IconLabel* m_vaultIcon;
    QLabel* m_vaultText;
    bool m_narrow = false;
};

} // namespace keysluice::ui
