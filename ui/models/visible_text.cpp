#include "ui/models/visible_text.h"

#include <QChar>
#include <QList>

namespace keysluice::ui {

namespace {

/// Letters and marks that draw nothing, beyond what the general category tells.
bool hasNoInk(char32_t c) {
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F) ||
           c == 0x2800 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
}

} // namespace

bool isHiddenCharacter(char32_t c) {
    if (c == U' ') {
        return false;
    }
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Separator_Space: // every space but the plain one: they imitate it
        return true;
    default:
        return hasNoInk(c);
    }
}

QString codePointText(char32_t c) {
    return QStringLiteral("[U+%1]").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper();
}

QString visibleText(const QString& text) {
    QString result;
    result.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (isHiddenCharacter(c)) {
            result += codePointText(c);
        } else {
            result += QString::fromUcs4(&c, 1);
        }
    }
    return result;
}

QString visibleText(const std::string& utf8) {
    return visibleText(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())));
}

int hiddenCharacters(const QString& text) {
    int count = 0;
    for (const char32_t c : text.toUcs4()) {
        count += isHiddenCharacter(c) ? 1 : 0;
    }
    return count;
}

QString isolated(const QString& text) {
    if (text.isEmpty()) {
        return text;
    }
    return QChar(0x2066) + text + QChar(0x2069);
}

} // namespace keysluice::ui
