#include "ui/dialogs/delete_question.h"

#include "ui/models/credential_text.h"
#include "ui/models/visible_text.h"
#include "ui/ports/credential_port.h"
#include "ui/text/failure_text.h"

#include <QPushButton>

namespace keysluice::ui {

DeleteQuestion::DeleteQuestion(CredentialPort& credentials, const core::CredentialInfo& credential,
                               const std::vector<core::AgentInfo>& agents, QWidget* parent)
    : PromptDialog(tr("Delete secret"), tr("Delete “%1”?").arg(visibleText(credential.name)),
                   deletionText(credential, credentials.credentials(), agents,
                                providerName(credentials.catalogue(), credential.providerId)),
                   tr("Delete"), ButtonRole::Danger, parent),
      m_credentials(credentials),
      m_id(credential.id) {}

void DeleteQuestion::showEvent(QShowEvent* event) {
    PromptDialog::showEvent(event);
    cancelButton().setFocus(Qt::OtherFocusReason);
}

void DeleteQuestion::act() {
    const core::Outcome<void> result = m_credentials.remove(m_id);
    if (!result) {
        setError(failureText(result.error()));
        return;
    }
    accept();
}

} // namespace keysluice::ui
