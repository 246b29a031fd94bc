#include "ui/style/focus_ring.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QFocusEvent>
#include <QFocusFrame>

namespace keysluice::ui {

FocusRing::FocusRing(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing() {
    delete m_frame;
}

bool FocusRing::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        auto* widget = qobject_cast<QWidget*>(object);
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        const bool ringed =
            qobject_cast<QAbstractButton*>(widget) != nullptr ||
            (qobject_cast<QComboBox*>(widget) != nullptr && !static_cast<QComboBox*>(widget)->isEditable());
        const bool byKeyboard = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                                reason == Qt::ShortcutFocusReason || reason == Qt::OtherFocusReason;
        if (event->type() == QEvent::FocusOut) {
            follow(nullptr);
        } else if (ringed) {
            follow(byKeyboard || widget->window()->windowType() == Qt::Dialog ? widget : nullptr);
        }
    }
    return QObject::eventFilter(object, event);
}

void FocusRing::follow(QWidget* widget) {
    if (widget == nullptr) {
        if (m_frame) {
            m_frame->setWidget(nullptr);
        }
        return;
    }
    if (!m_frame) {
        m_frame = new QFocusFrame(widget); // reparents itself beside the widget it follows
        m_frame->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    m_frame->setWidget(widget);
}

} // namespace keysluice::ui
