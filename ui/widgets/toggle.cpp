#include "ui/widgets/toggle.h"

#include "ui/style/paint.h"

#include <QPainter>
#include <QStyle>
#include <QVariantAnimation>

namespace keysluice::ui {

Toggle::Toggle(const QString& name, QWidget* parent) : QCheckBox(parent), m_motion(new QVariantAnimation(this)) {
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_motion->setDuration(120);
    m_motion->setEasingCurve(QEasingCurve::OutCubic);
    connect(m_motion, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_knob = value.toDouble();
        update();
    });
    connect(this, &QCheckBox::toggled, this, &Toggle::settle);
}

void Toggle::settle(bool on) {
    m_motion->stop();
    if (!isVisible() || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0) {
        m_knob = on ? 1.0 : 0.0;
        update();
        return;
    }
    m_motion->setStartValue(m_knob);
    m_motion->setEndValue(on ? 1.0 : 0.0);
    m_motion->start();
}

void Toggle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintToggle(&painter, rect(), m_knob, isEnabled(), false, Theme::of(palette()), layoutDirection());
}

} // namespace keysluice::ui
