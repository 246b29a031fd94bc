#pragma once

#include "core/failure.h"

#include <functional>

namespace keysluice::ui {

/// Called once, on the gui thread, with the result of an operation that takes time; never after its context is gone.
template <class T>
using Done = std::function<void(core::Outcome<T>)>;

} // namespace keysluice::ui
