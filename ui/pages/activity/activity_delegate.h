#pragma once

#include <QStyledItemDelegate>

namespace keysluice::ui {

/// Paints rows of the activity table: decision as icon and word, muted times, paths elided in the middle. Thread: gui.
class ActivityDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum class Request { Whole, PathOnly };
    static constexpr int kPageMargin = 24;

    /// `start`: px before the first column.
    explicit ActivityDelegate(QObject* parent, int start = kPageMargin, Request request = Request::Whole)
        : QStyledItemDelegate(parent), m_start(start), m_request(request) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// A tool tip only where something is cut off.
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    struct Words {
        QString method; ///< muted, before the text, never cut off
        QString text;
        QFont font;
        QRect place; ///< of the text, behind icon and method
        Qt::TextElideMode elide = Qt::ElideRight;
    };
    [[nodiscard]] Words wordsOf(const QStyleOptionViewItem& option, const QModelIndex& index) const;

    int m_start;
    Request m_request;
};

} // namespace keysluice::ui
