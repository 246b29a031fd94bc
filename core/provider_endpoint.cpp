#include "core/provider_endpoint.h"

#include <algorithm>

namespace keysluice::core {

namespace {

constexpr std::string_view kStar = "*";
constexpr std::string_view kMore = "**";

/// Takes the next segment off `rest`, which begins with a slash.
std::string_view takeSegment(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string_view segment = rest.substr(1, end - 1);
    rest.remove_prefix(end);
    return segment;
}

bool isPlain(std::string_view segment) {
    const auto isPlainByte = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~:@").find(c) != std::string_view::npos;
    };
    return !segment.empty() && segment != "." && segment != ".." &&
           std::all_of(segment.begin(), segment.end(), isPlainByte);
}

} // namespace

std::optional<EndpointPath> EndpointPath::parse(std::string_view text) {
    if (!text.starts_with('/')) {
        return {};
    }
    EndpointPath path;
    while (!text.empty()) {
        const std::string_view segment = takeSegment(text);
        if (segment == kMore && text.empty() && !path.m_segments.empty()) {
            path.m_hasMore = true;
        } else if (segment == kStar || isPlain(segment)) {
            path.m_segments.emplace_back(segment);
        } else {
            return {};
        }
    }
    return path;
}

bool EndpointPath::matches(std::string_view path) const {
    for (const std::string& expected : m_segments) {
        if (!path.starts_with('/')) {
            return false;
        }
        const std::string_view segment = takeSegment(path);
        if (expected == kStar ? !isPlain(segment) : segment != expected) {
            return false;
        }
    }
    if (!m_hasMore) {
        return path.empty() && !m_segments.empty();
    }
    if (path.empty()) {
        return false;
    }
    while (!path.empty()) {
        if (!isPlain(takeSegment(path))) {
            return false;
        }
    }
    return true;
}

bool EndpointPath::overlaps(const EndpointPath& other) const {
    const std::size_t common = std::min(m_segments.size(), other.m_segments.size());
    for (std::size_t i = 0; i < common; ++i) {
        const std::string& mine = m_segments[i];
        const std::string& theirs = other.m_segments[i];
        if (mine != theirs && mine != kStar && theirs != kStar) {
            return false;
        }
    }
    // the one that has fewer segments must go on with `**`, which stands for at least one
    if (m_segments.size() == other.m_segments.size()) {
        return m_hasMore == other.m_hasMore;
    }
    return m_segments.size() < other.m_segments.size() ? m_hasMore : other.m_hasMore;
}

bool ProviderEndpoint::matches(std::string_view method, std::string_view onPath) const {
    const std::string_view asked = method == "HEAD" ? std::string_view("GET") : method;
    return std::find(methods.begin(), methods.end(), asked) != methods.end() && path.matches(onPath);
}

} // namespace keysluice::core
