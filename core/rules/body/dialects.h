#pragma once

#include "core/provider_endpoint.h"
#include "core/rules/body/json.h"

namespace keysluice::core::rules::body {

/// One request in a dialect that is none of a batch.
[[nodiscard]] RequestReading readRequest(BodyDialect dialect, const Object& request);

} // namespace keysluice::core::rules::body
