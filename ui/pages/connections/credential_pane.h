#pragma once

#include "core/records.h"

#include <QStringList>
#include <QWidget>

class QGridLayout;
class QMenu;
class QPushButton;
class QToolButton;

namespace keysluice::core {
class Clock;
}

namespace keysluice::ui {

class AgentPort;
class ChoiceBox;
class CodeBox;
class CredentialPort;
class ElidedLabel;
class KeyBox;
class MonogramTile;
class PillLabel;
class StyledLabel;
class Toggle;
class VaultPort;

/// Everything about one credential, with real buttons for all that its row offers. Thread: gui.
class CredentialPane final : public QWidget {
    Q_OBJECT
public:
    CredentialPane(CredentialPort& credentials, AgentPort& agents, VaultPort& vault, const core::Clock& clock,
                   QWidget* parent = nullptr);

    /// Empty id: nothing is shown.
    void setCredential(const core::RecordId& id);
    [[nodiscard]] const core::RecordId& credential() const { return m_id; }
    void refresh();
    [[nodiscard]] KeyBox& keyBox() { return *m_key; }
    /// Filled by the page: what a credential's menu offers.
    [[nodiscard]] QMenu& moreMenu() { return *m_menu; }

Q_SIGNALS:
    void testRequested();
    void rotateRequested();
    void editRequested();
    void enabledChosen(bool enabled);
    void foreignKeysChosen(keysluice::core::ForeignKeys mode);
    void revealRequested();
    void copyRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Words of the buttons give way to their icons, from the last one on, where there is no room.
    void fitActions();
    [[nodiscard]] QWidget* makeHead();
    [[nodiscard]] QWidget* makeActions();
    void showInjection(const core::CredentialInfo& credential);
    void showForeignKeys(const core::CredentialInfo& credential);
    void showUsers(const core::CredentialInfo& credential);
    void showToday(const core::CredentialInfo& credential);
    void showHistory();

    CredentialPort& m_credentials;
    AgentPort& m_agents;
    VaultPort& m_vault;
    const core::Clock& m_clock;
    core::RecordId m_id;
    MonogramTile* m_monogram = nullptr;
    ElidedLabel* m_name = nullptr;
    StyledLabel* m_kind = nullptr;
    PillLabel* m_pill = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_rotate = nullptr;
    QPushButton* m_edit = nullptr;
    QToolButton* m_more = nullptr;
    QMenu* m_menu = nullptr;
    Toggle* m_enabled = nullptr;
    bool m_enabledStored = false;
    StyledLabel* m_trouble;
    KeyBox* m_key;
    StyledLabel* m_keyHelp;
    CodeBox* m_injection;
    StyledLabel* m_removed;
    ChoiceBox* m_foreign;
    StyledLabel* m_foreignHelp;
    QWidget* m_users;
    StyledLabel* m_requests;
    StyledLabel* m_checked;
    QWidget* m_history;
    QGridLayout* m_historyRows;
    QStringList m_shownHistory;
};

} // namespace keysluice::ui
