#include "ui/pages/activity/activity_delegate.h"

#include "ui/models/activity_table_model.h"
#include "ui/pages/page_look.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace keysluice::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kIcon = 16;
constexpr int kIconGap = 6;

} // namespace

ActivityDelegate::Words ActivityDelegate::wordsOf(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    Words words{{},
                index.data(Qt::DisplayRole).toString(),
                option.font,
                option.rect.adjusted(kPadding, 0, -kPadding, 0),
                Qt::ElideRight};
    switch (index.column()) {
    case ActivityTableModel::At:
        words.place = QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(m_start, 0, -kPadding, 0));
        words.font = numberFont();
        break;
    case ActivityTableModel::Status:
    case ActivityTableModel::Time:
        words.font = numberFont();
        break;
    case ActivityTableModel::Decision:
        words.place =
            QStyle::visualRect(option.direction, words.place, words.place.adjusted(kIcon + kIconGap, 0, 0, 0));
        if (index.data(ActivityTableModel::DecisionRole).toInt() != int(core::ActivityRecord::Decision::Allowed)) {
            words.font.setWeight(QFont::DemiBold);
        }
        break;
    case ActivityTableModel::Request: {
        words.elide = Qt::ElideMiddle;
        const qsizetype space = words.text.indexOf(QLatin1Char(' '));
        if (space > 0) {
            words.method = m_request == Request::PathOnly ? QString() : words.text.left(space + 1);
            words.text = words.text.mid(space + 1);
            const int method = QFontMetrics(words.font).horizontalAdvance(words.method);
            // "POST /v1" reads from left to right in every language
            words.place.adjust(method, 0, 0, 0);
        }
        break;
    }
    case ActivityTableModel::Target:
        words.elide = Qt::ElideMiddle;
        break;
    default:
        break;
    }
    return words;
}

void ActivityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem view(option);
    initStyleOption(&view, index);
    view.text.clear();
    const QWidget* widget = option.widget;
    const QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &view, painter, widget);

    painter->save();
    painter->setPen(lookColour(Role::Border));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const bool selected = view.state.testFlag(QStyle::State_Selected);
    const QColor muted = selected ? view.palette.color(QPalette::HighlightedText) : lookColour(Role::Muted);
    QColor pen = selected ? view.palette.color(QPalette::HighlightedText) : lookColour(Role::Text);
    const int column = index.column();
    if (column == ActivityTableModel::Decision) {
        const auto decision =
            static_cast<core::ActivityRecord::Decision>(index.data(ActivityTableModel::DecisionRole).toInt());
        const StateLook look = decisionLook(decision);
        const QRect area = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        const QRect icon = QStyle::visualRect(option.direction, area,
                                              QRect(area.left(), area.center().y() - kIcon / 2 + 1, kIcon, kIcon));
        paintIcon(painter, look.icon, icon, lookColour(look.color));
        if (decision != core::ActivityRecord::Decision::Allowed) {
            pen = lookColour(look.color);
        }
    } else if (column == ActivityTableModel::At || column == ActivityTableModel::Target) {
        pen = muted;
    }
    const Words words = wordsOf(view, index);
    painter->setFont(words.font);
    const QFontMetrics metrics(words.font);
    const QString shown = metrics.elidedText(words.text, words.elide, words.place.width());
    if (column != ActivityTableModel::Agent && column != ActivityTableModel::Decision) {
        painter->setLayoutDirection(Qt::LeftToRight); // times, paths, hosts and numbers with their units
    }
    const auto alignment = int(QStyle::visualAlignment(option.direction, view.displayAlignment)) | Qt::TextSingleLine;
    if (!words.method.isEmpty()) {
        painter->setPen(muted);
        QRect place = words.place;
        place.setLeft(option.rect.left() + kPadding);
        if (option.direction == Qt::RightToLeft) {
            place.setLeft(words.place.right() + 1 - metrics.horizontalAdvance(words.method + shown));
        }
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, words.method);
    }
    painter->setPen(pen);
    painter->drawText(words.place, alignment, shown);
    painter->restore();
}

bool ActivityDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) {
    if (event->type() == QEvent::ToolTip && index.isValid()) {
        QStyleOptionViewItem shown(option);
        initStyleOption(&shown, index);
        const Words words = wordsOf(shown, index);
        if (QFontMetrics(words.font).horizontalAdvance(words.text) <= words.place.width()) {
            QToolTip::hideText();
            return true;
        }
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const int extra = index.column() == ActivityTableModel::Decision ? kIcon + kIconGap
                      : index.column() == ActivityTableModel::At     ? m_start - kPadding
                                                                     : 0;
    size.rwidth() += 2 * kPadding + extra;
    size.setHeight(std::max(32, option.fontMetrics.lineSpacing() + 14));
    return size;
}

} // namespace keysluice::ui
