#pragma once

#include "core/clock.h"
#include "ui/models/agent_table_model.h"
#include "ui/pages/table_columns.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"
#include "ui/widgets/page.h"

#include <QSortFilterProxyModel>

class QSplitter;
class QStackedLayout;
class QTableView;
class QVBoxLayout;

namespace keysluice::ui {

class AgentPane;
class FreezeButton;
class SettingsPort;

/// Agents: the list, the programs found on this computer, and one agent's details. Thread: gui.
class AgentsPage final : public Page {
    Q_OBJECT
public:
    AgentsPage(AgentPort& agents, CredentialPort& credentials, SettingsPort& settings, const core::Clock& clock,
               QWidget* parent = nullptr);
    ~AgentsPage() override;

    void select(const core::RecordId& agent);
    void addAgent();

private:
    void buildList(QWidget* list, SettingsPort& settings);
    [[nodiscard]] std::vector<TableColumn> columnWidths() const;
    void selectRow(int modelRow);
    void refresh();
    void showFoundPrograms();
    void connectProgram(const FoundProgram& program);
    void showPane();
    void freezeAll(core::Freeze freeze);

    AgentPort& m_agents;
    AgentTableModel m_model;
    QSortFilterProxyModel m_sorted;
    TableColumns* m_columns = nullptr;
    QTableView* m_table;
    AgentPane* m_pane;
    FreezeButton* m_freezeAll;
    QWidget* m_card;
    QWidget* m_empty;
    QWidget* m_found;
    QVBoxLayout* m_foundRows;
    QString m_foundShown;
    core::RecordId m_selected;
};

} // namespace keysluice::ui
