#include "app/services/vault_service.h"

#include "vault/keys/key_file.h"

#include <QFileInfo>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;
using core::SecretBytes;

VaultService::VaultService(vault::Vault& vault, vault::Keychain& keychain, vault::AutoLock& autoLock, QObject* parent)
    : VaultPort(parent), m_vault(vault), m_keychain(keychain), m_autoLock(autoLock), m_keychainSlot(vault, keychain) {
    connect(&m_vault, &vault::Vault::stateChanged, this, &VaultService::stateChanged);
    connect(&m_vault, &vault::Vault::slotsChanged, this, &VaultService::slotsChanged);
    connect(&m_autoLock, &vault::AutoLock::lockWanted, this, &VaultService::lock);
}

std::optional<core::Failure> VaultService::trouble() const {
    if (const auto trouble = m_vault.trouble()) {
        return trouble;
    }
    return m_vault.state() == core::VaultState::Locked ? m_keychainTrouble : std::nullopt;
}

bool VaultService::hasPassphrase() const {
    return m_vault.hasSlot(core::SlotKind::Passphrase) || m_vault.hasSlot(core::SlotKind::RecoveryCode);
}

void VaultService::createWith(VaultCreation creation, QObject* context, ui::Done<SecretBytes> done) {
    if (m_vault.state() != core::VaultState::Absent) {
        done(m_vault.state() == core::VaultState::Unusable && m_vault.trouble()
                 ? Outcome<SecretBytes>(core::failure(*m_vault.trouble()))
                 : fail(FailureCode::VaultExists));
        return;
    }
    auto wanted = std::make_shared<VaultCreation>(std::move(creation));
    using Slots = std::vector<vault::NewSlot>;
    auto code = std::make_shared<SecretBytes>();
    const vault::Argon2Parameters argon2 = m_vault.options().argon2;
    m_background.run<Slots>(
        context,
        [wanted, code, argon2]() -> Outcome<Slots> {
            Slots made;
            if (!wanted->passphrase.isEmpty()) {
                auto slot = vault::newPassphraseSlot(wanted->passphrase, argon2);
                if (!slot) {
                    return core::failure(slot.error());
                }
                made.push_back(std::move(*slot));
            }
            if (!wanted->keyFile.empty()) {
                auto secret = QFileInfo::exists(QString::fromStdString(wanted->keyFile))
                                  ? vault::readKeyFile(wanted->keyFile)
                                  : vault::createKeyFile(wanted->keyFile);
                if (!secret) {
                    return core::failure(secret.error());
                }
                made.push_back(vault::newStoredSlot(core::SlotKind::KeyFile, std::move(*secret)));
            }
            if (wanted->recoveryCode) {
                vault::NewRecoverySlot recovery = vault::newRecoverySlot();
                *code = std::move(recovery.code);
                made.push_back(std::move(recovery.slot));
            }
            return made;
        },
        [this, wanted, code, context, done = std::move(done)](Outcome<Slots> made) {
            if (!made) {
                done(core::failure(made.error()));
                return;
            }
            if (wanted->keychain) {
                m_keychainSlot.create(std::move(*made), context, [done, code](Outcome<void> created) {
                    done(created ? Outcome<SecretBytes>(std::move(*code)) : core::failure(created.error()));
                });
                return;
            }
            const auto created = m_vault.create(std::move(*made));
            done(created ? Outcome<SecretBytes>(std::move(*code)) : core::failure(created.error()));
        });
}

void VaultService::create(bool keychain, SecretBytes passphrase, QObject* context, ui::Done<void> done) {
    VaultCreation creation;
    creation.keychain = keychain;
    creation.passphrase = std::move(passphrase);
    createWith(std::move(creation), context, [done = std::move(done)](Outcome<SecretBytes> made) {
        done(made ? Outcome<void>() : core::failure(made.error()));
    });
}

void VaultService::probeKeychain(QObject* context, ui::Done<void> done) {
    m_keychain.probe(context, std::move(done));
}

void VaultService::unlock(SecretBytes passphraseOrRecoveryCode, QObject* context, ui::Done<void> done) {
    if (m_vault.state() != core::VaultState::Locked) {
        done(m_vault.isOpen() ? Outcome<void>() : fail(FailureCode::VaultAbsent));
        return;
    }
    auto secret = std::make_shared<SecretBytes>(std::move(passphraseOrRecoveryCode));
    auto challenge = std::make_shared<vault::UnlockChallenge>(m_vault.challenge());
    m_background.run<vault::UnlockedKey>(
        context, [secret, challenge] { return vault::openWithPassphrase(*challenge, *secret); },
        [this, context, done = std::move(done)](Outcome<vault::UnlockedKey> key) {
            finishUnlock(std::move(key), context, done);
        });
}

void VaultService::finishUnlock(Outcome<vault::UnlockedKey> key, QObject* context, ui::Done<void> done) {
    if (!key) {
        done(core::failure(key.error()));
        return;
    }
    m_keychainSlot.unlockBy(std::move(*key), context, [this, done = std::move(done)](Outcome<void> unlocked) {
        if (unlocked) {
            m_keychainTrouble.reset();
        }
        done(std::move(unlocked));
    });
}

void VaultService::unlockWithKeyFileContent(const SecretBytes& secret, QObject* context, ui::Done<void> done) {
    if (m_vault.state() != core::VaultState::Locked) {
        done(m_vault.isOpen() ? Outcome<void>() : fail(FailureCode::VaultAbsent));
        return;
    }
    finishUnlock(vault::openWithSecret(m_vault.challenge(), core::SlotKind::KeyFile, secret), context, std::move(done));
}

