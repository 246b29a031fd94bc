#pragma once

class QDialog;
class QHBoxLayout;
class QVBoxLayout;

namespace keysluice::ui {

/// The skeleton of a dialog: a body on the surface, and a footer of at least 56 px with a line above on the window's
/// background. Buttons in the footer: what destroys or is neutral first, then a stretch, Cancel, the primary one last.
/// Thread: gui. Everything is owned by the dialog.
struct DialogFrame {
    QVBoxLayout* body;
    QHBoxLayout* footer;
};

/// Takes the place of the dialog's own layout.
[[nodiscard]] DialogFrame frameDialog(QDialog* dialog);

} // namespace keysluice::ui
