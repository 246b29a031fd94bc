#pragma once

#include "ui/ports/vault_port.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace keysluice::ui {

class ErrorLine;

/// Opens the locked vault: passphrase or recovery code, or the keychain once more. Deletes itself; closes by itself
/// when the vault opens some other way. Thread: gui.
class UnlockDialog final : public QDialog {
    Q_OBJECT
public:
    UnlockDialog(VaultPort& vault, QWidget* parent);

private:
    void unlock();
    void tryKeychain();
    void setBusy(bool busy);
    void finish(const core::Outcome<void>& outcome);

    VaultPort& m_vault;
    QLineEdit* m_proof;
    QPushButton* m_unlock;
    QPushButton* m_keychain;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
