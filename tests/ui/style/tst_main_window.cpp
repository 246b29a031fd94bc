#include "support/memory_ports.h"
#include "ui/widgets/code_box.h"
#include "ui/widgets/page.h"
#include "ui/widgets/sidebar.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;

class TestMainWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_gateway = std::make_unique<uitest::MemoryGateway>();
        m_vault = std::make_unique<uitest::MemoryVault>();
    }

    void pagesOpenByKeyboard() {
        const auto window = make();
        QCOMPARE(window->currentPage(), QStringLiteral("overview"));
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        QTest::keyClick(window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(window->currentPage(), QStringLiteral("settings"));
        QTest::keyClick(window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window->currentPage(), QStringLiteral("llms"));
    }

    void choosingAtTheFootUnselectsTheList() {
        const auto window = make();
        window->openPage(QStringLiteral("settings"));
        const auto lists = window->findChildren<ui::Sidebar*>();
        QCOMPARE(lists.size(), 2);
        int selected = 0;
        for (const ui::Sidebar* list : lists) {
            selected += int(list->selectionModel()->selectedIndexes().size());
        }
        QCOMPARE(selected, 1);
        window->openPage(QStringLiteral("overview"));
        QCOMPARE(window->currentPage(), QStringLiteral("overview"));
    }

    void narrowWindowShowsIconsWithToolTips() {
        const auto window = make();
        window->resize(1280, 800);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        auto* list = window->findChildren<ui::Sidebar*>().first();
        QVERIFY(list->width() >= 200);
        window->resize(900, 600);
        QTRY_VERIFY(list->width() <= 56);
        QVERIFY(!list->model()->index(0, 0).data(Qt::ToolTipRole).toString().isEmpty());
    }

    void badgeIsSpoken() {
        const auto window = make();
        window->setBadge(QStringLiteral("llms"), {1, true});
        auto* list = window->findChildren<ui::Sidebar*>().first();
        QString spoken;
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            spoken += list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        }
        QVERIFY2(spoken.contains(QStringLiteral("LLMs, 1")), qPrintable(spoken));
        window->setBadge(QStringLiteral("llms"), {2, false, true});
        spoken.clear();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            spoken += list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        }
        QVERIFY2(spoken.contains(QStringLiteral("LLMs, 2 wait for you")), qPrintable(spoken));
    }

    void fullPageHidesTheShell() {
        const auto window = make();
        window->show();
        auto* page = new QWidget;
        window->setFullPage(page);
        QVERIFY(page->isVisible());
        QVERIFY(!window->findChildren<ui::Sidebar*>().first()->isVisible());
        window->setFullPage(nullptr);
        QVERIFY(window->findChildren<ui::Sidebar*>().first()->isVisible());
    }

    void closingAsksInsteadOfClosing() {
        const auto window = make();
        window->show();
        QSignalSpy asked(window.get(), &ui::MainWindow::closeRequested);
        QVERIFY(!window->close());
        QCOMPARE(asked.count(), 1);
        QVERIFY(window->isVisible());
    }

    void confidentialCopyCarriesTheMark() {
        ui::copyToClipboard(QStringLiteral("token"), true);
        QCOMPARE(QApplication::clipboard()->mimeData()->data(QStringLiteral("x-kde-passwordManagerHint")),
                 QByteArray("secret"));
        ui::copyToClipboard(QStringLiteral("address"), false);
        QVERIFY(!QApplication::clipboard()->mimeData()->hasFormat(QStringLiteral("x-kde-passwordManagerHint")));
    }

private:
    std::unique_ptr<ui::MainWindow> make() {
        return std::make_unique<ui::MainWindow>(
            *m_gateway, *m_vault,
            std::vector<ui::PageEntry>{{QStringLiteral("overview"),
                                        QStringLiteral("overview"),
                                        QStringLiteral("Overview"),
                                        {},
                                        new ui::Page(QStringLiteral("Overview"))},
                                       {QStringLiteral("llms"), QStringLiteral("key"), QStringLiteral("LLMs"),
                                        QStringLiteral("Connections"), new ui::Page(QStringLiteral("LLMs"))},
                                       {QStringLiteral("settings"),
                                        QStringLiteral("settings"),
                                        QStringLiteral("Settings"),
                                        {},
                                        new ui::Page(QStringLiteral("Settings")),
                                        true}},
            QString());
    }

    std::unique_ptr<uitest::MemoryGateway> m_gateway;
    std::unique_ptr<uitest::MemoryVault> m_vault;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
