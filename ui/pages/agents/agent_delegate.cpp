#include "ui/pages/agents/agent_delegate.h"

#include "ui/models/agent_table_model.h"
#include "ui/pages/page_look.h"

#include <QApplication>
#include <QPainter>

namespace keysluice::ui {

namespace {

constexpr int kPadding = AgentDelegate::kMargin;
constexpr int kCell = 8;
constexpr int kTile = 36;

StateLook agentLook(AgentTableModel::AgentState state) {
    switch (state) {
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
    const Qt::LayoutDirection direction = option.direction;
    QRect area = option.rect.adjusted(kCell, 0, -kCell, 0);
    const auto alignment =
        static_cast<int>(QStyle::visualAlignment(direction, view.displayAlignment)) | Qt::TextSingleLine;
    switch (index.column()) {
    case AgentTableModel::Agent: {
        area = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        const QRect square =
            QStyle::visualRect(direction, area, QRect(area.left(), area.center().y() - kTile / 2 + 1, kTile, kTile));
        paintTile(painter, square, QStringLiteral("agent"), Theme::of(view.palette));
        const QRect words = QStyle::visualRect(direction, area, area.adjusted(kTile + 12, 0, 0, 0));
        QFont bold = view.font;
        bold.setWeight(QFont::DemiBold);
        const QFont small = widget != nullptr ? smallFont(*widget) : view.font;
        const QFontMetrics boldMetrics(bold);
        const QFontMetrics smallMetrics(small);
        const int height = boldMetrics.height() + smallMetrics.height();
        QRect line(words.left(), words.center().y() - height / 2, words.width(), boldMetrics.height());
        painter->setFont(bold);
        painter->setPen(strong);
        painter->drawText(line, alignment, boldMetrics.elidedText(text, Qt::ElideMiddle, line.width()));
        line.translate(0, boldMetrics.height());
        line.setHeight(smallMetrics.height());
        painter->setFont(small);
        painter->setPen(lookColour(Role::Muted));
        painter->drawText(line, alignment,
                          smallMetrics.elidedText(index.data(AgentTableModel::SubtitleRole).toString(), Qt::ElideRight,
                                                  line.width()));
        break;
    }
    case AgentTableModel::State: {
        const StateLook look =
            agentLook(static_cast<AgentTableModel::AgentState>(index.data(AgentTableModel::StateRole).toInt()));
        paintStatePill(*painter, area, direction, look, text);
        break;
    }
    default: {
        const bool isNumber = index.column() == AgentTableModel::Today;
        painter->setFont(isNumber && widget != nullptr ? numberFont() : view.font);
        painter->setPen(index.column() == AgentTableModel::Seen && !selected ? lookColour(Role::Muted) : strong);
        if (isNumber) {
            area = QStyle::visualRect(direction, option.rect, option.rect.adjusted(kCell, 0, -kPadding, 0));
        }
        painter->drawText(area, alignment,
                          QFontMetrics(painter->font()).elidedText(text, Qt::ElideRight, area.width()));
    }
    }
    painter->restore();
}

QSize AgentDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(rowHeight(option));
    if (index.column() == AgentTableModel::State) {
        size.rwidth() += 14 + 5 + 18 + kPadding;
    } else if (index.column() == AgentTableModel::Agent) {
        size.setWidth(std::max(size.width() + kTile + 12 + 2 * kPadding, 200));
    } else {
        size.rwidth() += kPadding + 10;
    }
    return size;
}

} // namespace keysluice::ui
