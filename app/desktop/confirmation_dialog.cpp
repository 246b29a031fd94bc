#include "app/desktop/confirmation_dialog.h"

#include "ui/models/visible_text.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace keysluice::app {

namespace {

QLabel* plainLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText); // what a caller named itself is never mark-up
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

} // namespace

ConfirmationDialog::ConfirmationDialog(const ui::ConfirmationRequest& request, std::function<void(bool)> answer,
                                       QWidget* parent, std::chrono::milliseconds armAfter)
    : PromptDialog(tr("Allow this?"), tr("A program asks for more"), request.effect, tr("Allow"),
                   ui::ButtonRole::Primary, parent),
      m_answer(std::move(answer)) {
    auto* facts = new QWidget(this);
    auto* form = new QFormLayout(facts);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Command:"),
                 plainLabel(ui::isolated(QStringLiteral("keysluice ") + ui::visibleText(request.command)), facts));
    form->addRow(tr("Asked by:"), plainLabel(ui::isolated(ui::visibleText(request.callerCommand)), facts));
    form->addRow(tr("Process:"), plainLabel(QString::number(request.callerPid), facts));
    addContent(facts);
    actionButton().setDefault(false);
    cancelButton().setText(tr("Refuse"));
    cancelButton().setDefault(true);
    cancelButton().setFocus();
    m_arm.setSingleShot(true);
    m_arm.setInterval(armAfter);
    connect(&m_arm, &QTimer::timeout, this, [this] { actionButton().setEnabled(true); });
    connect(this, &QDialog::rejected, this, [this] { reply(false); });
}

ConfirmationDialog::~ConfirmationDialog() {
    reply(false);
}

void ConfirmationDialog::showEvent(QShowEvent* event) {
    PromptDialog::showEvent(event);
    actionButton().setEnabled(false);
    m_arm.start();
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
    m_waiting.push_back({request, context, std::move(answer)});
    if (m_shown.isNull()) {
        showNext();
    }
}

void WindowConfirmation::showNext() {
    // whoever went away while waiting has no question any more
    while (!m_waiting.empty() && m_waiting.front().context.isNull()) {
        m_waiting.pop_front();
    }
    if (m_waiting.empty() || !m_shown.isNull()) {
        return;
    }
    const Question question = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_shown = new ConfirmationDialog(
        question.request,
        [alive = question.context, answer = question.answer](bool confirmed) {
            if (!alive.isNull()) {
                answer(confirmed);
            }
        },
        m_window(), m_armAfter);
    m_shown->setAttribute(Qt::WA_DeleteOnClose);
    // Whoever asked is gone: so is the question.
    connect(question.context, &QObject::destroyed, m_shown, &QDialog::reject);
    // Later: it may be going with its window, which is made anew for another language.
    connect(m_shown, &QObject::destroyed, this, &WindowConfirmation::showNext, Qt::QueuedConnection);
    m_shown->open();
}

} // namespace keysluice::app
