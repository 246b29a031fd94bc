#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace keysluice::ui {

/// Draws the focus ring around the button or choice that got the focus by keyboard. Fields and rows draw their own.
/// Thread: gui. One per application.
class FocusRing final : public QObject {
    Q_OBJECT
public:
    explicit FocusRing(QObject* parent);
    ~FocusRing() override;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void follow(QWidget* widget);

    QPointer<QFocusFrame> m_frame;
};

} // namespace keysluice::ui
