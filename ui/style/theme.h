#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace keysluice::ui {

/// What a colour is for. The values, with their measured contrast, are in `theme.cpp`; a test asserts the contrast.
enum class Role {
    Window,
    Surface,
    Sidebar,
    Raised,
    Hover,
    Border,
    Track,
    Control,
    Text,
    Muted,
    Accent,
    AccentFill,
    AccentFillHover,
    AccentFillPressed,
    DangerFill,
    DangerFillHover,
    DangerFillPressed,
    OnFill,
    Ok,
    Warning,
    Danger,
    Info,
    Asked,
    Selection,
    SelectionText,
    Focus,
    Code,
    CodeText,
    OkTint,
    WarningTint,
    DangerTint,
    InfoTint,
    AskedTint,
    NeutralTint,
    ChartFirst,
    ChartSecond,
    ChartThird,
    ChartFourth,
    ChartOthers,
    Count
};

/// The colours of one appearance. Thread: gui.
class Theme final {
public:
    [[nodiscard]] static const Theme& light();
    [[nodiscard]] static const Theme& dark();
    /// The theme a palette belongs to. A palette that is neither ours is the desktop's own high-contrast one: it is
    /// used unchanged, without tints.
    [[nodiscard]] static Theme of(const QPalette& palette);
    /// Text and window differ by 15:1 or more and it is not one of ours.
    [[nodiscard]] static bool isHighContrast(const QPalette& palette);

    [[nodiscard]] QColor color(Role role) const { return m_colors[static_cast<std::size_t>(role)]; }
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] bool isDark() const;

    /// WCAG 2.1 contrast ratio.
    [[nodiscard]] static double contrast(const QColor& a, const QColor& b);

    using Colors = std::array<QColor, static_cast<std::size_t>(Role::Count)>;
    explicit Theme(const Colors& colors) : m_colors(colors) {}

private:
    Colors m_colors;
};

} // namespace keysluice::ui
