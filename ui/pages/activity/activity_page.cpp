#include "ui/pages/activity/activity_page.h"

#include "ui/models/activity_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/activity/activity_delegate.h"
#include "ui/pages/activity/activity_pane.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/ports/settings_port.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/banner.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kTypingMs = 150;

} // namespace

ActivityPage::ActivityPage(ActivityPort& activity, SettingsPort& settings, const core::Clock& clock, QWidget* parent)
    : Page(tr("Activity"), parent),
      m_activity(activity),
      m_model(activity, clock),
      m_text(new QLineEdit(this)),
      m_decision(new QComboBox(this)),
      m_scope(textButton({}, this, ButtonRole::Normal, QStringLiteral("close"))),
      m_pause(new QToolButton(this)),
      m_table(new QTableView(this)),
      m_new(linkButton({}, this)),
      m_nothing(new QWidget(this)),
      m_nothingText(bodyText({}, m_nothing)),
      m_clear(textButton(tr("Clear filter"), m_nothing)),
      m_status(helpText({}, this)),
      m_hint(helpText(tr("Ctrl+F filter, Space pause"), this)),
      m_pane(new ActivityPane) {
    auto* list = new QWidget;
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QWidget(list);
    buildFilter(bar);
    layout->addWidget(bar);
    layout->addWidget(hairline(Qt::Horizontal, list));
    layout->addWidget(m_new, 0, Qt::AlignHCenter);
    buildTable(settings);
    layout->addWidget(m_table, 1);
    auto* nothing = new QVBoxLayout(m_nothing);
    nothing->addStretch();
    m_nothingText->setAlignment(Qt::AlignCenter);
    nothing->addWidget(m_nothingText);
    nothing->addWidget(m_clear, 0, Qt::AlignHCenter);
    nothing->addStretch();
    layout->addWidget(m_nothing, 1);
    layout->addWidget(hairline(Qt::Horizontal, list));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(24, 6, 24, 6);
    m_status->setWordWrap(false);
    m_hint->setWordWrap(false);
    foot->addWidget(m_status, 1);
    foot->addWidget(m_hint);
    layout->addLayout(foot);
    setBodyWithPane(list, m_pane, false);

    connect(m_clear, &QPushButton::clicked, this, &ActivityPage::clearFilter);
    connect(m_new, &QPushButton::clicked, this, &ActivityPage::showNewest);
    connect(m_pane, &ActivityPane::closed, m_table, &QTableView::clearSelection);
    connect(this, &Page::paneClosed, m_table, &QTableView::clearSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ActivityPage::showPane);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &ActivityPage::followOrHold);
    connect(&m_model, &ActivityTableModel::heldRowsChanged, this, &ActivityPage::refreshState);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ActivityPage::refreshState);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_columns->sortColumn() >= 0) {
            m_model.fetchAll();
        }
        refreshState();
        showPane();
    });
    connect(&m_activity, &ActivityPort::troubleChanged, this, &ActivityPage::refreshState);
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        m_text->setFocus();
        m_text->selectAll();
    });
    showPane();
    refreshState();
}

ActivityPage::~ActivityPage() {
    delete m_columns; // the model goes before the table, whose columns are then none of the person's doing
}

