#pragma once

#include "core/records.h"
#include "ui/dialogs/prompt_dialog.h"

class QLineEdit;

namespace keysluice::ui {

class CredentialPort;

/// Another name for a credential; its provider, host and kind are fixed, and the dialog says so. Thread: gui.
class RenameDialog final : public PromptDialog {
    Q_OBJECT
public:
    RenameDialog(CredentialPort& credentials, const core::CredentialInfo& credential, QWidget* parent);

protected:
    void act() override;
    void showEvent(QShowEvent* event) override;

private:
    CredentialPort& m_credentials;
    core::RecordId m_id;
    QLineEdit* m_name;
};

} // namespace keysluice::ui
