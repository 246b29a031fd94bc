#include "ui/window/main_window.h"

#include "ui/style/theme.h"
#include "ui/widgets/gate_widget.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page.h"
#include "ui/widgets/sidebar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QSvgRenderer>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kNarrowBelow = 1000;

class SidePanel final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        painter.fillRect(rect(), theme.color(Role::Sidebar));
        const int edge = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
        painter.fillRect(QRect(edge, 0, 1, height()), theme.color(Role::Border));
    }
};

/// The application's icon, at the size of a word.
class Emblem final : public QWidget {
public:
    explicit Emblem(QWidget* parent) : QWidget(parent) { setFixedSize(22, 22); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        static QSvgRenderer renderer(QStringLiteral(":/keysluice/icons/keysluice.svg"));
        renderer.render(&painter, rect());
    }
};

} // namespace

MainWindow::MainWindow(GatewayPort& gateway, VaultPort& vault, const std::vector<PageEntry>& pages,
                       const QString& stateFile, QWidget* parent)
    : QMainWindow(parent),
      m_pages(pages),
      m_stateFile(stateFile),
      m_outer(new QStackedWidget(this)),
      m_stack(new QStackedWidget),
      m_side(new SidePanel),
      m_list(new Sidebar(m_side)),
      m_foot(new Sidebar(m_side)),
      m_gate(new GateWidget(gateway, vault, m_side)),
      m_name(nullptr) {
    setWindowTitle(tr("Keysluice"));
    setMinimumSize(880, 560);
    resize(1280, 800);
    auto* shell = new QWidget(m_outer);
    auto* row = new QHBoxLayout(shell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 1, 0);
    side->setSpacing(0);
    auto* top = new QWidget(m_side);
    auto* brand = new QHBoxLayout(top);
    brand->setContentsMargins(17, 16, 12, 16);
    brand->setSpacing(10);
    brand->addWidget(new Emblem(top));
    m_name = new StyledLabel(tr("Keysluice"), TextStyle::Section, Role::Text, top);
    brand->addWidget(m_name, 1);
    side->addWidget(top);
    side->addWidget(m_list, 1);
    side->addWidget(m_foot);
    side->addWidget(m_gate);
    row->addWidget(m_side);
    row->addWidget(m_stack, 1);
    m_outer->addWidget(shell);
    setCentralWidget(m_outer);

    QString group;
    int footRows = 0;
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const PageEntry& entry = m_pages[i];
        Sidebar* list = entry.atFoot ? m_foot : m_list;
        if (!entry.group.isEmpty() && entry.group != group) {
            list->addEntry({{}, entry.group, true});
        }
        group = entry.group;
        footRows += entry.atFoot ? 1 : 0;
        list->addEntry({entry.icon, entry.text, false});
        int place = 0;
        for (const auto& [other, number] : m_places) {
            place += other == list ? 1 : 0;
        }
        m_places.emplace_back(list, place);
        m_stack->addWidget(entry.page);
        if (i < 9) {
            auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + int(i))), this);
            connect(shortcut, &QShortcut::activated, this, [this, i] { openPage(m_pages[i].id); });
        }
    }
    m_foot->setAccessibleName(tr("Application"));
    m_foot->setFixedHeight(footRows * (std::max(34, rowHeight() + 2)) + 8);
    m_foot->setVisible(footRows > 0);
    for (Sidebar* list : {m_list, m_foot}) {
        connect(list, &Sidebar::pageChosen, this, [this, list](int page) {
            for (std::size_t i = 0; i < m_places.size(); ++i) {
                if (m_places[i].first == list && m_places[i].second == page) {
                    openPage(m_pages[i].id);
                }
            }
        });
    }
    connect(m_gate, &GateWidget::unlockRequested, this, &MainWindow::unlockRequested);
    connect(m_gate, &GateWidget::thawRequested, this, &MainWindow::thawRequested);
    auto* next = new QShortcut(QKeySequence(Qt::Key_F6), this);
    connect(next, &QShortcut::activated, this, &MainWindow::moveFocus);
    if (!m_pages.empty()) {
        openPage(m_pages.front().id);
    }
    if (!m_stateFile.isEmpty()) {
        restoreGeometry(
            QSettings(m_stateFile, QSettings::IniFormat).value(QStringLiteral("window/geometry")).toByteArray());
    }
}

MainWindow::~MainWindow() {
    if (!m_stateFile.isEmpty()) {
        QSettings(m_stateFile, QSettings::IniFormat).setValue(QStringLiteral("window/geometry"), saveGeometry());
    }
}

void MainWindow::openPage(const QString& id) {
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        if (m_pages[i].id != id) {
            continue;
        }
        const auto [list, place] = m_places[i];
        Sidebar* other = list == m_list ? m_foot : m_list;
        if (list->currentPage() != place) {
            list->setCurrentPage(place); // comes back here through pageChosen
            return;
        }
        other->setCurrentIndex({});
        other->clearSelection();
        m_stack->setCurrentWidget(m_pages[i].page);
        Q_EMIT pageOpened(id);
    }
}

QString MainWindow::currentPage() const {
    for (const PageEntry& entry : m_pages) {
        if (entry.page == m_stack->currentWidget()) {
            return entry.id;
        }
    }
    return {};
}

void MainWindow::setBadge(const QString& id, const SidebarBadge& badge) {
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        if (m_pages[i].id == id) {
            m_places[i].first->setBadge(m_places[i].second, badge);
        }
    }
}

void MainWindow::setFullPage(QWidget* page) {
    if (m_fullPage != nullptr) {
        m_outer->removeWidget(m_fullPage);
        m_fullPage->deleteLater();
    }
    m_fullPage = page;
    if (page != nullptr) {
        m_outer->addWidget(page);
        m_outer->setCurrentWidget(page);
    } else {
        m_outer->setCurrentIndex(0);
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    event->ignore();
    Q_EMIT closeRequested();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < kNarrowBelow || QFontMetrics(QApplication::font()).height() > 34;
    m_side->setFixedWidth(
        narrow ? 56 : std::max(216, QFontMetrics(QApplication::font()).horizontalAdvance(QLatin1Char('x')) * 30));
    m_list->setNarrow(narrow);
    m_foot->setNarrow(narrow);
    m_gate->setNarrow(narrow);
    m_name->setVisible(!narrow);
}

void MainWindow::moveFocus() {
    if (m_fullPage != nullptr) {
        return;
    }
    auto* page = qobject_cast<Page*>(m_stack->currentWidget());
    const bool inSide = m_side->isAncestorOf(QApplication::focusWidget());
    if (inSide && page != nullptr) {
        page->focusContent();
    } else {
        m_list->setFocus(Qt::ShortcutFocusReason);
    }
}

} // namespace keysluice::ui
