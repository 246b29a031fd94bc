#include "app/services/background.h"

#include <QTest>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using keysluice::app::Background;
using keysluice::core::Outcome;

namespace {

std::atomic<bool> libraryHasLeft{false};

/// As a cryptographic library keeps its errors: for the thread, until the thread ends.
struct KeptForThread {
    bool isUsed = false;
    ~KeptForThread() {
        // As on a busy machine: whoever does not wait for the thread is gone by now.
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        libraryHasLeft = isUsed;
    }
};

} // namespace

class BackgroundTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsResultsBackInOrder() {
        Background background;
        std::vector<int> results;
        for (int i = 0; i < 3; ++i) {
            background.run<int>(
                this, [i] { return Outcome<int>(i); },
                [&results](const Outcome<int>& result) { results.push_back(*result); });
        }
        QTRY_COMPARE(results, (std::vector<int>{0, 1, 2}));
    }

    void tellsNobodyWhoIsGone() {
        Background background;
        auto context = std::make_unique<QObject>();
        bool told = false;
        bool after = false;
        background.run<void>(
            context.get(), [] { return Outcome<void>(); }, [&told](const Outcome<void>&) { told = true; });
        context.reset();
        background.run<void>(
            this, [] { return Outcome<void>(); }, [&after](const Outcome<void>&) { after = true; });
        QTRY_VERIFY(after);
        QVERIFY(!told);
    }

    void leavesNothingOfItsThread() {
        std::optional<Background> background(std::in_place);
        bool done = false;
        background->run<void>(
            this,
            [] {
                thread_local KeptForThread kept;
                kept.isUsed = true;
                return Outcome<void>();
            },
            [&done](const Outcome<void>&) { done = true; });
        QTRY_VERIFY(done);
        background.reset();
        QVERIFY(libraryHasLeft);
    }

    void dropsWhatHasNotBegun() {
        std::atomic<int> begun{0};
        std::atomic<bool> mayEnd{false};
        const auto open = [&mayEnd](int* given) {
            delete given;
            mayEnd = true;
            mayEnd.notify_all();
        };
        std::optional<Background> background(std::in_place);
        background->run<void>(
            this,
            [&] {
                ++begun;
                mayEnd.wait(false);
                return Outcome<void>();
            },
            [](const Outcome<void>&) {});
        QTRY_COMPARE(begun.load(), 1);
        // The first one ends when the second is dropped, and not before.
        background->run<void>(
            this,
            [&begun, held = std::shared_ptr<int>(new int(0), open)] {
                ++begun;
                return Outcome<void>();
            },
            [](const Outcome<void>&) {});
        QVERIFY(!mayEnd);
        background.reset();
        QCOMPARE(begun.load(), 1);
    }
};

QTEST_GUILESS_MAIN(BackgroundTest)
#include "background_test.moc"
