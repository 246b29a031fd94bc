#pragma once

#include "core/failure.h"

#include <functional>

namespace keysluice::vault {

class KeyRing;
class Store;

/// What the vault does with each of its repositories. Thread: the vault's.
class Repository {
public:
    explicit Repository(Store& store) : m_store(store) {}
    virtual ~Repository() = default;
    Repository(const Repository&) = delete;
    Repository& operator=(const Repository&) = delete;

    /// After an unlock. False: some row does not verify (what could be read is there, for the user to look at).
    [[nodiscard]] virtual core::Outcome<bool> loadAndVerify();
    /// Before a lock takes effect for everybody else: drops what was read.
    virtual void forget() = 0;
    /// Inside the transaction of a rotation: encrypts every sealed value of this repository anew.
    [[nodiscard]] virtual core::Outcome<void> reseal(const KeyRing& from, const KeyRing& to) = 0;
    /// Writes MACs for everything as it is now, with the store's current keys.
    [[nodiscard]] virtual core::Outcome<void> authenticateAll() = 0;
    [[nodiscard]] virtual core::Outcome<void> flushUsage() { return {}; }

protected:
    [[nodiscard]] Store& store() const { return m_store; }

    /// A copy to change of what find() found. Errors: those of Store::mayChange(), NotFound.
    template <class Record>
    [[nodiscard]] core::Outcome<Record> known(const Record* found) const {
        if (const auto may = mayChange(); !may) {
            return tl::make_unexpected(may.error());
        }
        return found != nullptr ? core::Outcome<Record>(*found) : core::fail(core::FailureCode::NotFound);
    }
    /// Runs `body` as one transaction, reads everything back and announces it.
    [[nodiscard]] core::Outcome<void> change(const std::function<core::Outcome<void>()>& body);
    /// Reads everything; `isIntact`: every row has its MAC, and none is left over.
    [[nodiscard]] virtual core::Outcome<void> read(bool& isIntact) = 0;
    /// Puts what was read in force, and says so.
    virtual void announce(bool isIntact) = 0;

private:
    [[nodiscard]] core::Outcome<void> mayChange() const;

    Store& m_store;
};

} // namespace keysluice::vault
