#include "ui/style/control_metrics.h"

#include "ui/style/control_paint.h"
#include "ui/style/ks_style.h"
#include "ui/style/type_scale.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStyleOption>

#include <algorithm>
#include <utility>

namespace keysluice::ui {

namespace {

constexpr int kCellPadding = 8;
constexpr int kHeaderHeight = 30;
constexpr char kHeaderStart[] = "ksStart";
constexpr char kHeaderEnd[] = "ksEnd";

bool isSmall(const QWidget* widget) {
    return widget != nullptr && widget->property("ksSmall").toBool();
}

int controlHeight(const QStyleOption& option, const QWidget* widget) {
    return std::max(isSmall(widget) ? 28 : 32, option.fontMetrics.height() + (isSmall(widget) ? 10 : 14));
}

int buttonPadding(const QWidget* widget) {
    return isSmall(widget) ? 9 : 14;
}

/// Before and after a head's words; wider at the edges of the table where its owner said so.
std::pair<int, int> headerMargins(const QStyleOptionHeader& header, const QWidget* widget) {
    const auto* view = qobject_cast<const QHeaderView*>(widget);
    if (view == nullptr) {
        return {kCellPadding, kCellPadding};
    }
    int last = view->count() - 1;
    while (last > 0 && view->isSectionHidden(view->logicalIndex(last))) {
        --last;
    }
    const int place = view->visualIndex(header.section);
    const auto margin = [view](bool atEdge, const char* name) {
        const QVariant own = atEdge ? view->property(name) : QVariant();
        return own.isValid() ? own.toInt() : kCellPadding;
    };
    return {margin(place == 0, kHeaderStart), margin(place == last, kHeaderEnd)};
}

} // namespace

std::optional<QSize> controlSize(QStyle::ContentsType type, const QStyleOption& option, const QSize& content,
                                 const QWidget* widget) {
    switch (type) {
    case QStyle::CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
        if (button == nullptr) {
            break;
        }
        const ButtonRole role = buttonRole(widget);
        QFont font = widget != nullptr ? widget->font() : QFont();
        font.setWeight(QFont::DemiBold);
        const int text = QFontMetrics(font).horizontalAdvance(QString(button->text).remove(QLatin1Char('&')));
        const int icon = button->icon.isNull() ? 0 : 16 + (button->text.isEmpty() ? 0 : 8);
        const int menu = button->features.testFlag(QStyleOptionButton::HasMenu) ? kArrowSize + 6 : 0;
        if (role == ButtonRole::Link) {
            return QSize(text + icon + menu + 2, option.fontMetrics.height() + 4);
        }
        return QSize(text + icon + menu + 2 * buttonPadding(widget), controlHeight(option, widget));
    }
    case QStyle::CT_LineEdit:
        return QSize(content.width() + 20, controlHeight(option, widget));
    case QStyle::CT_ComboBox:
        return QSize(content.width() + 20 + 24, controlHeight(option, widget));
    case QStyle::CT_SpinBox:
        return QSize(content.width() + 44, controlHeight(option, widget));
    case QStyle::CT_ToolButton:
        if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(&option)) {
            const int height = controlHeight(option, widget);
            if (tool->toolButtonStyle == Qt::ToolButtonIconOnly) {
                return QSize(height, height);
            }
            QFont font = tool->font;
            font.setWeight(QFont::DemiBold);
            const int icon = tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon && !tool->icon.isNull() ? 24 : 0;
            return QSize(QFontMetrics(font).horizontalAdvance(tool->text) + icon + 2 * buttonPadding(widget), height);
        }
        break;
    case QStyle::CT_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option);
            header != nullptr && header->orientation == Qt::Horizontal) {
            const QFontMetrics metrics(textFont(TextStyle::SmallBold));
            const auto [start, end] = headerMargins(*header, widget);
            // Qt asks for every column as if it were the sorted one.
            const auto* view = qobject_cast<const QHeaderView*>(widget);
            const bool isSorted = view != nullptr && view->sortIndicatorSection() == header->section;
            const int arrow = isSorted ? kArrowSize + kHeaderArrowGap : 0;
            return QSize(metrics.horizontalAdvance(header->text) + start + end + arrow + 1,
                         std::max(kHeaderHeight, metrics.height() + 12));
        }
        break;
    default:
        break;
    }
    return std::nullopt;
}

std::optional<QRect> controlPart(QStyle::ComplexControl control, const QStyleOptionComplex& option,
                                 QStyle::SubControl part) {
    const QRect rect = option.rect;
    const auto visual = [&](const QRect& inner) { return QStyle::visualRect(option.direction, rect, inner); };
    if (control == QStyle::CC_ComboBox) {
        if (part == QStyle::SC_ComboBoxArrow) {
            return visual(QRect(rect.right() - 28, rect.top(), 24, rect.height()));
        }
        if (part == QStyle::SC_ComboBoxEditField) {
            return visual(rect.adjusted(8, 1, -32, -1));
        }
    }
    if (control == QStyle::CC_SpinBox) {
        const int half = rect.height() / 2;
        if (part == QStyle::SC_SpinBoxUp) {
            return visual(QRect(rect.right() - 26, rect.top() + 2, 22, half - 2));
        }
        if (part == QStyle::SC_SpinBoxDown) {
            return visual(QRect(rect.right() - 26, rect.top() + half, 22, half - 2));
        }
        if (part == QStyle::SC_SpinBoxEditField) {
            return visual(rect.adjusted(8, 1, -30, -1));
        }
    }
    return std::nullopt;
}

std::optional<int> controlMetric(QStyle::PixelMetric metric) {
    switch (metric) {
    case QStyle::PM_IndicatorWidth:
    case QStyle::PM_IndicatorHeight:
    case QStyle::PM_ExclusiveIndicatorWidth:
    case QStyle::PM_ExclusiveIndicatorHeight:
        return 18;
    case QStyle::PM_CheckBoxLabelSpacing:
    case QStyle::PM_RadioButtonLabelSpacing:
        return 8;
    case QStyle::PM_ButtonIconSize:
    case QStyle::PM_SmallIconSize:
        return 16;
    case QStyle::PM_LayoutHorizontalSpacing:
    case QStyle::PM_LayoutVerticalSpacing:
        return 8;
    case QStyle::PM_FocusFrameHMargin:
    case QStyle::PM_FocusFrameVMargin:
        return 4;
    case QStyle::PM_ButtonShiftHorizontal:
    case QStyle::PM_ButtonShiftVertical:
        return 0;
    case QStyle::PM_SplitterWidth:
        return 1;
    case QStyle::PM_MenuPanelWidth:
        return 1;
    case QStyle::PM_MenuVMargin:
        return 4;
    case QStyle::PM_MenuHMargin:
        return 4;
    default:
        break;
    }
    return std::nullopt;
}

QRect headerTextRect(const QStyleOptionHeader& header, const QWidget* widget) {
    const auto [start, end] = headerMargins(header, widget);
    return QStyle::visualRect(header.direction, header.rect, header.rect.adjusted(start, 0, -end, 0));
}

} // namespace keysluice::ui
