#include "vault/keys/keychain_slot.h"

#include "vault/vault.h"

#include <memory>
#include <utility>

namespace keysluice::vault {

KeychainSlot::KeychainSlot(Vault& vault, Keychain& keychain, QObject* parent)
    : QObject(parent), m_vault(vault), m_keychain(keychain) {
    connect(&vault, &Vault::generationChanged, this, &KeychainSlot::noteGeneration);
}

void KeychainSlot::unlock(QObject* context, Keychain::Done<void> done) {
    if (!m_vault.hasSlot(core::SlotKind::Keychain)) {
        done(core::fail(core::FailureCode::NoSuchSlot));
        return;
    }
    m_keychain.read(m_vault.vaultId(), Keychain::Prompt::Allowed, context,
                    [this, done = std::move(done)](core::Outcome<KeychainEntry> entry) {
                        if (!entry) {
                            done(tl::make_unexpected(entry.error()));
                            return;
                        }
                        auto key = openWithSecret(m_vault.challenge(), core::SlotKind::Keychain, entry->secret);
                        if (!key) {
                            done(tl::make_unexpected(key.error()));
                            return;
                        }
                        done(m_vault.unlock(std::move(*key), entry->generation));
                    });
}

void KeychainSlot::unlockBy(UnlockedKey key, QObject* context, Keychain::Done<void> done) {
    if (!m_vault.hasSlot(core::SlotKind::Keychain)) {
        done(m_vault.unlock(std::move(key)));
        return;
    }
    m_keychain.read(m_vault.vaultId(), Keychain::Prompt::Forbidden, context,
                    [this, key = std::make_shared<UnlockedKey>(std::move(key)),
                     done = std::move(done)](const core::Outcome<KeychainEntry>& entry) {
                        done(m_vault.unlock(std::move(*key), entry ? entry->generation : 0));
                    });
}

void KeychainSlot::create(std::vector<NewSlot> others, QObject* context, Keychain::Done<void> done) {
    // The keychain first: a vault whose only key was never stored would be lost; an entry too many harms nobody.
    const std::string id = Vault::newVaultId();
    NewSlot slot = newStoredSlot(core::SlotKind::Keychain);
    KeychainEntry entry{slot.secret.clone(), 0};
    auto slotsToMake = std::make_shared<std::vector<NewSlot>>();
    slotsToMake->push_back(std::move(slot));
    for (NewSlot& other : others) {
        slotsToMake->push_back(std::move(other));
    }
    m_keychain.write(id, std::move(entry), Keychain::Prompt::Allowed, context,
                     [this, id, slotsToMake, done = std::move(done)](const core::Outcome<void>& stored) {
                         if (!stored) {
                             done(stored);
                             return;
                         }
                         auto made = m_vault.create(std::move(*slotsToMake), id);
                         if (!made) {
                             m_keychain.remove(id, Keychain::Prompt::Forbidden, this, [](const auto&) {});
                         }
                         done(std::move(made));
                     });
}

void KeychainSlot::addSlot(QObject* context, Keychain::Done<void> done) {
    if (!m_vault.isOpen()) {
        done(core::fail(core::FailureCode::VaultLocked));
        return;
    }
    auto slot = std::make_shared<NewSlot>(newStoredSlot(core::SlotKind::Keychain));
    m_keychain.write(m_vault.vaultId(), {slot->secret.clone(), m_vault.generation()}, Keychain::Prompt::Allowed,
                     context, [this, slot, done = std::move(done)](const core::Outcome<void>& stored) {
                         if (!stored) {
                             done(stored);
                             return;
                         }
                         const auto added = m_vault.replaceSlots(std::move(*slot));
                         done(added ? core::Outcome<void>{} : tl::make_unexpected(added.error()));
                     });
}

void KeychainSlot::removeSlot(const std::string& slotId, QObject* context, Keychain::Done<void> done) {
    if (auto removed = m_vault.removeSlot(slotId); !removed) {
        done(std::move(removed));
        return;
    }
    // the slot is gone, so what is left in a keychain that does not answer opens nothing any more
    m_keychain.remove(m_vault.vaultId(), Keychain::Prompt::Forbidden, context,
                      [done = std::move(done)](const core::Outcome<void>&) { done({}); });
}

void KeychainSlot::noteGeneration() {
    if (m_noting) {
        m_noteAgain = true;
        return;
    }
    if (!m_vault.hasSlot(core::SlotKind::Keychain) || !m_vault.isOpen()) {
        return;
    }
    m_noting = true;
    const auto finish = [this] {
        m_noting = false;
        if (std::exchange(m_noteAgain, false)) {
            noteGeneration();
        }
    };
    m_keychain.read(m_vault.vaultId(), Keychain::Prompt::Forbidden, this,
                    [this, finish](core::Outcome<KeychainEntry> entry) {
                        // a note above ours means that this file was rolled back: that note stays
                        if (!entry || entry->generation >= m_vault.generation()) {
                            finish();
                            return;
                        }
                        m_keychain.write(m_vault.vaultId(), {std::move(entry->secret), m_vault.generation()},
                                         Keychain::Prompt::Forbidden, this, [finish](const auto&) { finish(); });
                    });
}

} // namespace keysluice::vault
