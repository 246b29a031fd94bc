#pragma once

#include <QProxyStyle>

namespace keysluice::ui {

/// How controls look. Buttons take their role from the dynamic property "ksRole" (see `setButtonRole()`): "primary",
/// "danger", "flat", "link", "danger outline"; and their size from "ksSmall". Fields with "ksError" get a danger
/// outline. Thread: gui. Owned by QApplication.
class KsStyle final : public QProxyStyle {
    Q_OBJECT
public:
    KsStyle();

    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                         const QWidget* widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption* option,
                                       const QWidget* widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                                       const QWidget* widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                                QStyleHintReturn* data) const override;
};

/// DangerOutline: beside a plain button that is the safe answer.
enum class ButtonRole { Normal, Primary, Danger, Flat, Link, DangerOutline };

void setButtonRole(QWidget* button, ButtonRole role);
/// 28 instead of 32 px high.
void setSmall(QWidget* control);
/// Before the first and after the last column's head, when its cells are not painted with the usual 8 px.
void setHeaderMargins(QWidget* header, int start, int end);
/// Danger outline of a field while `wrong`.
void setFieldError(QWidget* field, bool wrong);

} // namespace keysluice::ui
