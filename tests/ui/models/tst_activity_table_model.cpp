#include "ui/models/activity_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace keysluice;
using Record = core::ActivityRecord;

namespace {

class FixedClock final : public core::Clock {
public:
    core::UnixMs now() const override { return 1'800'000'000'000; }
    core::MonotonicNs monotonic() const override { return 0; }
};

Record row(std::int64_t sequence, const std::string& agent = "claude-code") {
    Record record;
    record.sequence = sequence;
    record.at = 1'799'999'000'000 + sequence;
    record.agentId = agent;
    record.agentName = agent;
    record.method = "POST";
    record.path = "/v1/messages";
    record.host = "api.anthropic.com";
    record.status = 200;
    record.totalUs = 1'500;
    return record;
}

class MemoryActivity final : public ui::ActivityPort {
public:
    std::vector<Record> rows; // oldest first
    mutable int pages = 0;

    std::vector<Record> page(const ui::ActivityFilter& filter, std::int64_t before, int limit) const override {
        ++pages;
        std::vector<Record> result;
        for (auto it = rows.rbegin(); it != rows.rend() && static_cast<int>(result.size()) < limit; ++it) {
            if ((before == 0 || it->sequence < before) && (filter.agentId.empty() || it->agentId == filter.agentId)) {
                result.push_back(*it);
            }
        }
        return result;
    }
    ui::TodaySummary today() const override { return {}; }
    std::map<core::RecordId, std::int64_t> ruleHits(core::UnixMs) const override { return {}; }
    std::optional<core::Failure> trouble() const override { return {}; }

    void append(int count, bool dropped = false, const std::string& agent = "claude-code") {
        std::vector<Record> fresh;
        for (int i = 0; i < count; ++i) {
            fresh.push_back(row(static_cast<std::int64_t>(rows.size()) + 1, agent));
            rows.push_back(fresh.back());
        }
        if (dropped) {
            fresh.erase(fresh.begin(), fresh.begin() + static_cast<std::ptrdiff_t>(fresh.size() / 2));
        }
        Q_EMIT rowsAdded(fresh, dropped);
    }
};

} // namespace

class ActivityTableModelTest final : public QObject {
    Q_OBJECT
private:
    FixedClock m_clock;

private Q_SLOTS:
    void newestFirstAndPaged() {
        MemoryActivity port;
        port.append(450);
        ui::ActivityTableModel model(port, m_clock);
        QCOMPARE(model.rowCount(), 200);
        QCOMPARE(model.record(0)->sequence, 450);
        QVERIFY(model.canFetchMore({}));
        // The tester reads on by itself, and checks what it is told meanwhile.
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        while (model.canFetchMore({})) {
            model.fetchMore({});
        }
        QCOMPARE(model.rowCount(), 450);
        QCOMPARE(model.rowOf(1), 449);
        QCOMPARE(model.rowOf(451), -1);
    }
    void tailArrivesAtTheTop() {
        MemoryActivity port;
        port.append(3);
        ui::ActivityTableModel model(port, m_clock);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        port.append(2);
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.record(0)->sequence, 5);
        QCOMPARE(model.record(4)->sequence, 1);
    }
    void rowsSeenAlreadyAreNotAddedTwice() {
        MemoryActivity port;
        port.append(3);
        ui::ActivityTableModel model(port, m_clock);
        Q_EMIT port.rowsAdded({row(2), row(3)}, false);
        QCOMPARE(model.rowCount(), 3);
    }
    void heldRowsAreCountedAndShownLater() {
        MemoryActivity port;
        port.append(3);
        ui::ActivityTableModel model(port, m_clock);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setHeld(true);
        port.append(12);
        QCOMPARE(inserted.count(), 0);
        QCOMPARE(model.heldRows(), 12);
        model.showHeld();
        QCOMPARE(model.rowCount(), 15);
        QCOMPARE(model.heldRows(), 0);
        QVERIFY(model.isHeld());
        port.append(1);
        QCOMPARE(model.heldRows(), 1);
        model.setHeld(false);
        QCOMPARE(model.rowCount(), 16);
    }
    void manyHeldRowsAreReadAgainInsteadOfKept() {
        MemoryActivity port;
        ui::ActivityTableModel model(port, m_clock);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        model.setHeld(true);
        port.append(400);
        port.append(400);
        QCOMPARE(model.heldRows(), 800);
        model.showHeld();
        QCOMPARE(model.record(0)->sequence, 800);
        QCOMPARE(model.rowCount(), ui::ActivityTableModel::kPageRows);
    }
    void droppedRowsAreReadFromTheFile() {
        MemoryActivity port;
        port.append(5);
        ui::ActivityTableModel model(port, m_clock);
        port.append(10, true);
        QCOMPARE(model.rowCount(), 15);
        for (int i = 0; i < 15; ++i) {
            QCOMPARE(model.record(i)->sequence, 15 - i);
        }
    }
    void memoryIsBounded() {
        MemoryActivity port;
        ui::ActivityTableModel model(port, m_clock);
        for (int i = 0; i < 21; ++i) {
            port.append(500);
        }
        QCOMPARE(model.rowCount(), ui::ActivityTableModel::kMaximumRows);
        QCOMPARE(model.record(0)->sequence, 10'500);
        QVERIFY(model.isTruncated());
        QVERIFY(!model.canFetchMore({}));
        // And by scrolling instead of the tail:
        model.reload();
        while (model.canFetchMore({})) {
            model.fetchMore({});
        }
        QCOMPARE(model.rowCount(), ui::ActivityTableModel::kMaximumRows);
        QVERIFY(model.isTruncated());
    }
    void filterAppliesToPagesAndTail() {
        MemoryActivity port;
        port.append(2, false, "aider");
        port.append(3, false, "claude-code");
        ui::ActivityTableModel model(port, m_clock);
        ui::ActivityFilter filter;
        filter.agentId = "aider";
        model.setFilter(filter);
        QCOMPARE(model.rowCount(), 2);
        port.append(4, false, "claude-code");
        QCOMPARE(model.rowCount(), 2);
        port.append(1, false, "aider");
        QCOMPARE(model.rowCount(), 3);
    }
    void cellsSpeak() {
        MemoryActivity port;
        port.append(1);
        ui::ActivityTableModel model(port, m_clock);
        const auto cell = [&](int column) { return model.index(0, column).data(Qt::AccessibleTextRole).toString(); };
        QCOMPARE(cell(ui::ActivityTableModel::Decision), QStringLiteral("Decision: Allowed"));
        QCOMPARE(cell(ui::ActivityTableModel::Request), QStringLiteral("Request: POST /v1/messages"));
        QCOMPARE(cell(ui::ActivityTableModel::Status), QStringLiteral("Status: 200"));
    }
};

QTEST_GUILESS_MAIN(ActivityTableModelTest)
#include "tst_activity_table_model.moc"
