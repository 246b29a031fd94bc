#pragma once

#include "core/rules/facts.h"
#include "core/rules/path_pattern.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keysluice::core::rules {

/// Lets names be looked up by a view.
struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
};
template <class T>
using NameMap = std::unordered_map<std::string, T, NameHash, std::equal_to<>>;

/// The header names that conditions ask for, folded, and their numbers.
using HeaderNumbers = NameMap<std::size_t>;

/// One request while it is judged: its facts, and what is made of them once for all rules. Borrows everything.
/// Thread: one.
class Question final {
public:
    Question(const HeadFacts& head, const BodyFacts* body, const HeaderNumbers& headerNumbers)
        : m_head(head), m_body(body), m_headerNumbers(headerNumbers) {}

    [[nodiscard]] const HeadFacts& head() const { return m_head; }
    /// Null: not read yet, or it can never be (isBlind, isUpgrade).
    [[nodiscard]] const BodyFacts* body() const { return m_head.isBlind || m_head.isUpgrade ? nullptr : m_body; }
    /// The body would tell what is unknown.
    [[nodiscard]] bool isBodyPending() const { return body() == nullptr && !m_head.isBlind; }

    [[nodiscard]] const std::string& plain() const;
    struct HeaderValue {
        std::size_t number;
        std::string_view value;
    };
    /// The headers that some condition asks for.
    [[nodiscard]] const std::vector<HeaderValue>& headers() const;
    [[nodiscard]] const std::vector<std::size_t>& headerNumbersSent() const;

private:
    const HeadFacts& m_head;
    const BodyFacts* m_body;
    const HeaderNumbers& m_headerNumbers;
    mutable Fact<std::string> m_plain;
    mutable Fact<std::vector<HeaderValue>> m_headers;
    mutable std::vector<std::size_t> m_headerNumbersSent;
};

} // namespace keysluice::core::rules
