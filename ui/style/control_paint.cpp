#include "ui/style/control_paint.h"

#include "ui/style/control_metrics.h"
#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/style/paint.h"
#include "ui/style/theme.h"
#include "ui/style/type_scale.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr double kDisabledOpacity = 0.45;

bool has(const QStyleOption& option, QStyle::StateFlag flag) {
    return option.state.testFlag(flag);
}

struct ButtonColors {
    QColor fill;
    QColor outline;
    QColor text;
};

ButtonColors colorsOf(const QStyleOption& option, ButtonRole role, const Theme& theme) {
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
    case ButtonRole::DangerOutline:
        break;
    }
    const Role normal = on ? Role::Selection : Role::Surface;
    return {pick(normal, on ? Role::Selection : Role::Hover, Role::Track), theme.color(Role::Control),
            theme.color(role == ButtonRole::DangerOutline ? Role::Danger : Role::Text)};
}

} // namespace

ButtonRole buttonRole(const QWidget* widget) {
    return widget == nullptr ? ButtonRole::Normal : ButtonRole(widget->property("ksRole").toInt());
}

void paintButtonPanel(const QStyleOption& option, QPainter* painter, ButtonRole role) {
    const ButtonColors colors = colorsOf(option, role, Theme::of(option.palette));
    painter->save();
    if (!has(option, QStyle::State_Enabled)) {
        painter->setOpacity(kDisabledOpacity);
    }
    paintBox(painter, option.rect, kControlRadius, colors.fill, colors.outline);
    painter->restore();
}

void paintStep(const QStyleOption& option, QPainter* painter, const QRect& place, bool up) {
    painter->save();
    painter->translate(place.center());
    painter->scale(0.8, up ? -0.8 : 0.8);
    paintIcon(painter, QStringLiteral("down"), QRectF(-kArrowSize / 2.0, -kArrowSize / 2.0, kArrowSize, kArrowSize),
              Theme::of(option.palette).color(Role::Muted));
    painter->restore();
}

void paintHeaderSection(const QStyleOption& option, QPainter* painter) {
    const Theme theme = Theme::of(option.palette);
    painter->fillRect(option.rect, theme.color(Role::Surface));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      theme.color(Role::Border));
}

void paintArrow(const QStyleOption& option, QPainter* painter, const QRect& place, const QString& icon) {
    QRect rect(0, 0, kArrowSize, kArrowSize);
    rect.moveCenter(place.center());
    paintIcon(painter, icon, rect, Theme::of(option.palette).color(Role::Text), option.direction);
}

void paintButtonLabel(const QStyleOptionButton& option, QPainter* painter, const QWidget* widget) {
    const ButtonRole role = buttonRole(widget);
    const QColor color = colorsOf(option, role, Theme::of(option.palette)).text;
    painter->save();
    if (!has(option, QStyle::State_Enabled)) {
        painter->setOpacity(kDisabledOpacity);
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
    const bool hasMenu = option.features.testFlag(QStyleOptionButton::HasMenu);
    const int icon = option.icon.isNull() ? 0 : 16;
    const int gap = icon > 0 && !option.text.isEmpty() ? 8 : 0;
    const int menu = hasMenu ? kArrowSize + 6 : 0;
    const int text =
        metrics.horizontalAdvance(option.text.isEmpty() ? QString() : QString(option.text).remove(QLatin1Char('&')));
    const int total = icon + gap + text + menu;
    QRect content(option.rect.center().x() - total / 2, option.rect.top(), total, option.rect.height());
    if (role == ButtonRole::Link) {
        content.moveLeft(option.rect.left());
    }
    content = content.intersected(option.rect);
    const auto place = [&](int left, int width) {
        return QStyle::visualRect(option.direction, content,
                                  QRect(content.left() + left, content.top(), width, content.height()));
    };
    if (icon > 0) {
        QRect rect(0, 0, icon, icon);
        rect.moveCenter(place(0, icon).center());
        const QString name = symbolicName(option.icon);
        if (name.isEmpty()) {
            option.icon.paint(painter, rect);
        } else {
            paintIcon(painter, name, rect, color, option.direction);
        }
    }
    painter->setPen(color);
    painter->drawText(place(icon + gap, text), int(Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine),
                      option.text);
    if (hasMenu) {
        QRect rect(0, 0, kArrowSize, kArrowSize);
        rect.moveCenter(place(icon + gap + text + 6, kArrowSize).center());
        paintIcon(painter, QStringLiteral("down"), rect, color);
    }
    painter->restore();
}

void paintField(const QStyleOption& option, QPainter* painter, const QWidget* widget) {
    const Theme theme = Theme::of(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool focus = has(option, QStyle::State_HasFocus);
    const bool wrong = widget != nullptr && widget->property("ksError").toBool();
    painter->save();
    if (!enabled) {
        painter->setOpacity(kDisabledOpacity);
    }
    const QColor outline = theme.color(wrong ? Role::Danger : focus ? Role::Focus : Role::Control);
    paintBox(painter, option.rect, kControlRadius, theme.color(Role::Surface), outline, wrong || focus ? 2.0 : 1.0);
    painter->restore();
}

void paintHeaderLabel(const QStyleOptionHeader& header, QPainter* painter, const QWidget* widget) {
    QRect place = headerTextRect(header, widget);
    const QFont font = textFont(TextStyle::SmallBold);
    const QFontMetrics metrics(font);
    const bool isSorted = header.sortIndicator != QStyleOptionHeader::None;
    const QColor color = Theme::of(header.palette).color(isSorted ? Role::Text : Role::Muted);
    const Qt::Alignment alignment =
        QStyle::visualAlignment(header.direction, (header.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter);
    painter->save();
    painter->setFont(font);
    painter->setPen(color);
    if (isSorted) { // words first, then the arrow, together at the column's side
        const int room = place.width() - kArrowSize - kHeaderArrowGap;
        const int words = std::min(metrics.horizontalAdvance(header.text), room);
        QRect both(0, place.top(), words + kArrowSize + kHeaderArrowGap, place.height());
        both = QStyle::alignedRect(Qt::LeftToRight, alignment, both.size(), place);
        QRect arrow(both.right() + 1 - kArrowSize, 0, kArrowSize, kArrowSize);
        arrow.moveTop(both.center().y() - kArrowSize / 2 + 1);
        arrow = QStyle::visualRect(header.direction, both, arrow);
        place = QStyle::visualRect(header.direction, both, both.adjusted(0, 0, -kArrowSize - kHeaderArrowGap, 0));
        painter->save();
        painter->translate(QRectF(arrow).center());
        // Qt's SortDown is the ascending order: the arrow points to where the larger ones are
        painter->scale(1, header.sortIndicator == QStyleOptionHeader::SortDown ? -1 : 1);
        paintIcon(painter, QStringLiteral("down"), QRectF(-kArrowSize / 2.0, -kArrowSize / 2.0, kArrowSize, kArrowSize),
                  color);
        painter->restore();
    }
    painter->drawText(place, int(alignment) | Qt::TextSingleLine,
                      metrics.elidedText(header.text, Qt::ElideRight, place.width()));
    painter->restore();
}

void paintCheck(const QStyleOption& option, QPainter* painter, bool round) {
    const Theme theme = Theme::of(option.palette);
    painter->save();
    if (!has(option, QStyle::State_Enabled)) {
        painter->setOpacity(kDisabledOpacity);
    }
    const bool on = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
    const QRectF rect = option.rect;
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

} // namespace keysluice::ui
