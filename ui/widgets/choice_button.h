#pragma once

#include <QPushButton>

class QMenu;

namespace keysluice::ui {

/// A button that looks like a combo box, with a menu of check marks that stays open while they are set. Whoever has it
/// fills the menu and says what is chosen. Thread: gui.
class ChoiceButton : public QPushButton {
    Q_OBJECT
public:
    explicit ChoiceButton(QWidget* parent = nullptr);

protected:
    [[nodiscard]] QMenu& choices() { return *m_menu; }
    void paintEvent(QPaintEvent* event) override;

private:
    QMenu* m_menu;
};

} // namespace keysluice::ui