void VaultService::unlockWithKeychain(QObject* context, ui::Done<void> done) {
    m_keychainSlot.unlock(context, [this, done = std::move(done)](Outcome<void> unlocked) {
        m_keychainTrouble = unlocked ? std::nullopt : std::optional(unlocked.error());
        if (!unlocked) {
            Q_EMIT stateChanged(); // trouble() tells more
        }
        done(std::move(unlocked));
    });
}

void VaultService::unlockWithKeyFile(const std::string& file, QObject* context, ui::Done<void> done) {
    const auto secret = vault::readKeyFile(file);
    if (!secret) {
        done(core::failure(secret.error()));
        return;
    }
    unlockWithKeyFileContent(*secret, context, std::move(done));
}

void VaultService::lock() {
    if (m_vault.isOpen()) {
        Q_EMIT aboutToLock();
        m_vault.lock();
    }
}

void VaultService::prove(SecretBytes passphrase, QObject* context, ui::Done<void> done) {
    if (!m_vault.isOpen()) {
        done(fail(FailureCode::VaultLocked));
        return;
    }
    auto secret = std::make_shared<SecretBytes>(std::move(passphrase));
    auto challenge = std::make_shared<vault::UnlockChallenge>(m_vault.challenge());
    m_background.run<vault::UnlockedKey>(
        context, [secret, challenge] { return vault::openWithPassphrase(*challenge, *secret); },
        [this, done = std::move(done)](Outcome<vault::UnlockedKey> key) {
            done(key ? m_vault.verify(*key) : core::failure(key.error()));
        });
}

core::Outcome<void> VaultService::proveKeyFile(const SecretBytes& secret) const {
    if (!m_vault.isOpen()) {
        return fail(FailureCode::VaultLocked);
    }
    const auto key = vault::openWithSecret(m_vault.challenge(), core::SlotKind::KeyFile, secret);
    return key ? m_vault.verify(*key) : core::failure(key.error());
}

void VaultService::proven(SecretBytes proof, QObject* context, std::function<void(Outcome<void>)> next) {
    if (hasPassphrase()) {
        prove(std::move(proof), context, std::move(next));
    } else {
        next(m_vault.isOpen() ? Outcome<void>() : fail(FailureCode::VaultLocked));
    }
}

void VaultService::setPassphrase(SecretBytes proof, SecretBytes passphrase, QObject* context, ui::Done<void> done) {
    auto wanted = std::make_shared<SecretBytes>(std::move(passphrase));
    proven(std::move(proof), context, [this, wanted, context, done = std::move(done)](Outcome<void> allowed) {
        if (!allowed) {
            done(std::move(allowed));
            return;
        }
        const vault::Argon2Parameters argon2 = m_vault.options().argon2;
        m_background.run<vault::NewSlot>(
            context, [wanted, argon2] { return vault::newPassphraseSlot(*wanted, argon2); },
            [this, done](Outcome<vault::NewSlot> slot) {
                if (!slot) {
                    done(core::failure(slot.error()));
                    return;
                }
                const auto stored = m_vault.replaceSlots(std::move(*slot));
                done(stored ? Outcome<void>() : core::failure(stored.error()));
            });
    });
}

void VaultService::addKeychainSlot(SecretBytes proof, QObject* context, ui::Done<void> done) {
    proven(std::move(proof), context, [this, context, done = std::move(done)](Outcome<void> allowed) {
        if (allowed) {
            m_keychainSlot.addSlot(context, done);
        } else {
            done(std::move(allowed));
        }
    });
}

void VaultService::createRecoveryCode(SecretBytes proof, QObject* context, ui::Done<SecretBytes> done) {
    proven(std::move(proof), context, [this, done = std::move(done)](const Outcome<void>& allowed) {
        if (!allowed) {
            done(core::failure(allowed.error()));
            return;
        }
        vault::NewRecoverySlot recovery = vault::newRecoverySlot();
        const auto stored = m_vault.replaceSlots(std::move(recovery.slot));
        done(stored ? Outcome<SecretBytes>(std::move(recovery.code)) : core::failure(stored.error()));
    });
}

void VaultService::removeSlot(const core::RecordId& slot, SecretBytes proof, QObject* context, ui::Done<void> done) {
    proven(std::move(proof), context, [this, slot, context, done = std::move(done)](Outcome<void> allowed) {
        if (!allowed) {
            done(std::move(allowed));
            return;
        }
        for (const core::SlotInfo& info : m_vault.slotList()) {
            if (info.id == slot && info.kind == core::SlotKind::Keychain) {
                m_keychainSlot.removeSlot(slot, context, done);
                return;
            }
        }
        done(m_vault.removeSlot(slot));
    });
}

void VaultService::rotateDataKey(SecretBytes proof, QObject* context, ui::Done<void> done) {
    proven(std::move(proof), context, [this, done = std::move(done)](Outcome<void> allowed) {
        done(allowed ? m_vault.rotateDataKey() : std::move(allowed));
    });
}

void VaultService::acceptPolicy(SecretBytes proof, QObject* context, ui::Done<void> done) {
    proven(std::move(proof), context, [this, done = std::move(done)](Outcome<void> allowed) {
        done(allowed ? m_vault.acceptPolicy() : std::move(allowed));
    });
}

} // namespace keysluice::app
