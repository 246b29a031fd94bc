#include "core/agent_token.h"

#include "core/random.h"

#include <sodium.h>

#include <algorithm>

namespace keysluice::core {

namespace {

constexpr std::string_view kPrefix = "ks_";
constexpr std::size_t kBodyLength = 43;

} // namespace

std::string newAgentToken() {
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, kBodyLength + 1> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes.data(), bytes.size());
    return std::string(kPrefix) + text.data();
}

TokenHash hashToken(std::string_view token) {
    TokenHash hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
    return hash;
}

bool looksLikeAgentToken(std::string_view text) {
    return text.size() == kPrefix.size() + kBodyLength && text.starts_with(kPrefix) &&
           std::all_of(text.begin() + kPrefix.size(), text.end(),
                       [](char c) { return c == '-' || c == '_' || kAlphanumeric.find(c) != std::string_view::npos; });
}

std::string_view agentTokenIn(std::string_view text) {
    if (looksLikeAgentToken(text)) {
        return text;
    }
    constexpr std::size_t kTokenLength = kPrefix.size() + kBodyLength;
    for (std::size_t at = text.find(kKeyTokenMark); at != std::string_view::npos;
         at = text.find(kKeyTokenMark, at + 1)) {
        const std::string_view token = text.substr(at + kKeyTokenMark.size(), kTokenLength);
        if (looksLikeAgentToken(token)) {
            return token;
        }
    }
    return {};
}

bool holdsAgentToken(std::string_view text) {
    constexpr std::size_t kTokenLength = kPrefix.size() + kBodyLength;
    for (std::size_t at = text.find(kPrefix); at != std::string_view::npos; at = text.find(kPrefix, at + 1)) {
        if (looksLikeAgentToken(text.substr(at, kTokenLength))) {
            return true;
        }
    }
    return false;
}

bool sameToken(const TokenHash& a, const TokenHash& b) {
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string toHex(const TokenHash& hash) {
    std::array<char, 65> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
}

std::optional<TokenHash> hashFromHex(std::string_view hex) {
    TokenHash hash{};
    std::size_t length = 0;
    if (hex.size() != 64 ||
        sodium_hex2bin(hash.data(), hash.size(), hex.data(), hex.size(), nullptr, &length, nullptr) != 0 ||
        length != hash.size()) {
        return std::nullopt;
    }
    return hash;
}

} // namespace keysluice::core
