#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keysluice::vault {

/// Builds the byte strings that associated data and MACs are made of: every field carries its type and length, so that
/// two different lists of fields never give the same bytes. Thread: any (value).
class Fields final {
public:
    /// `purpose` names what the bytes are for; it begins with the format: "keysluice/1".
    /// `expectedBytes`: how much will come together, if the caller knows.
    explicit Fields(std::string_view purpose, std::size_t expectedBytes = 0) {
        m_bytes.reserve(expectedBytes);
        add("keysluice/1").add(purpose);
    }

    Fields& add(std::string_view text);
    Fields& add(std::uint64_t number);

    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Big-endian.
void appendUint64(std::string& bytes, std::uint64_t number);
[[nodiscard]] std::uint64_t readUint64(std::string_view eightBytes);

} // namespace keysluice::vault
