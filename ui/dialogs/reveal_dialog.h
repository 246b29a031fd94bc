#pragma once

#include "core/records.h"
#include "core/secret_bytes.h"
#include "ui/dialogs/prompt_dialog.h"

#include <functional>

namespace keysluice::ui {

class CredentialPort;
class SecretField;

/// Asks for the vault or recovery passphrase before a key is shown or copied, and hands the key on. Thread: gui.
class RevealDialog final : public PromptDialog {
    Q_OBJECT
public:
    enum class Purpose { Show, Copy };

    RevealDialog(CredentialPort& credentials, const core::CredentialInfo& credential, Purpose purpose,
                 std::function<void(core::SecretBytes)> use, QWidget* parent);

    void done(int result) override;

protected:
    void act() override;
    void showEvent(QShowEvent* event) override;

private:
    CredentialPort& m_credentials;
    core::RecordId m_id;
    std::function<void(core::SecretBytes)> m_use;
    SecretField* m_passphrase;
};

} // namespace keysluice::ui
