#pragma once

#include "core/rules/starter_sets.h"

#include <QWidget>

namespace keysluice::ui {

/// The ready-made rules, each with what it does and a button that adds it. Thread: gui.
class StarterList final : public QWidget {
    Q_OBJECT
public:
    explicit StarterList(QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(core::rules::StarterKind kind);
};

} // namespace keysluice::ui
