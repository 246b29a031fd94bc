#include "ui/dialogs/rename_dialog.h"

#include "ui/models/credential_text.h"
#include "ui/models/visible_text.h"
#include "ui/ports/credential_port.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/labels.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

RenameDialog::RenameDialog(CredentialPort& credentials, const core::CredentialInfo& credential, QWidget* parent)
    : PromptDialog(tr("Edit “%1”").arg(visibleText(credential.name)), {}, {}, tr("Save"), ButtonRole::Primary, parent),
      m_credentials(credentials),
      m_id(credential.id),
      m_name(new QLineEdit(QString::fromStdString(credential.name), this)) {
    m_name->setMaxLength(64);
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* label = new StyledLabel(tr("Name"), TextStyle::BodyBold, Role::Text, box);
    label->setBuddy(m_name);
    auto* fixed = new StyledLabel(
        tr("%1 and its host are fixed: a stored key never goes elsewhere. To change them, delete it and add it again.")
            .arg(providerName(credentials.catalogue(), credential.providerId)),
        TextStyle::Small, Role::Muted, box);
    fixed->setWordWrap(true);
    layout->addWidget(label);
    layout->addWidget(m_name);
    layout->addWidget(fixed);
    addContent(box);
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        setFieldError(m_name, false);
        setError({});
    });
}

void RenameDialog::showEvent(QShowEvent* event) {
    PromptDialog::showEvent(event);
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

void RenameDialog::act() {
    const core::Outcome<void> result = m_credentials.rename(m_id, m_name->text().trimmed().toStdString());
    if (!result) {
        setFieldError(m_name, true);
        setError(failureText(result.error()));
        m_name->setFocus(Qt::OtherFocusReason);
        m_name->selectAll();
        return;
    }
    accept();
}

} // namespace keysluice::ui
