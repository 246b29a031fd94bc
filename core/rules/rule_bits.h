#pragma once

#include "core/rules/rule.h"

#include <array>
#include <bit>
#include <cstdint>

namespace keysluice::core::rules {

/// A set of the numbers of rules. Thread: any (value).
class RuleBits final {
public:
    void set(std::size_t rule) { m_words[rule / 64] |= std::uint64_t{1} << (rule % 64); }
    RuleBits& operator|=(const RuleBits& other) {
        for (std::size_t i = 0; i < kWords; ++i) {
            m_words[i] |= other.m_words[i];
        }
        return *this;
    }
    RuleBits& operator&=(const RuleBits& other) {
        for (std::size_t i = 0; i < kWords; ++i) {
            m_words[i] &= other.m_words[i];
        }
        return *this;
    }
    /// Calls `visit` with each number, the lowest first, until it returns false.
    template <class Visit>
    void each(Visit visit) const {
        for (std::size_t i = 0; i < kWords; ++i) {
            for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1) {
                if (!visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)))) {
                    return;
                }
            }
        }
    }

private:
    static constexpr std::size_t kWords = (RuleBounds::kRules + 63) / 64;
    std::array<std::uint64_t, kWords> m_words{};
};

} // namespace keysluice::core::rules
