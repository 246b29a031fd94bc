#pragma once

#include "core/rules/question.h"
#include "core/rules/rule_bits.h"

#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core::rules {

// What a RuleIndex is made of: each part knows one condition of all rules, and takes the rules whose condition a value
// cannot fit out of the candidates. Built by one thread, then immutable.

/// The rules of a part that has nothing to do with them stay in.
class IndexPart {
public:
    /// A rule without this condition, or one that cannot be looked up.
    void addAlways(std::size_t rule) { m_always.set(rule); }

protected:
    /// What stays in, to which a part adds what fits.
    [[nodiscard]] const RuleBits& always() const { return m_always; }

private:
    RuleBits m_always;
};

/// Names that are equal to the value.
class IdPart final : public IndexPart {
public:
    void add(std::string_view id, std::size_t rule) { m_named[std::string(id)].set(rule); }
    /// `ids`: any of them.
    template <class Ids>
    void narrow(const Ids& ids, RuleBits& candidates) const {
        if (m_named.empty()) {
            return;
        }
        RuleBits fitting = always();
        for (const std::string_view id : ids) {
            if (const auto it = m_named.find(id); it != m_named.end()) {
                fitting |= it->second;
            }
        }
        candidates &= fitting;
    }

private:
    NameMap<RuleBits> m_named;
};

/// Small numbers that are equal to the value.
class ValuePart final : public IndexPart {
public:
    void add(std::size_t value, std::size_t rule);
    template <class Values>
    void narrow(const Values& values, RuleBits& candidates) const {
        if (m_values.empty()) {
            return;
        }
        RuleBits fitting = always();
        for (const std::size_t value : values) {
            if (value < m_values.size()) {
                fitting |= m_values[value];
            }
        }
        candidates &= fitting;
    }

private:
    std::vector<RuleBits> m_values;
};

/// Bounds that the value is above.
class BoundPart final : public IndexPart {
public:
    void add(std::int64_t bound, std::size_t rule) { m_bounds.emplace_back(bound, rule); }
    void seal();
    void narrow(std::int64_t value, RuleBits& candidates) const;

private:
    std::vector<std::pair<std::int64_t, std::size_t>> m_bounds; ///< ascending
};

/// Texts that the value begins with.
class PrefixPart final : public IndexPart {
public:
    void add(std::string_view prefix, std::size_t rule);
    void seal();
    [[nodiscard]] bool isUsed() const { return !m_entries.empty(); }
    [[nodiscard]] RuleBits none() const { return always(); }
    void find(std::string_view text, RuleBits& found) const;

private:
    struct Entry {
        std::string prefix;
        RuleBits rules;
    };
    std::vector<Entry> m_entries; ///< sorted, each prefix once
};

} // namespace keysluice::core::rules
