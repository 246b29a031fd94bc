#pragma once

class QPainter;
class QRect;
class QString;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionHeader;
class QWidget;

namespace keysluice::ui {

enum class ButtonRole;

/// Painting of the style's controls, from the palette of the option. Thread: gui.
[[nodiscard]] ButtonRole buttonRole(const QWidget* widget);
void paintButtonPanel(const QStyleOption& option, QPainter* painter, ButtonRole role);
void paintButtonLabel(const QStyleOptionButton& option, QPainter* painter, const QWidget* widget);
/// Background and outline of a field: focused, wrong, disabled.
void paintField(const QStyleOption& option, QPainter* painter, const QWidget* widget);
/// A chevron in the middle of `place`.
void paintArrow(const QStyleOption& option, QPainter* painter, const QRect& place, const QString& icon);
/// Both of a spin box.
void paintStep(const QStyleOption& option, QPainter* painter, const QRect& place, bool up);
void paintHeaderLabel(const QStyleOptionHeader& header, QPainter* painter, const QWidget* widget);
void paintHeaderSection(const QStyleOption& option, QPainter* painter);
/// A check box, or a radio button when `round`.
void paintCheck(const QStyleOption& option, QPainter* painter, bool round);

} // namespace keysluice::ui
