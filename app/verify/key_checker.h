#pragma once

#include "app/verify/upstream_access.h"
#include "core/provider_catalogue.h"
#include "core/secret_bytes.h"
#include "ui/ports/credential_port.h"

#include <chrono>
#include <functional>
#include <memory>

namespace keysluice::app {

/// Asks a provider's model list whether a key works: the one place where a key passes through Qt. One access manager
/// per check, destroyed with it; redirects are not followed; no HTTP/2, cookies, cache or stored logins; the answer is
/// bounded. Thread: gui; nothing blocks.
class KeyChecker final {
public:
    struct Limits {
        std::chrono::milliseconds time{10'000};
        qint64 answerBytes = 1024 * 1024;
    };

    explicit KeyChecker(std::function<UpstreamAccess()> access) : KeyChecker(std::move(access), Limits{}) {}
    KeyChecker(std::function<UpstreamAccess()> access, Limits limits) : m_access(std::move(access)), m_limits(limits) {}

    /// Begins when the event loop runs next, so that the caller can connect to finished() first.
    [[nodiscard]] std::unique_ptr<ui::KeyCheck> check(const core::Provider& provider, const core::CredentialKind& kind,
                                                      core::SecretBytes key) const;
    /// The same request without a key: is the provider there? Rejected is the answer of a healthy one.
    /// `clockSkew` in its detail: "date=<milliseconds since 1970 of the answer's Date header>".
    [[nodiscard]] std::unique_ptr<ui::KeyCheck> reach(const core::Provider& provider) const;

private:
    std::function<UpstreamAccess()> m_access;
    Limits m_limits;
};

} // namespace keysluice::app
