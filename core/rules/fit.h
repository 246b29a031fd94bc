#pragma once

#include <algorithm>

namespace keysluice::core::rules {

/// Whether something is as a condition wants it. In this order AND is the lesser and OR the greater (Kleene's logic).
enum class Fit { No, Unknown, Yes };

[[nodiscard]] constexpr Fit both(Fit a, Fit b) {
    return std::min(a, b);
}
[[nodiscard]] constexpr Fit either(Fit a, Fit b) {
    return std::max(a, b);
}
[[nodiscard]] constexpr Fit opposite(Fit fit) {
    return fit == Fit::Unknown ? Fit::Unknown : fit == Fit::Yes ? Fit::No : Fit::Yes;
}
[[nodiscard]] constexpr Fit fitIf(bool isSo) {
    return isSo ? Fit::Yes : Fit::No;
}

} // namespace keysluice::core::rules
