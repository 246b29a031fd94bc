#pragma once

#include "core/rules/facts.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace keysluice::core::rules {

/// What history keeps of a body: never its text, and of each list only so much. A longer list is not cut but unknown:
/// what would be missing from it must not pass for absent. So is one with an agent's token in it, or a server's address
/// with a query or a user's name: these may be secrets.
struct FactBounds {
    static constexpr std::size_t kListEntries = 32;
    static constexpr std::size_t kListBytes = 2048; ///< as JSON
};

// Thread: any (pure).
[[nodiscard]] BodyFacts keptFacts(const BodyFacts& facts);
/// One line of JSON of at most 7 KiB: a fact that is unknown, beyond FactBounds, or the text is left out.
[[nodiscard]] std::string writeFacts(const BodyFacts& facts);
/// What cannot be read of it, or is beyond FactBounds, is unknown.
[[nodiscard]] BodyFacts readFacts(std::string_view json);

} // namespace keysluice::core::rules
