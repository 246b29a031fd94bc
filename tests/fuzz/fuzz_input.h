#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

/// What the fuzz targets share. A target's input is the protocol's own text and nothing else, so that a file of the
/// corpus can be read; what else a run needs, as where the text is cut, follows from a hash of it. Thread: any.
namespace keysluice::fuzz {

/// Ends the process when an oracle is contradicted: that is what libFuzzer and ctest take for a find.
inline void require(bool condition, const char* what) {
    if (!condition) {
        std::fprintf(stderr, "contradiction: %s\n", what);
        std::abort();
    }
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Numbers that look random and are the same for the same input (FNV-1a, then xorshift).
class Dice {
public:
    explicit Dice(std::string_view seed) {
        for (const char c : seed) {
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        }
        m_state |= 1U;
    }
    /// 0 to limit - 1; 0 for a limit of 0.
    [[nodiscard]] std::size_t below(std::size_t limit) {
        m_state ^= m_state << 13U;
        m_state ^= m_state >> 7U;
        m_state ^= m_state << 17U;
        return limit == 0 ? 0 : static_cast<std::size_t>((m_state >> 11U) % limit);
    }

private:
    std::uint64_t m_state = 0xcbf29ce484222325U;
};

/// Where pieces end, in order, the last at `size`.
inline std::vector<std::size_t> cuts(Dice& dice, std::size_t size) {
    const std::size_t longest = std::size_t{1} << dice.below(9);
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < size;) {
        at = std::min(size, at + 1 + dice.below(longest));
        ends.push_back(at);
    }
    if (ends.empty()) {
        ends.push_back(0);
    }
    return ends;
}

inline std::vector<std::size_t> everyByte(std::size_t size) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at <= size; ++at) {
        ends.push_back(at);
    }
    return ends;
}

} // namespace keysluice::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
