#include "ui/pages/agents/agent_delegate.h"

#include "ui/models/agent_table_model.h"
#include "ui/pages/page_look.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kPadding = AgentDelegate::kMargin;
constexpr int kCell = 8;
constexpr int kTile = 36;
constexpr int kTileGap = 12;

StateLook agentLook(AgentTableModel::AgentState state) {
    switch (state) {
    case AgentTableModel::AgentState::Frozen:
        return stateLook(QStringLiteral("freeze"), Role::Info);
    case AgentTableModel::AgentState::Running:
        return stateLook(QStringLiteral("play"), Role::Ok);
    case AgentTableModel::AgentState::Ready:
        return stateLook(QStringLiteral("allowed"), Role::Ok);
    case AgentTableModel::AgentState::New:
        return stateLook(QStringLiteral("unchecked"), Role::Muted);
    case AgentTableModel::AgentState::NoToken:
        return stateLook(QStringLiteral("disabled"), Role::Muted);
    }
    Q_UNREACHABLE();
}

struct AgentWords {
    QRect tile;
    QRect name;
    QRect subtitle;
    QFont bold;
    QFont small;
};

/// Tile, name and second line of a row's first cell.
AgentWords agentWords(const QStyleOptionViewItem& option) {
    AgentWords words;
    words.bold = option.font;
    words.bold.setWeight(QFont::DemiBold);
    words.small = option.widget != nullptr ? smallFont(*option.widget) : option.font;
    const QRect area = option.rect.adjusted(kPadding, 0, -kCell, 0);
    words.tile = QStyle::visualRect(option.direction, option.rect,
                                    QRect(area.left(), area.center().y() - kTile / 2 + 1, kTile, kTile));
    const QRect rest = QStyle::visualRect(option.direction, option.rect, area.adjusted(kTile + kTileGap, 0, 0, 0));
    const int nameHeight = QFontMetrics(words.bold).height();
    const int subtitleHeight = QFontMetrics(words.small).height();
    words.name = QRect(rest.left(), rest.center().y() - (nameHeight + subtitleHeight) / 2, rest.width(), nameHeight);
    words.subtitle = QRect(rest.left(), words.name.bottom() + 1, rest.width(), subtitleHeight);
    return words;
}

/// Words of another column.
QRect cellWords(const QStyleOptionViewItem& option, int column) {
    const int end = column == AgentTableModel::Today ? kPadding : kCell;
    return QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(kCell, 0, -end, 0));
}

int rowHeight(const QStyleOptionViewItem& option) {
    return std::max(56, option.fontMetrics.lineSpacing() * 2 + 18);
}

} // namespace

void AgentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem view(option);
    initStyleOption(&view, index);
    const QString text = view.text;
    view.text.clear();
    const QWidget* widget = option.widget;
    const QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &view, painter, widget);

    painter->save();
    if (index.row() + 1 < index.model()->rowCount()) {
        painter->setPen(lookColour(Role::Border));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    const bool selected = view.state.testFlag(QStyle::State_Selected);
    const QColor strong = selected ? view.palette.color(QPalette::HighlightedText) : lookColour(Role::Text);
    const auto alignment =
        static_cast<int>(QStyle::visualAlignment(option.direction, view.displayAlignment)) | Qt::TextSingleLine;
    switch (index.column()) {
    case AgentTableModel::Agent: {
        const AgentWords words = agentWords(view);
        paintTile(painter, words.tile, QStringLiteral("agent"), Theme::of(view.palette));
        painter->setFont(words.bold);
        painter->setPen(strong);
        painter->drawText(words.name, alignment,
                          QFontMetrics(words.bold).elidedText(text, Qt::ElideMiddle, words.name.width()));
        painter->setFont(words.small);
        painter->setPen(lookColour(Role::Muted));
        painter->drawText(words.subtitle, alignment,
                          QFontMetrics(words.small)
                              .elidedText(index.data(AgentTableModel::SubtitleRole).toString(), Qt::ElideRight,
                                          words.subtitle.width()));
        break;
    }
    case AgentTableModel::State: {
        const StateLook look =
            agentLook(static_cast<AgentTableModel::AgentState>(index.data(AgentTableModel::StateRole).toInt()));
        paintStatePill(*painter, option.rect.adjusted(kCell, 0, -kCell, 0), option.direction, look, text);
        break;
    }
    default: {
        const QRect area = cellWords(view, index.column());
        painter->setFont(index.column() == AgentTableModel::Today ? numberFont() : view.font);
        painter->setPen(index.column() == AgentTableModel::Seen && !selected ? lookColour(Role::Muted) : strong);
        painter->drawText(area, alignment,
                          QFontMetrics(painter->font()).elidedText(text, Qt::ElideRight, area.width()));
    }
    }
    painter->restore();
}

bool AgentDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                              const QModelIndex& index) {
    if (event->type() == QEvent::ToolTip && index.isValid()) {
        QStyleOptionViewItem shown(option);
        initStyleOption(&shown, index);
        const auto fits = [](const QString& text, const QFont& font, const QRect& place) {
            return QFontMetrics(font).horizontalAdvance(text) <= place.width();
        };
        bool allFits = true;
        if (index.column() == AgentTableModel::Agent) {
            const AgentWords words = agentWords(shown);
            allFits = fits(shown.text, words.bold, words.name) &&
                      fits(index.data(AgentTableModel::SubtitleRole).toString(), words.small, words.subtitle);
        } else if (index.column() != AgentTableModel::State) {
            allFits = fits(shown.text, shown.font, cellWords(shown, index.column()));
        }
        if (allFits) {
            QToolTip::hideText();
            return true;
        }
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

QSize AgentDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem shown(option);
    initStyleOption(&shown, index);
    const auto advance = [](const QFont& font, const QString& text) {
        return QFontMetrics(font).horizontalAdvance(text);
    };
    int width = kCell + kCell + 1;
    switch (index.column()) {
    case AgentTableModel::Agent: {
        const AgentWords words = agentWords(shown);
        width = kPadding + kTile + kTileGap + kCell + 1 +
                std::max(advance(words.bold, shown.text),
                         advance(words.small, index.data(AgentTableModel::SubtitleRole).toString()));
        break;
    }
    case AgentTableModel::State:
        width += pillSize(shown.text).width();
        break;
    case AgentTableModel::Today:
        width += advance(numberFont(), shown.text) + kPadding - kCell;
        break;
    default:
        width += advance(shown.font, shown.text);
    }
    return {width, rowHeight(option)};
}

} // namespace keysluice::ui
