#pragma once

#include "ui/models/rule_draft.h"
#include "ui/widgets/multi_choice.h"

#include <QWidget>

#include <vector>

namespace keysluice::ui {

/// What conditions choose from by name.
struct RuleChoices {
    std::vector<MultiChoice::Entry> agents;
    std::vector<MultiChoice::Entry> providers;
};

/// The value of a condition: the input that suits its kind. Thread: gui.
class ConditionValue : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Writes what stands there into the row.
    virtual void read(ConditionRow& row) const = 0;
    /// The operator of the row has changed.
    virtual void follow(const ConditionRow& /*row*/) {}
    virtual void showWrong(bool isWrong) = 0;

Q_SIGNALS:
    void edited();
};

/// Filled with the row's value; null: the operator says it all. Owned by `parent`.
[[nodiscard]] ConditionValue* makeConditionValue(const ConditionRow& row, const RuleChoices& choices, QWidget* parent);

} // namespace keysluice::ui
