#include "core/rules/index_parts.h"

#include <algorithm>

namespace keysluice::core::rules {

void ValuePart::add(std::size_t value, std::size_t rule) {
    if (value >= m_values.size()) {
        m_values.resize(value + 1);
    }
    m_values[value].set(rule);
}

void BoundPart::seal() {
    std::sort(m_bounds.begin(), m_bounds.end());
}

void BoundPart::narrow(std::int64_t value, RuleBits& candidates) const {
    if (m_bounds.empty()) {
        return;
    }
    RuleBits fitting = always();
    for (auto it = m_bounds.begin(); it != m_bounds.end() && it->first < value; ++it) {
        fitting.set(it->second);
    }
    candidates &= fitting;
}

void PrefixPart::add(std::string_view prefix, std::size_t rule) {
    Entry& entry = m_entries.emplace_back();
    entry.prefix = prefix;
    entry.rules.set(rule);
}

void PrefixPart::seal() {
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) { return a.prefix < b.prefix; });
    std::vector<Entry> merged;
    for (Entry& entry : m_entries) {
        if (merged.empty() || merged.back().prefix != entry.prefix) {
            merged.push_back(std::move(entry));
        } else {
            merged.back().rules |= entry.rules;
        }
    }
    m_entries = std::move(merged);
}

void PrefixPart::find(std::string_view text, RuleBits& found) const {
    // Between `begin` and `end` are the entries that begin with the first `depth` bytes of the text.
    auto begin = m_entries.begin();
    auto end = m_entries.end();
    for (std::size_t depth = 0; begin != end; ++depth) {
        if (begin->prefix.size() == depth) {
            found |= begin->rules;
            ++begin;
        }
        if (depth == text.size()) {
            return;
        }
        const auto wanted = static_cast<unsigned char>(text[depth]);
        const auto byteOf = [depth](const Entry& entry) { return static_cast<unsigned char>(entry.prefix[depth]); };
        begin = std::partition_point(begin, end, [&](const Entry& entry) { return byteOf(entry) < wanted; });
        end = std::partition_point(begin, end, [&](const Entry& entry) { return byteOf(entry) == wanted; });
    }
}

} // namespace keysluice::core::rules
