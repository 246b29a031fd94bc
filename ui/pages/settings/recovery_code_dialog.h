#pragma once

#include "core/secret_bytes.h"
#include "ui/ports/vault_port.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QHBoxLayout;
class QVBoxLayout;

namespace keysluice::ui {

class ErrorLine;

/// Makes a recovery code, shows it once and lets go only when its last group was typed again; a code that is not
/// confirmed is taken back. Deletes itself. Thread: gui.
class RecoveryCodeDialog final : public QDialog {
    Q_OBJECT
public:
    RecoveryCodeDialog(VaultPort& vault, QWidget* parent);

    void reject() override;

private:
    void create();
    void showCode(core::SecretBytes code);
    void confirm();

    VaultPort& m_vault;
    core::SecretBytes m_proof;
    core::SecretBytes m_code; ///< while it is shown
    QVBoxLayout* m_layout = nullptr;
    QHBoxLayout* m_footer = nullptr;
    QWidget* m_ask;
    QLineEdit* m_proofField = nullptr;
    QLineEdit* m_typed = nullptr;
    QPushButton* m_create;
    QPushButton* m_cancel;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
