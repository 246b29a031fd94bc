#include "app/instance/public_file.h"

#include <QSaveFile>

#include <cerrno>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

core::Outcome<void> writePublicFile(const std::filesystem::path& file, const std::string& text) {
    QSaveFile target(QString::fromStdString(file.string()));
    const QByteArray bytes = QByteArray::fromStdString(text);
    errno = 0;
    if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size() ||
        !target.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup |
                               QFileDevice::ReadOther) ||
        !target.commit()) {
        switch (errno) {
        case ENOSPC:
        case EDQUOT:
            return fail(FailureCode::DiskFull);
        case EROFS:
            return fail(FailureCode::ReadOnly, file.parent_path().string());
        case EACCES:
        case EPERM:
            return fail(FailureCode::PermissionDenied, file.string());
        default:
            return fail(FailureCode::IoFailed, file.string() + ": " + target.errorString().toStdString());
        }
    }
    return {};
}

} // namespace keysluice::app
