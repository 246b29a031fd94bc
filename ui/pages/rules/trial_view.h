#pragma once

#include "ui/models/rule_trial.h"

#include <QWidget>

class QVBoxLayout;

namespace keysluice::ui {

/// What the rules would do with a request: the outcome, why, and each rule with its conditions. Thread: gui.
class TrialView final : public QWidget {
    Q_OBJECT
public:
    explicit TrialView(QWidget* parent);

    void clear();
    void show(const RuleTrial& trial);

private:
    void addOutcome(const RuleTrial& trial);
    void addLine(const RuleTrial::Line& line);

    QVBoxLayout* m_layout;
};

} // namespace keysluice::ui
