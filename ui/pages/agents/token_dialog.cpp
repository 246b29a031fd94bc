#include "ui/pages/agents/token_dialog.h"

#include "ui/models/time_text.h"
#include "ui/pages/parts.h"
#include "ui/widgets/code_box.h"
#include "ui/widgets/dialog_frame.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

TokenDialog::TokenDialog(AgentPort& agents, core::RecordId agent, QWidget* parent)
    : QDialog(parent),
      m_agents(agents),
      m_agent(std::move(agent)),
      m_label(new QLineEdit(this)),
      m_days(new QComboBox(this)),
      m_error(new ErrorLine(this)),
      m_form(new QWidget(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("New token"));
    const DialogFrame frame = frameDialog(this);
    QVBoxLayout* layout = frame.body;
    layout->setSpacing(12);
    layout->addWidget(sectionTitle(tr("New token"), this));
    auto* formLayout = new QVBoxLayout(m_form);
    formLayout->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    m_label->setMaxLength(64);
    m_label->setText(tr("Token"));
    m_label->selectAll();
    m_label->setMinimumWidth(300);
    form->addRow(tr("Label"), m_label);
    for (const int days : {1, 7, 30, 90, 365}) {
        m_days->addItem(tr("%n day(s)", nullptr, days), days);
    }
    m_days->addItem(tr("Does not expire"), 0);
    m_days->setCurrentIndex(2);
    form->addRow(tr("Valid for"), m_days);
    formLayout->addLayout(form);
    formLayout->addWidget(m_error);
    formLayout->addWidget(helpText(tr("With it a program proves that it is this agent. It holds no key."), m_form));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_buttons = buttons;
    QPushButton* create = textButton(tr("Create token"), this, ButtonRole::Primary);
    create->setDefault(true);
    buttons->addButton(create, QDialogButtonBox::AcceptRole);
    frame.footer->addWidget(buttons);
    layout->addWidget(m_form);
    m_body = layout;
    m_footer = frame.footer;
    connect(buttons, &QDialogButtonBox::accepted, this, &TokenDialog::mint);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_label->setFocus();
}

void TokenDialog::mint() {
    const core::Outcome<MintedToken> token =
        m_agents.mintToken(m_agent, m_label->text().trimmed().toStdString(), m_days->currentData().toInt());
    if (m_error->take(token)) {
        showToken(*token);
    }
}

void TokenDialog::showToken(const MintedToken& token) {
    m_form->hide();
    m_buttons->hide();
    QVBoxLayout* box = m_body;
    auto* code = new CodeBox(tr("The new token"), true, this);
    code->setText(QString::fromStdString(token.token));
    code->setConfidential(true);
    box->addWidget(bodyText(tr("Copy it now: it is shown once and is not stored."), this));
    box->addWidget(code);
    if (token.expiresAt > 0) {
        box->addWidget(helpText(tr("Valid until %1.").arg(dayText(token.expiresAt)), this));
    }
    QPushButton* done = textButton(tr("Done"), this, ButtonRole::Primary);
    done->setDefault(true);
    m_footer->addStretch();
    m_footer->addWidget(done);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    code->setFocus();
    adjustSize();
}

} // namespace keysluice::ui
