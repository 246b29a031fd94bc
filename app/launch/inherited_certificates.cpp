#include "app/launch/inherited_certificates.h"

#include "app/instance/public_file.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace keysluice::app {

namespace {

constexpr qint64 kLargestFile = 16LL * 1024 * 1024;

QByteArray readFile(const std::string& path) {
    const QString name = QString::fromStdString(path);
    QFile file(name);
    // No pipe and no device: opening or reading one might never end.
    if (path.empty() || !QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly) || file.size() > kLargestFile) {
        return {};
    }
    return file.readAll();
}

std::string valueOf(const std::vector<std::string>& environment, const std::string& name) {
    for (const std::string& entry : environment) {
        if (entry.starts_with(name + "=")) {
            return entry.substr(name.size() + 1);
        }
    }
    return {};
}

/// The file for a client that would trust `theirs`; `otherwise` is the one that it gets when there is no such file.
std::string joined(const std::string& theirs, const std::string& otherwise, const QByteArray& authority,
                   const std::filesystem::path& folder) {
    const QByteArray certificates = readFile(theirs);
    if (certificates.isEmpty() || authority.isEmpty()) {
        return otherwise;
    }
    if (certificates.contains(authority.trimmed())) {
        return theirs; // the shell was given it by a launch or by `env`
    }
    const QByteArray text = certificates + '\n' + authority;
    const QByteArray name = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(16);
    const std::filesystem::path file = folder / ("bundle-" + name.toStdString() + ".pem");
    return writePublicFile(file, text.toStdString()) ? file.string() : otherwise;
}

} // namespace

void keepInheritedCertificates(EnvironmentChange& change, const std::vector<std::string>& environment,
                               const std::string& authorityFile, const std::filesystem::path& folder) {
    const QByteArray authority = readFile(authorityFile);
    const std::string bundle = change.set["SSL_CERT_FILE"];
    const std::string general = joined(valueOf(environment, "SSL_CERT_FILE"), bundle, authority, folder);
    for (auto& [name, value] : change.set) {
        if (value == bundle || value == authorityFile) {
            value = joined(valueOf(environment, name), value == bundle ? general : value, authority, folder);
        }
    }
}

} // namespace keysluice::app
