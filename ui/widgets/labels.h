#pragma once

#include "ui/style/theme.h"
#include "ui/style/type_scale.h"

#include <QLabel>

namespace keysluice::ui {

/// A label in a style of the type scale and a colour role; follows font and palette changes. Plain text only.
/// Thread: gui.
class StyledLabel final : public QLabel {
    Q_OBJECT
public:
    StyledLabel(const QString& text, TextStyle style, Role role = Role::Text, QWidget* parent = nullptr);

    void setTextStyle(TextStyle style);
    void setRole(Role role);

protected:
    void changeEvent(QEvent* event) override;

private:
    void restyle();

    TextStyle m_style;
    Role m_role;
    bool m_restyling = false;
};

/// One line that elides instead of widening the window; the whole text is its tool tip. Paths elide in the middle.
class ElidedLabel final : public QWidget {
    Q_OBJECT
public:
    ElidedLabel(const QString& text, TextStyle style, Role role, Qt::TextElideMode mode, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setAlignment(Qt::Alignment alignment); ///< leading or trailing
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    TextStyle m_style;
    Role m_role;
    Qt::TextElideMode m_mode;
    Qt::Alignment m_alignment = Qt::AlignLeading;
};

/// An icon beside words, recoloured with the palette.
class IconLabel final : public QWidget {
    Q_OBJECT
public:
    IconLabel(const QString& icon, int size, Role role, QWidget* parent = nullptr);
    void set(const QString& icon, Role role);
    [[nodiscard]] QSize sizeHint() const override { return {m_size, m_size}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    int m_size;
    Role m_role;
};

} // namespace keysluice::ui
