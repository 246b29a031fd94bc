#pragma once

#include <QString>

namespace keysluice::app {

/// Text of an agent, a caller or a provider on one line: '?' for what steers a terminal, reverses the direction of the
/// text around it or draws nothing. Thread: any (pure).
[[nodiscard]] QString printable(const QString& text);

} // namespace keysluice::app
