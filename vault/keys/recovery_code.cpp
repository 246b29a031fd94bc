#include "vault/keys/recovery_code.h"

#include <sodium.h>

#include <string_view>

namespace keysluice::vault {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCharacters = 30;
constexpr std::size_t kGroup = 5;

char normalised(char c) {
    if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
    }
    if (c == 'O') {
        return '0';
    }
    return c == 'I' || c == 'L' ? '1' : c;
}

} // namespace

core::SecretBytes newRecoveryCode() {
    core::SecretBytes code(kCharacters + kCharacters / kGroup - 1);
    const std::span<unsigned char> text = code.writable();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i % (kGroup + 1) == kGroup;
        text[i] = static_cast<unsigned char>(
            isDash ? '-' : kAlphabet[randombytes_uniform(static_cast<std::uint32_t>(kAlphabet.size()))]);
    }
    return code;
}

std::optional<core::SecretBytes> normalisedRecoveryCode(const core::SecretBytes& typed) {
    core::SecretBytes code(kCharacters);
    std::size_t length = 0;
    for (const char raw : typed.view()) {
        if (raw == ' ' || raw == '-' || raw == '\t' || raw == '\n' || raw == '\r') {
            continue;
        }
        const char c = normalised(raw);
        if (length == kCharacters || kAlphabet.find(c) == std::string_view::npos) {
            return std::nullopt;
        }
        code.writable()[length++] = static_cast<unsigned char>(c);
    }
    if (length != kCharacters) {
        return std::nullopt;
    }
    return code;
}

} // namespace keysluice::vault
