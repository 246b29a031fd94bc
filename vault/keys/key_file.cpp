#include "vault/keys/key_file.h"

#include "vault/crypto/passphrase_kdf.h"
#include "vault/database/descriptor.h"
#include "vault/database/secure_files.h"

#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>

namespace keysluice::vault {

namespace {

constexpr std::string_view kMark = "keysluice-key-1 ";
constexpr std::size_t kTextBytes = kMark.size() + 2 * kKeyBytes + 1;

} // namespace

core::Outcome<core::SecretBytes> createKeyFile(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isValid()) {
        return tl::make_unexpected(errno == EEXIST ? core::Failure{core::FailureCode::IoFailed, path + ": exists"}
                                                   : failureOfErrno(errno, path));
    }
    core::SecretBytes key = core::SecretBytes::random(kKeyBytes);
    core::SecretBytes text(kTextBytes + 1); // sodium_bin2hex writes a final zero
    auto* chars = reinterpret_cast<char*>(text.writable().data());
    std::memcpy(chars, kMark.data(), kMark.size());
    sodium_bin2hex(chars + kMark.size(), 2 * kKeyBytes + 1, key.bytes().data(), key.size());
    chars[kTextBytes - 1] = '\n';
    errno = ENOSPC; // what a short write stands for
    const ssize_t written = ::write(file.get(), chars, kTextBytes);
    if (written != static_cast<ssize_t>(kTextBytes) || ::fsync(file.get()) != 0) {
        const int error = errno;
        ::unlink(path.c_str());
        return tl::make_unexpected(failureOfErrno(error, path));
    }
    return key;
}

core::Outcome<core::SecretBytes> readKeyFile(const std::string& path) {
    // O_NONBLOCK: a named pipe must not make us wait
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    struct stat info {};
    if (!file.isValid() || ::fstat(file.get(), &info) != 0) {
        return tl::make_unexpected(failureOfErrno(errno, path));
    }
    constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
    if (!S_ISREG(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & kOthers) != 0) {
        return core::fail(core::FailureCode::InsecurePermissions, path);
    }
    core::SecretBytes text(kTextBytes + 1);
    const ssize_t length = ::read(file.get(), text.writable().data(), text.size());
    const std::string_view view = text.view().substr(0, length > 0 ? static_cast<std::size_t>(length) : 0);
    core::SecretBytes key(kKeyBytes);
    std::size_t decoded = 0;
    if (view.size() != kTextBytes || !view.starts_with(kMark) || !view.ends_with('\n') ||
        sodium_hex2bin(key.writable().data(), key.size(), view.data() + kMark.size(), 2 * kKeyBytes, nullptr, &decoded,
                       nullptr) != 0 ||
        decoded != kKeyBytes) {
        return core::fail(core::FailureCode::Damaged, path);
    }
    return key;
}

} // namespace keysluice::vault
