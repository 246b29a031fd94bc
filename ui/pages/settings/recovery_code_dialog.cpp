#include "ui/pages/settings/recovery_code_dialog.h"

#include "ui/pages/parts.h"
#include "ui/pages/unlock/proof_dialog.h"
#include "ui/widgets/code_box.h"
#include "ui/widgets/dialog_frame.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

RecoveryCodeDialog::RecoveryCodeDialog(VaultPort& vault, QWidget* parent)
    : QDialog(parent),
      m_vault(vault),
      m_ask(new QWidget(this)),
      m_create(textButton(tr("Create code"), this, ButtonRole::Primary)),
      m_cancel(textButton(tr("Cancel"), this)),
      m_error(new ErrorLine(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Recovery code"));
    const DialogFrame frame = frameDialog(this);
    m_layout = frame.body;
    m_footer = frame.footer;
    m_layout->addWidget(sectionTitle(tr("Recovery code"), this));
    auto* ask = new QVBoxLayout(m_ask);
    ask->setContentsMargins(0, 0, 0, 0);
    QLabel* text = bodyText(
        tr("It opens the vault when everything else is lost. Write it down and keep it away from this computer. "
           "An older code stops working."),
        m_ask);
    text->setMinimumWidth(440);
    ask->addWidget(text);
    if (ProofDialog::hasProofSlot(vault)) {
        m_proofField = new QLineEdit(m_ask);
        m_proofField->setEchoMode(QLineEdit::Password);
        QLabel* caption = bodyText(tr("Passphrase or recovery code"), m_ask);
        caption->setBuddy(m_proofField);
        m_proofField->setAccessibleName(caption->text());
        ask->addWidget(caption);
        ask->addWidget(m_proofField);
        m_proofField->setFocus();
    }
    m_layout->addWidget(m_ask);
    m_layout->addWidget(m_error);
    connect(m_cancel, &QPushButton::clicked, this, &RecoveryCodeDialog::reject);
    m_create->setDefault(true);
    m_footer->addStretch();
    m_footer->addWidget(m_cancel);
    m_footer->addWidget(m_create);
    connect(m_create, &QPushButton::clicked, this, &RecoveryCodeDialog::create);
}

void RecoveryCodeDialog::create() {
    m_error->clear();
    m_create->setEnabled(false);
    m_proof = m_proofField != nullptr ? takeSecret(*m_proofField) : core::SecretBytes();
    m_vault.createRecoveryCode(m_proof.clone(), this, [this](core::Outcome<core::SecretBytes> code) {
        m_create->setEnabled(true);
        if (m_error->take(code)) {
            showCode(std::move(*code));
        } else {
            m_proof.clear();
        }
    });
}

void RecoveryCodeDialog::showCode(core::SecretBytes code) {
    m_code = std::move(code);
    m_ask->hide();
    m_cancel->hide();
    m_create->hide();
    auto* shown = new CodeBox(tr("Your recovery code"), true, this);
    shown->setConfidential(true);
    shown->setText(QString::fromUtf8(m_code.view().data(), static_cast<qsizetype>(m_code.size())));
    m_layout->insertWidget(1, bodyText(tr("This is shown once."), this));
    m_layout->insertWidget(2, shown);
    m_typed = new QLineEdit(this);
    QLabel* caption = bodyText(tr("Type its last group to show that you have it"), this);
    caption->setBuddy(m_typed);
    m_typed->setAccessibleName(caption->text());
    m_layout->addWidget(caption);
    m_layout->addWidget(m_typed);
    QPushButton* discard = textButton(tr("Discard the code"), this);
    QPushButton* done = textButton(tr("I have it"), this, ButtonRole::Primary);
    done->setDefault(true);
    m_footer->insertWidget(0, discard);
    m_footer->addWidget(done);
    connect(discard, &QPushButton::clicked, this, &RecoveryCodeDialog::reject);
    connect(done, &QPushButton::clicked, this, &RecoveryCodeDialog::confirm);
    m_typed->setFocus();
    adjustSize();
}

void RecoveryCodeDialog::confirm() {
    const std::string_view code = m_code.view();
    const std::string_view last = code.substr(code.find_last_of("- ") + 1);
    if (m_typed->text().trimmed().toUpper().toStdString() != last) {
        m_error->show(tr("That is not its last group."));
        m_typed->setFocus();
        m_typed->selectAll();
        return;
    }
    m_code.clear();
    m_proof.clear();
    accept();
}

void RecoveryCodeDialog::reject() {
    if (!m_code.isEmpty()) {
        // A code that nobody wrote down must not stay a way into the vault.
        core::SlotInfo newest;
        for (const core::SlotInfo& slot : m_vault.slotList()) {
            if (slot.kind == core::SlotKind::RecoveryCode && slot.createdAt >= newest.createdAt) {
                newest = slot;
            }
        }
        m_vault.removeSlot(newest.id, m_proof.isEmpty() ? m_code.clone() : m_proof.clone(), &m_vault,
                           [](const core::Outcome<void>&) {});
        m_code.clear();
    }
    QDialog::reject();
}

} // namespace keysluice::ui
