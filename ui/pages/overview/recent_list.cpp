#include "ui/pages/overview/recent_list.h"

#include "ui/pages/activity/activity_delegate.h"
#include "ui/pages/parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kMargin = 16; ///< of the card
constexpr int kLeastRows = 6;

} // namespace

RecentList::RecentList(ActivityPort& activity, const core::Clock& clock, QWidget* parent)
    : QWidget(parent), m_model(activity, clock), m_space(new QWidget(this)), m_table(new QTableView(m_space)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 8);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 0, 16, 0);
    head->addWidget(sectionTitle(tr("Recent requests"), this), 1);
    QPushButton* all = linkButton(tr("All activity"), this);
    head->addWidget(all);
    layout->addLayout(head);
    ActivityFilter requests;
    requests.countedOnly = true; // a CONNECT stands before each of them
    m_model.setFilter(requests);
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new ActivityDelegate(m_table, kMargin, ActivityDelegate::Request::PathOnly));
    m_table->setAccessibleName(tr("Recent requests"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(std::max(32, m_table->fontMetrics().lineSpacing() + 14));
    QHeaderView* header = m_table->horizontalHeader();
    header->hide();
    for (const int column : {ActivityTableModel::Target, ActivityTableModel::Status, ActivityTableModel::Time}) {
        header->hideSection(column);
    }
    header->moveSection(ActivityTableModel::Decision, ActivityTableModel::ColumnCount - 1);
    const int digit = m_table->fontMetrics().horizontalAdvance(QLatin1Char('0'));
    header->resizeSection(ActivityTableModel::At, digit * 8 + kMargin + 8);
    header->resizeSection(ActivityTableModel::Agent, digit * 10 + 16);
    header->setSectionResizeMode(ActivityTableModel::Request, QHeaderView::Stretch);
    header->resizeSection(ActivityTableModel::Decision, digit * 8 + 36);
    const int rowHeight = m_table->verticalHeader()->defaultSectionSize();
    m_space->setMinimumHeight(kLeastRows * rowHeight);
    m_space->installEventFilter(this);
    layout->addWidget(m_space, 1);
    connect(all, &QPushButton::clicked, this, &RecentList::allActivated);
    const auto open = [this](const QModelIndex& index) {
        Q_EMIT recordActivated(index.data(ActivityTableModel::SequenceRole).toLongLong());
    };
    connect(m_table, &QTableView::activated, this, open);
    connect(m_table, &QTableView::clicked, this, open);
}

void RecentList::showWholeRows() {
    const int rowHeight = m_table->verticalHeader()->defaultSectionSize();
    m_table->setGeometry(0, 0, m_space->width(), m_space->height() / rowHeight * rowHeight);
}

bool RecentList::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_space && event->type() == QEvent::Resize) {
        showWholeRows();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace keysluice::ui
