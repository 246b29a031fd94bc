#include "ui/pages/connections/credential_delegate.h"

#include "ui/models/credential_model.h"
#include "ui/models/time_text.h"
#include "ui/pages/connections/credential_look.h"
#include "ui/style/icons.h"
#include "ui/style/type_scale.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace keysluice::ui {

namespace {

CredentialCondition conditionOf(const QModelIndex& index) {
    return static_cast<CredentialCondition>(index.data(CredentialModel::ConditionRole).toInt());
}

QString remedyText(const QModelIndex& index) {
    const auto remedy = static_cast<CredentialRemedy>(index.data(CredentialModel::RemedyRole).toInt());
    if (remedy == CredentialRemedy::None) {
        return {};
    }
    return remedy == CredentialRemedy::Rotate ? CredentialDelegate::tr("Rotate") : CredentialDelegate::tr("Test");
}

bool hasTrouble(const QModelIndex& index) {
    return !index.data(CredentialModel::TroubleRole).toString().isEmpty();
}

CredentialRowLayout layoutOf(const QRect& row, Qt::LayoutDirection direction, const QModelIndex& index) {
    return credentialRowLayout(row, direction, remedyText(index), hasTrouble(index));
}

int startAligned(Qt::LayoutDirection direction) {
    return int(QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine);
}

void drawText(QPainter* painter, const QRect& rect, TextStyle style, const QColor& color, const QString& text,
              Qt::TextElideMode mode, Qt::LayoutDirection direction) {
    painter->setFont(textFont(style));
    painter->setPen(color);
    painter->drawText(rect, startAligned(direction), painter->fontMetrics().elidedText(text, mode, rect.width()));
}

bool isPointedAt(const QStyleOptionViewItem& option, const QRect& part) {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    return view != nullptr && option.state.testFlag(QStyle::State_MouseOver) &&
           part.contains(view->viewport()->mapFromGlobal(QCursor::pos()));
}

} // namespace

QSize CredentialDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : option.rect.width();
    return {320, credentialRowHeight(width, index.data(CredentialModel::TroubleRole).toString(), remedyText(index))};
}

CredentialDelegate::Part CredentialDelegate::partAt(const QRect& row, Qt::LayoutDirection direction,
                                                    const QModelIndex& index, const QPoint& position) {
    const CredentialRowLayout layout = layoutOf(row, direction, index);
    if (layout.toggle.adjusted(-6, -6, 6, 6).contains(position)) {
        return Part::Toggle;
    }
    return layout.remedy.contains(position) ? Part::Remedy : Part::Row;
}

void CredentialDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const Theme theme = Theme::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool isLast = index.row() == index.model()->rowCount() - 1;
    if (isLast) {
        // the card around the list has round corners
        QPainterPath corners;
        corners.addRoundedRect(QRectF(option.rect).adjusted(0, -16, 0, 0), 7, 7);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setClipPath(corners);
    }
    if (selected) {
        painter->fillRect(option.rect, theme.color(Role::Selection));
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(option.rect, theme.color(Role::Hover));
    }
    if (!isLast) {
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme.color(Role::Border));
    }
    const CredentialRowLayout layout = layoutOf(option.rect, option.direction, index);
    paintMonogram(painter, layout.monogram, index.data(CredentialModel::MonogramRole).toString(), theme);
    paintLines(painter, option, index, layout);
    paintHealth(painter, option, index, layout);
    painter->setFont(numberFont());
    painter->setPen(theme.color(selected ? Role::SelectionText : Role::Text));
    painter->drawText(layout.today, int(QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter),
                      numberText(index.data(CredentialModel::TodayRole).toInt()));
    paintToggle(painter, layout.toggle, index.data(CredentialModel::EnabledRole).toBool() ? 1.0 : 0.0, true, selected,
                theme, option.direction);
    if (hasTrouble(index)) {
        paintTrouble(painter, option, index, layout);
    }
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        paintFocusRing(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 5, theme);
    }
    painter->restore();
}

void CredentialDelegate::paintLines(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                                    const CredentialRowLayout& layout) const {
    const Theme theme = Theme::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = theme.color(selected ? Role::SelectionText : Role::Text);
    const QColor muted = theme.color(Role::Muted);
    const QString name = index.data().toString();
    const QString kind = index.data(CredentialModel::KindRole).toString();
    const int nameWidth = QFontMetrics(textFont(TextStyle::BodyBold)).horizontalAdvance(name);
    const int kindWidth = QFontMetrics(textFont(TextStyle::Body)).horizontalAdvance(kind);
    const int room = layout.name.width();
    const bool fitsBoth = nameWidth + 6 + kindWidth <= room;
    const int shownName = fitsBoth ? nameWidth : qMin(nameWidth, qMax(room - kindWidth - 6, room * 6 / 10));
    QRect first = layout.name;
    QRect second = layout.name;
    if (option.direction == Qt::RightToLeft) {
        first.setLeft(layout.name.right() - shownName);
        second.setRight(first.left() - 6);
    } else {
        first.setWidth(shownName + 1);
        second.setLeft(first.right() + 5);
    }
    drawText(painter, first, TextStyle::BodyBold, text, name, Qt::ElideRight, option.direction);
    drawText(painter, second, TextStyle::Body, muted, kind, Qt::ElideRight, option.direction);
    drawText(painter, layout.preview, TextStyle::Mono, muted, index.data(CredentialModel::PreviewRole).toString(),
             Qt::ElideMiddle, option.direction);
    if (layout.host.width() > 0) {
        drawText(painter, layout.host, TextStyle::Body, text, index.data(CredentialModel::HostRole).toString(),
                 Qt::ElideMiddle, option.direction);
        drawText(painter, layout.used, TextStyle::Small, muted, index.data(CredentialModel::UsedRole).toString(),
                 Qt::ElideRight, option.direction);
    }
}

