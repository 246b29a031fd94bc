#pragma once

#include "ui/pages/first_run/step.h"
#include "ui/ports/activity_port.h"

class QLabel;

namespace keysluice::ui {

/// Waits for the first request of the connected agent and shows it as it arrives. Thread: gui.
class WatchStep final : public Step {
    Q_OBJECT
public:
    explicit WatchStep(ActivityPort& activity, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString action() const override;
    [[nodiscard]] QString result() const override { return m_result; }
    void enter() override;
    void act() override { Q_EMIT finished(); }

private:
    void take(const std::vector<core::ActivityRecord>& rows);

    ActivityPort& m_activity;
    QLabel* m_text;
    QLabel* m_detail;
    QWidget* m_pill;
    QString m_result;
    bool m_watching = false;
};

} // namespace keysluice::ui
