#include "ui/style/ks_style.h"

#include "ui/style/icons.h"
#include "ui/style/paint.h"
#include "ui/style/theme.h"
#include "ui/style/type_scale.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kRadius = 6;
constexpr int kArrow = 14;
constexpr int kCellPadding = 8;
constexpr int kHeaderHeight = 30;
constexpr char kHeaderStart[] = "ksStart";
constexpr char kHeaderEnd[] = "ksEnd";

ButtonRole roleOf(const QWidget* widget) {
    return widget == nullptr ? ButtonRole::Normal : ButtonRole(widget->property("ksRole").toInt());
}

bool isSmall(const QWidget* widget) {
    return widget != nullptr && widget->property("ksSmall").toBool();
}

int controlHeight(const QStyleOption* option, const QWidget* widget) {
    return std::max(isSmall(widget) ? 28 : 32, option->fontMetrics.height() + (isSmall(widget) ? 10 : 14));
}

int buttonPadding(const QWidget* widget) {
    return isSmall(widget) ? 9 : 14;
}

bool has(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state.testFlag(flag);
}

struct ButtonColors {
    QColor fill;
    QColor outline;
    QColor text;
};

ButtonColors colorsOf(const QStyleOption* option, ButtonRole role, const Theme& theme) {
    const bool pressed = has(option, QStyle::State_Sunken);
    const bool hovered = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On);
    const auto pick = [&](Role normal, Role hover, Role down) {
        return theme.color(pressed ? down : hovered ? hover : normal);
    };
    switch (role) {
    case ButtonRole::Primary:
        return {pick(Role::AccentFill, Role::AccentFillHover, Role::AccentFillPressed), {}, theme.color(Role::OnFill)};
    case ButtonRole::Danger:
        return {pick(Role::DangerFill, Role::DangerFillHover, Role::DangerFillPressed), {}, theme.color(Role::OnFill)};
    case ButtonRole::Link:
        return {{}, {}, theme.color(Role::Accent)};
    case ButtonRole::Flat:
        return {pressed   ? theme.color(Role::Track)
                : on      ? theme.color(Role::Selection)
                : hovered ? theme.color(Role::Hover)
                          : QColor(),
                {},
                theme.color(Role::Text)};
    case ButtonRole::Normal:
        break;
    }
    const Role normal = on ? Role::Selection : Role::Surface;
    return {pick(normal, on ? Role::Selection : Role::Hover, Role::Track), theme.color(Role::Control),
            theme.color(Role::Text)};
}

void paintArrow(QPainter* painter, const QRect& place, const QString& icon, const QStyleOption* option) {
    QRect rect(0, 0, kArrow, kArrow);
    rect.moveCenter(place.center());
    paintIcon(painter, icon, rect, Theme::of(option->palette).color(Role::Text), option->direction);
}

void paintButtonLabel(const QStyleOptionButton* option, QPainter* painter, const QWidget* widget) {
    const ButtonRole role = roleOf(widget);
    const QColor color = colorsOf(option, role, Theme::of(option->palette)).text;
    painter->save();
    if (!has(option, QStyle::State_Enabled)) {
        painter->setOpacity(0.45);
    }
    QFont font = painter->font();
    if (role == ButtonRole::Primary || role == ButtonRole::Danger || has(option, QStyle::State_On)) {
        font.setWeight(QFont::DemiBold);
    }
    if (role == ButtonRole::Link && (has(option, QStyle::State_MouseOver) || has(option, QStyle::State_HasFocus))) {
        font.setUnderline(true);
    }
    painter->setFont(font);
    const QFontMetrics metrics(font);
    const bool hasMenu = option->features.testFlag(QStyleOptionButton::HasMenu);
    const int icon = option->icon.isNull() ? 0 : 16;
    const int gap = icon > 0 && !option->text.isEmpty() ? 8 : 0;
    const int menu = hasMenu ? kArrow + 6 : 0;
    const int text =
        metrics.horizontalAdvance(option->text.isEmpty() ? QString() : QString(option->text).remove(QLatin1Char('&')));
    const int total = icon + gap + text + menu;
    QRect content(option->rect.center().x() - total / 2, option->rect.top(), total, option->rect.height());
    if (role == ButtonRole::Link) {
        content.moveLeft(option->rect.left());
    }
    content = content.intersected(option->rect);
    const auto place = [&](int left, int width) {
        return QStyle::visualRect(option->direction, content,
                                  QRect(content.left() + left, content.top(), width, content.height()));
    };
    if (icon > 0) {
        QRect rect(0, 0, icon, icon);
        rect.moveCenter(place(0, icon).center());
        const QString name = symbolicName(option->icon);
        if (name.isEmpty()) {
            option->icon.paint(painter, rect);
        } else {
            paintIcon(painter, name, rect, color, option->direction);
        }
    }
    painter->setPen(color);
    painter->drawText(place(icon + gap, text), int(Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine),
                      option->text);
    if (hasMenu) {
        QRect rect(0, 0, kArrow, kArrow);
        rect.moveCenter(place(icon + gap + text + 6, kArrow).center());
        paintIcon(painter, QStringLiteral("down"), rect, color);
    }
    painter->restore();
}

