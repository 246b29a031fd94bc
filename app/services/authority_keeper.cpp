#include "app/services/authority_keeper.h"

#include "app/instance/public_file.h"
#include "core/rules/host_pattern.h"
#include "vault/records/authority_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/records/rule_repository.h"
#include "vault/records/settings_repository.h"
#include "vault/vault.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

namespace {

constexpr core::UnixMs kRenewBefore = 30LL * 24 * 3600 * 1000;
constexpr std::array kSystemRoots{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                  "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

/// More of them would make a certificate that clients are slow to read. Who names more gets hosts that no client
/// trusts us for, and so cannot reach.
constexpr std::size_t kMostHosts = 1000;

/// The hosts that a rule or limit names, whose connections are opened up; of `*.suffix` the suffix.
template <class One>
void addNamed(const One& one, std::set<std::string>& hosts) {
    if (!one.isEnabled) {
        return;
    }
    for (const std::string& text : one.conditions.hosts.among) {
        const auto pattern = core::rules::HostPattern::parse(text);
        if (pattern && hosts.size() < kMostHosts) {
            hosts.insert(pattern->name());
        }
    }
}

std::string readText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::string withLineEnd(std::string text) {
    if (!text.empty() && text.back() != '\n') {
        text += '\n';
    }
    return text;
}

} // namespace

std::string systemRootsPem() {
    const QString replacement = qEnvironmentVariable("SSL_CERT_FILE");
    if (!replacement.isEmpty()) {
        if (std::string text = readText(replacement); !text.empty()) {
            return text;
        }
    }
    for (const char* path : kSystemRoots) {
        if (std::string text = readText(QString::fromLatin1(path)); !text.empty()) {
            return text;
        }
    }
    return {};
}

AuthorityKeeper::AuthorityKeeper(vault::Vault& vault, const core::ProviderCatalogue& catalogue,
                                 const core::Clock& clock, std::filesystem::path certificateFile,
                                 std::filesystem::path bundleFile, QObject* parent)
    : QObject(parent),
      m_vault(vault),
      m_catalogue(catalogue),
      m_clock(clock),
      m_certificateFile(std::move(certificateFile)),
      m_bundleFile(std::move(bundleFile)) {}

std::vector<std::string> AuthorityKeeper::wantedHosts() const {
    std::set<std::string> hosts;
    for (const core::Provider& provider : m_catalogue.providers()) {
        hosts.insert(provider.hosts.begin(), provider.hosts.end());
    }
    for (const core::CredentialInfo& credential : m_vault.credentials().list()) {
        hosts.insert(credential.hosts.begin(), credential.hosts.end());
    }
    for (const core::rules::Rule& rule : m_vault.rules().rules().rules) {
        addNamed(rule, hosts);
    }
    for (const core::rules::Limit& limit : m_vault.rules().rules().limits) {
        addNamed(limit, hosts);
    }
    return {hosts.begin(), hosts.end()};
}

core::Outcome<void> AuthorityKeeper::ensure() {
    vault::AuthorityRepository& repository = m_vault.authority();
    const std::vector<std::string> wanted = wantedHosts();
    const core::UnixMs now = m_clock.now();
    if (!repository.isPresent()) {
        auto made = gateway::createAuthority(wanted, now);
        if (!made) {
            return core::failure(made.error());
        }
        if (const auto stored = repository.store(made->certificatePem, made->privateKeyDer); !stored) {
            return stored;
        }
    } else {
        const auto known = gateway::authorityDetails(repository.certificatePem());
        std::vector<std::string> missing;
        std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing), [&known](const std::string& host) {
            return !known || std::find(known->permittedHosts.begin(), known->permittedHosts.end(), host) ==
                                 known->permittedHosts.end();
        });
        if (!known || !missing.empty() || known->notAfter < now + kRenewBefore || known->notBefore > now) {
            auto key = repository.privateKeyDer();
            if (!key) {
                return core::failure(key.error());
            }
            const gateway::AuthorityMaterial material{repository.certificatePem(), std::move(*key)};
            const auto pem = gateway::reissueAuthority(material, wanted, now);
            if (!pem) {
                return core::failure(pem.error());
            }
            if (const auto stored = repository.store(*pem, material.privateKeyDer); !stored) {
                return stored;
            }
            for (const std::string& host : missing) {
                m_addedHosts[host] = now;
            }
        }
    }
    if (!m_signing || m_signing->certificatePem != repository.certificatePem()) {
        auto key = repository.privateKeyDer();
        if (!key) {
            return core::failure(key.error());
        }
        auto signing = std::make_shared<gateway::SigningAuthority>();
        signing->certificatePem = repository.certificatePem();
        signing->privateKeyDer = std::make_shared<const core::SecretBytes>(std::move(*key));
        signing->addedHosts = m_addedHosts;
        m_signing = std::move(signing);
    }
    return exportFiles();
}

std::optional<gateway::AuthorityDetails> AuthorityKeeper::details() const {
    const auto pem = certificatePem();
    if (!pem) {
        return std::nullopt;
    }
    auto details = gateway::authorityDetails(*pem);
    return details ? std::optional(std::move(*details)) : std::nullopt;
}

core::Outcome<std::string> AuthorityKeeper::certificatePem() const {
    if (m_vault.authority().isPresent()) {
        return m_vault.authority().certificatePem();
    }
    std::string text = readText(QString::fromStdString(m_certificateFile.string()));
    if (text.empty()) {
        return m_vault.state() == core::VaultState::Absent ? fail(FailureCode::VaultAbsent)
                                                           : fail(FailureCode::VaultLocked);
    }
    return text;
}

core::Outcome<std::string> AuthorityKeeper::bundlePem() const {
    auto own = certificatePem();
    if (!own) {
        return core::failure(own.error());
    }
    return withLineEnd(systemRootsPem()) + withLineEnd(m_vault.settings().protectedSettings().extraCaPem) +
           withLineEnd(*own);
}

core::Outcome<void> AuthorityKeeper::exportFiles() const {
    const std::pair<const std::filesystem::path&, core::Outcome<std::string>> files[] = {
        {m_certificateFile, certificatePem()}, {m_bundleFile, bundlePem()}};
    for (const auto& [file, text] : files) {
        if (!text) {
            return core::failure(text.error());
        }
        if (readText(QString::fromStdString(file.string())) != *text) {
            if (const auto written = writePublicFile(file, *text); !written) {
                return written;
            }
        }
    }
    return {};
}

} // namespace keysluice::app
