#include "core/rules/path_pattern.h"

#include "core/rules/glob.h"

#include <algorithm>
#include <array>

namespace keysluice::core::rules {

namespace {

constexpr std::size_t kElements = 1024; // a pattern has at most one and a half as many as bytes

int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char folded = foldedByte(c);
    return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
}

} // namespace

std::string plainPath(std::string_view path) {
    std::string plain;
    plain.reserve(path.size());
    for (std::size_t i = 0; i < path.size(); ++i) {
        char c = path[i];
        if (c == '%' && i + 2 < path.size() && hexDigit(path[i + 1]) >= 0 && hexDigit(path[i + 2]) >= 0) {
            c = static_cast<char>(hexDigit(path[i + 1]) * 16 + hexDigit(path[i + 2]));
            i += 2;
        }
        if (c != '/' || plain.empty() || plain.back() != '/') {
            plain.push_back(foldedByte(c));
        }
    }
    if (plain.size() > 1 && plain.back() == '/') {
        plain.pop_back();
    }
    return plain;
}

std::optional<PathPattern> PathPattern::parse(std::string_view pattern) {
    const auto isAllowed = [](char c) { return c > ' ' && c < 0x7f && c != '?' && c != '#' && c != '\\'; };
    if (!pattern.starts_with('/') || !std::all_of(pattern.begin(), pattern.end(), isAllowed) ||
        pattern.find("***") != std::string_view::npos || pattern.size() > kElements / 2) {
        return {};
    }
    PathPattern made;
    made.m_asWritten = formOf(pattern);
    made.m_plain = formOf(plainPath(pattern));
    return made;
}

PathPattern::Form PathPattern::formOf(std::string_view pattern) {
    std::vector<Element> elements;
    for (std::size_t i = 0; i < pattern.size();) {
        const std::string_view rest = pattern.substr(i);
        const bool isSegmentsMore = rest.starts_with("/**") && (rest.size() == 3 || rest[3] == '/');
        if (isSegmentsMore) {
            elements.insert(elements.end(), {{Kind::MaybeMore, '/'}, {Kind::Any, 0}});
            i += 3;
        } else if (rest.starts_with("**")) {
            elements.push_back({Kind::Any, 0});
            i += 2;
        } else if (rest.front() == '*') {
            if (pattern[i - 1] == '/' && (rest.size() == 1 || rest[1] == '/')) {
                elements.push_back({Kind::InSegment, 0});
            }
            elements.push_back({Kind::Segment, 0});
            ++i;
        } else {
            elements.push_back({Kind::Byte, rest.front()});
            ++i;
        }
    }
    const auto behindPrefix = std::find_if(elements.begin(), elements.end(),
                                           [](const Element& element) { return element.kind != Kind::Byte; });
    Form form;
    for (auto it = elements.begin(); it != behindPrefix; ++it) {
        form.prefix.push_back(it->byte);
    }
    form.rest.assign(behindPrefix, elements.end());
    return form;
}

Fit PathPattern::matches(std::string_view path, std::string_view plain) const {
    if (path.size() > kComparedBytes) {
        return Fit::Unknown;
    }
    if (m_asWritten.matches(path)) {
        return Fit::Yes;
    }
    return m_plain.matches(plain) ? Fit::Unknown : Fit::No;
}

bool PathPattern::Form::matches(std::string_view path) const {
    if (!path.starts_with(prefix)) {
        return false;
    }
    return rest.empty() ? path.size() == prefix.size() : matchesRest(path.substr(prefix.size()));
}

/// Follows every way through the elements at once, byte by byte.
bool PathPattern::Form::matchesRest(std::string_view path) const {
    using Reached = std::array<bool, kElements + 2>;
    const auto passOptional = [this](Reached& reached) {
        for (std::size_t j = 0; j < rest.size(); ++j) {
            if (reached[j] && rest[j].kind != Kind::Byte && rest[j].kind != Kind::InSegment) {
                reached[j + (rest[j].kind == Kind::MaybeMore ? 2 : 1)] = true;
            }
        }
    };
    Reached rows[2] = {};
    Reached* here = &rows[0];
    Reached* next = &rows[1];
    (*here)[0] = true;
    passOptional(*here);
    for (const char c : path) {
        std::fill_n(next->begin(), rest.size() + 1, false);
        for (std::size_t j = 0; j < rest.size(); ++j) {
            if (!(*here)[j]) {
                continue;
            }
            const Element& element = rest[j];
            if (element.kind == Kind::Any || (element.kind == Kind::Segment && c != '/')) {
                (*next)[j] = true;
            } else if (element.kind == Kind::InSegment ? c != '/'
                                                       : element.byte == c && element.kind != Kind::Segment) {
                (*next)[j + 1] = true;
            }
        }
        passOptional(*next);
        std::swap(here, next);
    }
    return (*here)[rest.size()];
}

} // namespace keysluice::core::rules
