#include "ui/pages/agents/name_dialog.h"

#include "ui/pages/parts.h"
#include "ui/widgets/dialog_frame.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

NameDialog::NameDialog(const QString& title, const QString& label, const QString& current, const QString& action,
                       Apply apply, QWidget* parent)
    : QDialog(parent), m_apply(std::move(apply)), m_name(new QLineEdit(current, this)), m_error(new ErrorLine(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    const DialogFrame frame = frameDialog(this);
    QVBoxLayout* layout = frame.body;
    layout->addWidget(sectionTitle(title, this));
    QLabel* caption = bodyText(label, this);
    caption->setBuddy(m_name);
    layout->addWidget(caption);
    m_name->setMaxLength(64);
    m_name->setMinimumWidth(360);
    m_name->setAccessibleName(label);
    layout->addWidget(m_name);
    layout->addWidget(m_error);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* accept = textButton(action, this, ButtonRole::Primary);
    accept->setDefault(true);
    buttons->addButton(accept, QDialogButtonBox::AcceptRole);
    frame.footer->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &NameDialog::tryIt);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textEdited, m_error, &ErrorLine::clear);
    m_name->selectAll();
    m_name->setFocus();
}

void NameDialog::tryIt() {
    if (m_error->take(m_apply(m_name->text().trimmed().toStdString()))) {
        accept();
    } else {
        m_name->setFocus();
        m_name->selectAll();
    }
}

} // namespace keysluice::ui
