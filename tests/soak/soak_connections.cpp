// Many connections at once: idle ones, and streams beside them.
#include "tests/soak/instance.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <thread>

using namespace keysluice;
using namespace keysluice::soak;

namespace {

constexpr int kEvents = 20;
constexpr int kPooled = 2 * 64; ///< connections to the provider stay for a while, so many for each agent at most
const std::string kRequest = "GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n";

std::string event(int number) {
    return "data: " + std::to_string(1000 + number) + "\n\n";
}

/// Twenty events a request, over some time: so that all streams are open at once.
void stream(test::BlockingPeer& peer, test::LoopbackOrigin&) {
    for (;;) {
        const test::WireMessage request = peer.receiveMessage();
        if (request.head.empty()) {
            return;
        }
        if (request.startLine().find("/v1/stream") == std::string::npos) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            continue;
        }
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < kEvents; ++i) {
            peer.send("c\r\n" + event(i) + "\r\n");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        peer.send("0\r\n\r\n");
    }
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const int idle = argc > 1 ? std::atoi(argv[1]) : 2000;
    const int streaming = argc > 2 ? std::atoi(argv[2]) : 200;
    Instance instance(stream);
    const Instance::Use before = instance.use();
    QElapsedTimer timer;
    timer.start();
    std::vector<test::BlockingPeer> kept;
    for (int i = 0; i < idle; ++i) {
        // Each asks once, as agents do: then it may stay for the keep-alive time.
        kept.push_back(instance.openTunnel(instance.token()));
        if (kept.back().ssl() == nullptr || !kept.back().send(kRequest) ||
            kept.back().receiveMessage().status() != 200) {
            tell("FAILED", QStringLiteral("tunnel %1 was refused").arg(i));
            return 1;
        }
    }
    const qint64 openedMs = timer.restart();
    const Instance::Use full = instance.use();
    std::atomic<int> broken{0};
    std::atomic<int> open{0};
    std::atomic<bool> areAllOpen{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < streaming; ++i) {
        threads.emplace_back([&] {
            test::BlockingPeer agent = instance.openTunnel(instance.otherToken());
            bool isWhole = agent.send("GET /v1/stream HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n");
            areAllOpen = ++open == streaming || areAllOpen;
            for (int number = 0; number < kEvents && isWhole; ++number) {
                isWhole = !agent.receiveUntil(event(number)).empty();
            }
            isWhole = isWhole && !agent.receiveUntil("0\r\n\r\n").empty();
            broken += isWhole ? 0 : 1;
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const qint64 streamedMs = timer.elapsed();
    int deaf = 0;
    for (test::BlockingPeer& peer : kept) {
        deaf += peer.send(kRequest) && peer.receiveMessage().status() == 200 ? 0 : 1;
    }
    kept.clear();
    const Instance::Use after = instance.idleUse();
    const QByteArray said = instance.stop();
    tell("idle connections", QStringLiteral("%1, opened in %2 ms, %3 KiB each")
                                 .arg(idle)
                                 .arg(openedMs)
                                 .arg(idle > 0 ? (full.residentKib - before.residentKib) / idle : 0));
    tell(
        "streams at once",
        QStringLiteral("%1 of %2 events, in %3 ms, %4 broken").arg(streaming).arg(kEvents).arg(streamedMs).arg(broken));
    tell("idle connections that did not answer afterwards", QString::number(deaf));
    tell("descriptors before, full, after",
         QStringLiteral("%1, %2, %3").arg(before.descriptors).arg(full.descriptors).arg(after.descriptors));
    tell("resident KiB before, full, after",
         QStringLiteral("%1, %2, %3").arg(before.residentKib).arg(full.residentKib).arg(after.residentKib));
    const bool isWell =
        broken == 0 && deaf == 0 && areAllOpen && after.descriptors <= before.descriptors + kPooled && said.isEmpty();
    tell(isWell ? "passed" : "FAILED", QString::fromUtf8(said));
    return isWell ? 0 : 1;
}
