#include "core/placeholder.h"

#include "core/agent_token.h"
#include "core/random.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace keysluice::core {

std::string newPlaceholderSeed() {
    return newRecordId();
}

std::string placeholderFor(std::string_view seed, std::string_view providerId, const CredentialKind& kind) {
    std::string text = kind.placeholder.prefix + std::string(kPlaceholderMark);
    const std::size_t wanted = kind.placeholder.length - kind.placeholder.suffix.size();
    for (std::uint32_t block = 0; text.size() < wanted; ++block) {
        const std::string input =
            std::string(seed) + "/" + std::string(providerId) + "/" + kind.id + "/" + std::to_string(block);
        std::array<unsigned char, 32> hash{};
        crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(input.data()), input.size());
        for (std::size_t i = 0; i < hash.size() && text.size() < wanted; ++i) {
            text += kAlphanumeric[hash[i] % kAlphanumeric.size()];
        }
    }
    return text + kind.placeholder.suffix;
}

bool isPlaceholder(std::string_view text) {
    return text.find(kPlaceholderMark) != std::string_view::npos;
}

std::string tokenAsKey(std::string_view token, std::string_view placeholder) {
    constexpr std::size_t kStableEnd = 20;
    const std::size_t mark = placeholder.find(kPlaceholderMark);
    if (mark == std::string_view::npos || placeholder.size() < mark + kPlaceholderMark.size() + kStableEnd) {
        return {};
    }
    std::string key(placeholder.substr(0, mark));
    key.append(kKeyTokenMark).append(token);
    return key.append(placeholder.substr(std::min(key.size(), placeholder.size() - kStableEnd)));
}

} // namespace keysluice::core
