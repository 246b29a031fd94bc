#pragma once

#include <QStyledItemDelegate>

namespace keysluice::ui {

/// Paints a credential row (60 high, 36 more for its trouble) and finds what was clicked in it. Thread: gui.
class CredentialDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum class Part { Row, Toggle, Remedy };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) override;

    [[nodiscard]] static Part partAt(const QRect& row, Qt::LayoutDirection direction, const QModelIndex& index,
                                     const QPoint& position);
    /// Angle of the spinner of rows that are being checked, in degrees.
    void setSpin(int degrees) { m_spin = degrees; }

private:
    void paintLines(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                    const struct CredentialRowLayout& layout) const;
    void paintHealth(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                     const struct CredentialRowLayout& layout) const;
    void paintTrouble(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                      const struct CredentialRowLayout& layout) const;

    int m_spin = 0;
};

} // namespace keysluice::ui
