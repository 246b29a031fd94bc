#include "ui/pages/activity/activity_delegate.h"

#include "ui/models/activity_table_model.h"
#include "ui/pages/page_look.h"

#include <QApplication>
#include <QPainter>

namespace keysluice::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kIcon = 16;

} // namespace

void ActivityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem view(option);
    initStyleOption(&view, index);
    QString text = view.text;
    view.text.clear();
    const QWidget* widget = option.widget;
    const QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &view, painter, widget);

    painter->save();
    painter->setPen(lookColour(Role::Border));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const bool selected = view.state.testFlag(QStyle::State_Selected);
    const int column = index.column();
    QRect area = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (column == ActivityTableModel::At) {
        area = QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(m_start, 0, -kPadding, 0));
    }
    QColor pen = selected ? view.palette.color(QPalette::HighlightedText) : lookColour(Role::Text);
    QFont font = view.font;
    if (column == ActivityTableModel::Decision) {
        const auto decision =
            static_cast<core::ActivityRecord::Decision>(index.data(ActivityTableModel::DecisionRole).toInt());
        const StateLook look = decisionLook(decision);
        const QRect icon = QStyle::visualRect(option.direction, area,
                                              QRect(area.left(), area.center().y() - kIcon / 2 + 1, kIcon, kIcon));
        paintIcon(painter, look.icon, icon, lookColour(look.color));
        area = QStyle::visualRect(option.direction, area, area.adjusted(kIcon + 6, 0, 0, 0));
        if (decision != core::ActivityRecord::Decision::Allowed) {
            pen = lookColour(look.color);
            font.setWeight(QFont::DemiBold);
        }
    } else if (column == ActivityTableModel::At || column == ActivityTableModel::Target) {
        pen = selected ? pen : lookColour(Role::Muted);
    }
    if (column == ActivityTableModel::At || column == ActivityTableModel::Status ||
        column == ActivityTableModel::Time) {
        font = widget != nullptr ? numberFont() : font;
    }
    painter->setFont(font);
    painter->setPen(pen);
    const QFontMetrics metrics(font);
    if (m_request == Request::PathOnly && column == ActivityTableModel::Request) {
        text = text.section(QLatin1Char(' '), 1);
    }
    const QString shown = metrics.elidedText(
        text, column == ActivityTableModel::Request ? Qt::ElideMiddle : Qt::ElideRight, area.width());
    const auto alignment = QStyle::visualAlignment(option.direction, view.displayAlignment);
    painter->drawText(area, static_cast<int>(alignment) | Qt::TextSingleLine, shown);
    painter->restore();
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const int extra = index.column() == ActivityTableModel::Decision ? kIcon + 6
                      : index.column() == ActivityTableModel::At     ? m_start - kPadding
                                                                     : 0;
    size.rwidth() += 2 * kPadding + extra;
    size.setHeight(std::max(32, option.fontMetrics.lineSpacing() + 14));
    return size;
}

} // namespace keysluice::ui
