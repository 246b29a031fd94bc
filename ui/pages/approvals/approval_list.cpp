#include "ui/pages/approvals/approval_list.h"

#include "ui/pages/approvals/approval_delegate.h"

namespace keysluice::ui {

ApprovalList::ApprovalList(QAbstractItemModel& model, const QString& name, QWidget* parent) : QListView(parent) {
    setModel(&model);
    setItemDelegate(new ApprovalDelegate(this));
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { Q_EMIT rowSelected(selectedRow()); });
    connect(this, &QListView::activated, this, [this](const QModelIndex& index) { Q_EMIT rowActivated(index.row()); });
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ApprovalList::updateGeometry);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ApprovalList::updateGeometry);
}

void ApprovalList::selectRow(int row) {
    setCurrentIndex(model()->index(row, 0));
}

int ApprovalList::selectedRow() const {
    const QModelIndexList rows = selectionModel()->selectedIndexes();
    return rows.isEmpty() ? -1 : rows.first().row();
}

QSize ApprovalList::sizeHint() const {
    const int rows = model()->rowCount();
    const int height = rows > 0 ? sizeHintForRow(0) : 0;
    return {QListView::sizeHint().width(), rows * height};
}

QSize ApprovalList::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

} // namespace keysluice::ui
