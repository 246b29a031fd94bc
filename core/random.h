#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keysluice::core {

/// Identifies a record for ever: 32 lower-case hexadecimal digits from the system's random generator. Thread: any.
using RecordId = std::string;

[[nodiscard]] RecordId newRecordId();
/// `length` characters drawn evenly from `alphabet` (at most 256 characters).
[[nodiscard]] std::string randomText(std::size_t length, std::string_view alphabet);

inline constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

} // namespace keysluice::core
