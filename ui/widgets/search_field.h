#pragma once

#include <QLineEdit>

namespace keysluice::ui {

/// A line edit with a lens at its start; Esc empties it. Thread: gui.
class SearchField final : public QLineEdit {
    Q_OBJECT
public:
    /// `placeholder` is also its accessible name.
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace keysluice::ui
