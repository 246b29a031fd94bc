#include "ui/pages/first_run/key_step.h"

#include "ui/dialogs/add_secret_form.h"
#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/code_box.h"

#include <QVBoxLayout>

namespace keysluice::ui {

KeyStep::KeyStep(CredentialPort& credentials, AgentPort& agents, const core::Clock& clock, QWidget* parent)
    : Step(parent),
      m_credentials(credentials),
      m_state(bodyText({}, this)),
      m_form(new AddSecretForm(credentials, agents, clock, this)),
      m_detailsButton(textButton(tr("Details"), this, ButtonRole::Normal, {}, true)),
      m_details(new CodeBox(tr("Details"), true, this)),
      m_another(textButton(tr("Add another key"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_state);
    layout->addWidget(m_form);
    layout->addWidget(m_detailsButton, 0, Qt::AlignLeading);
    layout->addWidget(m_details);
    layout->addWidget(m_another, 0, Qt::AlignLeading);
    layout->addStretch(1);
    m_detailsButton->setCheckable(true);
    m_details->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_detailsButton, &QPushButton::toggled, this, &KeyStep::refresh);
    connect(m_another, &QPushButton::clicked, this, [this] {
        setAdding(true);
        m_form->focusKey();
    });
    AddSecretPresenter& presenter = m_form->presenter();
    connect(&presenter, &AddSecretPresenter::changed, this, &KeyStep::refresh);
    connect(&presenter, &AddSecretPresenter::focusRequested, this, [this](AddSecretPresenter::Focus where) {
        if (where == AddSecretPresenter::Focus::Cancel) {
            Q_EMIT buttonFocusWanted(Button::Other);
        } else if (where == AddSecretPresenter::Focus::Primary) {
            Q_EMIT buttonFocusWanted(Button::Primary);
        }
    });
    connect(&presenter, &AddSecretPresenter::saved, this, [this] {
        setAdding(false);
        Q_EMIT finished();
    });
    // What the form shows is still a step of its own while a key is added.
    connect(&m_credentials, &CredentialPort::changed, this, &KeyStep::refresh);
    setAdding(m_credentials.credentials().empty());
}

KeyStep::~KeyStep() {
    // The page around it is already going: it hears nothing more of what the form does to its key.
    m_form->presenter().disconnect(this);
}

QString KeyStep::name() const {
    return tr("Add the first key");
}

QString KeyStep::action() const {
    return m_isAdding ? m_form->presenter().primaryText() : tr("Continue");
}

bool KeyStep::canAct() const {
    return !m_isAdding || m_form->presenter().isPrimaryEnabled();
}

QString KeyStep::otherAction() const {
    if (!m_isAdding) {
        return {};
    }
    return isBusy() ? tr("Cancel") : m_form->presenter().secondaryText();
}

bool KeyStep::isBusy() const {
    return m_isAdding && m_form->presenter().isVerifying();
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

void KeyStep::setAdding(bool adding) {
    m_isAdding = adding;
    refresh();
}

void KeyStep::refresh() {
    const QString details = m_form->presenter().details();
    m_state->setText(
        m_isAdding
            ? tr("Its kind is recognised, the provider is asked whether it works, and it goes into the vault. It is "
                 "never shown again.")
            : tr("Stored: %1. Agents can use it from their next request, without ever seeing it.").arg(result()));
    m_form->setVisible(m_isAdding);
    m_detailsButton->setVisible(m_isAdding && !details.isEmpty());
    m_details->setText(details);
    m_details->setVisible(m_isAdding && !details.isEmpty() && m_detailsButton->isChecked());
    m_another->setVisible(!m_isAdding);
    Q_EMIT changed();
}

void KeyStep::enter() {
    setAdding(m_credentials.credentials().empty());
    if (m_isAdding) {
        m_form->focusKey();
    }
}

void KeyStep::leave() {
    m_form->clear();
    m_detailsButton->setChecked(false);
}

void KeyStep::act() {
    if (m_isAdding) {
        m_form->presenter().activatePrimary();
    } else {
        Q_EMIT finished();
    }
}

void KeyStep::actOtherwise() {
    if (!cancel()) {
        m_form->presenter().activateSecondary();
    }
}

bool KeyStep::cancel() {
    return m_form->presenter().cancelCheck();
}

} // namespace keysluice::ui