void paintField(const QStyleOption* option, QPainter* painter, const QWidget* widget) {
    const Theme theme = Theme::of(option->palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool focus = has(option, QStyle::State_HasFocus);
    const bool wrong = widget != nullptr && widget->property("ksError").toBool();
    painter->save();
    if (!enabled) {
        painter->setOpacity(0.45);
    }
    const QColor outline = theme.color(wrong ? Role::Danger : focus ? Role::Focus : Role::Control);
    paintBox(painter, option->rect, kRadius, theme.color(Role::Surface), outline, wrong || focus ? 2.0 : 1.0);
    painter->restore();
}

/// Beside what the cells below it show: they are painted with the same padding.
QRect headerText(const QStyleOptionHeader& header, const QWidget* widget) {
    const bool first =
        header.position == QStyleOptionHeader::Beginning || header.position == QStyleOptionHeader::OnlyOneSection;
    const bool last =
        header.position == QStyleOptionHeader::End || header.position == QStyleOptionHeader::OnlyOneSection;
    const auto margin = [widget](bool outer, const char* name) {
        const QVariant own = outer && widget != nullptr ? widget->property(name) : QVariant();
        return own.isValid() ? own.toInt() : kCellPadding;
    };
    return QStyle::visualRect(header.direction, header.rect,
                              header.rect.adjusted(margin(first, kHeaderStart), 0, -margin(last, kHeaderEnd), 0));
}

void paintHeaderLabel(const QStyleOptionHeader& header, QPainter* painter, const QWidget* widget) {
    const QRect place = headerText(header, widget);
    const QFont font = textFont(TextStyle::SmallBold);
    painter->save();
    painter->setFont(font);
    painter->setPen(Theme::of(header.palette).color(Role::Muted));
    const Qt::Alignment alignment =
        QStyle::visualAlignment(header.direction, (header.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter);
    painter->drawText(place, int(alignment) | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(header.text, Qt::ElideRight, place.width()));
    painter->restore();
}

void paintCheck(const QStyleOption* option, QPainter* painter, bool round) {
    const Theme theme = Theme::of(option->palette);
    painter->save();
    if (!has(option, QStyle::State_Enabled)) {
        painter->setOpacity(0.45);
    }
    const bool on = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
    const QRectF rect = option->rect;
    paintBox(painter, rect, round ? rect.width() / 2 : 4, theme.color(on ? Role::AccentFill : Role::Surface),
             theme.color(on ? Role::Accent : Role::Control), 1.5);
    if (on && round) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Role::OnFill));
        painter->drawEllipse(rect.center(), rect.width() * 0.2, rect.width() * 0.2);
    } else if (on) {
        paintIcon(painter, QStringLiteral("check"), rect.adjusted(2, 2, -2, -2), theme.color(Role::OnFill));
    }
    painter->restore();
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
        ButtonRole role = roleOf(widget);
        if (tool != nullptr && tool->autoRaise() && role == ButtonRole::Normal) {
            role = ButtonRole::Flat;
        }
        const ButtonColors colors = colorsOf(option, role, Theme::of(option->palette));
        painter->save();
        if (!has(option, State_Enabled)) {
            painter->setOpacity(0.45);
        }
        paintBox(painter, option->rect, kRadius, colors.fill, colors.outline);
        painter->restore();
        return;
    }
    case PE_FrameDefaultButton:
        return;
    case PE_FrameFocusRect: // rings are drawn by FocusRing around controls, and by delegates inside rows
        if (qobject_cast<const QAbstractItemView*>(widget) != nullptr && has(option, State_KeyboardFocusChange)) {
            paintFocusRing(painter, option->rect, 4, Theme::of(option->palette));
        }
        return;
    case PE_PanelLineEdit:
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget); edit != nullptr) {
            if (edit->hasFrame()) {
                paintField(option, painter, widget);
            }
            return;
        }
        break;
    case PE_Frame:
        if (qobject_cast<const QPlainTextEdit*>(widget) != nullptr) {
            paintField(option, painter, widget);
            return;
        }
        break;
    case PE_FrameLineEdit:
        paintField(option, painter, widget);
        return;
    case PE_IndicatorCheckBox:
        paintCheck(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        paintCheck(option, painter, true);
        return;
    case PE_IndicatorItemViewItemCheck:
        paintCheck(option, painter, false);
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
        paintArrow(painter, option->rect, QStringLiteral("down"), option);
        return;
    case PE_IndicatorArrowRight:
        paintArrow(painter, option->rect, QStringLiteral("right"), option);
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
            paintButtonLabel(button, painter, widget);
            return;
        }
        break;
    case CE_FocusFrame: {
        painter->setRenderHint(QPainter::Antialiasing);
        paintFocusRing(painter, option->rect, kRadius + 3, Theme::of(option->palette));
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
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
            header != nullptr && header->orientation == Qt::Horizontal) {
            paintHeaderLabel(*header, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection: {
        const Theme theme = Theme::of(option->palette);
        painter->fillRect(option->rect, theme.color(Role::Surface));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          theme.color(Role::Border));
        return;
    }
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
            paintField(option, painter, widget);
        } else {
            painter->save();
            if (!has(option, State_Enabled)) {
                painter->setOpacity(0.45);
            }
            const ButtonColors colors = colorsOf(option, ButtonRole::Normal, Theme::of(option->palette));
            paintBox(painter, option->rect, kRadius, colors.fill, colors.outline);
            painter->restore();
        }
        paintArrow(painter, subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget), QStringLiteral("down"),
                   option);
        return;
    }
    if (control == CC_SpinBox) {
        paintField(option, painter, widget);
        const auto step = [&](SubControl sub, bool up) {
            const QRect rect = subControlRect(CC_SpinBox, option, sub, widget);
            painter->save();
            painter->translate(rect.center());
            painter->scale(0.8, up ? -0.8 : 0.8);
            paintIcon(painter, QStringLiteral("down"), QRectF(-kArrow / 2.0, -kArrow / 2.0, kArrow, kArrow),
                      Theme::of(option->palette).color(Role::Muted));
            painter->restore();
        };
        step(SC_SpinBoxUp, true);
        step(SC_SpinBoxDown, false);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize KsStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                const QWidget* widget) const {
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (button == nullptr) {
            break;
        }
        const ButtonRole role = roleOf(widget);
        QFont font = widget != nullptr ? widget->font() : QFont();
        font.setWeight(QFont::DemiBold);
        const int text = QFontMetrics(font).horizontalAdvance(QString(button->text).remove(QLatin1Char('&')));
        const int icon = button->icon.isNull() ? 0 : 16 + (button->text.isEmpty() ? 0 : 8);
        const int menu = button->features.testFlag(QStyleOptionButton::HasMenu) ? kArrow + 6 : 0;
        if (role == ButtonRole::Link) {
            return {text + icon + menu + 2, option->fontMetrics.height() + 4};
        }
        return {text + icon + menu + 2 * buttonPadding(widget), controlHeight(option, widget)};
    }
    case CT_LineEdit:
        return {size.width() + 20, controlHeight(option, widget)};
    case CT_ComboBox:
        return {size.width() + 20 + 24, controlHeight(option, widget)};
    case CT_SpinBox:
        return {size.width() + 44, controlHeight(option, widget)};
    case CT_ToolButton:
        if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            const int height = controlHeight(option, widget);
            if (tool->toolButtonStyle == Qt::ToolButtonIconOnly) {
                return {height, height};
            }
            QFont font = tool->font;
            font.setWeight(QFont::DemiBold);
            const int icon = tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon && !tool->icon.isNull() ? 24 : 0;
            return {QFontMetrics(font).horizontalAdvance(tool->text) + icon + 2 * buttonPadding(widget), height};
        }
        break;
    case CT_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
            header != nullptr && header->orientation == Qt::Horizontal) {
            const QFontMetrics metrics(textFont(TextStyle::SmallBold));
            return {metrics.horizontalAdvance(header->text) + 3 * kCellPadding, // an outer column has more
                    std::max(kHeaderHeight, metrics.height() + 12)};
        }
        break;
    case CT_MenuItem: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item != nullptr && item->menuItemType != QStyleOptionMenuItem::Separator) {
            return {base.width() + 12, std::max(base.height(), option->fontMetrics.height() + 12)};
        }
        return base;
    }
    default:
        break;
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
    const QRect rect = option->rect;
    const auto visual = [&](const QRect& inner) { return visualRect(option->direction, rect, inner); };
    if (control == CC_ComboBox) {
        if (sub == SC_ComboBoxArrow) {
            return visual(QRect(rect.right() - 28, rect.top(), 24, rect.height()));
        }
        if (sub == SC_ComboBoxEditField) {
            return visual(rect.adjusted(8, 1, -32, -1));
        }
    }
    if (control == CC_SpinBox) {
        const int half = rect.height() / 2;
        if (sub == SC_SpinBoxUp) {
            return visual(QRect(rect.right() - 26, rect.top() + 2, 22, half - 2));
        }
        if (sub == SC_SpinBoxDown) {
            return visual(QRect(rect.right() - 26, rect.top() + half, 22, half - 2));
        }
        if (sub == SC_SpinBoxEditField) {
            return visual(rect.adjusted(8, 1, -30, -1));
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

int KsStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
        return 16;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 4;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_SplitterWidth:
        return 1;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
        return 4;
    default:
        break;
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
    header->setProperty(kHeaderStart, start);
    header->setProperty(kHeaderEnd, end);
}

void setFieldError(QWidget* field, bool wrong) {
    field->setProperty("ksError", wrong);
    field->update();
}

} // namespace keysluice::ui
