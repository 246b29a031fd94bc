#pragma once

#include "core/data_members.h"
#include "core/provider_catalogue.h"

namespace keysluice::core {

/// One provider of the catalogue's file (schema: `resources/README.md`). What is wrong with it stands in the error of
/// `reader`. Thread: any.
[[nodiscard]] Provider readProvider(DataMembers reader);

} // namespace keysluice::core
