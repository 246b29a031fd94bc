#pragma once

#include <QStyledItemDelegate>

namespace keysluice::ui {

/// Paints the rows of the agents table: tile, name and second line, state pill. Thread: gui.
class AgentDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static constexpr int kMargin = 14; ///< before the first and after the last column

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// A tool tip only where something is cut off.
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace keysluice::ui
