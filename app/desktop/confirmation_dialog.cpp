#include "app/desktop/confirmation_dialog.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

namespace keysluice::app {

namespace {

constexpr std::chrono::milliseconds kArmAfter{500};

QLabel* plainLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText); // what a caller named itself is never mark-up
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

} // namespace

ConfirmationDialog::ConfirmationDialog(const ui::ConfirmationRequest& request, std::function<void(bool)> answer,
                                       QWidget* parent)
    : PromptDialog(tr("Allow this?"), tr("A program asks for more"), request.effect, tr("Allow"),
                   ui::ButtonRole::Primary, parent),
      m_answer(std::move(answer)) {
    auto* facts = new QWidget(this);
    auto* form = new QFormLayout(facts);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Command:"), plainLabel(QStringLiteral("keysluice ") + request.command, facts));
    form->addRow(tr("Asked by:"), plainLabel(request.callerCommand, facts));
    form->addRow(tr("Process:"), plainLabel(QString::number(request.callerPid), facts));
    addContent(facts);
    actionButton().setEnabled(false);
    actionButton().setAutoDefault(false);
    cancelButton().setDefault(true);
    cancelButton().setFocus();
    QTimer::singleShot(kArmAfter, this, [this] { actionButton().setEnabled(true); });
    connect(this, &QDialog::rejected, this, [this] { reply(false); });
}

ConfirmationDialog::~ConfirmationDialog() {
    reply(false);
}

void ConfirmationDialog::act() {
    reply(true);
    accept();
}

void ConfirmationDialog::reply(bool confirmed) {
    if (const auto answer = std::exchange(m_answer, {})) {
        answer(confirmed);
    }
}

void WindowConfirmation::ask(const ui::ConfirmationRequest& request, QObject* context,
                             std::function<void(bool)> answer) {
    const QPointer<QObject> alive(context);
    auto* dialog = new ConfirmationDialog(
        request,
        [alive, answer = std::move(answer)](bool confirmed) {
            if (!alive.isNull()) {
                answer(confirmed);
            }
        },
        m_window());
    // Whoever asked is gone: so is the question.
    QObject::connect(context, &QObject::destroyed, dialog, &QDialog::reject);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace keysluice::app
