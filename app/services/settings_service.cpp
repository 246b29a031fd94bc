#include "app/services/settings_service.h"

#include "app/instance/public_file.h"
#include "app/services/authority_keeper.h"
#include "vault/records/settings_repository.h"
#include "vault/vault.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QStandardPaths>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;

namespace {

QString autostartFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/autostart/keysluice.desktop");
}

/// An argument of Exec= in quotes (Desktop Entry specification): backslash, quote, backtick and dollar are escaped, and
/// the backslash once more for the string itself.
QString quotedForExec(const QString& argument) {
    QString quoted;
    for (const QChar c : argument) {
        if (c == QLatin1Char('"') || c == QLatin1Char('`') || c == QLatin1Char('$')) {
            quoted += QStringLiteral("\\\\");
        } else if (c == QLatin1Char('\\')) {
            quoted += QStringLiteral("\\\\\\");
        } else if (c == QLatin1Char('%')) {
            quoted += QLatin1Char('%');
        }
        quoted += c;
    }
    return QLatin1Char('"') + quoted + QLatin1Char('"');
}

} // namespace

SettingsService::SettingsService(vault::Vault& vault, AuthorityKeeper& authority, std::filesystem::path dataDirectory,
                                 QObject* parent)
    : SettingsPort(parent),
      m_vault(vault),
      m_authority(authority),
      m_dataDirectory(std::move(dataDirectory)),
      m_window(QString::fromStdString((m_dataDirectory / "window.ini").string()), QSettings::IniFormat) {
    connect(&m_vault.settings(), &vault::SettingsRepository::changed, this, &SettingsService::changed);
    connect(&m_vault, &vault::Vault::stateChanged, this, &SettingsService::changed);
}

core::ProtectedSettings SettingsService::storedSettings() const {
    return m_vault.settings().storedSettings();
}

core::ProtectedSettings SettingsService::protectedSettings() const {
    return m_vault.settings().protectedSettings();
}

Outcome<void> SettingsService::setProtectedSettings(const core::ProtectedSettings& settings) {
    return m_vault.settings().setProtectedSettings(settings);
}

Outcome<void> SettingsService::setUpstreamProxyCredentials(core::SecretBytes userAndPassword) {
    return m_vault.settings().setUpstreamProxyCredentials(userAndPassword);
}

core::LockSettings SettingsService::lockSettings() const {
    return m_vault.settings().lockSettings();
}

Outcome<void> SettingsService::setLockSettings(const core::LockSettings& settings) {
    return m_vault.settings().setLockSettings(settings);
}

core::InterfaceSettings SettingsService::interfaceSettings() const {
    return m_vault.settings().interfaceSettings();
}

Outcome<void> SettingsService::setInterfaceSettings(const core::InterfaceSettings& settings) {
    return m_vault.settings().setInterfaceSettings(settings);
}

QByteArray SettingsService::viewState(const QString& name) const {
    return m_window.value(QStringLiteral("views/") + name).toByteArray();
}

void SettingsService::setViewState(const QString& name, const QByteArray& state) {
    m_window.setValue(QStringLiteral("views/") + name, state);
}

bool SettingsService::launchAtLogin() const {
    return QFile::exists(autostartFile());
}

Outcome<void> SettingsService::setLaunchAtLogin(bool enabled) {
    const QString path = autostartFile();
    if (!enabled) {
        if (QFile::exists(path) && !QFile::remove(path)) {
            return fail(FailureCode::PermissionDenied, path.toStdString());
        }
        Q_EMIT changed();
        return {};
    }
    if (!QDir().mkpath(QFileInfo(path).path())) {
        return fail(FailureCode::ReadOnly, path.toStdString());
    }
    QString command = quotedForExec(QCoreApplication::applicationFilePath());
    const QString usual =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/keysluice");
    if (QString::fromStdString(m_dataDirectory.string()) != usual) {
        command += QStringLiteral(" --data-dir ") + quotedForExec(QString::fromStdString(m_dataDirectory.string()));
    }
    const QString text = QStringLiteral("[Desktop Entry]\nType=Application\nName=Keysluice\nExec=%1\nIcon=keysluice\n"
                                        "X-GNOME-Autostart-enabled=true\n")
                             .arg(command);
    const auto written = writePublicFile(path.toStdString(), text.toStdString());
    Q_EMIT changed();
    return written;
}

Outcome<std::vector<std::string>> SettingsService::certificateSubjects(const std::string& pem) const {
    std::vector<std::string> subjects;
    for (const QSslCertificate& certificate : QSslCertificate::fromData(QByteArray::fromStdString(pem), QSsl::Pem)) {
        const QString name = certificate.subjectDisplayName();
        subjects.push_back((name.isEmpty() ? QString::fromLatin1(certificate.serialNumber()) : name).toStdString());
    }
    if (subjects.empty()) {
        return fail(FailureCode::Damaged, "no certificate in PEM form");
    }
    return subjects;
}

std::string SettingsService::authorityFingerprint() const {
    const auto details = m_authority.details();
    return details ? details->sha256Fingerprint : std::string();
}

core::UnixMs SettingsService::authorityNotAfter() const {
    const auto details = m_authority.details();
    return details ? details->notAfter : 0;
}

std::vector<std::string> SettingsService::authorityHosts() const {
    const auto details = m_authority.details();
    return details ? details->permittedHosts : std::vector<std::string>();
}

Outcome<void> SettingsService::exportAuthority(const QString& file) const {
    const auto pem = m_authority.certificatePem();
    if (!pem) {
        return core::failure(pem.error());
    }
    return writePublicFile(file.toStdString(), *pem);
}

} // namespace keysluice::app
