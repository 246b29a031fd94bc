#include "core/secret_bytes.h"

#include <QTest>

#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <string>
#include <type_traits>
#include <unistd.h>

using keysluice::core::SecretBytes;

class SecretBytesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsAndCompares();
    void movesAndNeverCopies();
    void wipesItsSource();
    void memoryIsGuardedAndLocked();
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
#ifndef __SANITIZE_ADDRESS__ // the sanitizer takes mlock for itself and locks nothing
        QVERIFY(lockedKib() >= before + 64);
#endif
    }
    QCOMPARE(lockedKib(), before);
}

QTEST_GUILESS_MAIN(SecretBytesTest)
#include "secret_bytes_test.moc"
