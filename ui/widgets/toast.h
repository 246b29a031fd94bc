#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace keysluice::ui {

class IconLabel;

/// What just happened, with one way back or onwards. One at a time, 8 s, stays while hovered or focused; Ctrl+Z presses
/// its action when that is Undo. Thread: gui. A child of the page it belongs to.
class Toast final : public QFrame {
    Q_OBJECT
public:
    explicit Toast(QWidget* page);

    void show(const QString& icon, const QString& text, const QString& action = {}, std::function<void()> onAction = {},
              bool undo = false);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void place();
    void act();

    IconLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QTimer m_timer;
    std::function<void()> m_onAction;
    bool m_undo = false;
};

} // namespace keysluice::ui
