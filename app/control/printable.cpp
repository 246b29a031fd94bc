#include "app/control/printable.h"

#include <QList>

namespace keysluice::app {

namespace {

bool isPrintable(char32_t c) {
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

} // namespace

QString printable(const QString& text) {
    QString result;
    result.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        result += isPrintable(c) ? QString::fromUcs4(&c, 1) : QStringLiteral("?");
    }
    return result;
}

} // namespace keysluice::app
