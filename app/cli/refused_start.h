#pragma once

#include "app/instance/data_directory.h"
#include "core/failure.h"

#include <QObject>

#include <functional>

namespace keysluice::app {

/// Puts a start that was refused into the activity file of the data directory: through the instance that has it, or by
/// itself where none runs. A folder without a vault stays as it is. `done` comes once, later, whatever became of it,
/// unless `context` goes first. Thread: main.
void reportRefusedStart(const InstancePaths& paths, const core::Failure& failure, QObject* context,
                        std::function<void()> done);

} // namespace keysluice::app
