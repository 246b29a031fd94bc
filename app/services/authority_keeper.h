#pragma once

#include "core/clock.h"
#include "core/failure.h"
#include "core/provider_catalogue.h"
#include "gateway/certificate_authority.h"
#include "gateway/snapshot.h"

#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

/// Keeps the installation's certificate authority fit: makes it, gives it a fresh year in time, extends it to new
/// hosts, and writes its certificate (never its key) beside the data for clients. Thread: gui.
class AuthorityKeeper final : public QObject {
    Q_OBJECT
public:
    AuthorityKeeper(vault::Vault& vault, const core::ProviderCatalogue& catalogue, const core::Clock& clock,
                    std::filesystem::path certificateFile, std::filesystem::path bundleFile, QObject* parent = nullptr);

    /// After an unlock, whenever hosts may have changed, and now and then, since time passes. Issues the certificate
    /// anew when a host is missing, when less than 30 days are left, or when it is not valid yet (the clock was wrong
    /// when it was made). Errors: of the vault, of gateway::createAuthority, of files.
    [[nodiscard]] core::Outcome<void> ensure();
    /// For snapshots; null while locked.
    [[nodiscard]] std::shared_ptr<const gateway::SigningAuthority> signing() const { return m_signing; }
    void forget() { m_signing.reset(); }
    /// Hosts that came while this process ran, and when: launches that began before have to be started again for them.
    [[nodiscard]] const std::map<std::string, core::UnixMs>& addedHosts() const { return m_addedHosts; }
    [[nodiscard]] std::optional<gateway::AuthorityDetails> details() const;
    /// The certificate, also while locked (from the exported file). NotFound before it was made.
    [[nodiscard]] core::Outcome<std::string> certificatePem() const;
    /// The system's roots, the imported certificates and ours.
    [[nodiscard]] core::Outcome<std::string> bundlePem() const;
    [[nodiscard]] const std::filesystem::path& certificateFile() const { return m_certificateFile; }
    [[nodiscard]] const std::filesystem::path& bundleFile() const { return m_bundleFile; }

private:
    [[nodiscard]] std::vector<std::string> wantedHosts() const;
    [[nodiscard]] core::Outcome<void> exportFiles() const;

    vault::Vault& m_vault;
    const core::ProviderCatalogue& m_catalogue;
    const core::Clock& m_clock;
    std::filesystem::path m_certificateFile;
    std::filesystem::path m_bundleFile;
    std::shared_ptr<const gateway::SigningAuthority> m_signing;
    std::map<std::string, core::UnixMs> m_addedHosts;
};

/// The system's root certificates as PEM; empty when none are found.
[[nodiscard]] std::string systemRootsPem();

} // namespace keysluice::app
