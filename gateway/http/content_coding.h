#pragma once

#include <cstdint>
#include <string_view>

/// Content codings (RFC 9110, section 8.4.1) that the leak guard can look into. Thread: any.
namespace keysluice::gateway::http {

enum class ContentCoding : std::uint8_t {
    Identity,
    Gzip,
    Brotli,
    Zstd,
    Unknown, ///< another one, or several on top of each other
};

/// The coding of that name (any case; `x-gzip` is gzip).
[[nodiscard]] ContentCoding contentCodingOf(std::string_view name);
/// What a further Content-Encoding list adds to what the ones before said.
[[nodiscard]] ContentCoding withContentCodings(ContentCoding before, std::string_view list);
/// Whether an element of Accept-Encoding, with or without its weight, names a coding that is worth keeping: one of the
/// above. `identity` needs no mention, and `*` could bring anything.
[[nodiscard]] bool acceptsKnownCoding(std::string_view element);

} // namespace keysluice::gateway::http
