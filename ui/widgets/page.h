#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QSplitter;
class QVBoxLayout;

namespace keysluice::ui {

class Banner;

/// The skeleton of a page: header (title, subtitle, actions), banner, body; with a detail pane at its end where a page
/// has one. The pane stands in a splitter; below 1100 px it lies over the end of the list and Esc closes it. Thread:
/// gui.
class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    /// Keyboard focus goes here when the page is opened with F6; the first control by default.
    virtual void focusContent();

Q_SIGNALS:
    /// The pane was closed with Esc or its cross.
    void paneClosed();

protected:
    void setSubtitle(const QString& text);
    /// Secondary actions first, the primary one last. The page takes ownership.
    void addHeaderAction(QWidget* action);
    /// Fills the page below the header; with the page's margins when `padded`.
    void setBody(QWidget* body, bool padded = true);
    /// The same inside a scroll area.
    void setScrollingBody(QWidget* body);
    /// Body at the start, pane at the end.
    void setBodyWithPane(QWidget* body, QWidget* pane, bool padded = true);
    void setPaneVisible(bool visible);
    [[nodiscard]] bool isPaneVisible() const;
    /// Too narrow for both: the pane lies over the list.
    [[nodiscard]] bool isPaneFloating() const;
    [[nodiscard]] Banner& banner() { return *m_banner; }

    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layoutPane();

    QLabel* m_title;
    QLabel* m_subtitle;
    QHBoxLayout* m_actions;
    QVBoxLayout* m_layout;
    QWidget* m_bannerRow;
    Banner* m_banner;
    QSplitter* m_splitter = nullptr;
    QWidget* m_paneFrame = nullptr;
    bool m_paneVisible = false;
};

/// Scroll area without a frame that shows the window's background.
[[nodiscard]] QWidget* scrolling(QWidget* content, QWidget* parent);

} // namespace keysluice::ui
