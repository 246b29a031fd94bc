#pragma once

#include <QRect>
#include <QSize>
#include <QStyle>

#include <optional>

class QStyleOption;
class QStyleOptionComplex;
class QStyleOptionHeader;
class QWidget;

namespace keysluice::ui {

/// How large controls are and where their parts stand, in px that grow with the font. nullopt: as the style below has
/// it. Thread: gui.
constexpr int kControlRadius = 6;
constexpr int kArrowSize = 14;
constexpr int kHeaderArrowGap = 2;

[[nodiscard]] std::optional<QSize> controlSize(QStyle::ContentsType type, const QStyleOption& option,
                                               const QSize& content, const QWidget* widget);
[[nodiscard]] std::optional<QRect> controlPart(QStyle::ComplexControl control, const QStyleOptionComplex& option,
                                               QStyle::SubControl part);
[[nodiscard]] std::optional<int> controlMetric(QStyle::PixelMetric metric);
/// Where a column's head has its words: beside what the cells below it show, which are painted with the same padding.
[[nodiscard]] QRect headerTextRect(const QStyleOptionHeader& header, const QWidget* widget);

} // namespace keysluice::ui
