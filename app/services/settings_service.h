#pragma once

#include "ui/ports/settings_port.h"

#include <QSettings>

#include <filesystem>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class AuthorityKeeper;

/// Settings for the window. Launch at login is a desktop file in the user's autostart folder (XDG autostart
/// specification), not a stored setting. Thread: gui.
class SettingsService final : public ui::SettingsPort {
    Q_OBJECT
public:
    SettingsService(vault::Vault& vault, AuthorityKeeper& authority, std::filesystem::path dataDirectory,
                    QObject* parent = nullptr);

    [[nodiscard]] core::ProtectedSettings protectedSettings() const override;
    [[nodiscard]] core::ProtectedSettings storedSettings() const override;
    [[nodiscard]] core::Outcome<void> setProtectedSettings(const core::ProtectedSettings& settings) override;
    [[nodiscard]] core::Outcome<void> setUpstreamProxyCredentials(core::SecretBytes userAndPassword) override;
    [[nodiscard]] core::LockSettings lockSettings() const override;
    [[nodiscard]] core::Outcome<void> setLockSettings(const core::LockSettings& settings) override;
    [[nodiscard]] core::InterfaceSettings interfaceSettings() const override;
    [[nodiscard]] core::Outcome<void> setInterfaceSettings(const core::InterfaceSettings& settings) override;
    [[nodiscard]] QByteArray viewState(const QString& name) const override;
    void setViewState(const QString& name, const QByteArray& state) override;
    [[nodiscard]] bool launchAtLogin() const override;
    [[nodiscard]] core::Outcome<void> setLaunchAtLogin(bool enabled) override;
    [[nodiscard]] core::Outcome<std::vector<std::string>> certificateSubjects(const std::string& pem) const override;
    [[nodiscard]] std::string authorityFingerprint() const override;
    [[nodiscard]] core::UnixMs authorityNotAfter() const override;
    [[nodiscard]] std::vector<std::string> authorityHosts() const override;
    [[nodiscard]] core::Outcome<void> exportAuthority(const QString& file) const override;
    [[nodiscard]] std::string dataDirectory() const override { return m_dataDirectory.string(); }

private:
    vault::Vault& m_vault;
    AuthorityKeeper& m_authority;
    std::filesystem::path m_dataDirectory;
    QSettings m_window; ///< the file that also has the window's place; written some time after a change
};

} // namespace keysluice::app
