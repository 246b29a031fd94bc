#pragma once

#include "core/records.h"
#include "ui/models/credential_filter_model.h"
#include "ui/models/credential_model.h"
#include "ui/widgets/page.h"

#include <QTimer>

class QComboBox;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace keysluice::ui {

class AddSecretDialog;
class AgentPort;
class CredentialList;
class CredentialPane;
class EmptyLlms;
class SearchField;
class SecretClipboard;
class StyledLabel;
class Toast;
class VaultPort;

/// Connections > LLMs: the stored credentials, and everything that can be done with one. Thread: gui.
class LlmsPage final : public Page {
    Q_OBJECT
public:
    LlmsPage(CredentialPort& credentials, AgentPort& agents, VaultPort& vault, const core::Clock& clock,
             QWidget* parent = nullptr);
    ~LlmsPage() override;

    void openAddSecret();
    /// The same with what the clipboard has in the field.
    void openAddSecretFromClipboard();
    void openRotate(const core::RecordId& id);
    void select(const core::RecordId& id);
    /// For the sidebar's badge: enabled credentials that their provider rejects.
    [[nodiscard]] int rejected() const { return m_model.rejected(); }
    [[nodiscard]] int count() const { return m_model.rowCount(); }
    void focusContent() override;

Q_SIGNALS:
    /// Launch an agent, as offered after a key was saved.
    void launchAgentRequested();
    /// Number of credentials or of rejected ones is different.
    void countsChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QWidget* makeBody();
    [[nodiscard]] QWidget* makeFilterRow(QWidget* parent);
    [[nodiscard]] QWidget* makeOrderRow(QWidget* parent);
    void makeHeader();
    void connectList();
    void connectPane();

    void refresh();
    void showSelection();
    void showOrder();
    void setReordering(bool reordering);
    void filter();
    void clearFilter();

    [[nodiscard]] const core::CredentialInfo* infoOf(const QModelIndex& index) const;
    [[nodiscard]] const core::CredentialInfo* shown() const;
    void edit(const core::CredentialInfo* credential);
    void toggle(const core::CredentialInfo* credential);
    void setEnabled(const core::RecordId& id, const QString& name, bool enabled);
    void test(const core::CredentialInfo* credential);
    void testAll();
    void remove(const core::CredentialInfo* credential);
    void reveal(bool copy);
    void move(const core::RecordId& id, int position);
    void fillMenu(QMenu* menu, const core::CredentialInfo* credential);
    void openMenu(const QModelIndex& index, const QPoint& position);
    void tell(const core::Failure& failure);
    void open(AddSecretDialog* dialog);

    CredentialPort& m_credentials;
    AgentPort& m_agents;
    VaultPort& m_vault;
    const core::Clock& m_clock;
    CredentialModel m_model;
    CredentialFilterModel m_filter;
    QPushButton* m_testAll = nullptr;
    QPushButton* m_add = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyLlms* m_empty = nullptr;
    SearchField* m_search = nullptr;
    QComboBox* m_state = nullptr;
    QWidget* m_card = nullptr;
    CredentialList* m_list = nullptr;
    QWidget* m_nothing = nullptr;
    QWidget* m_orderRow = nullptr;
    StyledLabel* m_orderText = nullptr;
    QPushButton* m_orderButton = nullptr;
    CredentialPane* m_pane = nullptr;
    Toast* m_toast = nullptr;
    SecretClipboard* m_clipboard = nullptr;
    QTimer m_minute;
    bool m_paneClosed = false; ///< by the person; another choice in the list opens it again
    bool m_paneWanted = false; ///< by the person, where it hides the list
    bool m_wasFloating = false;
};

} // namespace keysluice::ui
