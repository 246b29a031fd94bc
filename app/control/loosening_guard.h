#pragma once

#include "app/control/message.h"
#include "app/control/operation_table.h"
#include "app/control/server.h"
#include "ui/ports/confirmation_port.h"

#include <functional>

namespace keysluice::app {

class LaunchRegistry;
class VaultService;

/// Decides whether somebody at the control socket may loosen something. In this order: a caller below a launched agent
/// is refused; a passphrase or key file decides when one was given; otherwise the person at the window is asked;
/// without a window it is ConfirmationNeeded. Thread: gui.
class LooseningGuard final {
public:
    LooseningGuard(VaultService& vault, LaunchRegistry& launches) : m_vault(vault), m_launches(launches) {}

    /// The window's; null without a window. Must outlive the guard or be taken back.
    void setConfirmation(ui::ConfirmationPort* confirmation) { m_confirmation = confirmation; }
    /// Commands on the data directory itself: the vault was opened with a passphrase or key file for this command.
    void setProvenAtStart(bool proven) { m_provenAtStart = proven; }

    /// Takes "passphrase" or "key-file" out of `secrets`. Errors: InsideLaunch, WrongPassphrase, NoSuchSlot,
    /// VaultLocked, Refused, ConfirmationNeeded (context: the command).
    void check(const Operation& operation, const QString& command, Secrets& secrets, ControlSession& session,
               std::function<void(core::Outcome<void>)> done);

private:
    VaultService& m_vault;
    LaunchRegistry& m_launches;
    ui::ConfirmationPort* m_confirmation = nullptr;
    bool m_provenAtStart = false;
    int m_asking = 0;
};

} // namespace keysluice::app
