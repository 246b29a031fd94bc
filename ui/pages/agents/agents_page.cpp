#include "ui/pages/agents/agents_page.h"

#include "ui/models/agent_connector.h"
#include "ui/models/visible_text.h"
#include "ui/pages/agents/agent_delegate.h"
#include "ui/pages/agents/agent_pane.h"
#include "ui/pages/agents/name_dialog.h"
#include "ui/pages/empty_state.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/freeze_button.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

/// As high as its rows: the page scrolls, not the table.
class FittedTable final : public QTableView {
public:
    using QTableView::QTableView;
    [[nodiscard]] QSize sizeHint() const override {
        return {QTableView::sizeHint().width(),
                horizontalHeader()->sizeHint().height() + verticalHeader()->length() + 2 * frameWidth()};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }
};

} // namespace

AgentsPage::AgentsPage(AgentPort& agents, CredentialPort& credentials, SettingsPort& settings, const core::Clock& clock,
                       QWidget* parent)
    : Page(tr("Agents"), parent),
      m_agents(agents),
      m_model(agents, credentials, clock),
      m_table(new FittedTable(this)),
      m_pane(new AgentPane(agents, credentials, clock)),
      m_freezeAll(new FreezeButton(
          tr("Freeze all"), tr("Thaw all"), [this](core::Freeze freeze) { freezeAll(freeze); }, this)),
      m_card(nullptr),
      m_empty(nullptr),
      m_found(nullptr),
      m_foundRows(new QVBoxLayout) {
    QPushButton* add = textButton(tr("New agent"), this, ButtonRole::Primary, QStringLiteral("add"));
    add->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    connect(add, &QPushButton::clicked, this, &AgentsPage::addAgent);
    addHeaderAction(m_freezeAll);
    addHeaderAction(add);

    auto* list = new QWidget;
    buildList(list, settings);
    setBodyWithPane(scrolling(list, this), m_pane, false);
    connect(m_pane, &AgentPane::closed, m_table, &QTableView::clearSelection);
    connect(this, &Page::paneClosed, m_table, &QTableView::clearSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AgentsPage::showPane);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &AgentsPage::refresh);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &AgentsPage::refresh);
    refresh();
}

AgentsPage::~AgentsPage() {
    delete m_columns; // the model goes before the table, whose columns are then none of the person's doing
}

void AgentsPage::buildList(QWidget* list, SettingsPort& settings) {
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(AgentTableModel::SortRole);
    m_sorted.setSortLocaleAware(true);
    m_table->setModel(&m_sorted);
    m_table->setItemDelegate(new AgentDelegate(m_table));
    m_table->setAccessibleName(tr("Agents"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    setHeaderMargins(m_table->horizontalHeader(), AgentDelegate::kMargin, AgentDelegate::kMargin);
    m_columns = new TableColumns(m_table, columnWidths(), false);
    m_columns->remember(settings, QStringLiteral("agents"), true);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_card = card(m_table, list);
    layout->addWidget(m_card);

    auto* empty = new EmptyState(
        QStringLiteral("agent"), tr("No agent yet"),
        tr("An agent is a program that may use your keys through the gateway, under a name of its own."), list);
    empty->addAction(tr("New agent"), ButtonRole::Primary, [this] { addAgent(); });
    m_empty = empty;
    layout->addWidget(m_empty);

    auto* found = new QWidget;
    auto* foundLayout = new QVBoxLayout(found);
    foundLayout->setContentsMargins(16, 16, 16, 12);
    auto* head = new QHBoxLayout;
    StyledLabel* title = sectionTitle(tr("Found on this computer"), found);
    title->setWordWrap(false);
    head->addWidget(title);
    head->addWidget(helpText(tr("not connected yet"), found), 1);
    foundLayout->addLayout(head);
    foundLayout->addLayout(m_foundRows);
    m_found = card(found, list);
    layout->addWidget(m_found);
    layout->addStretch();
}

std::vector<TableColumn> AgentsPage::columnWidths() const {
    constexpr int kMostForMayUse = 160;
    constexpr int kMostForAgent = 280;
    std::vector<TableColumn> columns(AgentTableModel::ColumnCount);
    QStyleOptionViewItem option;
    option.initFrom(m_table);
    option.font = m_table->font();
    option.widget = m_table;
    for (int column = 0; column < AgentTableModel::ColumnCount; ++column) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            const int wanted = m_table->itemDelegate()->sizeHint(option, m_model.index(row, column)).width();
            columns[std::size_t(column)].width = std::max(columns[std::size_t(column)].width, wanted);
        }
    }
    TableColumn& agent = columns[AgentTableModel::Agent];
    TableColumn& mayUse = columns[AgentTableModel::MayUse];
    agent = {std::min(agent.width, kMostForAgent), 1, false};
    mayUse = {std::min(mayUse.width, kMostForMayUse), 1, false};
    return columns;
}

