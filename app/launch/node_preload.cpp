#include "app/launch/node_preload.h"

#include "app/instance/public_file.h"

#include <QFile>

namespace keysluice::app {

core::Outcome<std::filesystem::path> exportNodePreload(const std::filesystem::path& folder) {
    QFile source(QStringLiteral(":/keysluice/node-proxy.cjs"));
    const bool opened = source.open(QIODevice::ReadOnly);
    Q_ASSERT(opened); // part of the program
    const QByteArray text = source.readAll();
    const std::filesystem::path file = folder / "node-proxy.cjs";
    QFile present(QString::fromStdString(file.string()));
    if (present.open(QIODevice::ReadOnly) && present.readAll() == text) {
        return file;
    }
    if (const auto written = writePublicFile(file, text.toStdString()); !written) {
        return core::failure(written.error());
    }
    return file;
}

std::string withNodePreload(const std::string& options, const std::string& file) {
    // NODE_OPTIONS is split at spaces; between quotes a backslash escapes the next character.
    std::string option = "--require=\"";
    for (const char c : file) {
        if (c == '"' || c == '\\') {
            option += '\\';
        }
        option += c;
    }
    option += '"';
    if (options.find(option) != std::string::npos) {
        return options;
    }
    return options.empty() ? option : options + ' ' + option;
}

} // namespace keysluice::app
