#pragma once

#include "core/records.h"

#include <QPushButton>

#include <functional>

class QMenu;

namespace keysluice::ui {

/// Freezes by a menu of the ways, or thaws by a press, whichever makes sense. Thread: gui.
class FreezeButton final : public QPushButton {
    Q_OBJECT
public:
    /// The words are for the two states: "Freeze", "Thaw".
    FreezeButton(QString freeze, QString thaw, const std::function<void(core::Freeze)>& act, QWidget* parent = nullptr);

    void setFrozen(bool isFrozen);

private:
    QString m_freezeWord;
    QString m_thawWord;
    QMenu* m_choices;
};

} // namespace keysluice::ui
