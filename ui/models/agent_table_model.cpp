#include "ui/models/agent_table_model.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <QStringList>

#include <algorithm>

namespace keysluice::ui {

namespace {

bool isValidAt(const core::TokenInfo& token, core::UnixMs now) {
    return token.expiresAt == 0 || token.expiresAt > now;
}

} // namespace

AgentTableModel::AgentTableModel(AgentPort& agents, CredentialPort& credentials, const core::Clock& clock,
                                 QObject* parent)
    : QAbstractTableModel(parent), m_agents(agents), m_credentials(credentials), m_clock(clock) {
    connect(&m_agents, &AgentPort::changed, this, &AgentTableModel::refresh);
    connect(&m_agents, &AgentPort::usageChanged, this, &AgentTableModel::refresh);
    connect(&m_credentials, &CredentialPort::changed, this, &AgentTableModel::refresh);
    refresh();
}

int AgentTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AgentTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

AgentTableModel::Row AgentTableModel::rowFor(const core::AgentInfo& agent) const {
    Row row;
    row.agent = agent;
    row.launches = static_cast<int>(m_agents.launches(agent.id).size());
    row.today = m_agents.requestsToday(agent.id);
    const core::UnixMs now = m_clock.now();
    const bool hasToken = std::any_of(agent.tokens.begin(), agent.tokens.end(),
                                      [now](const core::TokenInfo& token) { return isValidAt(token, now); });
    if (agent.freeze != core::Freeze::None || m_agents.freezeOfAll() != core::Freeze::None) {
        row.state = AgentState::Frozen;
    } else if (row.launches > 0) {
        row.state = AgentState::Running;
    } else if (!hasToken) {
        row.state = AgentState::NoToken;
    } else {
        row.state = agent.lastSeenAt > 0 ? AgentState::Ready : AgentState::New;
    }
    if (agent.everyCredential) {
        row.mayUse = tr("Every key");
    } else {
        QStringList names;
        for (const core::CredentialInfo& credential : m_credentials.credentials()) {
            if (agent.mayUse(credential.id)) {
                names += visibleText(credential.name);
            }
        }
        row.mayUse = names.isEmpty() ? tr("No key") : names.join(QStringLiteral(", "));
    }
    return row;
}

void AgentTableModel::refresh() {
    std::vector<Row> rows;
    for (const core::AgentInfo& agent : m_agents.agents()) {
        rows.push_back(rowFor(agent));
    }
    const bool sameAgents = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                       [](const Row& a, const Row& b) { return a.agent.id == b.agent.id; });
    if (sameAgents) {
        m_rows = std::move(rows);
        if (!m_rows.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

QString AgentTableModel::subtitle(const Row& row) const {
    if (row.launches > 0) {
        return tr("%n session(s) running", nullptr, row.launches);
    }
    switch (row.state) {
    case AgentState::NoToken:
        return tr("No valid token");
    case AgentState::New:
        return tr("Token never used");
    default:
        return tr("No session");
    }
}

QString AgentTableModel::text(const Row& row, int column) const {
    switch (column) {
    case Agent:
        return visibleText(row.agent.name);
    case State:
        return agentStateWord(row.state);
    case MayUse:
        return row.mayUse;
    case Seen:
        return seenText(row.agent.lastSeenAt, m_clock.now());
    case Today:
        return numberText(row.today);
    default:
        return {};
    }
}

QVariant AgentTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == Agent ? QString(text(row, Agent) + QLatin1Char('\n') + subtitle(row))
                                       : text(row, index.column());
    case SortRole:
        switch (index.column()) {
        case State:
            return static_cast<int>(row.state);
        case Seen:
            return QVariant::fromValue<qlonglong>(row.agent.lastSeenAt);
        case Today:
            return row.today;
        default:
            return text(row, index.column());
        }
    case Qt::AccessibleTextRole:
        if (index.column() == Agent) {
            return tr("%1, %2, may use %3, seen %4, %n request(s) today", nullptr, row.today)
                .arg(text(row, Agent),
                     row.launches > 0 && row.state != AgentState::Frozen ? subtitle(row) : agentStateWord(row.state),
                     row.mayUse, text(row, Seen));
        }
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (index.column() == Today ? Qt::AlignTrailing : Qt::AlignLeading)));
    case IdRole:
        return QString::fromStdString(row.agent.id);
    case StateRole:
        return static_cast<int>(row.state);
    case SubtitleRole:
        return index.column() == Agent ? QVariant(subtitle(row)) : QVariant();
    default:
        return {};
    }
}

QVariant AgentTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section == Today ? Qt::AlignTrailing : Qt::AlignLeading)));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Agent:
        return tr("Agent");
    case State:
        return tr("State");
    case MayUse:
        return tr("May use");
    case Seen:
        return tr("Seen");
    case Today:
        return tr("Today");
    default:
        return {};
    }
}

const core::AgentInfo* AgentTableModel::agent(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)].agent : nullptr;
}

int AgentTableModel::rowOf(const core::RecordId& id) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (m_rows[static_cast<std::size_t>(row)].agent.id == id) {
            return row;
        }
    }
    return -1;
}

int AgentTableModel::runningLaunches() const {
    int count = 0;
    for (const Row& row : m_rows) {
        count += row.launches;
    }
    return count;
}

QString agentStateWord(AgentTableModel::AgentState state) {
    using State = AgentTableModel::AgentState;
    switch (state) {
    case State::Frozen:
        return AgentTableModel::tr("Frozen");
    case State::Running:
        return AgentTableModel::tr("Running");
    case State::Ready:
        return AgentTableModel::tr("Ready");
    case State::New:
        return AgentTableModel::tr("New");
    case State::NoToken:
        return AgentTableModel::tr("No token");
    }
    Q_UNREACHABLE();
}

} // namespace keysluice::ui
