#include "ui/dialogs/note_banner.h"

#include "ui/style/paint.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace keysluice::ui {

NoteBannerBox::NoteBannerBox(QWidget* parent)
    : QFrame(parent),
      m_icon(new IconLabel(QStringLiteral("info"), 18, Role::Info, this)),
      m_heading(new StyledLabel({}, TextStyle::BodyBold, Role::Text, this)),
      m_text(new StyledLabel({}, TextStyle::Body, Role::Text, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 10, 14, 11);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_heading);
    words->addWidget(m_text);
    row->addLayout(words, 1);
    for (StyledLabel* label : {m_heading, m_text}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void NoteBannerBox::setNote(const NoteBanner& note, const QString& icon) {
    const bool isNew = note.heading != m_heading->text() || note.text != m_text->text();
    m_tone = note.tone;
    const Role role = note.tone == NoteTone::Danger    ? Role::Danger
                      : note.tone == NoteTone::Warning ? Role::Warning
                                                       : Role::Info;
    m_icon->set(icon, role);
    m_heading->setText(note.heading);
    m_text->setText(note.text);
    setVisible(!note.heading.isEmpty());
    update();
    if (isNew && !note.heading.isEmpty()) {
        QAccessibleEvent event(m_heading, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

QString NoteBannerBox::heading() const {
    return m_heading->text();
}

QString NoteBannerBox::text() const {
    return m_text->text();
}

void NoteBannerBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const bool danger = m_tone == NoteTone::Danger;
    paintBox(&painter, rect(), 8, theme.color(danger ? Role::DangerTint : Role::WarningTint),
             theme.color(danger ? Role::Danger : Role::Warning));
}

} // namespace keysluice::ui
