#pragma once

#include <QString>

#include <string>

namespace keysluice::ui {

/// Text that came from an agent, made safe to show: control characters, line breaks, bidirectional controls and
/// characters without ink become their code point, e.g. "[U+202E]". Show the result as plain text only.
/// Invalid UTF-8 becomes U+FFFD. Thread: any. Source of the classes: Unicode general categories Cc, Cf, Cn, Co, Cs, Zl,
/// Zp and Default_Ignorable_Code_Point.
[[nodiscard]] QString visibleText(const QString& text);
[[nodiscard]] QString visibleText(const std::string& utf8);

/// One of the characters that visibleText() replaces, and what by.
[[nodiscard]] bool isHiddenCharacter(char32_t character);
[[nodiscard]] QString codePointText(char32_t character);

/// How many characters of `text` visibleText() replaces.
[[nodiscard]] int hiddenCharacters(const QString& text);

/// Keys, paths, addresses and numbers with units keep their left-to-right order inside right-to-left text
/// (U+2066 … U+2069). Empty text stays empty.
[[nodiscard]] QString isolated(const QString& text);

} // namespace keysluice::ui
