#include "vault/crypto/fields.h"

#include <array>
#include <cstring>
#include <endian.h>

namespace keysluice::vault {

namespace {

/// Type and number as nine bytes, appended at once: rows of the activity file are made of dozens.
void appendTyped(std::string& bytes, char type, std::uint64_t number) {
    const std::uint64_t bigEndian = htobe64(number);
    std::array<char, 1 + sizeof bigEndian> encoded{type};
    std::memcpy(encoded.data() + 1, &bigEndian, sizeof bigEndian);
    bytes.append(encoded.data(), encoded.size());
}

} // namespace

Fields& Fields::add(std::string_view text) {
    appendTyped(m_bytes, 's', text.size());
    m_bytes += text;
    return *this;
}

Fields& Fields::add(std::uint64_t number) {
    appendTyped(m_bytes, 'n', number);
    return *this;
}

void appendUint64(std::string& bytes, std::uint64_t number) {
    const std::uint64_t bigEndian = htobe64(number);
    bytes.append(reinterpret_cast<const char*>(&bigEndian), sizeof bigEndian);
}

std::uint64_t readUint64(std::string_view eightBytes) {
    std::uint64_t number = 0;
    for (const char c : eightBytes.substr(0, 8)) {
        number = (number << 8) | static_cast<unsigned char>(c);
    }
    return number;
}

} // namespace keysluice::vault
