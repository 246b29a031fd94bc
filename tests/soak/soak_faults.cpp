// Requests with faults on every side, against the built program: each has exactly one row in the activity file, and
// what is left of the program is what it was in the beginning.
#include "tests/soak/fault_plan.h"
#include "tests/soak/instance.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <map>
#include <mutex>
#include <set>
#include <thread>

using namespace keysluice;
using namespace keysluice::soak;

namespace {

constexpr int kAgents = 8;
constexpr int kShownProblems = 20;
constexpr std::int64_t kEnoughToGrow = 10'000; ///< below, the first tenth has not filled every cache
#if defined(__SANITIZE_ADDRESS__)
constexpr long kAllowedGrowthKib = 256 * 1024; // what was freed is kept for a while
#else
constexpr long kAllowedGrowthKib = 16 * 1024;
#endif

/// Which requests the provider has seen whose agents wait for that.
class Seen {
public:
    void add(const std::string& startLine) {
        const std::lock_guard lock(m_mutex);
        m_lines.insert(startLine);
        m_changed.notify_all();
    }
    bool waitFor(const std::string& path) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(30), [&] {
            const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const std::string& line) {
                return line.find(path + ' ') != std::string::npos;
            });
            const bool isThere = found != m_lines.end();
            if (isThere) {
                m_lines.erase(found);
            }
            return isThere;
        });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<std::string> m_lines;
};

/// What rows there have to be, and what went otherwise than planned.
class Ledger {
public:
    void expectPath(const std::string& path) {
        const std::lock_guard lock(m_mutex);
        ++m_paths[path];
    }
    void expectCode(const std::string& code) {
        const std::lock_guard lock(m_mutex);
        ++m_codes[code];
    }
    void problem(const std::string& text) {
        const std::lock_guard lock(m_mutex);
        if (++m_problems <= kShownProblems) {
            tell("problem", QString::fromStdString(text));
        }
    }
    [[nodiscard]] int problems() const { return m_problems; }
    void compare(const QString& file);

private:
    std::mutex m_mutex;
    std::map<std::string, int> m_paths;
    std::map<std::string, int> m_codes; ///< of rows without a path
    int m_problems = 0;
};

void Ledger::compare(const QString& file) {
    auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
    database.setDatabaseName(file);
    QSqlQuery query(database);
    // A row whose end is told by another one has -1 in `completes`.
    if (!database.open() || !query.exec(QStringLiteral("SELECT path, error_code, repeats, kind FROM activity WHERE"
                                                       " completes <> -1"))) {
        problem("the activity file cannot be read: " + query.lastError().text().toStdString());
        return;
    }
    while (query.next()) {
        const std::string path = query.value(0).toString().toStdString();
        if (path.starts_with("/v1/soak/")) {
            --m_paths[path];
        } else if (m_codes.contains(query.value(1).toString().toStdString())) {
            m_codes[query.value(1).toString().toStdString()] -= query.value(2).toInt();
        }
    }
    for (const auto& [path, left] : m_paths) {
        if (left != 0) {
            problem(path + (left > 0 ? " has no row" : " has more than one row"));
        }
    }
    for (const auto& [code, left] : m_codes) {
        if (left != 0) {
            problem(code + ": " + std::to_string(left) + " rows are missing");
        }
    }
}

/// One agent: a tunnel, which is opened again when something broke it.
class SoakAgent {
public:
    SoakAgent(const Instance& instance, Seen& seen, Ledger& ledger)
        : m_instance(instance), m_seen(seen), m_ledger(ledger) {}

    void play(std::int64_t id);

private:
    void expect(bool isAsPlanned, std::int64_t id) {
        if (!isAsPlanned) {
            m_ledger.problem(pathOf(id) + " went otherwise");
            m_tunnel.reset();
        }
    }
    test::BlockingPeer& tunnel() {
        if (!m_tunnel) {
            m_tunnel = std::make_unique<test::BlockingPeer>(m_instance.openTunnel(m_instance.token()));
        }
        return *m_tunnel;
    }
    static std::string head(const char* method, const std::string& path, const std::string& fields = {}) {
        return std::string(method) + ' ' + path + " HTTP/1.1\r\nHost: api.anthropic.com\r\n" + fields + "\r\n";
    }
    void playAgentFault(std::int64_t id, Fault fault);
    void playWithoutRequest(Fault fault);

    const Instance& m_instance;
    Seen& m_seen;
    Ledger& m_ledger;
    std::unique_ptr<test::BlockingPeer> m_tunnel;
};

void SoakAgent::play(std::int64_t id) {
    const Fault fault = faultOf(id);
    const std::string path = pathOf(id);
    const auto statusOf = [&](const std::string& request, bool hasBody = true) {
        return tunnel().send(request) ? tunnel().receiveMessage(hasBody).status() : 0;
    };
    if (fault >= Fault::WrongToken) {
        playWithoutRequest(fault);
        return;
    }
    if (fault == Fault::MalformedRequest) {
        m_ledger.expectCode("bad_request");
    } else {
        m_ledger.expectPath(path);
    }
    switch (fault) {
    case Fault::Plain:
    case Fault::Chunked:
    case Fault::SurplusBytes:
    case Fault::ClosesAfterAnswer:
        expect(statusOf(head("GET", path)) == 200, id);
        return;
    case Fault::Post:
        expect(statusOf(head("POST", path, "Content-Length: 5\r\n") + "hello") == 200, id);
        return;
    case Fault::ExpectContinue: {
        expect(tunnel().send(head("POST", path, "Content-Length: 5\r\nExpect: 100-continue\r\n")), id);
        expect(tunnel().receiveHead().starts_with("HTTP/1.1 100 "), id);
        expect(statusOf("hello") == 200, id);
        return;
    }
    case Fault::Pipelined:
        m_ledger.expectPath(path + "/second");
        expect(statusOf(head("GET", path) + head("GET", path + "/second")) == 200, id);
        expect(tunnel().receiveMessage().status() == 200, id);
        return;
    case Fault::Head:
        expect(statusOf(head("HEAD", path), false) == 200, id);
        return;
    case Fault::NoContent:
        expect(statusOf(head("DELETE", path)) == 204, id);
        return;
    case Fault::EarlyHints:
        expect(statusOf(head("GET", path)) == 103 && tunnel().receiveMessage().status() == 200, id);
        return;
    case Fault::ResetBeforeAnswer:
        expect(statusOf(head("POST", path, "Content-Length: 5\r\n") + "hello") == 502, id);
        return;
    default:
        playAgentFault(id, fault);
    }
}

