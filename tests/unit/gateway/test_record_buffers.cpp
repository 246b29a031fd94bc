// The allocator that OpenSSL is given. A process has it from its start or never, so the test has a process of its own.
#include "gateway/tls/record_buffers.h"

#include <QtTest>

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <set>
#include <thread>
#include <vector>

using namespace keysluice;

namespace {
bool isInForce = false;                 ///< set before anything used OpenSSL
constexpr std::size_t kRecord = 16'709; ///< what OpenSSL asks for
constexpr std::size_t kLargest = std::size_t{18} * 1024;
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
    QVERIFY(isInForce);
    void* first = OPENSSL_malloc(kRecord);
    QVERIFY(::malloc_usable_size(first) >= kLargest); // it serves every record
    OPENSSL_free(first);
    void* general = std::malloc(kLargest);
    QVERIFY(general != first);                             // it was kept, not given back
    void* second = OPENSSL_malloc(std::size_t{17} * 1024); // another size of the same kind
    QCOMPARE(second, first);
    std::memset(second, 1, kLargest);
    OPENSSL_free(second);
    std::free(general);
}

void RecordBuffersTest::noMoreThanAFewAreKept() {
    std::vector<void*> all(100);
    std::generate(all.begin(), all.end(), [] { return OPENSSL_malloc(kRecord); });
    QCOMPARE(std::set<void*>(all.begin(), all.end()).size(), all.size()); // nothing is handed out twice
    for (void* each : all) {
        OPENSSL_free(each);
    }
    // What is kept comes back before anything else does: the rest is the general allocator's again.
    std::set<void*> general;
    for (std::size_t i = 0; i < all.size(); ++i) {
        general.insert(std::malloc(kLargest));
    }
    std::vector<void*> again(all.size());
    std::generate(again.begin(), again.end(), [] { return OPENSSL_malloc(kRecord); });
    const auto wasOurs = [&](void* each) { return std::find(all.begin(), all.end(), each) != all.end(); };
    QVERIFY(std::count_if(again.begin(), again.end(), wasOurs) <= 8);
    for (void* each : again) {
        QVERIFY(!general.contains(each));
        OPENSSL_free(each);
    }
    for (void* each : general) {
        std::free(each);
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
    isInForce = gateway::tls::keepRecordBuffers();
    RecordBuffersTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_record_buffers.moc"
