#include "app/cli/vault_opener.h"

#include <QCoreApplication>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;

namespace {

void openByPrompt(Runtime& runtime, QObject* context, std::function<void(Outcome<void>)> done,
                  core::Failure otherwise) {
    if (!runtime.vault().hasPassphrase() || !canPrompt()) {
        done(core::failure(std::move(otherwise)));
        return;
    }
    auto passphrase = promptHidden(
        QCoreApplication::translate("keysluice::app::CommandLine", "Passphrase of the vault: ").toStdString());
    if (!passphrase) {
        done(core::failure(passphrase.error()));
        return;
    }
    runtime.vault().unlock(std::move(*passphrase), context, std::move(done));
}

} // namespace

void openVault(Runtime& runtime, Proof proof, QObject* context, std::function<void(Outcome<void>)> done) {
    VaultService& vault = runtime.vault();
    switch (vault.state()) {
    case core::VaultState::Open:
        done({});
        return;
    case core::VaultState::Absent:
        done(fail(FailureCode::VaultAbsent));
        return;
    case core::VaultState::PolicyUnverified:
    case core::VaultState::Unusable:
        done(core::failure(vault.trouble().value_or(core::Failure{FailureCode::Damaged, {}})));
        return;
    case core::VaultState::Locked:
        break;
    }
    // Opened is not enough: what does not verify is for a person to look at.
    const auto checked = [&vault, done](Outcome<void> unlocked) {
        if (unlocked && vault.state() == core::VaultState::PolicyUnverified) {
            done(core::failure(vault.trouble().value_or(core::Failure{FailureCode::PolicyUnverified, {}})));
        } else {
            done(std::move(unlocked));
        }
    };
    if (!proof.keyFile.empty()) {
        vault.unlockWithKeyFile(proof.keyFile, context, checked);
        return;
    }
    if (!proof.passphrase.isEmpty()) {
        vault.unlock(std::move(proof.passphrase), context, checked);
        return;
    }
    for (const core::SlotInfo& slot : vault.slotList()) {
        if (slot.kind == core::SlotKind::Keychain) {
            vault.unlockWithKeychain(context, [&runtime, context, checked](Outcome<void> unlocked) {
                if (unlocked) {
                    checked(std::move(unlocked));
                } else {
                    openByPrompt(runtime, context, checked, unlocked.error());
                }
            });
            return;
        }
    }
    openByPrompt(runtime, context, checked, core::Failure{FailureCode::VaultLocked, {}});
}

} // namespace keysluice::app
