#include "ui/pages/first_run/choice_row.h"

#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace keysluice::ui {

ChoiceRow::ChoiceRow(const QString& icon, const QString& name, const QString& text, const QString& end, QWidget* parent)
    : QWidget(parent), m_radio(new QRadioButton(this)), m_text(helpText(text, this)) {
    setMinimumHeight(56);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 9, 16, 9);
    layout->setSpacing(14);
    m_radio->setAccessibleName(name);
    m_radio->setAccessibleDescription(text);
    layout->addWidget(m_radio);
    layout->addWidget(tile(icon, this));
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(strongText(name, this));
    words->addWidget(m_text);
    layout->addLayout(words, 1);
    if (!end.isEmpty()) {
        auto* place = new ElidedLabel(isolated(end), TextStyle::Mono, Role::Muted, Qt::ElideMiddle, this);
        place->setAlignment(Qt::AlignTrailing);
        layout->addWidget(place, 1);
    }
    connect(m_radio, &QRadioButton::toggled, this, qOverload<>(&QWidget::update));
}

void ChoiceRow::setText(const QString& text) {
    m_text->setText(text);
    m_radio->setAccessibleDescription(text);
}

QString ChoiceRow::text() const {
    return m_text->text();
}

void ChoiceRow::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_radio->isEnabled()) {
        m_radio->click();
        m_radio->setFocus();
    }
}

void ChoiceRow::paintEvent(QPaintEvent* /*event*/) {
    if (m_radio->isChecked()) {
        QPainter(this).fillRect(rect().adjusted(1, 0, -1, 0), lookColour(Role::Selection));
    }
}

} // namespace keysluice::ui
