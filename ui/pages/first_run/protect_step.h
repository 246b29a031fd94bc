#pragma once

#include "ui/pages/first_run/step.h"
#include "ui/ports/vault_port.h"

class QLabel;
class QLineEdit;

namespace keysluice::ui {

class ChoiceRow;
class ErrorLine;

/// Protect the vault: the system keychain with a recovery passphrase, or a passphrase only. What the keychain answers
/// decides what is offered. Thread: gui.
class ProtectStep final : public Step {
    Q_OBJECT
public:
    explicit ProtectStep(VaultPort& vault, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString action() const override;
    [[nodiscard]] bool canAct() const override;
    [[nodiscard]] QString result() const override;
    void enter() override;
    void act() override;

private:
    void refresh();
    void probed(const core::Outcome<void>& outcome);
    [[nodiscard]] bool exists() const { return m_vault.state() != core::VaultState::Absent; }

    VaultPort& m_vault;
    QWidget* m_choices;
    ChoiceRow* m_keychain;
    ChoiceRow* m_passphrase;
    QWidget* m_fields;
    QLabel* m_caption;
    QLineEdit* m_first;
    QLineEdit* m_second;
    QLabel* m_exists;
    ErrorLine* m_error;
    bool m_busy = false;
};

} // namespace keysluice::ui
