#include "ui/style/ks_style.h"

#include "ui/style/control_metrics.h"
#include "ui/style/control_paint.h"
#include "ui/style/paint.h"
#include "ui/style/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

#include <algorithm>

namespace keysluice::ui {

namespace {

bool has(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state.testFlag(flag);
}

} // namespace

KsStyle::KsStyle() : QProxyStyle(QStringLiteral("fusion")) {}

void KsStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) != nullptr || qobject_cast<QComboBox*>(widget) != nullptr ||
        qobject_cast<QAbstractItemView*>(widget) != nullptr) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

void KsStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool: {
        const auto* tool = qobject_cast<const QToolButton*>(widget);
        ButtonRole role = buttonRole(widget);
        if (tool != nullptr && tool->autoRaise() && role == ButtonRole::Normal) {
            role = ButtonRole::Flat;
        }
        paintButtonPanel(*option, painter, role);
        return;
    }
    case PE_FrameDefaultButton:
    case PE_IndicatorHeaderArrow: // painted beside the words
        return;
    case PE_FrameFocusRect: // rings are drawn by FocusRing around controls, and by delegates inside rows
        if (qobject_cast<const QAbstractItemView*>(widget) != nullptr && has(option, State_KeyboardFocusChange)) {
            paintFocusRing(painter, option->rect, 4, Theme::of(option->palette));
        }
        return;
    case PE_PanelLineEdit:
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget); edit != nullptr) {
            if (edit->hasFrame()) {
                paintField(*option, painter, widget);
            }
            return;
        }
        break;
    case PE_Frame:
        if (qobject_cast<const QPlainTextEdit*>(widget) != nullptr) {
            paintField(*option, painter, widget);
            return;
        }
        break;
    case PE_FrameLineEdit:
        paintField(*option, painter, widget);
        return;
    case PE_IndicatorCheckBox:
        paintCheck(*option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        paintCheck(*option, painter, true);
        return;
    case PE_IndicatorItemViewItemCheck:
        paintCheck(*option, painter, false);
        return;
    case PE_PanelItemViewItem: {
        const Theme theme = Theme::of(option->palette);
        if (has(option, State_Selected)) {
            painter->fillRect(option->rect, theme.color(Role::Selection));
        } else if (has(option, State_MouseOver) && has(option, State_Enabled)) {
            painter->fillRect(option->rect, theme.color(Role::Hover));
        }
        return;
    }
    case PE_PanelMenu:
    case PE_FrameMenu: {
        const Theme theme = Theme::of(option->palette);
        if (element == PE_PanelMenu) {
            painter->fillRect(option->rect, theme.color(Role::Raised));
        }
        paintBox(painter, option->rect, 0, {}, theme.color(Role::Border));
        return;
    }
    case PE_IndicatorArrowDown:
        paintArrow(*option, painter, option->rect, QStringLiteral("down"));
        return;
    case PE_IndicatorArrowRight:
        paintArrow(*option, painter, option->rect, QStringLiteral("right"));
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void KsStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    switch (element) {
    case CE_PushButtonBevel:
        drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            paintButtonLabel(*button, painter, widget);
            return;
        }
        break;
    case CE_FocusFrame: {
        painter->setRenderHint(QPainter::Antialiasing);
        paintFocusRing(painter, option->rect, kControlRadius + 3, Theme::of(option->palette));
        return;
    }
    case CE_ToolButtonLabel:
        if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            QStyleOptionToolButton plain = *tool;
            plain.state &= ~State_Sunken; // no shift while pressed
            if (has(option, State_On)) {
                plain.font.setWeight(QFont::DemiBold);
            }
            QProxyStyle::drawControl(element, &plain, painter, widget);
            return;
        }
        break;
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            QStyleOptionMenuItem copy = *item;
            const Theme theme = Theme::of(option->palette);
            copy.palette.setColor(QPalette::Highlight, theme.color(Role::Hover));
            copy.palette.setColor(QPalette::HighlightedText, theme.color(Role::Text));
            copy.palette.setColor(QPalette::Window, theme.color(Role::Raised));
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_Header:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
            header != nullptr && header->orientation == Qt::Horizontal) {
            paintHeaderSection(*option, painter);
            paintHeaderLabel(*header, painter, widget);
            return;
        }
        break;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
            header != nullptr && header->orientation == Qt::Horizontal) {
            paintHeaderLabel(*header, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
        paintHeaderSection(*option, painter);
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void KsStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                 const QWidget* widget) const {
    if (control == CC_ComboBox) {
        const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        if (combo != nullptr && combo->editable) {
            paintField(*option, painter, widget);
        } else {
            paintButtonPanel(*option, painter, ButtonRole::Normal);
        }
        paintArrow(*option, painter, subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget),
                   QStringLiteral("down"));
        return;
    }
    if (control == CC_SpinBox) {
        paintField(*option, painter, widget);
        paintStep(*option, painter, subControlRect(CC_SpinBox, option, SC_SpinBoxUp, widget), true);
        paintStep(*option, painter, subControlRect(CC_SpinBox, option, SC_SpinBoxDown, widget), false);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize KsStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                const QWidget* widget) const {
    if (type == CT_MenuItem) {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        const bool isLine = item == nullptr || item->menuItemType == QStyleOptionMenuItem::Separator;
        return isLine ? base : QSize(base.width() + 12, std::max(base.height(), option->fontMetrics.height() + 12));
    }
    if (const auto own = controlSize(type, *option, size, widget)) {
        return *own;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

QRect KsStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_LineEditContents) {
        const auto* edit = qobject_cast<const QLineEdit*>(widget);
        if (edit != nullptr && edit->hasFrame()) {
            return option->rect.adjusted(8, 1, -8, -1);
        }
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect KsStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                              const QWidget* widget) const {
    if (const auto own = controlPart(control, *option, sub)) {
        return *own;
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

int KsStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    if (const auto own = controlMetric(metric)) {
        return *own;
    }
    return QProxyStyle::pixelMetric(metric, option, widget);
}

int KsStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                       QStyleHintReturn* data) const {
    switch (hint) {
    case SH_FocusFrame_Mask:
        return 0;
    case SH_FocusFrame_AboveWidget:
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_LineEdit_PasswordCharacter:
        return 0x2022; // a small dot: long keys stay readable as a row
    case SH_UnderlineShortcut:
        return 1;
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_DialogButtonLayout:
        return QDialogButtonBox::GnomeLayout; // Cancel, then the primary button last
    default:
        break;
    }
    return QProxyStyle::styleHint(hint, option, widget, data);
}

void setButtonRole(QWidget* button, ButtonRole role) {
    button->setProperty("ksRole", int(role));
    if (role == ButtonRole::Link) {
        button->setCursor(Qt::PointingHandCursor);
    }
    button->updateGeometry();
    button->update();
}

void setSmall(QWidget* control) {
    control->setProperty("ksSmall", true);
    control->updateGeometry();
}

void setHeaderMargins(QWidget* header, int start, int end) {
    header->setProperty("ksStart", start);
    header->setProperty("ksEnd", end);
}

void setFieldError(QWidget* field, bool wrong) {
    field->setProperty("ksError", wrong);
    field->update();
}

} // namespace keysluice::ui
