#include "vault/records/repository.h"

#include "vault/store.h"

namespace keysluice::vault {

core::Outcome<bool> Repository::loadAndVerify() {
    bool isIntact = true;
    if (const auto done = read(isIntact); !done) {
        return tl::make_unexpected(done.error());
    }
    announce(isIntact);
    return isIntact;
}

core::Outcome<void> Repository::change(const std::function<core::Outcome<void>()>& body) {
    if (auto done = m_store.change(body); !done) {
        return done;
    }
    bool isIntact = true;
    if (auto done = read(isIntact); !done) {
        return done;
    }
    if (!isIntact) {
        m_store.markUnverified(core::FailureCode::PolicyUnverified);
    }
    announce(isIntact);
    return {};
}

core::Outcome<void> Repository::mayChange() const {
    return m_store.mayChange();
}

} // namespace keysluice::vault
