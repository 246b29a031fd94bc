#pragma once

#include <QWidget>

class QPushButton;

namespace keysluice::ui {

/// The page while there is no key: drawing, one sentence, what to do, and three facts. Thread: gui.
class EmptyLlms final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyLlms(QWidget* parent = nullptr);
    [[nodiscard]] QPushButton& addButton() { return *m_add; }

Q_SIGNALS:
    void addRequested();
    void pasteRequested();

private:
    QPushButton* m_add;
};

} // namespace keysluice::ui
