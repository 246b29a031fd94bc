#include "ui/widgets/labels.h"

#include "ui/style/icons.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QTextDocument>

namespace keysluice::ui {

StyledLabel::StyledLabel(const QString& text, TextStyle style, Role role, QWidget* parent)
    : QLabel(text, parent), m_style(style), m_role(role) {
    setTextFormat(Qt::PlainText);
    restyle();
}

void StyledLabel::setTextStyle(TextStyle style) {
    m_style = style;
    restyle();
}

void StyledLabel::setRole(Role role) {
    m_role = role;
    restyle();
}

void StyledLabel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::ApplicationPaletteChange ||
        event->type() == QEvent::PaletteChange) {
        restyle();
    }
    QLabel::changeEvent(event);
}

void StyledLabel::restyle() {
    if (m_restyling) {
        return;
    }
    m_restyling = true;
    setFont(textFont(m_style));
    QPalette own = palette();
    own.setColor(QPalette::WindowText, Theme::of(own).color(m_role));
    setPalette(own);
    m_restyling = false;
}

ElidedLabel::ElidedLabel(const QString& text, TextStyle style, Role role, Qt::TextElideMode mode, QWidget* parent)
    : QWidget(parent), m_style(style), m_role(role), m_mode(mode) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(text);
}

void ElidedLabel::setText(const QString& text) {
    m_text = text;
    // a tool tip would take what looks like mark-up for mark-up
    setToolTip(Qt::mightBeRichText(text) ? QStringLiteral("<span>%1</span>").arg(text.toHtmlEscaped()) : text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment) {
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const {
    const QFontMetrics metrics(textFont(m_style));
    return {metrics.horizontalAdvance(m_text) + 2, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {24, sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(textFont(m_style));
    painter.setPen(Theme::of(palette()).color(m_role));
    // paths and addresses read left to right in every language; they still begin at the start
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), m_alignment);
    painter.drawText(rect(), int(start | Qt::AlignVCenter), painter.fontMetrics().elidedText(m_text, m_mode, width()));
}

IconLabel::IconLabel(const QString& icon, int size, Role role, QWidget* parent)
    : QWidget(parent), m_icon(icon), m_size(size), m_role(role) {
    setFixedSize(size, size);
}

void IconLabel::set(const QString& icon, Role role) {
    m_icon = icon;
    m_role = role;
    update();
}

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintIcon(&painter, m_icon, rect(), Theme::of(palette()).color(m_role), layoutDirection());
}

} // namespace keysluice::ui
