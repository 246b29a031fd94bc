#include "ui/dialogs/reveal_dialog.h"

#include "ui/dialogs/secret_field.h"
#include "ui/models/visible_text.h"
#include "ui/ports/credential_port.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/labels.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keysluice::ui {

RevealDialog::RevealDialog(CredentialPort& credentials, const core::CredentialInfo& credential, Purpose purpose,
                           std::function<void(core::SecretBytes)> use, QWidget* parent)
    : PromptDialog(
          purpose == Purpose::Show ? tr("Show key") : tr("Copy key"),
          purpose == Purpose::Show ? tr("Show the key of “%1”?").arg(visibleText(credential.name))
                                   : tr("Copy the key of “%1”?").arg(visibleText(credential.name)),
          purpose == Purpose::Show
              ? tr("It is visible for 15 s. Other programs on this desktop can read it while it is shown.")
              : tr("It stays on the clipboard for 30 s. Other programs on this desktop can read it meanwhile."),
          purpose == Purpose::Show ? tr("Show") : tr("Copy"), ButtonRole::Primary, parent),
      m_credentials(credentials),
      m_id(credential.id),
      m_use(std::move(use)),
      m_passphrase(new SecretField(this)) {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(6);
    auto* label = new StyledLabel(tr("Vault or recovery passphrase"), TextStyle::BodyBold, Role::Text, box);
    label->setBuddy(m_passphrase);
    layout->addWidget(label);
    layout->addWidget(m_passphrase);
    addContent(box);
    connect(m_passphrase, &SecretField::secretEdited, this, [this] { setFieldError(m_passphrase, false); });
}

void RevealDialog::showEvent(QShowEvent* event) {
    PromptDialog::showEvent(event);
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void RevealDialog::act() {
    core::SecretBytes proof = m_passphrase->secret();
    m_passphrase->wipe();
    m_passphrase->setEnabled(false);
    actionButton().setEnabled(false);
    setError({});
    m_credentials.reveal(m_id, std::move(proof), this, [this](core::Outcome<core::SecretBytes> key) {
        m_passphrase->setEnabled(true);
        actionButton().setEnabled(true);
        if (!key) {
            setFieldError(m_passphrase, true);
            setError(failureText(key.error()));
            m_passphrase->setFocus(Qt::OtherFocusReason);
            return;
        }
        m_use(std::move(*key));
        accept();
    });
}

void RevealDialog::done(int result) {
    m_passphrase->wipe();
    PromptDialog::done(result);
}

} // namespace keysluice::ui
