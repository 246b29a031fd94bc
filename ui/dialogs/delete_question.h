#pragma once

#include "core/records.h"
#include "ui/dialogs/prompt_dialog.h"

namespace keysluice::ui {

class CredentialPort;

/// Asks once before a credential is destroyed, naming what uses it. Focus starts on Cancel. Thread: gui.
class DeleteQuestion final : public PromptDialog {
    Q_OBJECT
public:
    DeleteQuestion(CredentialPort& credentials, const core::CredentialInfo& credential,
                   const std::vector<core::AgentInfo>& agents, QWidget* parent);

protected:
    void act() override;
    void showEvent(QShowEvent* event) override;

private:
    CredentialPort& m_credentials;
    core::RecordId m_id;
};

} // namespace keysluice::ui
