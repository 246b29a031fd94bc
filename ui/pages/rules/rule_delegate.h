#pragma once

#include <QStyledItemDelegate>

namespace keysluice::ui {

/// Paints the rows of a list of rules or limits: handle, number, shape, sentence, tag, hits, switch. Thread: gui.
class RuleDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// What is cut off.
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
    [[nodiscard]] static bool isOnToggle(const QRect& row, Qt::LayoutDirection direction, const QModelIndex& index,
                                         const QPoint& position);
};

} // namespace keysluice::ui
