// A TLS connection as the gateway reads it: many records at once, and what comes behind them.
#include "gateway/net/stream.h"
#include "gateway/tls/context_setup.h"
#include "support/provider_certificates.h"
#include "support/tcp_pair.h"

#include <QtTest>

#include <openssl/bio.h>
#include <sys/ioctl.h>

#include <array>
#include <poll.h>
#include <thread>

using namespace keysluice;
using namespace keysluice::gateway::net;

namespace {

constexpr const char* kHost = "provider.example";

/// A connection to a provider whose every byte the test sends itself.
class Scene {
public:
    Scene() {
        m_serverContext.reset(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate(m_serverContext.get(), m_identity.certificate.get());
        SSL_CTX_use_PrivateKey(m_serverContext.get(), m_identity.key.get());
        SSL_CTX_set_num_tickets(m_serverContext.get(), 0); // nothing comes that the test did not send
        m_peer.reset(SSL_new(m_serverContext.get()));
        SSL_set_fd(m_peer.get(), m_pair.client.value());
        auto context = gateway::tls::clientContext(m_certificates.authorityPem());
        m_clientContext = std::move(*context);
        stream.startTls(gateway::tls::clientHandshake(*m_clientContext, kHost, nullptr), {});
    }

    bool shakeHands() {
        std::thread peer([this] { m_isAccepted = SSL_accept(m_peer.get()) == 1; });
        HandshakeStatus status = stream.handshake();
        while (status == HandshakeStatus::Again) {
            loop->poller().wait(std::chrono::milliseconds(100));
            status = stream.handshake();
        }
        peer.join();
        m_wire = BIO_new(BIO_s_mem());
        SSL_set0_wbio(m_peer.get(), m_wire);
        std::array<char, 1> byte{};
        return m_isAccepted && status == HandshakeStatus::Done && stream.read(byte).status == IoStatus::Again;
    }

    /// What the provider's side makes of it, not sent yet.
    std::string records(const std::vector<std::string>& texts, bool withCloseNotify = false) {
        for (const std::string& text : texts) {
            SSL_write(m_peer.get(), text.data(), static_cast<int>(text.size()));
        }
        if (withCloseNotify) {
            SSL_shutdown(m_peer.get());
        }
        char* data = nullptr;
        const long size = BIO_get_mem_data(m_wire, &data);
        std::string bytes(data, static_cast<std::size_t>(size));
        (void)BIO_reset(m_wire);
        return bytes;
    }
    /// Returns when all of it lies in front of the stream, and the stream was told.
    bool arrive(const std::string& bytes, bool withEnd = false) {
        if (::send(m_pair.client.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(bytes.size())) {
            return false;
        }
        pollfd end{stream.descriptor(), POLLRDHUP, 0};
        if (withEnd && (::shutdown(m_pair.client.value(), SHUT_WR) != 0 || ::poll(&end, 1, 20'000) != 1)) {
            return false;
        }
        const auto waiting = [this] {
            int count = 0;
            ::ioctl(stream.descriptor(), FIONREAD, &count);
            return static_cast<std::size_t>(count);
        };
        const bool isThere = QTest::qWaitFor([&] { return waiting() == bytes.size(); }, 20'000);
        loop->poller().wait(std::chrono::milliseconds(0));
        return isThere;
    }
    /// What the provider's side reads next.
    std::string heard() {
        std::array<char, 64> buffer{};
        const int size = SSL_read(m_peer.get(), buffer.data(), static_cast<int>(buffer.size()));
        return {buffer.data(), static_cast<std::size_t>(std::max(size, 0))};
    }

    core::SystemClock clock;
    std::unique_ptr<EventLoop> loop = std::move(*EventLoop::create(clock));

private:
    test::ProviderCertificates m_certificates;
    test::ProviderCertificates::Identity m_identity = m_certificates.issue(kHost);
    test::TcpPair m_pair;
    gateway::tls::ContextHandle m_serverContext;
    gateway::tls::ContextHandle m_clientContext;
    gateway::tls::SslHandle m_peer;
    BIO* m_wire = nullptr; ///< the peer's
    bool m_isAccepted = false;

public:
    Stream stream{*loop, std::move(m_pair.server), nullptr};
};

enum class Behind { CloseNotify, CloseNotifyAndFin, FinAlone, Garbage };

} // namespace

class StreamTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatComesBehindRecordsIsToldAfterThem_data();
    void whatComesBehindRecordsIsToldAfterThem();
    void nothingIsLostInSmallReads_data();
    void nothingIsLostInSmallReads();
    void halfARecordBehindWholeOnesWaits();
    void anEndThatIsToldLaterStopsNoWriting();
    void aClosedStreamTellsNothingOfBefore();
    void aTicketGoesWithWhatComesNext_data();
    void aTicketGoesWithWhatComesNext();
};

void StreamTest::whatComesBehindRecordsIsToldAfterThem_data() {
    QTest::addColumn<int>("behind");
    QTest::addColumn<int>("told");
    QTest::addColumn<bool>("isAbrupt");
    const auto row = [](const char* name, Behind behind, IoStatus told, bool isAbrupt) {
        QTest::newRow(name) << static_cast<int>(behind) << static_cast<int>(told) << isAbrupt;
    };
    row("close_notify", Behind::CloseNotify, IoStatus::End, false);
    row("close_notify and FIN", Behind::CloseNotifyAndFin, IoStatus::End, false);
    row("FIN without close_notify", Behind::FinAlone, IoStatus::Error, true);
    row("what is no record", Behind::Garbage, IoStatus::Error, false);
}

void StreamTest::whatComesBehindRecordsIsToldAfterThem() {
    QFETCH(int, behind);
    QFETCH(int, told);
    QFETCH(bool, isAbrupt);
    Scene scene;
    QVERIFY(scene.shakeHands());
    std::string wire = scene.records({"one ", "two ", "three"});
    switch (static_cast<Behind>(behind)) {
    case Behind::CloseNotify:
    case Behind::CloseNotifyAndFin:
        wire += scene.records({}, true);
        break;
    case Behind::Garbage:
        wire += "this is not TLS";
        break;
    case Behind::FinAlone:
        break;
    }
    const bool hasFin =
        behind == static_cast<int>(Behind::CloseNotifyAndFin) || behind == static_cast<int>(Behind::FinAlone);
    QVERIFY(scene.arrive(wire, hasFin));
    std::array<char, 1024> buffer{};
    const IoResult first = scene.stream.read(buffer);
    QCOMPARE(first.status, IoStatus::Done);
    QCOMPARE(std::string(buffer.data(), first.count), std::string("one two three")); // three records, one read
    QVERIFY(scene.stream.mayRead()); // or nobody would read on: no further event comes
    const IoResult second = scene.stream.read(buffer);
    QCOMPARE(static_cast<int>(second.status), told);
    QCOMPARE(second.count, std::size_t{0});
    QCOMPARE(scene.stream.endedAbruptly(), isAbrupt);
    QCOMPARE(static_cast<int>(scene.stream.read(buffer).status), told); // and it stays so
}

void StreamTest::nothingIsLostInSmallReads_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("isTruncated");
    for (const int size : {1, 7, 64, 1000, 65536}) {
        QTest::addRow("%d bytes at once, to the end", size) << size << false;
        QTest::addRow("%d bytes at once, truncated", size) << size << true;
    }
}

void StreamTest::nothingIsLostInSmallReads() {
    QFETCH(int, size);
    QFETCH(bool, isTruncated);
    Scene scene;
    QVERIFY(scene.shakeHands());
    std::string text;
    std::string wire;
    for (const std::size_t length : {1, 300, 2, 64, 5000, 7, 1}) {
        const std::string part(length, static_cast<char>('a' + length % 26));
        text += part;
        wire += scene.records({part});
    }
    wire += isTruncated ? std::string() : scene.records({}, true);
    QVERIFY(scene.arrive(wire, true));
    std::string got;
    std::vector<char> buffer(static_cast<std::size_t>(size));
    for (;;) {
        QVERIFY(scene.stream.mayRead());
        const IoResult result = scene.stream.read(buffer);
        if (result.status != IoStatus::Done) {
            QCOMPARE(result.status, isTruncated ? IoStatus::Error : IoStatus::End);
            break;
        }
        QVERIFY(result.count > 0);
        got.append(buffer.data(), result.count);
    }
    QCOMPARE(got, text);
    QCOMPARE(scene.stream.endedAbruptly(), isTruncated);
}

void StreamTest::halfARecordBehindWholeOnesWaits() {
    Scene scene;
    QVERIFY(scene.shakeHands());
    const std::string whole = scene.records({"one ", "two "});
    const std::string broken = scene.records({"three"});
    QVERIFY(scene.arrive(whole + broken.substr(0, 9)));
    std::array<char, 1024> buffer{};
    IoResult result = scene.stream.read(buffer);
    QCOMPARE(std::string(buffer.data(), result.count), std::string("one two "));
    QVERIFY(!scene.stream.mayRead()); // else its owner turned in circles
    QCOMPARE(scene.stream.read(buffer).status, IoStatus::Again);
    QVERIFY(scene.arrive(broken.substr(9), true));
    QVERIFY(scene.stream.mayRead());
    result = scene.stream.read(buffer);
    QCOMPARE(std::string(buffer.data(), result.count), std::string("three"));
    QVERIFY(scene.stream.mayRead());
    QCOMPARE(scene.stream.read(buffer).status, IoStatus::Error);
    QVERIFY(scene.stream.endedAbruptly());
}

void StreamTest::anEndThatIsToldLaterStopsNoWriting() {
    Scene scene;
    QVERIFY(scene.shakeHands());
    QVERIFY(scene.arrive(scene.records({"answer"}, true), true));
    std::array<char, 64> buffer{};
    QCOMPARE(scene.stream.read(buffer).count, std::size_t{6});
    QCOMPARE(scene.stream.write("rest of the upload").status, IoStatus::Done);
    QCOMPARE(scene.heard(), std::string("rest of the upload"));
    QVERIFY(scene.stream.mayRead());
    QCOMPARE(scene.stream.read(buffer).status, IoStatus::End);
}

void StreamTest::aClosedStreamTellsNothingOfBefore() {
    Scene scene;
    QVERIFY(scene.shakeHands());
    QVERIFY(scene.arrive(scene.records({"answer"}, true), true));
    std::array<char, 64> buffer{};
    QCOMPARE(scene.stream.read(buffer).count, std::size_t{6});
    scene.stream.close();
    QVERIFY(!scene.stream.mayRead());
    QCOMPARE(scene.stream.read(buffer).status, IoStatus::Error);
}

void StreamTest::aTicketGoesWithWhatComesNext_data() {
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("an answer") << true;
    QTest::newRow("the end") << false;
}

void StreamTest::aTicketGoesWithWhatComesNext() {
    QFETCH(bool, isAnswered);
    test::ProviderCertificates certificates;
    const auto identity = certificates.issue(kHost);
    const auto serverContext = gateway::tls::serverContext(*identity.certificate, *identity.key, kHost);
    QVERIFY(serverContext != nullptr);
    const core::SystemClock clock;
    const auto loop = std::move(*EventLoop::create(clock));
    test::TcpPair pair;
    Stream stream(*loop, std::move(pair.server), nullptr);
    gateway::tls::SslHandle ssl(SSL_new(serverContext.get()));
    SSL_set_accept_state(ssl.get());
    stream.startTls(std::move(ssl), {});
    const gateway::tls::ContextHandle agentContext(SSL_CTX_new(TLS_client_method()));
    const gateway::tls::SslHandle agent(SSL_new(agentContext.get()));
    SSL_set_fd(agent.get(), pair.client.value());
    bool isConnected = false;
    std::thread peer([&] { isConnected = SSL_connect(agent.get()) == 1; });
    HandshakeStatus status = stream.handshake();
    while (status == HandshakeStatus::Again) {
        loop->poller().wait(std::chrono::milliseconds(100));
        status = stream.handshake();
    }
    peer.join();
    QVERIFY(isConnected && status == HandshakeStatus::Done);
    char byte = 0;
    QCOMPARE(::recv(pair.client.value(), &byte, 1, MSG_PEEK | MSG_DONTWAIT), ssize_t{-1}); // nobody was woken up for it
    QVERIFY(!stream.hasUnsent()); // and nobody waits until it is sent
    if (isAnswered) {
        QCOMPARE(stream.write("answer").status, IoStatus::Done);
    } else {
        stream.endOutput();
    }
    std::array<char, 64> buffer{};
    const int size = SSL_read(agent.get(), buffer.data(), static_cast<int>(buffer.size()));
    QCOMPARE(std::string(buffer.data(), static_cast<std::size_t>(std::max(size, 0))), isAnswered ? "answer" : "");
    QCOMPARE(SSL_get_error(agent.get(), size), isAnswered ? SSL_ERROR_NONE : SSL_ERROR_ZERO_RETURN);
    QCOMPARE(SSL_SESSION_has_ticket(SSL_get0_session(agent.get())), 1);
}

QTEST_GUILESS_MAIN(StreamTest)
#include "tst_stream.moc"
