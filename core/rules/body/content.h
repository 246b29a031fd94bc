#pragma once

#include "core/rules/body/json.h"

namespace keysluice::core::rules::body {

/// What a conversation holds besides text: images, documents, and tools that are introduced in its course. `content` is
/// the value of `messages`, `system`, `input`, or of anything else that holds blocks with a `type`.
void readContent(const Element& content, RequestReading& reading);

} // namespace keysluice::core::rules::body