void ActivityPage::buildFilter(QWidget* bar) {
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(24, 12, 24, 12);
    layout->setSpacing(8);
    m_text->setPlaceholderText(tr("Filter by agent, host, path, method or code"));
    m_text->setAccessibleName(tr("Filter"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(symbolicIcon(QStringLiteral("filter"), Role::Muted), QLineEdit::LeadingPosition);
    layout->addWidget(m_text, 1);
    m_scope->setVisible(false);
    layout->addWidget(m_scope);
    m_decision->addItem(tr("Every decision"), -1);
    for (const auto decision : {core::ActivityRecord::Decision::Allowed, core::ActivityRecord::Decision::Blocked,
                                core::ActivityRecord::Decision::Limited, core::ActivityRecord::Decision::Error}) {
        const StateLook look = decisionLook(decision);
        m_decision->addItem(symbolicIcon(look.icon, look.color), decisionWord(decision), static_cast<int>(decision));
    }
    m_decision->setAccessibleName(tr("Decision"));
    layout->addWidget(m_decision);
    m_pause->setCheckable(true);
    m_pause->setIcon(symbolicIcon(QStringLiteral("pause")));
    m_pause->setAccessibleName(tr("Hold new rows back"));
    m_pause->setToolTip(tr("Hold new rows back (Space)"));
    m_pause->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(m_pause);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(m_text, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &ActivityPage::applyFilter);
    connect(m_text, &QLineEdit::returnPressed, this, &ActivityPage::applyFilter);
    connect(m_decision, &QComboBox::currentIndexChanged, this, &ActivityPage::applyFilter);
    connect(m_pause, &QToolButton::toggled, this, &ActivityPage::followOrHold);
    connect(m_scope, &QPushButton::clicked, this, [this] {
        m_scopeFilter = {};
        applyFilter();
    });
}

void ActivityPage::buildTable(SettingsPort& settings) {
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(ActivityTableModel::SortRole);
    m_sorted.setSortLocaleAware(true);
    m_table->setModel(&m_sorted);
    m_table->setItemDelegate(new ActivityDelegate(m_table));
    m_table->setAccessibleName(tr("Activity"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->installEventFilter(this);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(std::max(32, m_table->fontMetrics().lineSpacing() + 14));
    setHeaderMargins(m_table->horizontalHeader(), ActivityDelegate::kPageMargin, 8);
    m_columns = new TableColumns(m_table, columnWidths(), true);
    // Sorting is for a moment's question: the next start shows the newest first again.
    m_columns->remember(settings, QStringLiteral("activity"), false);
    connect(m_columns, &TableColumns::sortingChanged, this, &ActivityPage::sortingChanged);
}

std::vector<TableColumn> ActivityPage::columnWidths() const {
    constexpr int kPadding = 16 + 1; // advances are rounded
    const QFontMetrics metrics = m_table->fontMetrics();
    const QFontMetrics numbers(numberFont());
    QFont bold = m_table->font();
    bold.setWeight(QFont::DemiBold);
    int decision = 0;
    for (const auto each : {core::ActivityRecord::Decision::Allowed, core::ActivityRecord::Decision::Blocked,
                            core::ActivityRecord::Decision::Limited, core::ActivityRecord::Decision::Error}) {
        decision = std::max(decision, QFontMetrics(bold).horizontalAdvance(decisionWord(each)));
    }
    const int letter = metrics.averageCharWidth();
    std::vector<TableColumn> columns(ActivityTableModel::ColumnCount);
    columns[ActivityTableModel::At] = {
        numbers.horizontalAdvance(QStringLiteral("00:00:00")) + ActivityDelegate::kPageMargin + kPadding - 8, 0, false};
    columns[ActivityTableModel::Decision] = {decision + 16 + 6 + kPadding, 0, true};
    columns[ActivityTableModel::Agent] = {18 * letter + kPadding, 0, true, 7 * letter + kPadding};
    columns[ActivityTableModel::Request] = {metrics.horizontalAdvance(QStringLiteral("POST /v1/messages")) + kPadding,
                                            3, false,
                                            metrics.horizontalAdvance(QStringLiteral("POST /v…es")) + kPadding};
    columns[ActivityTableModel::Target] = {8 * letter + kPadding, 1, true};
    columns[ActivityTableModel::Status] = {numbers.horizontalAdvance(QStringLiteral("000")) + kPadding, 0, true};
    columns[ActivityTableModel::Time] = {numbers.horizontalAdvance(QStringLiteral("00.00 s")) + kPadding, 0, true};
    return columns;
}

void ActivityPage::sortingChanged() {
    if (m_columns->sortColumn() >= 0) {
        m_model.fetchAll(); // or only what happens to be loaded would be sorted
    }
    m_table->scrollToTop();
    followOrHold();
}

void ActivityPage::applyFilter() {
    m_typing.stop();
    ActivityFilter filter = m_scopeFilter;
    filter.text = m_text->text().trimmed().toStdString();
    const int decision = m_decision->currentData().toInt();
    if (decision >= 0) {
        filter.decision = static_cast<core::ActivityRecord::Decision>(decision);
    }
    m_scope->setVisible(!m_scopeFilter.agentId.empty() || !m_scopeFilter.credentialId.empty());
    m_model.setFilter(filter);
    m_table->scrollToTop();
    followOrHold();
}

void ActivityPage::clearFilter() {
    m_scopeFilter = {};
    m_text->clear();
    m_decision->setCurrentIndex(0);
    applyFilter();
}

void ActivityPage::showFlow(const QString& agentId, const QString& credentialId, bool refused) {
    m_scopeFilter = {};
    m_scopeFilter.agentId = agentId.toStdString();
    m_scopeFilter.credentialId = credentialId.toStdString();
    m_text->clear();
    m_decision->setCurrentIndex(
        refused ? m_decision->findData(static_cast<int>(core::ActivityRecord::Decision::Blocked)) : 0);
    applyFilter();
    const core::ActivityRecord* record = m_model.record(0);
    QStringList names;
    if (record != nullptr && !agentId.isEmpty()) {
        names += agentText(*record);
    }
    if (record != nullptr && !credentialId.isEmpty()) {
        names += visibleText(record->credentialName);
    }
    m_scope->setText(names.isEmpty() ? tr("One flow") : names.join(QStringLiteral(" → ")));
    m_scope->setAccessibleName(tr("Do not restrict to %1").arg(m_scope->text()));
}

void ActivityPage::showRecord(std::int64_t sequence) {
    clearFilter();
    while (m_model.rowOf(sequence) < 0 && m_model.canFetchMore({})) {
        m_model.fetchMore({});
    }
    const int row = m_model.rowOf(sequence);
    if (row >= 0) {
        const QModelIndex shown = m_sorted.mapFromSource(m_model.index(row, 0));
        m_table->selectionModel()->setCurrentIndex(shown,
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_table->scrollTo(shown, QAbstractItemView::PositionAtCenter);
        m_table->setFocus();
    }
}

void ActivityPage::followOrHold() {
    const bool atTop = m_table->verticalScrollBar()->value() == 0;
    const bool reading = m_table->selectionModel()->hasSelection();
    const bool sorted = m_columns->sortColumn() >= 0; // new rows would come in between
    m_model.setHeld(m_pause->isChecked() || !atTop || reading || sorted);
    refreshState();
}

void ActivityPage::showNewest() {
    m_pause->setChecked(false);
    m_table->clearSelection();
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_model.showHeld();
    m_table->scrollToTop();
    followOrHold();
    m_table->setFocus();
}

void ActivityPage::refreshState() {
    const int held = m_model.heldRows();
    m_new->setVisible(held > 0);
    m_new->setText(tr("%n new request(s)", nullptr, held));
    const bool empty = m_model.rowCount() == 0;
    const bool filtered = !(m_model.filter() == ActivityFilter());
    m_table->setVisible(!empty);
    m_nothing->setVisible(empty);
    m_clear->setVisible(filtered);
    m_nothingText->setText(filtered ? tr("No request fits this filter.")
                                    : tr("Nothing yet. Every request of an agent shows here as it happens."));
    if (const auto trouble = m_activity.trouble()) {
        banner().show(Banner::Kind::Danger, failureText(*trouble));
    } else {
        banner().hide();
    }
    const QString live = m_model.isHeld() ? tr("Held") : tr("Live");
    QString count = tr("%n request(s) shown", nullptr, m_model.rowCount());
    if (m_model.isTruncated()) {
        count =
            tr("The newest %1 are shown; a filter finds older ones").arg(numberText(ActivityTableModel::kMaximumRows));
    }
    //: %1 is "Live" or "Held", %2 how many rows are shown
    m_status->setText(tr("%1. %2").arg(live, count));
}

void ActivityPage::showPane() {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const core::ActivityRecord* record =
        rows.isEmpty() ? nullptr : m_model.record(m_sorted.mapToSource(rows.first()).row());
    setPaneVisible(record != nullptr);
    if (record != nullptr) {
        m_pane->setRecord(*record);
    }
    followOrHold();
}

bool ActivityPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            m_pause->toggle();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            m_table->clearSelection();
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

void ActivityPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_text->hasFocus() && !m_text->text().isEmpty()) {
        m_text->clear();
        return;
    }
    Page::keyPressEvent(event);
}

} // namespace keysluice::ui
