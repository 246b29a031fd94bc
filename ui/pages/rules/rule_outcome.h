#pragma once

#include "ui/models/rule_draft.h"

#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace keysluice::ui {

class ChoiceBox;
class ErrorLine;

/// What a rule does: decision, what holds without an answer, high risk, what the agent is told. Thread: gui.
class RuleOutcome final : public QWidget {
    Q_OBJECT
public:
    explicit RuleOutcome(QWidget* parent);

    void set(const core::rules::Rule& rule);
    void read(core::rules::Rule& rule) const;
    void showFault(DraftFault::Field field, const QString& text); ///< empty text: nothing is wrong

Q_SIGNALS:
    void edited();

private:
    [[nodiscard]] core::rules::Decision decision() const;
    void fillAnswers(std::int64_t seconds);
    void showParts();

    QButtonGroup* m_decision;
    QWidget* m_asking; ///< what goes with Ask alone
    ChoiceBox* m_answer;
    QCheckBox* m_highRisk;
    QWidget* m_telling; ///< not with Allow
    QLineEdit* m_reason;
    ErrorLine* m_reasonFault;
};

/// What a limit allows: so many requests, in what time, and whose are counted together. Thread: gui.
class LimitOutcome final : public QWidget {
    Q_OBJECT
public:
    explicit LimitOutcome(QWidget* parent);

    void set(const core::rules::Limit& limit);
    void read(core::rules::Limit& limit) const;

Q_SIGNALS:
    void edited();

private:
    QSpinBox* m_requests;
    ChoiceBox* m_period;
    ChoiceBox* m_scope;
};

} // namespace keysluice::ui
