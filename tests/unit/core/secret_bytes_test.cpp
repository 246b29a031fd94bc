#include "core/secret_bytes.h"
#include "core/secret_memory.h"

#include <QTest>

#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <vector>

using keysluice::core::SecretBytes;

class SecretBytesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsAndCompares();
    void movesAndNeverCopies();
    void wipesItsSource();
    void memoryIsGuardedAndLocked();
    void memoryThatIsUsedAgainIsWiped();
    void manyAtOnceFromManyThreads();
};

void SecretBytesTest::holdsAndCompares() {
    const SecretBytes a = SecretBytes::copyOf("secret");
    QVERIFY(a.view() == "secret");
    QCOMPARE(a.size(), 6U);
    QVERIFY(a.equals(a.clone()));
    QVERIFY(!a.equals(SecretBytes::copyOf("secreT")));
    QVERIFY(!a.equals(SecretBytes::copyOf("secre")));
    QVERIFY(SecretBytes().equals(SecretBytes()) && SecretBytes().isEmpty() && SecretBytes::copyOf("").isEmpty());
    QVERIFY(SecretBytes(4).view() == std::string_view("\0\0\0\0", 4));
    QVERIFY(!SecretBytes::random(32).equals(SecretBytes::random(32)));
}

void SecretBytesTest::movesAndNeverCopies() {
    static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
    static_assert(!std::is_convertible_v<SecretBytes, std::string>);
    SecretBytes a = SecretBytes::copyOf("secret");
    const unsigned char* where = a.bytes().data();
    SecretBytes b = std::move(a);
    QCOMPARE(b.bytes().data(), where);
    QVERIFY(a.isEmpty()); // NOLINT(bugprone-use-after-move): what is left is defined
    b = SecretBytes::copyOf("another");
    QVERIFY(b.view() == "another");
    b.clear();
    QVERIFY(b.isEmpty());
    b.clear();
}

void SecretBytesTest::wipesItsSource() {
    std::string typed = "secret";
    const SecretBytes taken = SecretBytes::take(typed);
    QVERIFY(taken.view() == "secret");
    QCOMPARE(typed, std::string(6, '\0'));
    keysluice::core::wipe({});
}

void SecretBytesTest::memoryIsGuardedAndLocked() {
    // reading past the end ends the process at once, instead of giving what lies there
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGSEGV, SIG_DFL);
        const SecretBytes secret = SecretBytes::copyOf("secret");
        const volatile unsigned char* end = secret.bytes().data() + secret.size();
        const unsigned char beyond = *end;
        ::_exit(beyond == 0 ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status) || WEXITSTATUS(status) > 1); // a sanitizer exits with a code of its own
    // and it is never swapped out
    const auto lockedKib = [] {
        std::ifstream file("/proc/self/status");
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with("VmLck:")) {
                return std::stol(line.substr(6));
            }
        }
        return -1L;
    };
    const long before = lockedKib();
    {
        const SecretBytes secret = SecretBytes::random(64 * 1024);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they take mlock for themselves and lock nothing
        QVERIFY(lockedKib() >= before + 64);
#endif
    }
    QCOMPARE(lockedKib(), before);
}

void SecretBytesTest::memoryThatIsUsedAgainIsWiped() {
    SecretBytes first = SecretBytes::copyOf("a secret of some length");
    const unsigned char* where = first.bytes().data();
    const std::size_t size = first.size();
    first.clear();
    // It stays mapped for the next one, without what was in it.
    QVERIFY(std::all_of(where, where + size, [](unsigned char byte) { return byte == 0; }));
    const SecretBytes next(size);
    QCOMPARE(next.bytes().data(), where);
    // One of another size ends at the same guard page.
    const SecretBytes other = SecretBytes::copyOf("short");
    QCOMPARE((reinterpret_cast<std::uintptr_t>(other.bytes().data()) + other.size()) % 4096, 0U);
    QCOMPARE((reinterpret_cast<std::uintptr_t>(where) + size) % 4096, 0U);
}

void SecretBytesTest::manyAtOnceFromManyThreads() {
    // more than are kept, so that some go back to the system
    std::vector<std::thread> threads;
    std::atomic<bool> isWrong{false};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&isWrong] {
            for (int round = 0; round < 20; ++round) {
                std::vector<SecretBytes> held;
                for (std::size_t j = 0; j < keysluice::core::kKeptSecretPieces / 2; ++j) {
                    SecretBytes fresh(1 + j * 7);
                    isWrong = isWrong || !fresh.equals(SecretBytes(fresh.size()));
                    std::fill(fresh.writable().begin(), fresh.writable().end(), static_cast<unsigned char>(j + 1));
                    held.push_back(std::move(fresh));
                }
                for (std::size_t j = 0; j < held.size(); ++j) {
                    const auto bytes = held[j].bytes();
                    isWrong = isWrong || std::any_of(bytes.begin(), bytes.end(), [j](auto b) { return b != j + 1; });
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    QVERIFY(!isWrong);
}

QTEST_GUILESS_MAIN(SecretBytesTest)
#include "secret_bytes_test.moc"
