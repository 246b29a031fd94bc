#include "ui/style/theme.h"

#include <cmath>

namespace keysluice::ui {

namespace {

QColor rgb(unsigned value) {
    return QColor::fromRgb(value);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
                            float(a.greenF() * (1 - share) + b.greenF() * share),
                            float(a.blueF() * (1 - share) + b.blueF() * share));
}

double luminance(const QColor& color) {
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// Every role from the desktop's own colours.
Theme fromPalette(const QPalette& palette) {
    Theme::Colors colors;
    const QColor window = palette.color(QPalette::Window);
    const QColor text = palette.color(QPalette::WindowText);
    const QColor highlight = palette.color(QPalette::Highlight);
    colors.fill(text);
    const auto set = [&](Role role, const QColor& color) { colors[static_cast<std::size_t>(role)] = color; };
    for (const Role role : {Role::Window, Role::Surface, Role::Sidebar, Role::Raised, Role::Code, Role::OkTint,
                            Role::WarningTint, Role::DangerTint, Role::InfoTint, Role::AskedTint, Role::NeutralTint}) {
        set(role, window);
    }
    set(Role::Hover, mixed(window, text, 0.15));
    set(Role::Track, mixed(window, text, 0.25));
    for (const Role role : {Role::AccentFill, Role::AccentFillHover, Role::AccentFillPressed, Role::DangerFill,
                            Role::DangerFillHover, Role::DangerFillPressed, Role::Selection}) {
        set(role, highlight);
    }
    set(Role::OnFill, palette.color(QPalette::HighlightedText));
    set(Role::SelectionText, palette.color(QPalette::HighlightedText));
    set(Role::Accent, palette.color(QPalette::Link));
    return Theme(colors);
}

} // namespace

const Theme& Theme::light() {
    static const Theme theme(
        Colors{rgb(0xF3F5F6), rgb(0xFFFFFF), rgb(0xE8ECEE), rgb(0xFFFFFF), rgb(0xEBEFF1), rgb(0xD3DADE), rgb(0xDCE2E5),
               rgb(0x7C8890), rgb(0x172026), rgb(0x52606A), rgb(0x0B5F83), rgb(0x0B5F83), rgb(0x094F6D), rgb(0x073F57),
               rgb(0xB3261E), rgb(0xA1221B), rgb(0x8A1D17), rgb(0xFFFFFF), rgb(0x1A7041), rgb(0x855400), rgb(0xB3261E),
               rgb(0x34559F), rgb(0x6440AC), rgb(0xCFE5EF), rgb(0x172026), rgb(0x0A6C97), rgb(0xEDF1F3), rgb(0x1E2C34),
               rgb(0xE1F2E8), rgb(0xFBEED3), rgb(0xFCE7E5), rgb(0xE6EDFA), rgb(0xEEE8FA), rgb(0xE9EDEF), rgb(0x0B6C93),
               rgb(0x7A58C2), rgb(0xB0770F), rgb(0x3B8A60), rgb(0x7C8890)});
    return theme;
}

const Theme& Theme::dark() {
    static const Theme theme(
        Colors{rgb(0x14191C), rgb(0x1B2226), rgb(0x0F1416), rgb(0x242D32), rgb(0x232C31), rgb(0x303B41), rgb(0x35424A),
               rgb(0x74838C), rgb(0xE3E9EC), rgb(0x9CABB3), rgb(0x63BBE0), rgb(0x1A77A2), rgb(0x1C7CA8), rgb(0x176A90),
               rgb(0xC9433A), rgb(0xC04037), rgb(0xB03A32), rgb(0xFFFFFF), rgb(0x62CB8E), rgb(0xE5B04C), rgb(0xFF8C82),
               rgb(0x93B3F6), rgb(0xBFA5F6), rgb(0x1A3E4E), rgb(0xF2F7F9), rgb(0x6FC4E8), rgb(0x12181B), rgb(0xD5DEE2),
               rgb(0x173326), rgb(0x382C12), rgb(0x402322), rgb(0x212D49), rgb(0x2F2749), rgb(0x2A343A), rgb(0x4FA9D0),
               rgb(0xA98CEC), rgb(0xD9A240), rgb(0x63B988), rgb(0x8A98A0)});
    return theme;
}

Theme Theme::of(const QPalette& palette) {
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    if (window == dark().color(Role::Window)) {
        return dark();
    }
    if (window == light().color(Role::Window) || !isHighContrast(palette)) {
        return light();
    }
    return fromPalette(palette);
}

bool Theme::isHighContrast(const QPalette& palette) {
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const bool ours = window == light().color(Role::Window) || window == dark().color(Role::Window);
    // Qt's own default palettes also reach 15:1 in places; a high-contrast desktop uses the extremes.
    return !ours && (window == QColor(Qt::black) || window == QColor(Qt::white)) &&
           contrast(window, palette.color(QPalette::Active, QPalette::WindowText)) >= 15.0;
}

QPalette Theme::palette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole target, Role role) { palette.setColor(target, color(role)); };
    set(QPalette::Window, Role::Window);
    set(QPalette::Base, Role::Surface);
    set(QPalette::AlternateBase, Role::Hover);
    set(QPalette::WindowText, Role::Text);
    set(QPalette::Text, Role::Text);
    set(QPalette::ButtonText, Role::Text);
    set(QPalette::PlaceholderText, Role::Muted);
    set(QPalette::Button, Role::Surface);
    set(QPalette::Mid, Role::Control);
    set(QPalette::Midlight, Role::Border);
    set(QPalette::Dark, Role::Control);
    set(QPalette::Light, Role::Surface);
    set(QPalette::Shadow, Role::Border);
    set(QPalette::Highlight, Role::Selection);
    set(QPalette::HighlightedText, Role::SelectionText);
    set(QPalette::Link, Role::Accent);
    set(QPalette::LinkVisited, Role::Accent);
    set(QPalette::ToolTipBase, Role::Raised);
    set(QPalette::ToolTipText, Role::Text);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, mixed(color(Role::Text), color(Role::Surface), 0.55));
    }
    return palette;
}

bool Theme::isDark() const {
    return color(Role::Window).lightnessF() < 0.5;
}

double Theme::contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace keysluice::ui
