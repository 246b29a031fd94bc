#include "tests/integration/app/program.h"

#include <QDir>
#include <QRegularExpression>

#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

/// What a sibling of the same user cannot do to a running instance.
class ProgramProtectionTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closesItsMemoryToSiblings() {
        const Program program(true);
        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        Serving serving(program);
        const auto pid = static_cast<pid_t>(serving.listening().value(QLatin1String("pid")).toInt());
        QVERIFY(pid > 0);
        QProcess open; // a process of the same user that is not protected: what is tried does work
        program.prepare(open, {});
        open.setProgram(QStringLiteral("/bin/sh"));
        open.setArguments({QStringLiteral("-c"), QStringLiteral("echo; exec sleep 100")});
        open.start();
        QVERIFY(open.waitForReadyRead(10'000));
        const auto tryAll = [](pid_t target) {
            const pid_t child = ::fork();
            if (child == 0) {
                Program::dropRoot();
                int reached = 0;
                char buffer[16];
                char path[64];
                // Of itself the sibling knows an address; in the other process it may not be mapped (EFAULT), but being
                // refused (EPERM) comes first.
                iovec local{buffer, sizeof buffer};
                iovec remote{buffer, sizeof buffer};
                ::snprintf(path, sizeof path, "/proc/%d/mem", static_cast<int>(target));
                reached |= ::open(path, O_RDONLY) >= 0 ? 1 : 0;
                ::snprintf(path, sizeof path, "/proc/%d/environ", static_cast<int>(target));
                reached |= ::open(path, O_RDONLY) >= 0 ? 2 : 0;
                reached |= ::process_vm_readv(target, &local, 1, &remote, 1, 0) >= 0 || errno != EPERM ? 4 : 0;
                reached |= ::ptrace(PTRACE_SEIZE, target, nullptr, nullptr) == 0 ? 8 : 0;
                ::_exit(reached);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        };
        QVERIFY((tryAll(static_cast<pid_t>(open.processId())) & 3) == 3);
        QCOMPARE(tryAll(pid), 0);
        QFile limits(QStringLiteral("/proc/%1/limits").arg(pid));
        QVERIFY(limits.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromLatin1(limits.readAll())
                    .contains(QRegularExpression(QStringLiteral("Max core file size\\s+0 "))));
        ::kill(pid, SIGABRT);
        QVERIFY(serving.process().waitForFinished(20'000));
        QVERIFY(QDir(program.path(QString())).entryList({QStringLiteral("core*")}, QDir::Files).isEmpty());
        open.kill();
        open.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(ProgramProtectionTest)
#include "program_protection_test.moc"
