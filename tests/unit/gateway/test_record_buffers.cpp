// The allocator that OpenSSL is given. A process has it from its start or never, so the test has a process of its own.
#include "gateway/tls/record_buffers.h"

#include <QtTest>

#include <openssl/crypto.h>

#include <cstring>
#include <set>
#include <thread>

using namespace keysluice;

namespace {
bool g_isInForce = false;               ///< set before anything used OpenSSL
constexpr std::size_t kRecord = 16'709; ///< what OpenSSL asks for
} // namespace

class RecordBuffersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBufferComesBack();
    void noMoreThanAFewAreKept();
    void othersAreAsEver();
    void aThreadGivesItsOwnBack();
};

void RecordBuffersTest::aBufferComesBack() {
    QVERIFY(g_isInForce);
    void* first = OPENSSL_malloc(kRecord);
    OPENSSL_free(first);
    void* second = OPENSSL_malloc(std::size_t{17} * 1024); // another size of the same kind
    QCOMPARE(second, first);
    std::memset(second, 1, std::size_t{17} * 1024);
    OPENSSL_free(second);
}

void RecordBuffersTest::noMoreThanAFewAreKept() {
    std::set<void*> all;
    for (int i = 0; i < 100; ++i) {
        all.insert(OPENSSL_malloc(kRecord));
    }
    QCOMPARE(all.size(), std::size_t{100}); // nothing is handed out twice
    for (void* each : all) {
        OPENSSL_free(each);
    }
    std::set<void*> again;
    for (int i = 0; i < 100; ++i) {
        again.insert(OPENSSL_malloc(kRecord));
    }
    QCOMPARE(again.size(), std::size_t{100});
    for (void* each : again) {
        OPENSSL_free(each);
    }
}

void RecordBuffersTest::othersAreAsEver() {
    QVERIFY(OPENSSL_malloc(0) == nullptr);
    OPENSSL_free(nullptr);
    for (const std::size_t size : {std::size_t{1}, std::size_t{16'383}, std::size_t{18'433}, std::size_t{1} << 20U}) {
        auto* bytes = static_cast<unsigned char*>(OPENSSL_zalloc(size));
        QVERIFY(bytes != nullptr);
        bytes[size - 1] = 7;
        bytes = static_cast<unsigned char*>(OPENSSL_realloc(bytes, size + kRecord));
        QCOMPARE(bytes[size - 1], static_cast<unsigned char>(7));
        OPENSSL_free(bytes);
    }
    void* grown = OPENSSL_realloc(nullptr, kRecord);
    QVERIFY(grown != nullptr);
    grown = OPENSSL_realloc(grown, std::size_t{20'000});
    QVERIFY(OPENSSL_realloc(grown, 0) == nullptr);
}

void RecordBuffersTest::aThreadGivesItsOwnBack() {
    void* ours = OPENSSL_malloc(kRecord);
    std::thread([ours] {
        OPENSSL_free(ours); // kept by the other thread, until it ends
        OPENSSL_free(OPENSSL_malloc(kRecord));
    }).join();
    void* next = OPENSSL_malloc(kRecord);
    QVERIFY(next != nullptr);
    OPENSSL_free(next);
}

int main(int argc, char** argv) {
    g_isInForce = gateway::tls::keepRecordBuffers();
    RecordBuffersTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_record_buffers.moc"
