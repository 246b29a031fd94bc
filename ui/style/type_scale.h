#pragma once

#include <QFont>

namespace keysluice::ui {

/// The type scale: ratios of the application font, rounded to half points. Thread: gui.
enum class TextStyle { Figure, Title, Heading, Section, Body, BodyBold, Small, SmallBold, Mono };

[[nodiscard]] QFont textFont(TextStyle style);
/// `style` with digits of equal width: the fixed font where the proportional one has uneven digits.
[[nodiscard]] QFont numberFont(TextStyle style = TextStyle::Body);
/// Height of a list row with one line of body text.
[[nodiscard]] int rowHeight();

} // namespace keysluice::ui
