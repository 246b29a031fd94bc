#pragma once

#include "core/failure.h"

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

namespace keysluice::tests {

/// A file system of two megabytes that only this process sees, and that can be filled. Where a process may not mount
/// one, a limit of the size that files may grow to stands for it. Make it before the process has a second thread.
class SmallDisk final {
public:
    SmallDisk() {
        const auto user = ::geteuid();
        const auto group = ::getegid();
        if (user == 0 ? ::unshare(CLONE_NEWNS) != 0 : ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
            return;
        }
        if (user != 0) {
            // As oneself: the vault looks at who owns its files.
            (void)write("/proc/self/setgroups", "deny");
            (void)write("/proc/self/uid_map", QByteArray::number(user) + ' ' + QByteArray::number(user) + " 1");
            (void)write("/proc/self/gid_map", QByteArray::number(group) + ' ' + QByteArray::number(group) + " 1");
        }
        m_isReal = ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   ::mount("none", qPrintable(m_folder.path()), "tmpfs", 0, "size=2m,mode=0700") == 0;
    }
    ~SmallDisk() {
        makeRoom();
        if (m_isReal) {
            (void)::umount2(qPrintable(m_folder.path()), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool isReal() const { return m_isReal; }
    [[nodiscard]] QString path() const { return m_folder.path(); }
    /// What a write to the full disk fails with.
    [[nodiscard]] core::FailureCode fullCode() const {
        return m_isReal ? core::FailureCode::DiskFull : core::FailureCode::IoFailed;
    }

    /// Until not a byte more fits. False when that could not be done.
    bool fill() {
        if (!m_isReal) {
            ::signal(SIGXFSZ, SIG_IGN);
            return limitTo(1);
        }
        const int file = ::open(qPrintable(filler()), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        const std::array<char, 4096> block{};
        ssize_t written = 0;
        while (file >= 0 && (written = ::write(file, block.data(), block.size())) > 0) {
        }
        const bool isFull = file >= 0 && errno == ENOSPC;
        ::close(file);
        return isFull;
    }

    void makeRoom() {
        if (m_isReal) {
            QFile::remove(filler());
        } else {
            (void)limitTo(RLIM_INFINITY);
        }
    }

private:
    static bool write(const char* file, const QByteArray& text) {
        const int descriptor = ::open(file, O_WRONLY | O_CLOEXEC);
        const bool isWritten =
            descriptor >= 0 && ::write(descriptor, text.constData(), static_cast<std::size_t>(text.size())) > 0;
        ::close(descriptor);
        return isWritten;
    }
    static bool limitTo(rlim_t size) {
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = std::min(size, limit.rlim_max);
        return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
    }
    [[nodiscard]] QString filler() const { return m_folder.filePath(QStringLiteral("filler")); }

    QTemporaryDir m_folder;
    bool m_isReal = false;
};

} // namespace keysluice::tests
