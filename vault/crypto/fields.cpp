#include "vault/crypto/fields.h"

#include <endian.h>

namespace keysluice::vault {

Fields& Fields::add(std::string_view text) {
    m_bytes += 's';
    appendUint64(m_bytes, text.size());
    m_bytes += text;
    return *this;
}

Fields& Fields::add(std::uint64_t number) {
    m_bytes += 'n';
    appendUint64(m_bytes, number);
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
