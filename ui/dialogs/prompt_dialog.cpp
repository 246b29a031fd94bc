#include "ui/dialogs/prompt_dialog.h"

#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kWidth = 448;

} // namespace

PromptDialog::PromptDialog(const QString& title, const QString& heading, const QString& sentence, const QString& action,
                           ButtonRole role, QWidget* parent)
    : QDialog(parent),
      m_frame(frameDialog(this)),
      m_content(m_frame.body),
      m_sentence(new StyledLabel(sentence, TextStyle::Body, Role::Text, this)),
      m_error(new StyledLabel({}, TextStyle::Small, Role::Danger, this)),
      m_errorRow(new QWidget(this)),
      m_action(new QPushButton(action, this)),
      m_cancel(new QPushButton(tr("Cancel"), this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setMinimumWidth(kWidth);
    if (!heading.isEmpty()) {
        auto* label = new StyledLabel(heading, TextStyle::Section, Role::Text, this);
        label->setWordWrap(true);
        m_content->addWidget(label);
    }
    m_sentence->setWordWrap(true);
    m_sentence->setVisible(!sentence.isEmpty());
    m_content->addWidget(m_sentence);
    auto* error = new QHBoxLayout(m_errorRow);
    error->setContentsMargins(0, 0, 0, 0);
    error->setSpacing(6);
    error->addWidget(new IconLabel(QStringLiteral("blocked"), 16, Role::Danger, m_errorRow), 0, Qt::AlignTop);
    m_error->setWordWrap(true);
    error->addWidget(m_error, 1);
    m_errorRow->hide();
    m_content->addWidget(m_errorRow);
    m_frame.footer->addStretch(1);
    m_frame.footer->addWidget(m_cancel);
    m_frame.footer->addWidget(m_action);
    m_cancel->setAutoDefault(false);
    m_action->setAutoDefault(false);
    setButtonRole(m_action, role);
    // what destroys is never one Enter away
    m_action->setDefault(role != ButtonRole::Danger);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_action, &QPushButton::clicked, this, [this] { act(); });
}

QString PromptDialog::sentence() const {
    return m_sentence->text();
}

QString PromptDialog::error() const {
    return m_errorRow->isHidden() ? QString() : m_error->text();
}

void PromptDialog::addContent(QWidget* content) {
    m_content->insertWidget(m_content->count() - 1, content);
}

void PromptDialog::setError(const QString& text) {
    m_error->setText(text);
    m_errorRow->setVisible(!text.isEmpty());
    if (!text.isEmpty()) {
        QAccessibleEvent event(m_error, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
    fit();
}

void PromptDialog::fit() {
    const int wide = std::max(kWidth, sizeHint().width());
    const int tall = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(wide) : sizeHint().height();
    resize(wide, tall);
}

void PromptDialog::showEvent(QShowEvent* event) {
    fit();
    QDialog::showEvent(event);
}

} // namespace keysluice::ui
