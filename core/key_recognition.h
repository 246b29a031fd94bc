#pragma once

#include "core/provider_catalogue.h"
#include "core/secret_bytes.h"

#include <string>
#include <string_view>

namespace keysluice::core {

/// What was cut off around a pasted key.
struct Trimmed {
    bool space = false;
    bool lineBreak = false;
    bool quotes = false;

    [[nodiscard]] bool any() const { return space || lineBreak || quotes; }
};

enum class KeyShape {
    Empty,
    Recognised,    ///< prefix of a known provider and kind, plausible length
    Unrecognised,  ///< plausible, but of no known prefix
    TooShort,      ///< a known prefix, cut off
    HasInnerSpace, ///< white space, a line break or a control character inside
    NotAscii,
    TooLong,     ///< above kMaximumKeyLength
    Placeholder, ///< one of our own placeholders or agent tokens
};

inline constexpr std::size_t kMaximumKeyLength = 16 * 1024;

/// What a pasted text is taken for. Thread: any.
struct KeyRecognition {
    KeyShape shape = KeyShape::Empty;
    Trimmed trimmed;
    std::string providerId; ///< empty unless a prefix matched
    std::string kindId;
    std::string prefix; ///< the prefix that matched, for the sentence shown

    [[nodiscard]] bool isUsable() const { return shape == KeyShape::Recognised || shape == KeyShape::Unrecognised; }
};

/// The longest matching prefix of the catalogue decides.
[[nodiscard]] KeyRecognition recogniseKey(std::string_view pasted, const ProviderCatalogue& catalogue);
/// The key without surrounding white space and one pair of quotes.
[[nodiscard]] SecretBytes trimmedKey(std::string_view pasted);
/// "sk-ant-api03-••••7QAA": the recognised prefix up to its last dash, dots, and the last four characters; only dots
/// and two characters for keys under 24 characters. Safe to store and show.
[[nodiscard]] std::string maskedPreview(std::string_view key);

} // namespace keysluice::core
