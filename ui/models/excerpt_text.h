#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace keysluice::ui {

/// The beginning of a body as it is shown: plain text in which everything that could hide or pretend stands as its code
/// point in brackets ("[U+202E]"), and what is no text as its bytes ("[0xFF]"). Line breaks and tabs stay.
struct ExcerptText {
    struct Mark {
        int from = 0; ///< UTF-16 units of `text`
        int length = 0;
    };
    QString text;
    std::vector<Mark> marks; ///< the replacements, in order; a long run of them is one
    int hidden = 0;          ///< characters that were replaced
    int invalid = 0;         ///< bytes that are not UTF-8
};

/// `isWhole`: nothing is left out behind `bytes`; else a character that is cut off at their end is left out, too.
/// Thread: any. Source of what is valid: RFC 3629.
[[nodiscard]] ExcerptText excerptText(std::string_view bytes, bool isWhole);

/// "2 invisible characters are shown", "3 bytes are no text", both, or nothing to say.
[[nodiscard]] QString excerptWarning(const ExcerptText& excerpt);

} // namespace keysluice::ui
