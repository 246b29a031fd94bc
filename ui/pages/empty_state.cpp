#include "ui/pages/empty_state.h"

#include "ui/pages/page_look.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

EmptyState::EmptyState(const QString& icon, const QString& heading, const QString& sentence, QWidget* parent)
    : QWidget(parent), m_actions(new QHBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 48, 24, 48);
    layout->setSpacing(8);
    layout->addWidget(new IconLabel(icon, 64, Role::Control, this), 0, Qt::AlignHCenter);
    QLabel* title = sectionTitle(heading, this);
    title->setAlignment(Qt::AlignCenter);
    layout->addWidget(title);
    StyledLabel* text = bodyText(sentence, this);
    text->setAlignment(Qt::AlignCenter);
    text->setRole(Role::Muted);
    layout->addWidget(text);
    layout->addSpacing(8);
    m_actions->addStretch();
    m_actions->addStretch();
    layout->addLayout(m_actions);
}

QPushButton* EmptyState::addAction(const QString& text, ButtonRole role, std::function<void()> action) {
    QPushButton* button = textButton(text, this, role);
    m_actions->insertWidget(m_actions->count() - 1, button);
    connect(button, &QPushButton::clicked, this, [action = std::move(action)] { action(); });
    return button;
}

} // namespace keysluice::ui
