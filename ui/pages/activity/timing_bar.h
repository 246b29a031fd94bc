#pragma once

#include "core/activity.h"
#include "ui/style/theme.h"

#include <QWidget>

#include <vector>

namespace keysluice::ui {

/// Where the time of one request went: connect, first byte, stream; a bar and a legend with values. Thread: gui.
class TimingBar final : public QWidget {
    Q_OBJECT
public:
    explicit TimingBar(QWidget* parent = nullptr);

    void setRecord(const core::ActivityRecord& record);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Phase {
        QString name;
        std::int64_t microseconds = 0;
        Role role = Role::ChartOthers;
    };
    std::vector<Phase> m_phases;
};

} // namespace keysluice::ui
