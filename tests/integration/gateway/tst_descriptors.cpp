// What happens when the process has no descriptor left.
#include "support/provider_scene.h"

#include <QtTest>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <ctime>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace keysluice;
using namespace keysluice::test;

namespace {

/// While it lives nothing in this process gets another descriptor.
class NoDescriptors {
public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const int highest = ::dup(0);
        const rlimit low{static_cast<rlim_t>(highest) + 1, m_before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &low);
        m_held.push_back(highest);
        for (int each = ::dup(0); each >= 0; each = ::dup(0)) {
            m_held.push_back(each);
        }
    }
    ~NoDescriptors() {
        for (const int each : m_held) {
            ::close(each);
        }
        ::setrlimit(RLIMIT_NOFILE, &m_before);
    }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    rlimit m_before{};
    std::vector<int> m_held;
};

/// A socket from before, connected only now: the kernel does so without the process.
bool connectTo(int socket, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::int64_t processorMs() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

const std::string kHealth = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

} // namespace

class DescriptorsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void acceptWaitsAndGoesOn();
    void aProviderThatCannotBeDialledIsTold();
};

void DescriptorsTest::acceptWaitsAndGoesOn() {
    GatewayFixture gate;
    QVERIFY(gate.listen());
    BlockingPeer served = gate.connect();
    QVERIFY(served.send(kHealth));
    QCOMPARE(served.receiveMessage().status(), 200);
    std::vector<BlockingPeer> waiting;
    for (int i = 0; i < 10; ++i) {
        waiting.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    }
    {
        const NoDescriptors none;
        for (BlockingPeer& peer : waiting) {
            QVERIFY(connectTo(peer.socket(), gate.port()));
            QVERIFY(peer.send(kHealth));
        }
        // Nothing turns in circles: to wait costs next to no work. A machine under load only makes this milder.
        const std::int64_t before = processorMs();
        std::this_thread::sleep_for(std::chrono::milliseconds(800));
        QVERIFY2(processorMs() - before < 60, "accept is tried again and again");
        // Those that are in go on.
        QVERIFY(served.send(kHealth));
        QCOMPARE(served.receiveMessage().status(), 200);
        QCOMPARE(gate.gate->counters().connections, std::uint64_t{1});
    }
    for (BlockingPeer& peer : waiting) {
        QCOMPARE(peer.receiveMessage().status(), 200);
    }
}

void DescriptorsTest::aProviderThatCannotBeDialledIsTold() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    {
        const NoDescriptors none;
        QVERIFY(agent.send(getRequest()));
        const WireMessage answer = agent.receiveMessage();
        QCOMPARE(answer.status(), 502);
        QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_refused"));
        QCOMPARE(scene.gate.opener->opened(), 0);
    }
    QCOMPARE(scene.gate.sink.waitForCode("upstream_refused").complete, true);
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

QTEST_GUILESS_MAIN(DescriptorsTest)
#include "tst_descriptors.moc"
