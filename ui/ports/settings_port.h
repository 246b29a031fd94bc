#pragma once

#include "core/clock.h"
#include "core/failure.h"
#include "core/secret_bytes.h"
#include "core/settings.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <string>
#include <vector>

namespace keysluice::ui {

/// Implemented by `app`. Thread: gui. Protected settings need an open vault (VaultLocked otherwise).
class SettingsPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// What is in force.
    [[nodiscard]] virtual core::ProtectedSettings protectedSettings() const = 0;
    /// What is in the file, verified or not: for looking at before accepting it.
    [[nodiscard]] virtual core::ProtectedSettings storedSettings() const = 0;
    [[nodiscard]] virtual core::Outcome<void> setProtectedSettings(const core::ProtectedSettings& settings) = 0;
    /// "user:password" for the upstream proxy; empty removes it.
    [[nodiscard]] virtual core::Outcome<void> setUpstreamProxyCredentials(core::SecretBytes userAndPassword) = 0;
    [[nodiscard]] virtual core::LockSettings lockSettings() const = 0;
    [[nodiscard]] virtual core::Outcome<void> setLockSettings(const core::LockSettings& settings) = 0;
    [[nodiscard]] virtual core::InterfaceSettings interfaceSettings() const = 0;
    [[nodiscard]] virtual core::Outcome<void> setInterfaceSettings(const core::InterfaceSettings& settings) = 0;

    /// How the window was arranged: opaque bytes of a table's columns, kept beside the window's place. Empty: never
    /// kept. What cannot be written is forgotten; nothing depends on it.
    [[nodiscard]] virtual QByteArray viewState(const QString& name) const = 0;
    virtual void setViewState(const QString& name, const QByteArray& state) = 0;

    [[nodiscard]] virtual bool launchAtLogin() const = 0;
    [[nodiscard]] virtual core::Outcome<void> setLaunchAtLogin(bool enabled) = 0;

    // trust
    /// Subject names of the certificates in a PEM text; Damaged when there is none.
    [[nodiscard]] virtual core::Outcome<std::vector<std::string>> certificateSubjects(const std::string& pem) const = 0;
    [[nodiscard]] virtual std::string authorityFingerprint() const = 0;
    [[nodiscard]] virtual core::UnixMs authorityNotAfter() const = 0;
    [[nodiscard]] virtual std::vector<std::string> authorityHosts() const = 0;
    [[nodiscard]] virtual core::Outcome<void> exportAuthority(const QString& file) const = 0;
    [[nodiscard]] virtual std::string dataDirectory() const = 0;

Q_SIGNALS:
    void changed();
};

} // namespace keysluice::ui
