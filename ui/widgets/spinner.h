#pragma once

#include <QTimer>
#include <QWidget>

namespace keysluice::ui {

/// Something is going on. Three static dots where the desktop's animations are off. Thread: gui.
class Spinner final : public QWidget {
    Q_OBJECT
public:
    explicit Spinner(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {20, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] bool isAnimated() const;

    QTimer m_timer;
    int m_step = 0;
};

} // namespace keysluice::ui
