#include "ui/widgets/sidebar.h"

#include "ui/style/icons.h"
#include "ui/style/paint.h"
#include "ui/style/type_scale.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace keysluice::ui {

namespace {

enum ItemRole { IconName = Qt::UserRole + 1, PageNumber, BadgeCount, BadgeProblem, BadgeWaits, Narrow };

QString spoken(const QString& text, const SidebarBadge& badge) {
    if (badge.count == 0) {
        return text;
    }
    if (badge.waits) {
        return Sidebar::tr("%1, %n wait for you", nullptr, badge.count).arg(text);
    }
    return badge.problem ? Sidebar::tr("%1, %n need attention", nullptr, badge.count).arg(text)
                         : Sidebar::tr("%1, %n", nullptr, badge.count).arg(text);
}

class SidebarDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool page = index.data(PageNumber).isValid();
        if (!page && index.data(Narrow).toBool()) {
            return {56, 12};
        }
        return {option.rect.width(), page ? std::max(34, rowHeight() + 2) : std::max(34, rowHeight())};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme theme = Theme::of(option.palette);
        const QString text = index.data(Qt::DisplayRole).toString();
        const bool narrow = index.data(Narrow).toBool();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (!index.data(PageNumber).isValid()) {
            if (!narrow) {
                painter->setFont(textFont(TextStyle::SmallBold));
                painter->setPen(theme.color(Role::Muted));
                painter->drawText(option.rect.adjusted(18, 0, -12, -2), int(start(option) | Qt::AlignVCenter), text);
            }
            painter->restore();
            return;
        }
        const QRect box = option.rect.adjusted(8, 1, -8, -1);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected) {
            paintBox(painter, box, 6, theme.color(Role::Selection), {});
            const QRect bar(box.left(), box.top() + 6, 3, box.height() - 12);
            paintBox(painter, QStyle::visualRect(option.direction, box, bar), 1.5, theme.color(Role::Accent), {});
        } else if (option.state.testFlag(QStyle::State_MouseOver)) {
            paintBox(painter, box, 6, theme.color(Role::Hover), {});
        }
        const QRect icon(narrow ? box.center().x() - 8 : box.left() + 10, box.center().y() - 8, 18, 18);
        paintIcon(painter, index.data(IconName).toString(), QStyle::visualRect(option.direction, box, icon),
                  theme.color(selected ? Role::SelectionText : Role::Text), option.direction);
        const int count = index.data(BadgeCount).toInt();
        const bool problem = index.data(BadgeProblem).toBool();
        const bool waits = index.data(BadgeWaits).toBool();
        if (narrow) {
            if ((problem || waits) && count > 0) {
                painter->setPen(Qt::NoPen);
                painter->setBrush(theme.color(problem ? Role::Danger : Role::Asked));
                painter->drawEllipse(
                    QStyle::visualRect(option.direction, box, QRect(box.right() - 10, box.top() + 5, 7, 7)));
            }
            painter->restore();
            return;
        }
        int end = box.right() - 9;
        if (count > 0) {
            end = waits ? paintPillBadge(painter, option, box, end, count, theme)
                        : paintBadge(painter, option, box, end, count, problem, theme);
        }
        painter->setFont(textFont(selected ? TextStyle::BodyBold : TextStyle::Body));
        painter->setPen(theme.color(selected ? Role::SelectionText : Role::Text));
        const QRect words(box.left() + 38, box.top(), end - box.left() - 44, box.height());
        painter->drawText(QStyle::visualRect(option.direction, box, words), int(start(option) | Qt::AlignVCenter),
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, words.width()));
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            paintFocusRing(painter, box, 6, theme);
        }
        painter->restore();
    }

