#pragma once

#include <QRadioButton>

namespace keysluice::ui {

/// One provider to choose: monogram above its name. A radio button, so that the arrows move within its group.
/// Thread: gui.
class ProviderTile final : public QRadioButton {
    Q_OBJECT
public:
    ProviderTile(const QString& monogram, const QString& name, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    [[nodiscard]] bool hitButton(const QPoint& position) const override { return rect().contains(position); }
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_monogram;
};

} // namespace keysluice::ui
