#pragma once

#include <QMainWindow>

#include <vector>

class QStackedWidget;

namespace keysluice::ui {

class GateWidget;
class GatewayPort;
class Page;
class Sidebar;
class VaultPort;
struct SidebarBadge;

/// One page of the window; `group` is the heading above it, empty for none.
struct PageEntry {
    QString id; ///< "overview", "llms", …
    QString icon;
    QString text;
    QString group;
    QWidget* page = nullptr; ///< the window takes ownership
    bool atFoot = false;     ///< below the list, above the gate block
};

/// The shell: sidebar, gate block, one page at a time; or a full page without the sidebar (first run, unlock).
/// Ctrl+1…9 open pages, F6 moves between sidebar, header, list and pane. Size and place are remembered in `stateFile`.
/// Thread: gui.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    /// `stateFile`: an INI file for size and place; empty: not remembered.
    MainWindow(GatewayPort& gateway, VaultPort& vault, const std::vector<PageEntry>& pages, const QString& stateFile,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    void openPage(const QString& id);
    [[nodiscard]] QString currentPage() const;
    void setBadge(const QString& id, const SidebarBadge& badge);
    /// Shows `page` alone; nullptr: back to the pages. The window takes ownership; the former one is destroyed.
    void setFullPage(QWidget* page);
    [[nodiscard]] QWidget* fullPage() const { return m_fullPage; }

Q_SIGNALS:
    void unlockRequested();
    void thawRequested();
    void pageOpened(const QString& id);
    /// The user closed the window; whoever listens decides between hiding and quitting.
    void closeRequested();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void moveFocus();

    std::vector<PageEntry> m_pages;
    QString m_stateFile;
    QStackedWidget* m_outer;
    QStackedWidget* m_stack;
    QWidget* m_side;
    Sidebar* m_list;
    Sidebar* m_foot;
    GateWidget* m_gate;
    QWidget* m_name;
    QWidget* m_fullPage = nullptr;
    std::vector<std::pair<Sidebar*, int>> m_places;
};

} // namespace keysluice::ui
