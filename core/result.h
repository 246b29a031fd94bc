#pragma once

#include <tl/expected.hpp>

namespace keysluice::core {

/// A value or the reason why there is none. Expected failures travel as values; our code throws nothing.
template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
[[nodiscard]] auto failure(E error) {
    return tl::make_unexpected(std::move(error));
}

} // namespace keysluice::core
