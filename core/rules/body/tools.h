#pragma once

#include "core/rules/body/json.h"

namespace keysluice::core::rules::body {

/// The value of a member `tools`: types of hosted tools, servers of MCP, and models that tools have of their own.
void readTools(const Element& tools, RequestReading& reading);
/// One tool.
void readTool(const Element& tool, RequestReading& reading);
/// Anthropic's `mcp_servers`.
void readServers(const Element& servers, RequestReading& reading);

/// Every member below `object` whose name speaks of a model or a fallback, except in what is the user's own (schemas,
/// conversations, inputs of tools): a model each, or models are unknown.
void sweepModels(const Object& object, RequestReading& reading);
/// Whether a name speaks of a model.
[[nodiscard]] bool speaksOfModel(std::string_view name);

} // namespace keysluice::core::rules::body
