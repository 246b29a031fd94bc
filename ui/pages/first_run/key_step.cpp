#include "ui/pages/first_run/key_step.h"

#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"

#include <QVBoxLayout>

namespace keysluice::ui {

KeyStep::KeyStep(CredentialPort& credentials, QWidget* parent)
    : Step(parent),
      m_credentials(credentials),
      m_state(bodyText({}, this)),
      m_another(textButton(tr("Add another key"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_state);
    layout->addWidget(m_another, 0, Qt::AlignLeading);
    layout->addStretch();
    connect(m_another, &QPushButton::clicked, this, &KeyStep::addSecretRequested);
    connect(&m_credentials, &CredentialPort::changed, this, &KeyStep::refresh);
    refresh();
}

QString KeyStep::name() const {
    return tr("Add the first key");
}

QString KeyStep::action() const {
    return m_credentials.credentials().empty() ? tr("Add a key") : tr("Continue");
}

QString KeyStep::result() const {
    const std::vector<core::CredentialInfo> credentials = m_credentials.credentials();
    if (credentials.empty()) {
        return {};
    }
    const core::Provider* provider = m_credentials.catalogue().provider(credentials.front().providerId);
    const QString providerName =
        QString::fromStdString(provider != nullptr ? provider->name : credentials.front().providerId);
    //: %1 is a provider, %2 the name of a key
    return tr("%1, “%2”").arg(providerName, visibleText(credentials.front().name));
}

void KeyStep::refresh() {
    const bool empty = m_credentials.credentials().empty();
    m_state->setText(
        empty ? tr("Paste the key of a provider. Its kind is recognised, the provider is asked whether it works, and "
                   "it goes into "
                   "the vault. It is never shown again.")
              : tr("Stored: %1. Agents can use it from their next request, without ever seeing it.").arg(result()));
    m_another->setVisible(!empty);
    Q_EMIT changed();
}

void KeyStep::act() {
    if (m_credentials.credentials().empty()) {
        Q_EMIT addSecretRequested();
    } else {
        Q_EMIT finished();
    }
}

} // namespace keysluice::ui
