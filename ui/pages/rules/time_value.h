#pragma once

#include "ui/pages/rules/condition_value.h"

#include <array>

class QLineEdit;
class QToolButton;

namespace keysluice::ui {

/// Days of the week and the hours between two times. Thread: gui.
class TimeValue final : public ConditionValue {
    Q_OBJECT
public:
    TimeValue(const ConditionRow& row, QWidget* parent);

    void read(ConditionRow& row) const override;
    void showWrong(bool isWrong) override;

private:
    static constexpr int kDays = 7;

    std::array<QToolButton*, kDays> m_days{};
    QLineEdit* m_from;
    QLineEdit* m_to;
};

} // namespace keysluice::ui
