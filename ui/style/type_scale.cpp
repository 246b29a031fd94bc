#include "ui/style/type_scale.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>

#include <cmath>

namespace keysluice::ui {

namespace {

QFont scaled(QFont font, double factor, QFont::Weight weight) {
    const double points = QApplication::font().pointSizeF() > 0 ? QApplication::font().pointSizeF() : 10.0;
    font.setPointSizeF(std::round(points * factor * 2.0) / 2.0);
    font.setWeight(weight);
    return font;
}

} // namespace

QFont textFont(TextStyle style) {
    const QFont base = QApplication::font();
    switch (style) {
    case TextStyle::Figure:
        return scaled(base, 1.7, QFont::DemiBold);
    case TextStyle::Title:
        return scaled(base, 1.5, QFont::DemiBold);
    case TextStyle::Heading:
        return scaled(base, 1.3, QFont::DemiBold);
    case TextStyle::Section:
        return scaled(base, 1.1, QFont::DemiBold);
    case TextStyle::Body:
        return scaled(base, 1.0, QFont::Normal);
    case TextStyle::BodyBold:
        return scaled(base, 1.0, QFont::DemiBold);
    case TextStyle::Small:
        return scaled(base, 0.9, QFont::Normal);
    case TextStyle::SmallBold:
        return scaled(base, 0.9, QFont::DemiBold);
    case TextStyle::Mono:
        return scaled(QFontDatabase::systemFont(QFontDatabase::FixedFont), 0.9, QFont::Normal);
    }
    Q_UNREACHABLE();
}

QFont numberFont(TextStyle style) {
    const QFont font = textFont(style);
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (std::abs(metrics.horizontalAdvance(QLatin1Char(digit)) - width) > 0.01) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPointSizeF(font.pointSizeF());
            fixed.setWeight(QFont::Weight(font.weight()));
            return fixed;
        }
    }
    return font;
}

int rowHeight() {
    return std::max(32, int(std::ceil(QFontMetricsF(textFont(TextStyle::Body)).lineSpacing())) + 14);
}

} // namespace keysluice::ui