void SoakAgent::playAgentFault(std::int64_t id, Fault fault) {
    const std::string path = pathOf(id);
    test::BlockingPeer& peer = tunnel();
    switch (fault) {
    case Fault::ResetInBody:
    case Fault::ClosedInChunk:
    case Fault::MalformedChunk: {
        // The head waits for the first bytes of the body: with both there at once, an answer of ours can take its
        // place.
        expect(peer.send(head("GET", path)), id);
        const test::WireMessage answer = peer.receiveMessage();
        expect(answer.isTruncated || answer.status() == 502, id);
        break;
    }
    case Fault::MalformedHead:
        expect(peer.send(head("GET", path)) && peer.receiveMessage().status() == 502, id);
        break;
    case Fault::TooManyHints: {
        int status = peer.send(head("GET", path)) ? peer.receiveMessage().status() : 0;
        for (int i = 0; i < 17 && status == 103; ++i) {
            status = peer.receiveMessage().status();
        }
        expect(status == 502, id);
        break;
    }
    case Fault::LeavesBeforeAnswer:
        expect(peer.send(head("POST", path, "Content-Length: 5\r\n") + "hello") && m_seen.waitFor(path), id);
        break;
    case Fault::LeavesInBody:
        expect(peer.send(head("GET", path)) && !peer.receiveUntil("half").empty(), id);
        break;
    case Fault::LeavesInUpload:
        expect(peer.send(head("POST", path, "Content-Length: 50\r\n") + "hello") && m_seen.waitFor(path), id);
        break;
    case Fault::MalformedRequest:
        expect(peer.send("GET " + path + " HTTP/1.1\nHost: api.anthropic.com\r\n\r\n") &&
                   peer.receiveMessage().status() == 400,
               id);
        break;
    case Fault::ForeignHost:
        expect(peer.send("GET " + path + " HTTP/1.1\r\nHost: api.openai.com\r\n\r\n") &&
                   peer.receiveMessage().status() == 421,
               id);
        break;
    default:
        break;
    }
    if (m_tunnel && id % 2 == 0) {
        m_tunnel->reset(); // the other half just closes
    }
    m_tunnel.reset();
}

void SoakAgent::playWithoutRequest(Fault fault) {
    test::BlockingPeer peer = m_instance.connect();
    if (fault == Fault::WrongToken) {
        m_ledger.expectCode("agent_unknown");
        if (!peer.send(m_instance.connectRequest("ks_nonsense")) || peer.receiveMessage().status() != 407) {
            m_ledger.problem("a wrong token was not refused");
        }
        return;
    }
    m_ledger.expectCode("agent_tls");
    if (!peer.send(m_instance.connectRequest(m_instance.token())) || !peer.receiveHead().starts_with("HTTP/1.1 200 ") ||
        !peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
        m_ledger.problem("CONNECT was not answered");
    }
    (void)peer.waitForEnd();
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const std::int64_t total = argc > 1 ? std::atoll(argv[1]) : 100'000;
    Seen seen;
    Ledger ledger;
    Instance instance([&seen](test::BlockingPeer& peer, test::LoopbackOrigin&) {
        playProvider(peer, [&seen](const std::string& startLine) { seen.add(startLine); });
    });
    std::atomic<std::int64_t> next{0};
    const auto playUpTo = [&](std::int64_t end) {
        std::vector<std::thread> threads;
        for (int i = 0; i < kAgents; ++i) {
            threads.emplace_back([&, end] {
                SoakAgent agent(instance, seen, ledger);
                for (std::int64_t id = next++; id < end; id = next++) {
                    agent.play(id);
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        next = end;
    };
    QElapsedTimer timer;
    timer.start();
    // What it needs is measured after a tenth, when everything that is made once is there.
    playUpTo(total / 10);
    const Instance::Use early = instance.idleUse();
    playUpTo(total);
    const qint64 tookMs = timer.elapsed();
    const Instance::Use late = instance.idleUse();
    const QByteArray said = instance.stop();
    ledger.compare(instance.activityFile());
    tell("requests", QStringLiteral("%1 in %2 s").arg(total).arg(static_cast<double>(tookMs) / 1000));
    tell("descriptors after a tenth, at the end",
         QStringLiteral("%1, %2").arg(early.descriptors).arg(late.descriptors));
    tell("resident KiB after a tenth, at the end",
         QStringLiteral("%1, %2").arg(early.residentKib).arg(late.residentKib));
    tell("problems", QString::number(ledger.problems()));
    // Idle connections to the provider come and go.
    const bool hasGrown = late.descriptors > early.descriptors + kAgents ||
                          (total >= kEnoughToGrow && late.residentKib > early.residentKib + kAllowedGrowthKib);
    const bool isWell = ledger.problems() == 0 && !hasGrown && said.isEmpty();
    tell(isWell ? "passed" : "FAILED", QString::fromUtf8(said));
    return isWell ? 0 : 1;
}
