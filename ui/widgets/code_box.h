#pragma once

#include <QFrame>

class QPlainTextEdit;
class QPushButton;

namespace keysluice::ui {

/// Code or an address: fixed font, never wrapped, never mirrored; with Copy when asked for. Thread: gui.
class CodeBox final : public QFrame {
    Q_OBJECT
public:
    /// `name`: for the screen reader.
    explicit CodeBox(const QString& name, bool withCopy, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    /// The clipboard entry carries the mark that clipboard managers honour.
    void setConfidential(bool confidential) { m_confidential = confidential; }

Q_SIGNALS:
    void copied();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void copy();

    QPlainTextEdit* m_edit;
    QPushButton* m_copy = nullptr;
    bool m_confidential = false;
};

/// Puts text on the clipboard, marked secret for clipboard managers when `confidential`.
void copyToClipboard(const QString& text, bool confidential);

} // namespace keysluice::ui
