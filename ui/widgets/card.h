#pragma once

#include <QFrame>

namespace keysluice::ui {

/// A surface with a hairline border and rounded corners. Give it a layout; 16 px inside unless the layout says
/// otherwise. Thread: gui.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace keysluice::ui
