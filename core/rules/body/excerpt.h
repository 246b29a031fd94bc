#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keysluice::core::rules::body {

struct Excerpt {
    std::string text;    ///< bytes of the body, as they are
    bool isWhole = true; ///< it is the whole body
};

/// What a person is shown of a body: all of a short one; of a longer one the beginning of its last message where it has
/// messages (`messages`, `input`: Anthropic Messages; OpenAI Chat Completions and Responses), else its own beginning.
/// Never ends inside a UTF-8 sequence that it began. Thread: any (pure).
[[nodiscard]] Excerpt excerptOf(std::string_view body, std::size_t mostBytes);

} // namespace keysluice::core::rules::body
