#include "app/cli/secret_input.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;
using core::SecretBytes;

namespace {

constexpr std::size_t kMaximumPassphrase = 1024;
constexpr std::size_t kMaximumInput = 32 * 1024;

/// Reads into locked memory until the end, or the end of the first line. Nothing is buffered elsewhere.
Outcome<SecretBytes> readSecret(int descriptor, std::size_t limit, bool oneLine) {
    SecretBytes memory(limit + 1);
    std::size_t size = 0;
    while (size <= limit) {
        // Byte by byte where a line is wanted: what follows it belongs to somebody else.
        const std::size_t wanted = oneLine ? 1 : limit + 1 - size;
        const ssize_t count = ::read(descriptor, memory.writable().data() + size, wanted);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail(FailureCode::IoFailed, std::strerror(errno));
        }
        if (count == 0 || (oneLine && memory.bytes()[size] == '\n')) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    if (size > limit) {
        return fail(FailureCode::ValueTooLong);
    }
    if (oneLine && size > 0 && memory.bytes()[size - 1] == '\r') {
        --size;
    }
    return size == 0 ? Outcome<SecretBytes>(fail(FailureCode::ValueEmpty))
                     : SecretBytes::copyOf(memory.bytes().first(size));
}

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

} // namespace

Outcome<Proof> proofOf(const GlobalOptions& options) {
    Proof proof;
    proof.keyFile = options.keyFile;
    if (!options.passphraseFile.empty()) {
        const Descriptor file(::open(options.passphraseFile.c_str(), O_RDONLY | O_CLOEXEC));
        if (file.number() < 0) {
            return errno == EACCES ? fail(FailureCode::PermissionDenied, options.passphraseFile)
                                   : fail(FailureCode::NotFound, options.passphraseFile);
        }
        struct stat info {};
        if (::fstat(file.number(), &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 077) != 0) {
            std::fprintf(stderr, "keysluice: other users can read %s (mode 0600 closes it).\n",
                         options.passphraseFile.c_str());
        }
        auto passphrase = readSecret(file.number(), kMaximumPassphrase, true);
        if (!passphrase) {
            return core::failure(passphrase.error());
        }
        proof.passphrase = std::move(*passphrase);
    } else if (options.passphraseDescriptor >= 0) {
        auto passphrase = readSecret(options.passphraseDescriptor, kMaximumPassphrase, true);
        if (!passphrase) {
            return core::failure(passphrase.error());
        }
        proof.passphrase = std::move(*passphrase);
    }
    return proof;
}

bool canPrompt() {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    return terminal.number() >= 0 && ::tcgetpgrp(terminal.number()) == ::getpgrp();
}

Outcome<SecretBytes> promptHidden(const std::string& question) {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    termios before{};
    if (terminal.number() < 0 || ::tcgetattr(terminal.number(), &before) != 0) {
        return fail(FailureCode::Refused);
    }
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= ICANON;
    // Signals wait until the echo is back on.
    sigset_t all;
    sigset_t previous;
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &previous);
    ::tcsetattr(terminal.number(), TCSAFLUSH, &quiet);
    (void)!::write(terminal.number(), question.data(), question.size());
    auto secret = readSecret(terminal.number(), kMaximumInput, true);
    ::tcsetattr(terminal.number(), TCSAFLUSH, &before);
    (void)!::write(terminal.number(), "\n", 1);
    ::pthread_sigmask(SIG_SETMASK, &previous, nullptr);
    return secret;
}

Outcome<SecretBytes> readKey(const std::string& question) {
    return ::isatty(STDIN_FILENO) == 1 ? promptHidden(question) : readSecret(STDIN_FILENO, kMaximumInput, false);
}

} // namespace keysluice::app
