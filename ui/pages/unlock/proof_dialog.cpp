#include "ui/pages/unlock/proof_dialog.h"

#include "ui/pages/parts.h"
#include "ui/widgets/dialog_frame.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kTextWidth = 440;

} // namespace

bool ProofDialog::hasProofSlot(const VaultPort& vault) {
    for (const core::SlotInfo& slot : vault.slotList()) {
        if (slot.kind == core::SlotKind::Passphrase || slot.kind == core::SlotKind::RecoveryCode) {
            return true;
        }
    }
    return false;
}

ProofDialog::ProofDialog(const Options& options, Act act, QWidget* parent)
    : QDialog(parent),
      m_options(options),
      m_act(std::move(act)),
      m_accept(textButton(options.action, this, options.danger ? ButtonRole::Danger : ButtonRole::Primary)),
      m_error(new ErrorLine(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(options.title);
    const DialogFrame frame = frameDialog(this);
    QVBoxLayout* layout = frame.body;
    layout->addWidget(sectionTitle(options.title, this));
    QLabel* text = bodyText(options.text, this);
    text->setMinimumWidth(kTextWidth);
    layout->addWidget(text);
    if (options.needsProof) {
        m_proof = addField(layout, tr("Passphrase or recovery code"));
    }
    if (options.wantsNewPassphrase) {
        m_fresh = addField(layout, tr("New passphrase"));
        m_again = addField(layout, tr("New passphrase, again"));
        layout->addWidget(
            helpText(tr("At least 8 characters. A few words are easier to keep than a short riddle."), this));
    }
    layout->addWidget(m_error);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept->setDefault(!options.danger || options.needsProof);
    buttons->addButton(m_accept, QDialogButtonBox::AcceptRole);
    frame.footer->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ProofDialog::tryIt);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (QLineEdit* first = m_proof != nullptr ? m_proof : m_fresh) {
        first->setFocus();
    }
}

QLineEdit* ProofDialog::addField(QVBoxLayout* layout, const QString& label) {
    auto* field = new QLineEdit(this);
    field->setEchoMode(QLineEdit::Password);
    field->setAccessibleName(label);
    QLabel* caption = bodyText(label, this);
    caption->setBuddy(field);
    layout->addWidget(caption);
    layout->addWidget(field);
    connect(field, &QLineEdit::textEdited, m_error, &ErrorLine::clear);
    return field;
}

void ProofDialog::tryIt() {
    if (m_fresh != nullptr && m_fresh->text() != m_again->text()) {
        m_error->show(tr("The two new passphrases differ."));
        m_again->setFocus();
        m_again->selectAll();
        return;
    }
    if (m_fresh != nullptr && m_fresh->text().size() < 8) {
        m_error->show(core::Failure{core::FailureCode::PassphraseTooShort, {}});
        m_fresh->setFocus();
        return;
    }
    m_error->clear();
    core::SecretBytes proof = m_proof != nullptr ? takeSecret(*m_proof) : core::SecretBytes();
    core::SecretBytes fresh = m_fresh != nullptr ? takeSecret(*m_fresh) : core::SecretBytes();
    if (m_again != nullptr) {
        m_again->clear();
    }
    m_accept->setEnabled(false);
    m_act(std::move(proof), std::move(fresh), this, [this](const core::Outcome<void>& outcome) { finish(outcome); });
}

void ProofDialog::finish(const core::Outcome<void>& outcome) {
    m_accept->setEnabled(true);
    if (m_error->take(outcome)) {
        accept();
    } else if (QLineEdit* first = m_proof != nullptr ? m_proof : m_fresh) {
        first->setFocus();
    }
}

} // namespace keysluice::ui
