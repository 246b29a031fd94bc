#pragma once

#include "ui/style/paint.h"

#include <QWidget>

namespace keysluice::ui {

/// A state as a pill: shape, word, tint. Thread: gui.
class PillLabel final : public QWidget {
    Q_OBJECT
public:
    explicit PillLabel(QWidget* parent = nullptr);
    void set(const StateLook& look, const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    StateLook m_look;
    QString m_text;
};

} // namespace keysluice::ui
