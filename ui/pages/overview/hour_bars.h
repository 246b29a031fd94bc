#pragma once

#include "ui/ports/activity_port.h"

#include <QWidget>

#include <array>

namespace keysluice::ui {

/// Today's requests by hour, stacked: allowed, and refused as a hatch above it. Arrow keys mark an hour and tell its
/// numbers. The time axis is not mirrored in right-to-left layouts. Thread: gui.
class HourBars final : public QWidget {
    Q_OBJECT
public:
    explicit HourBars(QWidget* parent = nullptr);

    void setHours(const std::array<HourCount, 24>& hours);
    [[nodiscard]] int markedHour() const { return m_marked; }
    /// "13 to 14: 52 allowed, 3 refused"
    [[nodiscard]] QString hourText(int hour) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QRectF slot(int hour) const;
    [[nodiscard]] int first() const; ///< first hour shown: the earliest one with requests, at most 8
    void mark(int hour);
    void describe();

    std::array<HourCount, 24> m_hours{};
    int m_marked = -1;
};

} // namespace keysluice::ui
