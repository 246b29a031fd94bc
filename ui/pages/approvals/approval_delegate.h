#pragma once

#include "ui/style/paint.h"

#include <QStyledItemDelegate>

namespace keysluice::ui {

/// Icon and colour of how a wait ended; `state` as ApprovalListModel::StateRole.
[[nodiscard]] StateLook approvalLook(int state);

/// Paints a request's row: state, what is asked and why, and at the end the time. Thread: gui.
class ApprovalDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace keysluice::ui