private:
    static Qt::Alignment start(const QStyleOptionViewItem& option) {
        return QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    }

    static int paintPillBadge(QPainter* painter, const QStyleOptionViewItem& option, const QRect& box, int end,
                              int count, const Theme& theme) {
        painter->setFont(textFont(TextStyle::SmallBold));
        const QString number = QLocale().toString(count);
        const int height = std::max(18, painter->fontMetrics().height() + 2);
        const int width = std::max(height, painter->fontMetrics().horizontalAdvance(number) + 10);
        const QRect pill(end - width, box.center().y() - height / 2 + 1, width, height);
        const QRect place = QStyle::visualRect(option.direction, box, pill);
        paintBox(painter, place, height / 2.0, theme.color(Role::Asked), {});
        painter->setPen(theme.color(Role::Surface));
        painter->drawText(place, Qt::AlignCenter, number);
        return pill.left() - 4;
    }

    static int paintBadge(QPainter* painter, const QStyleOptionViewItem& option, const QRect& box, int end, int count,
                          bool problem, const Theme& theme) {
        painter->setFont(textFont(TextStyle::SmallBold));
        const QString number = QLocale().toString(count);
        const int width = painter->fontMetrics().horizontalAdvance(number) + 2;
        const QRect place(end - width, box.top(), width, box.height());
        painter->setPen(theme.color(problem ? Role::Danger : Role::Muted));
        if (!problem) {
            painter->setFont(textFont(TextStyle::Small));
        }
        painter->drawText(QStyle::visualRect(option.direction, box, place), Qt::AlignCenter, number);
        if (!problem) {
            return place.left() - 4;
        }
        const QRect icon(place.left() - 19, box.center().y() - 7, 15, 15);
        paintIcon(painter, QStringLiteral("blocked"), QStyle::visualRect(option.direction, box, icon),
                  theme.color(Role::Danger));
        return icon.left() - 4;
    }
};

} // namespace

Sidebar::Sidebar(QWidget* parent) : QListView(parent), m_items(new QStandardItemModel(this)) {
    setModel(m_items);
    setItemDelegate(new SidebarDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(false);
    setAccessibleName(tr("Pages"));
    setResizeMode(QListView::Adjust);
    viewport()->setAutoFillBackground(false);
    setTabKeyNavigation(false);
}

int Sidebar::addEntry(const SidebarEntry& entry) {
    auto* item = new QStandardItem(entry.text);
    if (entry.isGroup) {
        item->setFlags(Qt::NoItemFlags);
    } else {
        int pages = 0;
        for (int row = 0; row < m_items->rowCount(); ++row) {
            pages += m_items->index(row, 0).data(PageNumber).isValid() ? 1 : 0;
        }
        item->setData(pages, PageNumber);
        item->setData(entry.icon, IconName);
    }
    m_items->appendRow(item);
    return m_items->rowCount() - 1;
}

QModelIndex Sidebar::indexOfPage(int page) const {
    for (int row = 0; row < m_items->rowCount(); ++row) {
        const QVariant number = m_items->index(row, 0).data(PageNumber);
        if (number.isValid() && number.toInt() == page) {
            return m_items->index(row, 0);
        }
    }
    return {};
}

void Sidebar::setBadge(int page, const SidebarBadge& badge) {
    const QModelIndex index = indexOfPage(page);
    m_items->setData(index, badge.count, BadgeCount);
    m_items->setData(index, badge.problem, BadgeProblem);
    m_items->setData(index, badge.waits, BadgeWaits);
    m_items->setData(index, spoken(index.data(Qt::DisplayRole).toString(), badge), Qt::AccessibleTextRole);
}

void Sidebar::setCurrentPage(int page) {
    setCurrentIndex(indexOfPage(page));
}

int Sidebar::currentPage() const {
    const QVariant number = currentIndex().data(PageNumber);
    return number.isValid() ? number.toInt() : -1;
}

void Sidebar::setPageHidden(int page, bool hidden) {
    setRowHidden(indexOfPage(page).row(), hidden);
}

bool Sidebar::isPageHidden(int page) const {
    return isRowHidden(indexOfPage(page).row());
}

void Sidebar::setNarrow(bool narrow) {
    if (m_narrow == narrow) {
        return;
    }
    m_narrow = narrow;
    for (int row = 0; row < m_items->rowCount(); ++row) {
        const QModelIndex index = m_items->index(row, 0);
        m_items->setData(index, narrow, Narrow);
        m_items->setData(index, narrow ? index.data(Qt::DisplayRole) : QVariant(), Qt::ToolTipRole);
    }
    doItemsLayout();
}

QSize Sidebar::sizeHint() const {
    return {m_narrow ? 56 : 216, 400};
}

void Sidebar::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    if (current.data(PageNumber).isValid()) {
        Q_EMIT pageChosen(current.data(PageNumber).toInt());
    }
}

} // namespace keysluice::ui
