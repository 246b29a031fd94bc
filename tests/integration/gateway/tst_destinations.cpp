// Which places are dialled: every spelling of an address, answers of the resolver that mix and change.
#include "gateway/http/authority.h"
#include "support/provider_scene.h"

#include <QTest>

#include <atomic>
#include <chrono>

using namespace keysluice;
using namespace keysluice::test;
using gateway::net::LookupResult;

namespace {

gateway::http::IpAddress address(const char* text) {
    return *gateway::http::parseIpAddress(text);
}

} // namespace

class DestinationsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void metadataIsNotDialledInAnySpelling_data();
    void metadataIsNotDialledInAnySpelling();
    void namesOfMetadataAreNotLookedUp_data();
    void namesOfMetadataAreNotLookedUp();
    void onlyAllowedOnesOfSeveralAddressesAreDialled();
    void answersThatChangeAreJudgedEachTime();
    void theGatewayDoesNotDialItself_data();
    void theGatewayDoesNotDialItself();
};

void DestinationsTest::metadataIsNotDialledInAnySpelling_data() {
    QTest::addColumn<std::string>("host");
    for (const char* host :
         {"169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "169.254.169.254.",
          "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]",
          "[64:ff9b:1:a9fe:a9:fe00::]", "[2002:a9fe:a9fe::]", "[fd00:ec2::254]", "0x64.0x6464c8", "100.100.100.200"}) {
        QTest::newRow(host) << std::string(host);
    }
}

void DestinationsTest::metadataIsNotDialledInAnySpelling() {
    QFETCH(std::string, host);
    GatewayFixture gate;
    gate.snapshot.allowPrivateDestinations = true; // even so
    QVERIFY(gate.listen());
    BlockingPeer tunnel = gate.connect();
    QVERIFY(tunnel.send(gate.connectRequest(host + ":443")));
    const WireMessage refused = tunnel.receiveMessage();
    QCOMPARE(refused.status(), 403);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("destination_refused"));
    BlockingPeer plain = gate.connect();
    QVERIFY(plain.send("GET http://" + host + "/latest/ HTTP/1.1\r\nHost: " + host + "\r\n" +
                       gate.proxyAuthorization() + "\r\n"));
    QCOMPARE(plain.receiveMessage().field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(gate.sink.waitForCode("destination_refused").detail, std::string("cloud metadata address"));
}

void DestinationsTest::namesOfMetadataAreNotLookedUp_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<bool>("viaProxy");
    for (const char* host : {"metadata.google.internal", "Metadata.Google.Internal.", "metadata", "instance-data"}) {
        QTest::addRow("%s", host) << std::string(host) << false;
        QTest::addRow("%s, proxy", host) << std::string(host) << true;
    }
    QTest::newRow("localhost") << std::string("localhost") << false;
    QTest::newRow("localhost, proxy") << std::string("localhost") << true;
    QTest::newRow("below localhost, proxy") << std::string("a.LOCALHOST") << true;
}

void DestinationsTest::namesOfMetadataAreNotLookedUp() {
    QFETCH(std::string, host);
    QFETCH(bool, viaProxy);
    std::atomic<int> lookups{0};
    gateway::GatewaySeams seams;
    seams.lookUp = [&](const std::string&) {
        ++lookups;
        return LookupResult{{address("1.1.1.1")}, {}}; // what a resolver under somebody's control may say
    };
    LoopbackOrigin proxy(nullptr, nullptr, LoopbackOrigin::answering(kJsonAnswer));
    GatewayFixture gate(std::move(seams));
    if (viaProxy) {
        gate.snapshot.upstreamProxyHost = "127.0.0.1";
        gate.snapshot.upstreamProxyPort = proxy.port();
    }
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest(host + ":443")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(lookups.load(), 0);
    QCOMPARE(proxy.connections(), 0);
}

void DestinationsTest::onlyAllowedOnesOfSeveralAddressesAreDialled() {
    const auto codeWith = [](std::vector<gateway::http::IpAddress> addresses) {
        gateway::GatewaySeams seams;
        seams.lookUp = [&addresses](const std::string&) { return LookupResult{addresses, {}}; };
        GatewayFixture gate(std::move(seams));
        gate.snapshot.allowPrivateDestinations = true;
        if (!gate.listen()) {
            return std::string("not listening");
        }
        BlockingPeer agent = gate.connect();
        agent.send("GET http://many.example/ HTTP/1.1\r\nHost: many.example\r\n" + gate.proxyAuthorization() + "\r\n");
        return agent.receiveMessage().field("x-keysluice-error");
    };
    std::vector<gateway::http::IpAddress> addresses{address("169.254.169.254"), address("::ffff:169.254.169.254"),
                                                    address("224.0.0.1"), address("0.0.0.0")};
    QCOMPARE(codeWith(addresses), std::string("destination_refused"));
    addresses.insert(addresses.begin() + 2, address("127.0.0.1"));
    QVERIFY(codeWith(addresses) != "destination_refused"); // whoever may listen on port 80 there
}

void DestinationsTest::answersThatChangeAreJudgedEachTime() {
    std::atomic<int> lookups{0};
    gateway::GatewaySeams seams;
    seams.lookUp = [&](const std::string&) {
        return LookupResult{{address(lookups++ == 0 ? "10.0.0.1" : "169.254.169.254")}, {}};
    };
    GatewayFixture gate(std::move(seams));
    QVERIFY(gate.listen());
    const auto ask = [&gate] {
        BlockingPeer agent = gate.openTunnel();
        (void)agent.send(getRequest());
        return agent.receiveMessage();
    };
    const auto seen = [&gate](const std::string& detail) {
        return gate.sink.waitFor([&](const core::ActivityRecord& row) { return row.detail == detail; }).errorCode;
    };
    QCOMPARE(ask().field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(seen("private address"), std::string("destination_refused"));
    QCOMPARE(ask().field("x-keysluice-error"), std::string("destination_refused")); // by the answer that was kept
    QCOMPARE(lookups.load(), 1);
    gate.clock.advance(std::chrono::seconds(31));
    gate.publish();
    QCOMPARE(ask().field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(lookups.load(), 2);
    QCOMPARE(seen("cloud metadata address"), std::string("destination_refused"));
    QCOMPARE(gate.opener->opened(), 0);
}

void DestinationsTest::theGatewayDoesNotDialItself_data() {
    QTest::addColumn<std::string>("host");
    for (const char* host : {"127.0.0.1", "127.1", "2130706433", "0x7f.1", "127.3.2.1", "[::1]", "[::ffff:127.0.0.1]",
                             "[64:ff9b::127.0.0.1]", "0.0.0.0", "0", "[::]"}) {
        QTest::newRow(host) << std::string(host);
    }
}

void DestinationsTest::theGatewayDoesNotDialItself() {
    QFETCH(std::string, host);
    GatewayFixture gate;
    gate.snapshot.allowPrivateDestinations = true;
    QVERIFY(gate.listen());
    // Named by the user, in an override: its own port all the same.
    const auto literal = gateway::http::parseAuthority(host, 443)->host;
    gate.resolveTo("self.example", gate.port(), literal);
    gate.publish();
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("self.example:443")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(gate.sink.waitForCode("destination_refused").detail, std::string("own_address"));
}

QTEST_GUILESS_MAIN(DestinationsTest)
#include "tst_destinations.moc"
