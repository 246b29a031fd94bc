#include "ui/pages/rules/rule_list.h"

#include "ui/pages/rules/rule_delegate.h"
#include "ui/pages/rules/rule_look.h"
#include "ui/style/theme.h"
#include "ui/style/type_scale.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kHeaderHeight = 30;

} // namespace

RuleList::RuleList(RuleListModel& model, const QString& name, QWidget* parent) : QListView(parent), m_model(model) {
    setItemDelegate(new RuleDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setResizeMode(QListView::Adjust);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(name);
    const bool isOrdered = model.part() == RulePlace::Part::Rules;
    setAccessibleDescription(
        isOrdered ? tr("Enter edits, Space switches on or off, Alt with the arrow keys moves, Delete deletes")
                  : tr("Enter edits, Space switches on or off, Delete deletes"));
    if (isOrdered) {
        setDragEnabled(true);
        setAcceptDrops(true);
        setDropIndicatorShown(true);
        setDragDropMode(QAbstractItemView::DragDrop); // what may be dropped is for the model to say: its own rows
        setDefaultDropAction(Qt::MoveAction);
    }
    setModel(&model);
    connect(&model, &QAbstractItemModel::modelReset, this, &RuleList::relayout, Qt::QueuedConnection);
    connect(&model, &QAbstractItemModel::dataChanged, this, &RuleList::relayout, Qt::QueuedConnection);
}

void RuleList::relayout() {
    m_height = -1;
    scheduleDelayedItemsLayout();
    updateGeometry();
}

QSize RuleList::sizeHint() const {
    if (m_height < 0) {
        m_height = 0;
        for (int row = 0; row < m_model.rowCount(); ++row) {
            m_height += sizeHintForIndex(m_model.index(row)).height();
        }
    }
    return {480, std::max(m_height, 1)};
}

void RuleList::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) {
        relayout(); // sentences wrap differently
    }
}

void RuleList::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    const bool isEntry = m_model.placeAt(index.row()).has_value();
    const bool isStep = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (isStep && event->modifiers().testFlag(Qt::AltModifier)) {
        if (isEntry) {
            Q_EMIT stepRequested(index, event->key() == Qt::Key_Up ? -1 : 1);
        }
        return;
    }
    if (!isEntry) {
        QListView::keyPressEvent(event);
        return;
    }
    if (event->key() == Qt::Key_D && event->modifiers() == Qt::ControlModifier) {
        Q_EMIT duplicateRequested(index);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT openRequested(index);
        return;
    case Qt::Key_Space:
        Q_EMIT toggleRequested(index);
        return;
    case Qt::Key_Delete:
        Q_EMIT deleteRequested(index);
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void RuleList::mouseReleaseEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    const bool isToggle = index.isValid() && event->button() == Qt::LeftButton && state() != DraggingState &&
                          RuleDelegate::isOnToggle(visualRect(index), layoutDirection(), index, position);
    QListView::mouseReleaseEvent(event);
    if (isToggle) {
        Q_EMIT toggleRequested(index);
    }
}

void RuleList::contextMenuEvent(QContextMenuEvent* event) {
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = isMouse ? indexAt(event->pos()) : currentIndex();
    if (m_model.placeAt(index.row())) {
        Q_EMIT menuRequested(index, isMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(index).center()));
    }
}

void RuleList::dropEvent(QDropEvent* event) {
    const QModelIndex over = indexAt(event->position().toPoint());
    int row = m_model.rowCount();
    if (over.isValid()) {
        row = over.row() + (event->position().y() > visualRect(over).center().y() ? 1 : 0);
    }
    // the rows follow the stored order; nothing is removed or inserted by the view itself
    (void)m_model.dropMimeData(event->mimeData(), Qt::MoveAction, row, 0, {});
    event->setDropAction(Qt::IgnoreAction);
    event->accept();
    stopAutoScroll();
    setState(NoState);
    viewport()->update();
}

void RuleList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current);
}

void RuleList::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::ApplicationFontChange) {
        relayout();
    }
}

RuleListHeader::RuleListHeader(const RuleListModel& model, QWidget* parent) : QWidget(parent), m_model(model) {
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this] { update(); });
}

QSize RuleListHeader::sizeHint() const {
    return {320, std::max(kHeaderHeight, QFontMetrics(textFont(TextStyle::SmallBold)).height() + 12)};
}

void RuleListHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const RuleColumns columns = ruleColumns(width(), m_model.part() == RulePlace::Part::Rules, m_model.hasHits());
    painter.setFont(textFont(TextStyle::SmallBold));
    painter.setPen(theme.color(Role::Muted));
    const auto word = [&](int left, int wide, Qt::Alignment alignment, const QString& text) {
        const QRect place = QStyle::visualRect(layoutDirection(), rect(), QRect(left, 0, wide, height() - 1));
        painter.drawText(place, int(QStyle::visualAlignment(layoutDirection(), alignment) | Qt::AlignVCenter),
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, wide));
    };
    word(columns.textLeft, columns.textWidth, Qt::AlignLeft, tr("Rule"));
    if (columns.hitsWidth > 0) {
        word(columns.hitsLeft - 30, columns.hitsWidth + 30, Qt::AlignRight, tr("Hits, 7 d"));
    }
    word(columns.toggleLeft - 10, 44, Qt::AlignRight, tr("On"));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Role::Border));
}

} // namespace keysluice::ui
