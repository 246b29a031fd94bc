#pragma once

#include "core/approval.h"
#include "ui/models/approval_text.h"

#include <QWidget>

class QGridLayout;

namespace keysluice::ui {

class ExcerptView;
class IconLabel;
class StyledLabel;

/// How much of the time to answer is left, as a line. Thread: gui.
class CountdownLine final : public QWidget {
    Q_OBJECT
public:
    explicit CountdownLine(QWidget* parent = nullptr);
    void setLeft(double part); ///< 0 to 1

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_left = 1.0;
};

/// "2:41", bold and in danger's colour below 30 s; "then denied" below. Thread: gui.
class CountdownLabel final : public QWidget {
    Q_OBJECT
public:
    static constexpr core::UnixMs kShortMs = 30'000;

    explicit CountdownLabel(QWidget* parent = nullptr);
    void setLeft(core::UnixMs ms);
    [[nodiscard]] bool isShort() const { return m_isShort; }

private:
    StyledLabel* m_time;
    bool m_isShort = false;
};

/// Heading, what of it is shown, and the excerpt itself; or why there is none. Thread: gui.
class ExcerptSection final : public QWidget {
    Q_OBJECT
public:
    enum class Room { Wide, Narrow };
    explicit ExcerptSection(Room room, QWidget* parent = nullptr);
    void setRequest(const core::ApprovalRequest& request);

private:
    StyledLabel* m_title;
    StyledLabel* m_note;
    IconLabel* m_icon;
    StyledLabel* m_warning;
    StyledLabel* m_nothing;
    ExcerptView* m_view;
};

/// Labels and values as the rows of a grid; what was in it goes.
void setFacts(QGridLayout* grid, const std::vector<ApprovalFact>& facts, QWidget* parent);

} // namespace keysluice::ui
