#include "vault/records/names.h"

#include <QList>
#include <QString>

namespace keysluice::vault {

core::Outcome<void> checkName(const std::string& name) {
    const QString text = QString::fromStdString(name);
    const auto characters = static_cast<std::size_t>(text.toUcs4().size());
    bool isPlain =
        text.toStdString() == name && characters >= 1 && characters <= kMostNameCharacters && text.trimmed() == text;
    for (const char32_t c : text.toUcs4()) {
        isPlain = isPlain && !QChar::isNonCharacter(c);
    }
    for (const QChar c : text) {
        // Other_Format are the invisible ones: bidirectional overrides, zero-width joiners
        isPlain = isPlain && c.category() != QChar::Other_Control && c.category() != QChar::Other_Format;
    }
    if (!isPlain) {
        return core::fail(core::FailureCode::NameInvalid);
    }
    return {};
}

} // namespace keysluice::vault
