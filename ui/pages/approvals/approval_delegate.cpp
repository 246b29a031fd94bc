#include "ui/pages/approvals/approval_delegate.h"

#include "core/approval.h"
#include "ui/models/approval_list_model.h"
#include "ui/pages/page_look.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kPadding = 16;
constexpr int kIcon = 20;
constexpr int kGap = 12;
constexpr int kLeastHeight = 56;

} // namespace

StateLook approvalLook(int state) {
    if (state == ApprovalListModel::kWaits) {
        return stateLook(QStringLiteral("asked"), Role::Asked);
    }
    switch (static_cast<core::ApprovalEnd>(state)) {
    case core::ApprovalEnd::Approved:
        return stateLook(QStringLiteral("allowed"), Role::Ok);
    case core::ApprovalEnd::Denied:
        return stateLook(QStringLiteral("blocked"), Role::Danger);
    case core::ApprovalEnd::TimedOut:
        return stateLook(QStringLiteral("clock"), Role::Danger);
    case core::ApprovalEnd::AgentLeft:
        return stateLook(QStringLiteral("disabled"), Role::Muted);
    case core::ApprovalEnd::Locked:
        return stateLook(QStringLiteral("lock"), Role::Muted);
    case core::ApprovalEnd::ShutDown:
        return stateLook(QStringLiteral("close"), Role::Muted);
    case core::ApprovalEnd::Overtaken:
        return stateLook(QStringLiteral("rules"), Role::Muted);
    }
    Q_UNREACHABLE();
}

void ApprovalDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem view(option);
    initStyleOption(&view, index);
    const QString heading = view.text;
    view.text.clear();
    const QWidget* widget = option.widget;
    const QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &view, painter, widget);

    painter->save();
    const Theme theme = Theme::of(view.palette);
    const bool isSelected = view.state.testFlag(QStyle::State_Selected);
    if (index.row() + 1 < index.model()->rowCount()) {
        painter->setPen(theme.color(Role::Border));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    const auto placed = [&](const QRect& rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const auto alignment = [&](Qt::Alignment where) {
        return int(QStyle::visualAlignment(option.direction, where) | Qt::AlignVCenter) | Qt::TextSingleLine;
    };
    const QRect area = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    const StateLook look = approvalLook(index.data(ApprovalListModel::StateRole).toInt());
    paintIcon(painter, look.icon, placed({area.left(), area.center().y() - kIcon / 2 + 1, kIcon, kIcon}),
              theme.color(look.color), option.direction);

    const bool isWaiting = index.data(ApprovalListModel::StateRole).toInt() == ApprovalListModel::kWaits;
    const QString end = index.data(ApprovalListModel::EndRole).toString();
    const QFont endFont = numberFont(isWaiting ? TextStyle::BodyBold : TextStyle::Small);
    const int endWidth = QFontMetrics(endFont).horizontalAdvance(end) + 2;
    painter->setFont(endFont);
    painter->setPen(theme.color(index.data(ApprovalListModel::UrgentRole).toBool() ? Role::Danger
                                : isSelected                                       ? Role::SelectionText
                                : isWaiting                                        ? Role::Text
                                                                                   : Role::Muted));
    painter->drawText(placed({area.right() - endWidth, area.top(), endWidth, area.height()}),
                      alignment(Qt::AlignTrailing), end);

    const QFont bold = textFont(TextStyle::BodyBold);
    const QFont small = textFont(TextStyle::Small);
    const int headingHeight = QFontMetrics(bold).height();
    const int subtitleHeight = QFontMetrics(small).height();
    const int left = area.left() + kIcon + kGap;
    const int wide = area.right() - endWidth - kGap - left;
    const int top = area.center().y() - (headingHeight + subtitleHeight) / 2;
    painter->setFont(bold);
    painter->setPen(theme.color(isSelected ? Role::SelectionText : Role::Text));
    painter->drawText(placed({left, top, wide, headingHeight}), alignment(Qt::AlignLeading),
                      QFontMetrics(bold).elidedText(heading, Qt::ElideRight, wide));
    painter->setFont(small);
    painter->setPen(theme.color(Role::Muted));
    painter->drawText(
        placed({left, top + headingHeight + 1, wide, subtitleHeight}), alignment(Qt::AlignLeading),
        QFontMetrics(small).elidedText(index.data(ApprovalListModel::SubtitleRole).toString(), Qt::ElideRight, wide));
    painter->restore();
}

QSize ApprovalDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const {
    return {option.rect.width(), std::max(kLeastHeight, option.fontMetrics.lineSpacing() * 2 + 18)};
}

} // namespace keysluice::ui
