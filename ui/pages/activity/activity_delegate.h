#pragma once

#include <QStyledItemDelegate>

namespace keysluice::ui {

/// Paints rows of the activity table: decision as icon and word, muted times, paths elided in the middle. Thread: gui.
class ActivityDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace keysluice::ui
