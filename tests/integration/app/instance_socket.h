#pragma once

#include "tests/integration/app/program.h"

#include <QDir>

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <unistd.h>

/// A connection to the socket of the instance that `program` runs; -1 without one.
inline int connectToInstance(const Program& program) {
    const QStringList sockets =
        QDir(program.path(QStringLiteral("run/keysluice"))).entryList({QStringLiteral("*.sock")}, QDir::System);
    if (sockets.size() != 1) {
        return -1;
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, qPrintable(program.path(QStringLiteral("run/keysluice/")) + sockets.first()),
             sizeof address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    timeval limit{15, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? descriptor : -1;
}

/// What the instance answers to these bytes: nothing when it closed the connection.
inline QByteArray askInstance(const Program& program, const QByteArray& bytes) {
    const int descriptor = connectToInstance(program);
    if (descriptor < 0) {
        return "no socket";
    }
    (void)!::send(descriptor, bytes.constData(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
    char answer[8192];
    const ssize_t count = ::recv(descriptor, answer, sizeof answer, 0);
    ::close(descriptor);
    // Closed with bytes unread is a reset.
    return count < 0 ? (errno == ECONNRESET ? QByteArray() : QByteArray("no answer"))
                     : QByteArray(answer, static_cast<qsizetype>(count));
}
