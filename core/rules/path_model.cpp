#include "core/rules/path_model.h"

#include <algorithm>
#include <array>
#include <vector>

namespace keysluice::core::rules {

namespace {

constexpr std::array<std::string_view, 6> kGoogleMethods{
    "generateContent", "streamGenerateContent", "countTokens", "embedContent", "rawPredict", "streamRawPredict"};
constexpr std::array<std::string_view, 4> kBedrockMethods{"invoke", "invoke-with-response-stream", "converse",
                                                          "converse-stream"};

template <std::size_t count>
bool isOneOf(const std::array<std::string_view, count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> segmentsOf(std::string_view path) {
    std::vector<std::string_view> segments;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

/// A name that means itself in every reading: `extra` beside letters, digits, `-`, `_` and `.`, and not dots alone.
bool isPlain(std::string_view name, std::string_view extra = {}) {
    return name.find_first_not_of('.') != std::string_view::npos &&
           std::all_of(name.begin(), name.end(), [extra](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_' || c == '.' || extra.find(c) != std::string_view::npos;
           });
}

/// MODEL:METHOD
std::optional<std::string> beforeMethod(std::string_view segment) {
    const std::size_t colon = segment.find(':');
    if (colon == std::string_view::npos || !isOneOf(kGoogleMethods, segment.substr(colon + 1))) {
        return std::nullopt;
    }
    const std::string_view model = segment.substr(0, colon);
    return isPlain(model, "@") ? std::optional(std::string(model)) : std::nullopt; // Vertex: claude-x@20250101
}

bool isVersion(std::string_view segment) {
    return segment == "v1" || segment == "v1beta" || segment == "v1beta1" || segment == "v1alpha";
}

std::optional<std::string> ofGemini(const std::vector<std::string_view>& path) {
    return path.size() == 3 && isVersion(path[0]) && path[1] == "models" ? beforeMethod(path[2]) : std::nullopt;
}

std::optional<std::string> ofVertex(const std::vector<std::string_view>& path) {
    constexpr std::size_t kSegments = 9;
    const bool isListed = path.size() == kSegments && isVersion(path[0]) && path[1] == "projects" &&
                          path[3] == "locations" && path[5] == "publishers" && path[7] == "models" &&
                          isPlain(path[2]) && isPlain(path[4]) && isPlain(path[6]);
    return isListed ? beforeMethod(path[8]) : std::nullopt;
}

std::optional<std::string> ofBedrock(const std::vector<std::string_view>& path) {
    if (path.size() != 3 || path[0] != "model" || !isOneOf(kBedrockMethods, path[2])) {
        return std::nullopt;
    }
    std::string model(path[1]);
    for (std::size_t at = 0; (at = model.find('%', at)) != std::string::npos; ++at) {
        if (model.compare(at, 3, "%3A") != 0 && model.compare(at, 3, "%3a") != 0) {
            return std::nullopt;
        }
        model.replace(at, 3, ":");
    }
    // ARNs and ids of profiles and routers of one's own have no dot: which model they stand for is known to AWS alone.
    return isPlain(model, ":") && !model.starts_with("arn:") && model.find('.') != std::string::npos
               ? std::optional(std::move(model))
               : std::nullopt;
}

} // namespace

std::optional<std::string> modelOfPath(std::string_view host, std::string_view path) {
    if (host == "generativelanguage.googleapis.com") {
        return ofGemini(segmentsOf(path));
    }
    if (host == "aiplatform.googleapis.com" || host.ends_with("-aiplatform.googleapis.com")) {
        return ofVertex(segmentsOf(path));
    }
    if (host.starts_with("bedrock-runtime") && host.ends_with(".amazonaws.com")) {
        return ofBedrock(segmentsOf(path));
    }
    return std::nullopt;
}

} // namespace keysluice::core::rules
