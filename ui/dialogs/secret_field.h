#pragma once

#include "core/secret_bytes.h"

#include <QLineEdit>

class QToolButton;

namespace keysluice::ui {

/// A field for a key or passphrase: dots, with an eye that keyboard and screen reader reach. Never mirrored.
///
/// Its text leaves it only as SecretBytes. `wipe()` overwrites the characters in place before it empties the field:
/// Qt's own strings are not wiped when they go. Thread: gui.
class SecretField final : public QLineEdit {
    Q_OBJECT
public:
    explicit SecretField(QWidget* parent = nullptr);
    ~SecretField() override;

    /// What was typed, in UTF-8.
    [[nodiscard]] core::SecretBytes secret() const;
    void wipe();
    void setRevealed(bool revealed);
    [[nodiscard]] bool isRevealed() const { return echoMode() == QLineEdit::Normal; }

Q_SIGNALS:
    /// The text is different; ask secret() for it.
    void secretEdited();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QToolButton* m_eye;
};

} // namespace keysluice::ui
