#pragma once

#include "ui/models/rule_draft.h"

#include <QWidget>

class QLabel;

namespace keysluice::ui {

class ChoiceBox;
class ConditionValue;
class ErrorLine;
struct RuleChoices;

/// One condition of a rule: what of, how, the value, and a way to take it out. Thread: gui.
class ConditionEditor final : public QWidget {
    Q_OBJECT
public:
    ConditionEditor(const ConditionRow& row, const RuleChoices& choices, QWidget* parent);

    [[nodiscard]] const ConditionRow& row() const { return m_row; }
    /// Those it may take; its own among them.
    void setOperators(const std::vector<ConditionRow::Operator>& operators);
    /// Empty text: nothing is wrong. `isMissing`: nothing was given yet, and the words ask for it.
    void showFault(const QString& text, bool isMissing);
    void focusValue();

Q_SIGNALS:
    void changed();
    void removed();

private:
    void takeOperator();

    ConditionRow m_row;
    std::vector<ConditionRow::Operator> m_operators;
    ChoiceBox* m_operator;
    QLabel* m_only; ///< in its place where there is no choice
    ConditionValue* m_value;
    QLabel* m_hint;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
