#pragma once

#include <QAbstractButton>
#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QWidget>

/// How tests of pages find what a person sees. Thread: gui.
namespace keysluice::uitest {

/// Widgets added to a visible parent are shown, and those taken away are gone, when the events so far are handled.
inline void settle() {
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// The only visible one of that text or accessible name.
template <class T>
[[nodiscard]] T* named(QWidget& root, const QString& name) {
    settle();
    for (T* widget : root.findChildren<T*>()) {
        QString text = widget->accessibleName();
        if (auto* button = qobject_cast<QAbstractButton*>(static_cast<QWidget*>(widget));
            button != nullptr && text.isEmpty()) {
            text = button->text();
        }
        if (text == name && !widget->isHidden()) {
            return widget;
        }
    }
    return nullptr;
}

[[nodiscard]] inline bool shows(QWidget& root, const QString& part) {
    settle();
    for (const QLabel* label : root.findChildren<QLabel*>()) {
        if (label->isVisibleTo(&root) && label->text().contains(part)) {
            return true;
        }
    }
    return false;
}

template <class T>
[[nodiscard]] T* openDialog(QWidget& page) {
    for (T* dialog : page.findChildren<T*>()) {
        if (dialog->isVisible()) {
            return dialog;
        }
    }
    return nullptr;
}

} // namespace keysluice::uitest