void AgentsPage::refresh() {
    m_columns->setColumns(columnWidths());
    const int agents = m_model.rowCount();
    const int sessions = m_model.runningLaunches();
    const QString agentWords = tr("%n agent(s)", nullptr, agents);
    //: %1 is "5 agents", %2 "3 sessions"
    setSubtitle(sessions > 0 ? tr("%1, %2").arg(agentWords, tr("%n session(s)", nullptr, sessions))
                : agents > 0 ? agentWords
                             : QString());
    m_freezeAll->setFrozen(m_agents.freezeOfAll() != core::Freeze::None);
    m_freezeAll->setVisible(agents > 0);
    m_card->setVisible(agents > 0);
    m_empty->setVisible(agents == 0);
    m_table->updateGeometry();
    showFoundPrograms();
    const int row = m_model.rowOf(m_selected);
    if (row >= 0) {
        selectRow(row);
    }
    showPane();
}

void AgentsPage::showFoundPrograms() {
    std::vector<FoundProgram> fresh;
    QString key;
    for (const FoundProgram& program : m_agents.programsOnPath()) {
        if (!isConnected(m_agents, program)) {
            fresh.push_back(program);
            key += QString::fromStdString(program.path) + QLatin1Char('\n');
        }
    }
    m_found->setVisible(!fresh.empty());
    if (key == m_foundShown) {
        return;
    }
    m_foundShown = key;
    clearLayout(m_foundRows);
    for (const FoundProgram& program : fresh) {
        auto* row = new QHBoxLayout;
        row->setSpacing(10);
        row->addWidget(new IconLabel(QStringLiteral("terminal"), 16, Role::Muted, this));
        row->addWidget(bodyText(visibleText(program.name), this));
        row->addWidget(
            new ElidedLabel(isolated(visibleText(program.path)), TextStyle::Mono, Role::Muted, Qt::ElideMiddle, this),
            1);
        QPushButton* link = textButton(tr("Connect"), this, ButtonRole::Normal, {}, true);
        link->setAccessibleName(tr("Connect %1").arg(visibleText(program.name)));
        row->addWidget(link);
        m_foundRows->addLayout(row);
        connect(link, &QPushButton::clicked, this, [this, program] { connectProgram(program); });
    }
}

void AgentsPage::connectProgram(const FoundProgram& program) {
    const core::Outcome<core::RecordId> agent = agentFor(m_agents, agentNameFor(program));
    if (!agent) {
        banner().show(Banner::Kind::Danger, failureText(agent.error()));
        return;
    }
    select(*agent);
}

void AgentsPage::showPane() {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const core::AgentInfo* agent = rows.isEmpty() ? nullptr : m_model.agent(m_sorted.mapToSource(rows.first()).row());
    setPaneVisible(agent != nullptr);
    m_selected = agent != nullptr ? agent->id : core::RecordId();
    if (agent != nullptr) {
        m_pane->setAgent(agent->id);
    }
}

void AgentsPage::select(const core::RecordId& agent) {
    const int row = m_model.rowOf(agent);
    if (row >= 0) {
        selectRow(row);
        m_table->setFocus();
    }
}

void AgentsPage::selectRow(int modelRow) {
    const QModelIndex shown = m_sorted.mapFromSource(m_model.index(modelRow, 0));
    if (!m_table->selectionModel()->isRowSelected(shown.row())) {
        // not selectRow(): mirrored, Qt looks for a column at an edge where there is none
        m_table->selectionModel()->setCurrentIndex(shown,
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
}

void AgentsPage::freezeAll(core::Freeze freeze) {
    if (const auto done = m_agents.setFreezeOfAll(freeze); !done) {
        banner().show(Banner::Kind::Danger, failureText(done.error()));
    } else {
        banner().hide();
    }
}

void AgentsPage::addAgent() {
    auto* dialog = new NameDialog(
        tr("New agent"), tr("Name"), {}, tr("Add agent"),
        [this](const std::string& name) -> core::Outcome<void> {
            const core::Outcome<core::RecordId> agent = m_agents.add(name);
            if (!agent) {
                return tl::make_unexpected(agent.error());
            }
            select(*agent);
            return {};
        },
        this);
    dialog->open();
}

} // namespace keysluice::ui
