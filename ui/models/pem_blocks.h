#pragma once

#include <string>
#include <vector>

namespace keysluice::ui {

/// The certificates of a PEM text, one block each; everything else in it (keys, comments) is left out. Pure. Thread:
/// any.
[[nodiscard]] std::vector<std::string> certificateBlocks(const std::string& pem);

} // namespace keysluice::ui
