#include "core/key_recognition.h"

#include "core/agent_token.h"
#include "core/placeholder.h"

#include <algorithm>

namespace keysluice::core {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

struct TrimmedView {
    std::string_view text;
    Trimmed trimmed;
};

TrimmedView trim(std::string_view text) {
    TrimmedView result{text, {}};
    const auto cut = [&](char c) { (c == '\n' || c == '\r' ? result.trimmed.lineBreak : result.trimmed.space) = true; };
    const auto stripSpace = [&] {
        while (!result.text.empty() && isSpace(result.text.front())) {
            cut(result.text.front());
            result.text.remove_prefix(1);
        }
        while (!result.text.empty() && isSpace(result.text.back())) {
            cut(result.text.back());
            result.text.remove_suffix(1);
        }
    };
    stripSpace();
    for (const std::string_view quote : {"\"", "'", "`", "\u201c", "\u201d", "\u201e"}) {
        // typographic quotes differ at both ends: each end is judged alone
        if (result.text.size() > quote.size() && result.text.starts_with(quote)) {
            result.text.remove_prefix(quote.size());
            result.trimmed.quotes = true;
        }
        if (result.text.size() > quote.size() && result.text.ends_with(quote)) {
            result.text.remove_suffix(quote.size());
            result.trimmed.quotes = true;
        }
    }
    if (result.trimmed.quotes) {
        stripSpace();
    }
    return result;
}

} // namespace

KeyRecognition recogniseKey(std::string_view pasted, const ProviderCatalogue& catalogue) {
    const auto [key, trimmed] = trim(pasted);
    KeyRecognition result;
    result.trimmed = trimmed;
    if (key.empty()) {
        return result;
    }
    for (const Provider& provider : catalogue.providers()) {
        for (const CredentialKind& kind : provider.kinds) {
            const auto excluded = [key = key](const std::string& prefix) { return key.starts_with(prefix); };
            if (std::any_of(kind.notPrefixes.begin(), kind.notPrefixes.end(), excluded)) {
                continue;
            }
            for (const std::string& prefix : kind.prefixes) {
                if (key.starts_with(prefix) && prefix.size() > result.prefix.size()) {
                    result.providerId = provider.id;
                    result.kindId = kind.id;
                    result.prefix = prefix;
                }
            }
        }
    }
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == ' '; };
    const auto isForeign = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (key.size() > kMaximumKeyLength) {
        result.shape = KeyShape::TooLong;
    } else if (std::any_of(key.begin(), key.end(), isForeign)) {
        result.shape = KeyShape::NotAscii;
    } else if (std::any_of(key.begin(), key.end(), isControl)) {
        result.shape = KeyShape::HasInnerSpace;
    } else if (!agentTokenIn(key).empty() || isPlaceholder(key)) {
        result.shape = KeyShape::Placeholder;
    } else if (result.prefix.empty()) {
        result.shape = KeyShape::Unrecognised;
    } else {
        const CredentialKind* kind = catalogue.provider(result.providerId)->kind(result.kindId);
        result.shape = key.size() < kind->minimumLength ? KeyShape::TooShort : KeyShape::Recognised;
    }
    return result;
}

SecretBytes trimmedKey(std::string_view pasted) {
    return SecretBytes::copyOf(trim(pasted).text);
}

std::string maskedPreview(std::string_view key) {
    constexpr std::string_view kDots = "\u2022\u2022\u2022\u2022";
    constexpr std::size_t kLongEnough = 24;
    constexpr std::size_t kShownPrefix = 14;
    if (key.size() < kLongEnough) {
        return std::string(kDots) + (key.size() >= 12 ? std::string(key.substr(key.size() - 2)) : std::string());
    }
    const std::size_t dash = key.substr(0, kShownPrefix).rfind('-');
    const std::string_view start = dash == std::string_view::npos ? key.substr(0, 4) : key.substr(0, dash + 1);
    return std::string(start) + std::string(kDots) + std::string(key.substr(key.size() - 4));
}

} // namespace keysluice::core
