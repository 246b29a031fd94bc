#pragma once

#include <QListView>

#include <vector>

class QStandardItemModel;

namespace keysluice::ui {

struct SidebarEntry {
    QString icon;
    QString text;
    bool isGroup = false; ///< a heading, not a page
};

/// A plain muted count, a problem with its icon, or so many that wait for the person.
struct SidebarBadge {
    int count = 0;
    bool problem = false;
    bool waits = false;
};

/// The list of pages. One tab stop; arrows move; narrow shows icons with tool tips only. Thread: gui.
class Sidebar final : public QListView {
    Q_OBJECT
public:
    explicit Sidebar(QWidget* parent = nullptr);

    /// Returns the row. Pages are numbered in the order they are added, headings not counted.
    int addEntry(const SidebarEntry& entry);
    void setBadge(int page, const SidebarBadge& badge);
    void setCurrentPage(int page);
    [[nodiscard]] int currentPage() const;
    void setPageHidden(int page, bool hidden);
    [[nodiscard]] bool isPageHidden(int page) const;
    void setNarrow(bool narrow);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void pageChosen(int page);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    [[nodiscard]] QModelIndex indexOfPage(int page) const;

    QStandardItemModel* m_items;
    bool m_narrow = false;
};

} // namespace keysluice::ui
