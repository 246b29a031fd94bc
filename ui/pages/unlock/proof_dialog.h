#pragma once

#include "core/secret_bytes.h"
#include "ui/ports/vault_port.h"

#include <QDialog>

#include <functional>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace keysluice::ui {

class ErrorLine;

/// Asks for the passphrase or recovery code, and a new passphrase where one is wanted, then does something that takes a
/// moment; stays open and says why when that fails. Deletes itself. Thread: gui.
class ProofDialog final : public QDialog {
    Q_OBJECT
public:
    struct Options {
        QString title;
        QString text;
        QString action;
        bool danger = false;
        bool needsProof = true;
        bool wantsNewPassphrase = false;
    };
    using Act =
        std::function<void(core::SecretBytes proof, core::SecretBytes fresh, QObject* context, Done<void> done)>;

    ProofDialog(const Options& options, Act act, QWidget* parent);

    /// Does the vault have a slot that a person can prove?
    [[nodiscard]] static bool hasProofSlot(const VaultPort& vault);

private:
    QLineEdit* addField(QVBoxLayout* layout, const QString& label);
    void tryIt();
    void finish(const core::Outcome<void>& outcome);

    Options m_options;
    Act m_act;
    QLineEdit* m_proof = nullptr;
    QLineEdit* m_fresh = nullptr;
    QLineEdit* m_again = nullptr;
    QPushButton* m_accept;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
