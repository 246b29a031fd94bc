#pragma once

#include <QComboBox>

namespace keysluice::ui {

/// A combo box whose choice is in force at once: the wheel over it scrolls the page and never changes it. `activated`
/// is the person's choice. Thread: gui.
class ChoiceBox final : public QComboBox {
    Q_OBJECT
public:
    /// `name`: for the screen reader; the visible label stands above it.
    explicit ChoiceBox(const QString& name, QWidget* parent = nullptr);

protected:
    void wheelEvent(QWheelEvent* event) override;
};

} // namespace keysluice::ui
