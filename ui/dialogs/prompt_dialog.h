#pragma once

#include "ui/style/ks_style.h"
#include "ui/widgets/dialog_frame.h"

#include <QDialog>

class QPushButton;
class QVBoxLayout;

namespace keysluice::ui {

class StyledLabel;

/// Skeleton of the small dialogs: heading, sentence, content, error line, and a footer with Cancel and one button that
/// does it. Shown with open(), destroys itself when closed. Thread: gui.
class PromptDialog : public QDialog {
    Q_OBJECT
public:
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString error() const;

protected:
    PromptDialog(const QString& title, const QString& heading, const QString& sentence, const QString& action,
                 ButtonRole role, QWidget* parent);

    /// Below the sentence.
    void addContent(QWidget* content);
    void setError(const QString& text);
    [[nodiscard]] QPushButton& actionButton() { return *m_action; }
    [[nodiscard]] QPushButton& cancelButton() { return *m_cancel; }
    /// The action was chosen; call accept() when it is done.
    virtual void act() = 0;

    void showEvent(QShowEvent* event) override;

private:
    void fit();

    DialogFrame m_frame;
    QVBoxLayout* m_content;
    StyledLabel* m_sentence;
    StyledLabel* m_error;
    QWidget* m_errorRow;
    QPushButton* m_action;
    QPushButton* m_cancel;
};

} // namespace keysluice::ui
