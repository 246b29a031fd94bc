#include "ui/pages/connections/credential_list.h"

#include "ui/models/credential_model.h"
#include "ui/pages/connections/credential_delegate.h"
#include "ui/pages/connections/credential_look.h"
#include "ui/style/theme.h"
#include "ui/style/type_scale.h"

#include <QDropEvent>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QStyle>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kSpinInterval = 80;
constexpr int kSpinStep = 30;
constexpr int kHeaderHeight = 30;

} // namespace

CredentialList::CredentialList(QWidget* parent) : QListView(parent), m_delegate(new CredentialDelegate(this)) {
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setResizeMode(QListView::Adjust);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Credentials"));
    setAccessibleDescription(tr("Enter edits, Space switches on or off, F5 tests, Delete deletes"));
    m_spin.setInterval(kSpinInterval);
    connect(&m_spin, &QTimer::timeout, this, [this] {
        m_degrees = (m_degrees + kSpinStep) % 360;
        m_delegate->setSpin(m_degrees);
        viewport()->update();
    });
}

void CredentialList::setModel(QAbstractItemModel* model) {
    QListView::setModel(model);
    for (const auto& signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(model, signal, this, &CredentialList::relayout, Qt::QueuedConnection);
    }
    connect(model, &QAbstractItemModel::modelReset, this, &CredentialList::relayout, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::layoutChanged, this, &CredentialList::relayout, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::dataChanged, this, &CredentialList::relayout, Qt::QueuedConnection);
    relayout();
}

void CredentialList::relayout() {
    scheduleDelayedItemsLayout();
    updateGeometry();
    followChecks();
}

void CredentialList::followChecks() {
    bool checking = false;
    for (int row = 0; model() != nullptr && row < model()->rowCount(); ++row) {
        checking = checking || model()->index(row, 0).data(CredentialModel::ConditionRole).toInt() ==
                                   static_cast<int>(CredentialCondition::Checking);
    }
    const bool animate = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
    if (checking && animate) {
        m_spin.start();
    } else {
        m_spin.stop();
    }
}

void CredentialList::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) {
        relayout(); // sentences wrap differently
    }
}

QSize CredentialList::sizeHint() const {
    int height = 0;
    for (int row = 0; model() != nullptr && row < model()->rowCount(); ++row) {
        height += sizeHintForIndex(model()->index(row, 0)).height();
    }
    return {480, std::max(height, 1)};
}

void CredentialList::setReordering(bool reordering) {
    m_reordering = reordering;
    setDragEnabled(reordering);
    setAcceptDrops(reordering);
    setDropIndicatorShown(reordering);
    // what may be dropped is for the model to say: its own rows, by their ids
    setDragDropMode(reordering ? QAbstractItemView::DragDrop : QAbstractItemView::NoDragDrop);
    setDefaultDropAction(Qt::MoveAction);
}

void CredentialList::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    if (!index.isValid()) {
        QListView::keyPressEvent(event);
        return;
    }
    if (m_reordering && event->modifiers().testFlag(Qt::AltModifier) &&
        (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        Q_EMIT stepRequested(index, event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT editRequested(index);
        return;
    case Qt::Key_Space:
        Q_EMIT toggleRequested(index);
        return;
    case Qt::Key_F5:
        Q_EMIT testRequested(index);
        return;
    case Qt::Key_Delete:
        Q_EMIT deleteRequested(index);
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void CredentialList::mouseReleaseEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    const auto part = index.isValid() && event->button() == Qt::LeftButton && state() != DraggingState
                          ? CredentialDelegate::partAt(visualRect(index), layoutDirection(), index, position)
                          : CredentialDelegate::Part::Row;
    QListView::mouseReleaseEvent(event);
    if (part == CredentialDelegate::Part::Toggle) {
        Q_EMIT toggleRequested(index);
    } else if (part == CredentialDelegate::Part::Remedy) {
        Q_EMIT remedyRequested(index);
    }
}

void CredentialList::mouseDoubleClickEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    if (index.isValid() && event->button() == Qt::LeftButton &&
        CredentialDelegate::partAt(visualRect(index), layoutDirection(), index, position) ==
            CredentialDelegate::Part::Row) {
        Q_EMIT editRequested(index);
    }
    // the release that follows presses toggle or button a second time
}

void CredentialList::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index = event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid()) {
        return;
    }
    const QRect row = visualRect(index);
    const QPoint position =
        event->reason() == QContextMenuEvent::Mouse ? event->globalPos() : viewport()->mapToGlobal(row.center());
    Q_EMIT menuRequested(index, position);
}

void CredentialList::dropEvent(QDropEvent* event) {
    const QModelIndex over = indexAt(event->position().toPoint());
    int row = model()->rowCount();
    if (over.isValid()) {
        const QRect rect = visualRect(over);
        row = over.row() + (event->position().y() > rect.center().y() ? 1 : 0);
    }
    // the rows follow the stored order; nothing is removed or inserted by the view itself
    (void)model()->dropMimeData(event->mimeData(), Qt::MoveAction, row, 0, {});
    event->setDropAction(Qt::IgnoreAction);
    event->accept();
    stopAutoScroll();
    setState(NoState);
    viewport()->update();
}

void CredentialList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current);
}

void CredentialList::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::ApplicationFontChange) {
        relayout();
    }
}

QSize CredentialListHeader::sizeHint() const {
    return {320, std::max(kHeaderHeight, QFontMetrics(textFont(TextStyle::SmallBold)).height() + 12)};
}

void CredentialListHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const CredentialColumns columns = credentialColumns(width());
    painter.setFont(textFont(TextStyle::SmallBold));
    painter.setPen(theme.color(Role::Muted));
    const auto word = [&](int left, int wide, Qt::Alignment alignment, const QString& text) {
        const QRect place = QStyle::visualRect(layoutDirection(), rect(), QRect(left, 0, wide, height() - 1));
        painter.drawText(place, int(QStyle::visualAlignment(layoutDirection(), alignment) | Qt::AlignVCenter),
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, wide));
    };
    word(columns.edge, columns.nameWidth, Qt::AlignLeft, tr("Credential"));
    if (columns.hostWidth > 0) {
        word(columns.hostLeft, columns.hostWidth, Qt::AlignLeft, tr("Host"));
    }
    word(columns.healthLeft, columns.healthWidth, Qt::AlignLeft, tr("Health"));
    word(columns.todayLeft - 20, columns.todayWidth + 20, Qt::AlignRight, tr("Today"));
    word(columns.toggleLeft - 10, kToggleWidth + 10, Qt::AlignRight, tr("On"));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Role::Border));
}

} // namespace keysluice::ui
