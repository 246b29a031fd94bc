#include "ui/pages/first_run/protect_step.h"

#include "ui/pages/first_run/choice_row.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/text/failure_text.h"

#include <QButtonGroup>
#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kShortestPassphrase = 8;

} // namespace

ProtectStep::ProtectStep(VaultPort& vault, QWidget* parent)
    : Step(parent),
      m_vault(vault),
      m_choices(new QWidget),
      m_keychain(nullptr),
      m_passphrase(nullptr),
      m_fields(new QWidget(this)),
      m_caption(nullptr),
      m_first(new QLineEdit(m_fields)),
      m_second(new QLineEdit(m_fields)),
      m_exists(bodyText({}, this)),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_keychain =
        new ChoiceRow(QStringLiteral("key"), tr("System keychain, with a recovery passphrase"),
                      tr("Opens when you log in. The passphrase opens it when the keychain cannot."), {}, m_choices);
    m_passphrase = new ChoiceRow(
        QStringLiteral("lock"), tr("Passphrase only"),
        tr("Asked for after each start. Programs of your user cannot open the vault without it."), {}, m_choices);
    auto* rows = new QVBoxLayout(m_choices);
    rows->setContentsMargins(0, 1, 0, 1);
    rows->setSpacing(0);
    rows->addWidget(m_keychain);
    rows->addWidget(hairline(Qt::Horizontal, m_choices));
    rows->addWidget(m_passphrase);
    auto* group = new QButtonGroup(this);
    group->addButton(m_keychain->radio());
    group->addButton(m_passphrase->radio());
    m_choices = card(m_choices, this);
    layout->addWidget(m_choices);
    layout->addWidget(m_exists);
    auto* fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    for (QLineEdit* field : {m_first, m_second}) {
        field->setEchoMode(QLineEdit::Password);
        field->setMinimumWidth(320);
        connect(field, &QLineEdit::textChanged, this, &ProtectStep::changed);
        connect(field, &QLineEdit::textEdited, m_error, &ErrorLine::clear);
    }
    form->addRow(tr("Passphrase"), m_first);
    form->addRow(tr("Again"), m_second);
    m_first->setAccessibleName(tr("Passphrase"));
    m_second->setAccessibleName(tr("Passphrase, again"));
    fields->addLayout(form);
    m_caption = helpText(
        tr("At least 8 characters. Without it and without the keychain nobody can open the vault, nor can we."),
        m_fields);
    fields->addWidget(m_caption);
    layout->addWidget(m_fields);
    layout->addWidget(m_error);
    layout->addStretch();
    connect(group, &QButtonGroup::buttonToggled, this, [this] { Q_EMIT changed(); });
    connect(&m_vault, &VaultPort::stateChanged, this, &ProtectStep::refresh);
    m_keychain->setEnabled(false);
    m_keychain->radio()->setEnabled(false);
    m_passphrase->radio()->setChecked(true);
    refresh();
}

QString ProtectStep::name() const {
    return tr("Protect the vault");
}

QString ProtectStep::action() const {
    return exists() ? tr("Continue") : m_busy ? tr("Creating the vault") : tr("Create the vault");
}

bool ProtectStep::canAct() const {
    return exists() || (!m_busy && !m_first->text().isEmpty());
}

QString ProtectStep::result() const {
    if (!exists()) {
        return {};
    }
    for (const core::SlotInfo& slot : m_vault.slotList()) {
        if (slot.kind == core::SlotKind::Keychain) {
            return tr("System keychain, recovery passphrase");
        }
    }
    return tr("Passphrase");
}

void ProtectStep::enter() {
    refresh();
    if (!exists()) {
        m_vault.probeKeychain(this, [this](const core::Outcome<void>& outcome) { probed(outcome); });
        m_first->setFocus();
    }
}

void ProtectStep::probed(const core::Outcome<void>& outcome) {
    const bool usable = outcome.has_value();
    m_keychain->setEnabled(usable);
    m_keychain->radio()->setEnabled(usable);
    if (usable) {
        m_keychain->radio()->setChecked(true);
    } else {
        m_keychain->setText(failureText(outcome.error()));
        m_passphrase->radio()->setChecked(true);
    }
    Q_EMIT changed();
}

void ProtectStep::refresh() {
    m_choices->setVisible(!exists());
    m_fields->setVisible(!exists());
    m_exists->setVisible(exists());
    m_exists->setText(
        tr("There is a vault on this computer, and it is protected. How it opens can be changed in Settings."));
    Q_EMIT changed();
}

void ProtectStep::act() {
    if (exists()) {
        Q_EMIT finished();
        return;
    }
    if (m_first->text().size() < kShortestPassphrase) {
        m_error->show(core::Failure{core::FailureCode::PassphraseTooShort, {}});
        m_first->setFocus();
        return;
    }
    if (m_first->text() != m_second->text()) {
        m_error->show(tr("The two passphrases differ."));
        m_second->setFocus();
        m_second->selectAll();
        return;
    }
    m_error->clear();
    m_busy = true;
    core::SecretBytes passphrase = takeSecret(*m_first);
    m_second->clear();
    Q_EMIT changed();
    m_vault.create(m_keychain->radio()->isChecked(), std::move(passphrase), this,
                   [this](const core::Outcome<void>& outcome) {
                       m_busy = false;
                       Q_EMIT changed();
                       if (m_error->take(outcome)) {
                           Q_EMIT finished();
                       } else {
                           m_first->setFocus();
                       }
                   });
}

} // namespace keysluice::ui
