#pragma once

#include "core/secret_bytes.h"

#include <QFrame>
#include <QTimer>

#include <chrono>

class QToolButton;

namespace keysluice::ui {

/// The masked key with reveal and copy. A revealed key is painted from guarded memory, never handed to a label, and
/// hides itself after 15 s, when another credential is shown and when the box is hidden. Thread: gui.
class KeyBox final : public QFrame {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds kShownFor{15};

    explicit KeyBox(QWidget* parent = nullptr, std::chrono::milliseconds shownFor = kShownFor);

    void setPreview(const QString& preview);
    /// Without a passphrase in the vault there is no reveal.
    void setRevealPossible(bool possible);
    void reveal(core::SecretBytes key);
    void conceal();
    [[nodiscard]] bool isRevealed() const { return !m_key.isEmpty(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void revealRequested();
    void copyRequested();
    void revealedChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] int charactersPerLine(int width) const;

    QString m_preview;
    core::SecretBytes m_key;
    QToolButton* m_eye;
    QToolButton* m_copy;
    QTimer m_timer;
};

} // namespace keysluice::ui
