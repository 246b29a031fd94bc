#include "ui/models/flow_layout.h"

#include <QTest>

#include <cmath>

using namespace keysluice;

namespace {

ui::FlowCount flow(const std::string& agent, const std::string& credential, int allowed, int refused = 0) {
    return {agent, agent, credential, credential, allowed, refused};
}

} // namespace

class FlowLayoutTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emptyIsEmpty() {
        const ui::FlowPicture picture = ui::layOutFlow({}, 300, 40);
        QVERIFY(picture.agents.empty());
        QVERIFY(picture.credentials.empty());
        QVERIFY(picture.ribbons.empty());
    }
    void largestComesFirstAndWidthsFollowTheCount() {
        const ui::FlowPicture picture =
            ui::layOutFlow({flow("aider", "Work", 24), flow("claude", "Work", 120)}, 300, 60);
        QCOMPARE(picture.agents.size(), std::size_t(2));
        QCOMPARE(picture.agents[0].name, QStringLiteral("claude"));
        QCOMPARE(picture.agents[0].count, 120);
        QCOMPARE(picture.credentials[0].count, 144);
        QCOMPARE(picture.ribbons[0].width, 10.0);
        QCOMPARE(picture.ribbons[1].width, 2.0);
        QVERIFY(picture.ribbons[0].endY < picture.ribbons[1].endY);
    }
    void refusedEndsAtTheGate() {
        const ui::FlowPicture picture = ui::layOutFlow({flow("bot", "", 0, 12)}, 300, 40);
        QCOMPARE(picture.ribbons.size(), std::size_t(1));
        QCOMPARE(picture.ribbons[0].credential, -1);
        QCOMPARE(picture.ribbons[0].count, 12);
        QVERIFY(picture.credentials.empty());
    }
    void atMostSixASideThenOthers() {
        std::vector<ui::FlowCount> flows;
        for (int i = 0; i < 9; ++i) {
            flows.push_back(flow("agent" + std::to_string(i), "key" + std::to_string(i), 10 + i));
        }
        const ui::FlowPicture picture = ui::layOutFlow(flows, 300, 40);
        QCOMPARE(picture.agents.size(), std::size_t(6));
        QVERIFY(picture.agents.back().isOthers);
        QCOMPARE(picture.agents.back().count, 10 + 11 + 12 + 13);
        QCOMPARE(picture.credentials.size(), std::size_t(6));
        int sum = 0;
        for (const ui::FlowRibbon& ribbon : picture.ribbons) {
            sum += ribbon.count;
        }
        QCOMPARE(sum, 9 * 14);
    }
    void exactlySixNeedNoOthers() {
        std::vector<ui::FlowCount> flows;
        for (int i = 0; i < 6; ++i) {
            flows.push_back(flow("agent" + std::to_string(i), "key", 1));
        }
        QVERIFY(!ui::layOutFlow(flows, 300, 40).agents.back().isOthers);
    }
    void hugeCountsStayInTheirRow() {
        const ui::FlowPicture picture = ui::layOutFlow({flow("a", "x", 100'000), flow("b", "x", 50'000)}, 200, 40);
        for (const ui::FlowRibbon& ribbon : picture.ribbons) {
            QVERIFY(ribbon.width <= 40.0 + 1);
            QVERIFY(std::isfinite(ribbon.startY));
            QVERIFY(ribbon.startY >= 0 && ribbon.startY <= 200);
            QVERIFY(ribbon.endY >= 0 && ribbon.endY <= 200);
        }
    }
};

QTEST_GUILESS_MAIN(FlowLayoutTest)
#include "tst_flow_layout.moc"
