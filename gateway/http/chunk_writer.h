#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace keysluice::gateway::http {

/// The line in front of a chunk's data, in a buffer of its own; after the data goes kChunkEnd, after all chunks
/// kLastChunk. Thread: any (value). Source: RFC 9112, section 7.1.
class ChunkLine final {
public:
    /// `size` > 0: an empty chunk would end the body.
    explicit ChunkLine(std::size_t size);
    [[nodiscard]] std::string_view view() const { return {m_text.data() + m_begin, m_text.size() - m_begin}; }

private:
    std::array<char, 18> m_text{};
    std::size_t m_begin = 0;
};

inline constexpr std::string_view kChunkEnd = "\r\n";
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

} // namespace keysluice::gateway::http
