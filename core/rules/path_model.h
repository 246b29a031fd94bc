#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keysluice::core::rules {

/// The model of APIs that keep it in the path and not in the body. Nothing: the host is none of theirs, or the path is
/// not one that surely tells it (tuned models, endpoints, routers and profiles of one's own stand for a model that
/// nobody names; another spelling than the documented one may mean another place).
///
/// - Gemini API, "models": `/v1beta/models/MODEL:METHOD`
/// - Vertex AI, "publishers.models": `/v1/projects/P/locations/L/publishers/PUBLISHER/models/MODEL:METHOD`
/// - Amazon Bedrock Runtime, "InvokeModel", "Converse": `/model/MODEL/invoke`, where `:` may be written `%3A`
///
/// `host`: lower case, without port; `path`: as it will be sent, without query. Thread: any (pure).
[[nodiscard]] std::optional<std::string> modelOfPath(std::string_view host, std::string_view path);

} // namespace keysluice::core::rules
