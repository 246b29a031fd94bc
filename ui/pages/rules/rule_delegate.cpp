#include "ui/pages/rules/rule_delegate.h"

#include "ui/models/rule_list_model.h"
#include "ui/pages/rules/rule_look.h"
#include "ui/style/icons.h"
#include "ui/style/type_scale.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace keysluice::ui {

namespace {

using Model = RuleListModel;

constexpr int kRowHeight = 44;
constexpr int kPadding = 10; ///< above and below the words
constexpr int kMostLines = 3;
constexpr int kIcon = 16;
constexpr int kTagPadding = 7;
constexpr int kTagIcon = 13;

bool isRest(const QModelIndex& index) {
    return !static_cast<const Model*>(index.model())->placeAt(index.row()).has_value();
}

bool hasNumbers(const QModelIndex& index) {
    return index.data(Model::KindRole).toInt() != static_cast<int>(Model::Kind::Limit);
}

bool hasHits(const QModelIndex& index) {
    return static_cast<const Model*>(index.model())->hasHits();
}

QString tagText() {
    return RuleDelegate::tr("passphrase");
}

int tagWidth(const QModelIndex& index) {
    return index.data(Model::HighRiskRole).toBool()
               ? QFontMetrics(textFont(TextStyle::Small)).horizontalAdvance(tagText()) + kTagIcon + 5 + 2 * kTagPadding
               : 0;
}

/// A row with the places of its parts, for its width; left to right.
struct RowWords {
    RowWords(int width, Qt::LayoutDirection direction, const QModelIndex& index)
        : columns(ruleColumns(width, hasNumbers(index), hasHits(index))),
          tag(tagWidth(index)),
          textWidth(columns.textWidth - (tag > 0 ? tag + 10 : 0)),
          sentence(index.data().toString(), index.data(Model::WordRole).toInt(), textWidth, kMostLines, direction),
          name(index.data(Model::NameRole).toString()) {}

    [[nodiscard]] int nameHeight() const {
        return name.isEmpty() ? 0 : QFontMetrics(textFont(TextStyle::Small)).height() + 1;
    }
    [[nodiscard]] int height() const { return sentence.height() + nameHeight(); }

    RuleColumns columns;
    int tag;
    int textWidth;
    SentenceLayout sentence;
    QString name;
};

/// Of a part of the row that is given left to right.
QRect placed(const QStyleOptionViewItem& option, int left, int width) {
    return QStyle::visualRect(option.direction, option.rect,
                              QRect(option.rect.left() + left, option.rect.top(), width, option.rect.height()));
}

void paintTag(QPainter* painter, const QRect& area, const Theme& theme, Qt::LayoutDirection direction) {
    const int height = QFontMetrics(textFont(TextStyle::Small)).height() + 6;
    const QRect tag(area.left(), area.center().y() - height / 2, area.width(), height);
    paintBox(painter, tag, 4, theme.color(Role::Surface), theme.color(Role::Border));
    const QRect icon(tag.left() + kTagPadding, tag.center().y() - kTagIcon / 2, kTagIcon, kTagIcon);
    paintIcon(painter, QStringLiteral("lock"), QStyle::visualRect(direction, tag, icon), theme.color(Role::Muted),
              direction);
    painter->setFont(textFont(TextStyle::Small));
    painter->setPen(theme.color(Role::Text));
    painter->drawText(QStyle::visualRect(direction, tag, tag.adjusted(kTagPadding + kTagIcon + 5, 0, 0, 0)),
                      int(QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignVCenter), tagText());
}

void paintGround(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const Theme theme = Theme::of(option.palette);
    const bool isLast = index.row() == index.model()->rowCount() - 1;
    if (isLast) { // the card around the list has round corners
        QPainterPath corners;
        corners.addRoundedRect(QRectF(option.rect).adjusted(0, -16, 0, 0), 7, 7);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setClipPath(corners);
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(option.rect, theme.color(Role::Selection));
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(option.rect, theme.color(Role::Hover));
    }
    if (!isLast) {
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme.color(Role::Border));
    }
}

} // namespace

QSize RuleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : option.rect.width();
    return {320, std::max(kRowHeight, RowWords(width, option.direction, index).height() + 2 * kPadding)};
}

bool RuleDelegate::isOnToggle(const QRect& row, Qt::LayoutDirection direction, const QModelIndex& index,
                              const QPoint& position) {
    if (isRest(index)) {
        return false;
    }
    const int left = ruleColumns(row.width(), hasNumbers(index), hasHits(index)).toggleLeft - 6;
    return QStyle::visualRect(direction, row, QRect(row.left() + left, row.top(), row.width() - left, row.height()))
        .contains(position);
}

void RuleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    paintGround(painter, option, index);
    const Theme theme = Theme::of(option.palette);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isOn = index.data(Model::EnabledRole).toBool();
    const QColor muted = theme.color(Role::Muted);
    const QColor strong = theme.color(isSelected ? Role::SelectionText : Role::Text);
    const RowWords words(option.rect.width(), option.direction, index);
    const RuleColumns& columns = words.columns;
    const int top = option.rect.top() + (option.rect.height() - words.height()) / 2;
    const auto end = int(QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter);

    if (const int number = index.data(Model::NumberRole).toInt(); number > 0) {
        QRectF handle(0, 0, 14, 14);
        handle.moveCenter(QRectF(placed(option, columns.handle, 14)).center());
        paintIcon(painter, QStringLiteral("drag"), handle, muted, option.direction);
        painter->setFont(numberFont());
        painter->setPen(muted);
        painter->drawText(placed(option, columns.numberLeft, columns.numberWidth), end, QString::number(number));
    }
    const StateLook look = ruleLook(static_cast<Model::Kind>(index.data(Model::KindRole).toInt()), isOn);
    QRectF icon(0, 0, kIcon, kIcon);
    icon.moveCenter(QRectF(placed(option, columns.iconLeft, kIcon)).center());
    paintIcon(painter, look.icon, icon, theme.color(look.color), option.direction);

    const QRect text = placed(option, columns.textLeft, words.textWidth);
    words.sentence.paint(painter, {text.left(), top}, isOn ? strong : muted);
    if (!words.name.isEmpty()) {
        painter->setFont(textFont(TextStyle::Small));
        painter->setPen(muted);
        painter->drawText(QRect(text.left(), top + words.sentence.height(), text.width(), words.nameHeight()),
                          int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignBottom),
                          painter->fontMetrics().elidedText(words.name, Qt::ElideRight, text.width()));
    }
    if (words.tag > 0) {
        paintTag(painter, placed(option, columns.textLeft + columns.textWidth - words.tag, words.tag), theme,
                 option.direction);
    }
    if (const QString hits = index.data(Model::HitsRole).toString(); !hits.isEmpty()) {
        painter->setFont(numberFont());
        painter->setPen(muted);
        painter->drawText(placed(option, columns.hitsLeft, columns.hitsWidth), end, hits);
    }
    if (!isRest(index)) {
        QRect toggle(0, 0, 34, 20);
        toggle.moveCenter(placed(option, columns.toggleLeft, 34).center());
        paintToggle(painter, toggle, isOn ? 1.0 : 0.0, true, isSelected, theme, option.direction);
    }
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        paintFocusRing(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 5, theme);
    }
    painter->restore();
}

bool RuleDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid()) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    const RowWords words(option.rect.width(), option.direction, index);
    QToolTip::showText(event->globalPos(), words.sentence.isCut() ? index.data().toString().toHtmlEscaped() : QString(),
                       view);
    return true;
}

} // namespace keysluice::ui