void CredentialDelegate::paintHealth(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                                     const CredentialRowLayout& layout) const {
    const Theme theme = Theme::of(option.palette);
    const CredentialCondition condition = conditionOf(index);
    const QString word = conditionWord(condition);
    QRect pill(QPoint(0, 0), pillSize(word));
    pill.moveTop(layout.pill.top());
    if (option.direction == Qt::RightToLeft) {
        pill.moveRight(layout.pill.right());
    } else {
        pill.moveLeft(layout.pill.left());
    }
    StateLook look = conditionLook(condition);
    const bool checking = condition == CredentialCondition::Checking;
    if (checking) {
        look.icon.clear();
    }
    paintPill(painter, pill, look, word, theme, option.direction);
    if (checking) {
        QRectF circle(0, 0, 11, 11);
        circle.moveCenter(QPointF(option.direction == Qt::RightToLeft ? pill.right() - 13 : pill.left() + 14,
                                  QRectF(pill).center().y()));
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.color(Role::Track), 1.75));
        painter->drawEllipse(circle);
        painter->setPen(QPen(theme.color(Role::Accent), 1.75, Qt::SolidLine, Qt::RoundCap));
        painter->drawArc(circle, -m_spin * 16, 100 * 16);
    }
    drawText(painter, layout.checked, TextStyle::Small, theme.color(Role::Muted),
             index.data(CredentialModel::CheckedRole).toString(), Qt::ElideRight, option.direction);
}

void CredentialDelegate::paintTrouble(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                                      const CredentialRowLayout& layout) const {
    const Theme theme = Theme::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->setFont(textFont(TextStyle::Small));
    painter->setPen(theme.color(selected ? Role::SelectionText : Role::Text));
    painter->drawText(
        layout.trouble,
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextWordWrap),
        index.data(CredentialModel::TroubleRole).toString());
    const bool checking = conditionOf(index) == CredentialCondition::Checking;
    if (checking) {
        painter->setOpacity(0.45);
    }
    const bool hovered = !checking && isPointedAt(option, layout.remedy);
    paintBox(painter, layout.remedy, 6, theme.color(hovered ? Role::Hover : Role::Surface),
             theme.color(selected ? Role::Muted : Role::Control));
    const auto remedy = static_cast<CredentialRemedy>(index.data(CredentialModel::RemedyRole).toInt());
    const QRect icon(layout.remedy.left() + 9, layout.remedy.center().y() - 7, 16, 16);
    paintIcon(painter, remedy == CredentialRemedy::Rotate ? QStringLiteral("rotate") : QStringLiteral("test"),
              QStyle::visualRect(option.direction, layout.remedy, icon), theme.color(Role::Text), option.direction);
    const QRect words = layout.remedy.adjusted(33, 0, -6, 0);
    drawText(painter, QStyle::visualRect(option.direction, layout.remedy, words), TextStyle::Small,
             theme.color(Role::Text), remedyText(index), Qt::ElideNone, option.direction);
    painter->setOpacity(1.0);
}

bool CredentialDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid()) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    const CredentialRowLayout layout = layoutOf(option.rect, option.direction, index);
    const auto isCut = [](const QRect& rect, TextStyle style, const QString& text) {
        return QFontMetrics(textFont(style)).horizontalAdvance(text) > rect.width();
    };
    const QString trouble = index.data(CredentialModel::TroubleRole).toString();
    const QString host = index.data(CredentialModel::HostRole).toString();
    QString shown;
    if (layout.toggle.contains(event->pos())) {
        shown = index.data(CredentialModel::EnabledRole).toBool() ? tr("Agents can use it") : tr("No agent can use it");
    } else if (layout.trouble.contains(event->pos()) && isCut(layout.trouble, TextStyle::Small, trouble)) {
        shown = trouble;
    } else if (layout.host.contains(event->pos()) && isCut(layout.host, TextStyle::Body, host)) {
        shown = host;
    } else if (layout.name.contains(event->pos())) {
        shown = index.data().toString();
    }
    QToolTip::showText(event->globalPos(), shown.toHtmlEscaped(), view);
    return true;
}

} // namespace keysluice::ui
