#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace keysluice::gateway::http {

/// Finds the injected value in a byte stream, also when it is split across reads. What cannot be part of the value is
/// released at once; only a tail that is a prefix of the value is held back. The held bytes are by definition the
/// value's own beginning, so nothing is copied: they are given back as a view into the value. Borrows `value` (keep the
/// SecretBytes alive). Thread: the one that owns it.
class LeakScanner final {
public:
    struct Step {
        bool isHit = false;      ///< nothing more may be sent; cut
        std::string_view before; ///< send first: bytes held back earlier
        std::string_view data;   ///< then these, a prefix of the input
    };

    LeakScanner() = default; ///< looks for nothing, releases everything
    explicit LeakScanner(std::string_view value);

    /// Scans the next bytes. Whatever is neither in `before` nor in `data` is held back.
    /// After a hit, `before` and `data` are what precedes the value; they may be sent, nothing else ever.
    [[nodiscard]] Step push(std::string_view input);
    /// The stream ended cleanly: what is still held back, it is not the value.
    [[nodiscard]] std::string_view finish();
    [[nodiscard]] std::size_t held() const { return m_matched; }

    /// For answer heads: the whole raw head at once.
    [[nodiscard]] static bool contains(std::string_view text, std::string_view value);

private:
    static constexpr std::size_t kMaximumValue = 65535; // what m_fallback can count; the vault stores at most 16 KiB

    void makeFallback();
    [[nodiscard]] std::size_t advance(std::size_t matched, char c);
    [[nodiscard]] std::size_t endingOf(std::string_view text, std::size_t matched);

    std::string_view m_value;
    std::vector<std::uint16_t>
        m_fallback;            ///< Knuth-Morris-Pratt: length of the longest border of each prefix; empty: not made
    std::size_t m_matched = 0; ///< how much of the value the stream's tail is
    bool m_isHit = false;
};

/// The same for a value that was sent in another form than its own, as %XX in a target: an answer may have either.
/// Borrows both. Thread: the one that owns it.
class LeakScannerPair final {
public:
    LeakScannerPair() = default; ///< looks for nothing, releases everything
    /// `asSent`: empty when that is the value itself.
    LeakScannerPair(std::string_view value, std::string_view asSent);

    /// As LeakScanner's; after a hit nothing is released.
    [[nodiscard]] LeakScanner::Step push(std::string_view input);
    [[nodiscard]] std::string_view finish();
    [[nodiscard]] std::size_t held() const;

private:
    [[nodiscard]] std::string_view heldBytes() const;

    std::string_view m_asSentText;
    std::string_view m_valueText;
    LeakScanner m_value;
    LeakScanner m_asSent;
};

} // namespace keysluice::gateway::http
