#pragma once

#include "core/clock.h"
#include "core/records.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"

#include <QAbstractTableModel>

#include <vector>

namespace keysluice::ui {

/// The agents with what the list shows of each. Thread: gui.
class AgentTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Agent, State, MayUse, Seen, Today, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1, StateRole, SubtitleRole, SortRole };

    enum class AgentState {
        Frozen,  ///< by itself, or all are
        Running, ///< a launch of it runs
        Ready,   ///< has a valid token that was used
        New,     ///< has a valid token that was never used
        NoToken, ///< nothing it could prove itself with
    };

    AgentTableModel(AgentPort& agents, CredentialPort& credentials, const core::Clock& clock,
                    QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const core::AgentInfo* agent(int row) const;
    [[nodiscard]] int rowOf(const core::RecordId& id) const; ///< -1: not there
    [[nodiscard]] int runningLaunches() const;

    /// Reads everything again; rows of the same agents in the same order only change, so that a selection stays.
    void refresh();

private:
    struct Row {
        core::AgentInfo agent;
        AgentState state = AgentState::New;
        int launches = 0;
        int today = 0;
        QString mayUse;
    };

    [[nodiscard]] Row rowFor(const core::AgentInfo& agent) const;
    [[nodiscard]] QString text(const Row& row, int column) const;
    [[nodiscard]] QString subtitle(const Row& row) const;

    AgentPort& m_agents;
    CredentialPort& m_credentials;
    const core::Clock& m_clock;
    std::vector<Row> m_rows;
};

[[nodiscard]] QString agentStateWord(AgentTableModel::AgentState state);

} // namespace keysluice::ui
