#pragma once

#include "ui/models/excerpt_text.h"

#include <QFrame>

namespace keysluice::ui {

class MarkedEdit;

/// The excerpt of a body: plain text that wraps, at most eight lines and then scrolls; what was replaced in it is
/// outlined. Selectable, never mirrored. Thread: gui.
class ExcerptView final : public QFrame {
    Q_OBJECT
public:
    static constexpr int kMostLines = 8;

    explicit ExcerptView(QWidget* parent = nullptr);

    void setExcerpt(const ExcerptText& excerpt);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();

    MarkedEdit* m_edit;
};

} // namespace keysluice::ui
