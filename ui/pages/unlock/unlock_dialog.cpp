#include "ui/pages/unlock/unlock_dialog.h"

#include "ui/pages/parts.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/dialog_frame.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

UnlockDialog::UnlockDialog(VaultPort& vault, QWidget* parent)
    : QDialog(parent),
      m_vault(vault),
      m_proof(new QLineEdit(this)),
      m_unlock(textButton(tr("Unlock"), this, ButtonRole::Primary)),
      m_keychain(textButton(tr("Try the keychain"), this)),
      m_error(new ErrorLine(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Unlock the vault"));
    const DialogFrame frame = frameDialog(this);
    QVBoxLayout* layout = frame.body;
    layout->addWidget(sectionTitle(tr("Unlock the vault"), this));
    QLabel* text = bodyText(tr("Agents receive 503 until it is open."), this);
    text->setMinimumWidth(420);
    layout->addWidget(text);
    const std::vector<core::SlotInfo> ways = m_vault.slotList();
    const auto has = [&ways](core::SlotKind kind) {
        return std::any_of(ways.begin(), ways.end(), [kind](const core::SlotInfo& slot) { return slot.kind == kind; });
    };
    QLabel* caption = bodyText(tr("Passphrase or recovery code"), this);
    caption->setBuddy(m_proof);
    m_proof->setEchoMode(QLineEdit::Password);
    m_proof->setAccessibleName(caption->text());
    layout->addWidget(caption);
    layout->addWidget(m_proof);
    layout->addWidget(m_error);
    QHBoxLayout* buttons = frame.footer;
    m_keychain->setVisible(has(core::SlotKind::Keychain));
    buttons->addWidget(m_keychain);
    buttons->addStretch();
    QPushButton* cancel = textButton(tr("Cancel"), this);
    buttons->addWidget(cancel);
    m_unlock->setDefault(true);
    buttons->addWidget(m_unlock);
    if (const auto trouble = m_vault.trouble()) {
        m_error->show(*trouble);
    }
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_unlock, &QPushButton::clicked, this, &UnlockDialog::unlock);
    connect(m_keychain, &QPushButton::clicked, this, &UnlockDialog::tryKeychain);
    connect(m_proof, &QLineEdit::textEdited, m_error, &ErrorLine::clear);
    connect(&m_vault, &VaultPort::stateChanged, this, [this] {
        if (m_vault.state() != core::VaultState::Locked) {
            accept();
        }
    });
    m_proof->setFocus();
}

void UnlockDialog::setBusy(bool busy) {
    m_unlock->setEnabled(!busy);
    m_unlock->setText(busy ? tr("Unlocking") : tr("Unlock"));
    m_keychain->setEnabled(!busy);
}

void UnlockDialog::unlock() {
    if (m_proof->text().isEmpty()) {
        m_proof->setFocus();
        return;
    }
    setBusy(true);
    m_error->clear();
    m_vault.unlock(takeSecret(*m_proof), this, [this](const core::Outcome<void>& outcome) { finish(outcome); });
}

void UnlockDialog::tryKeychain() {
    setBusy(true);
    m_error->clear();
    m_vault.unlockWithKeychain(this, [this](const core::Outcome<void>& outcome) { finish(outcome); });
}

void UnlockDialog::finish(const core::Outcome<void>& outcome) {
    setBusy(false);
    if (m_error->take(outcome)) {
        accept();
    } else {
        m_proof->setFocus();
    }
}

} // namespace keysluice::ui
