#include "ui/widgets/banner.h"

#include "ui/style/ks_style.h"
#include "ui/style/paint.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace keysluice::ui {

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      m_icon(new IconLabel(QStringLiteral("info"), 18, Role::Info, this)),
      m_text(new StyledLabel(QString(), TextStyle::Body, Role::Text, this)),
      m_action(new QPushButton(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 10, 12, 10);
    layout->setSpacing(12);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(120);
    setSmall(m_action);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionPressed);
    hide();
}

void Banner::show(Kind kind, const QString& text, const QString& action) {
    m_kind = kind;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    switch (kind) {
    case Kind::Info:
        m_icon->set(QStringLiteral("info"), Role::Info);
        break;
    case Kind::Warning:
        m_icon->set(QStringLiteral("error"), Role::Warning);
        break;
    case Kind::Danger:
        m_icon->set(QStringLiteral("blocked"), Role::Danger);
        break;
    }
    setVisible(true);
    update();
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Banner::text() const {
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    switch (m_kind) {
    case Kind::Info:
        paintBox(&painter, rect(), 8, theme.color(Role::InfoTint), theme.color(Role::Info));
        break;
    case Kind::Warning:
        paintBox(&painter, rect(), 8, theme.color(Role::WarningTint), theme.color(Role::Warning));
        break;
    case Kind::Danger:
        paintBox(&painter, rect(), 8, theme.color(Role::DangerTint), theme.color(Role::Danger));
        break;
    }
}

} // namespace keysluice::ui
