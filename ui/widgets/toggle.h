#pragma once

#include <QCheckBox>

class QVariantAnimation;

namespace keysluice::ui {

/// A switch that takes effect at once; a check box to keyboard and screen reader. Thread: gui.
class Toggle final : public QCheckBox {
    Q_OBJECT
public:
    /// `name`: for the screen reader; the visible label stands beside it.
    explicit Toggle(const QString& name, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {40, 26}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint& position) const override { return rect().contains(position); }
    void paintEvent(QPaintEvent* event) override;

private:
    void settle(bool on);

    QVariantAnimation* m_motion;
    double m_knob = 0.0;
};

} // namespace keysluice::ui
