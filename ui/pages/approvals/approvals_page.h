#pragma once

#include "ui/models/approval_list_model.h"
#include "ui/models/approval_ports.h"
#include "ui/widgets/page.h"

#include <QTimer>

class QPushButton;

namespace keysluice::ui {

class ApprovalList;
class ApprovalPane;
class RememberedList;
class StyledLabel;
class Toast;

/// Approvals: what waits, the answers that go on answering, and how earlier requests ended. Thread: gui.
class ApprovalsPage final : public Page {
    Q_OBJECT
public:
    explicit ApprovalsPage(const ApprovalPorts& ports, QWidget* parent = nullptr);

    [[nodiscard]] int waiting() const { return m_waiting.rowCount(); }
    void select(core::ApprovalId id);
    /// Looks at the clock; its own timer calls it while something waits.
    void look();

Q_SIGNALS:
    void waitingChanged();
    /// The prompt is wanted: for that request, for the oldest.
    void promptRequested(quint64 id);
    void oldestRequested();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void refresh();
    void showPane();
    void closePane();

    ApprovalPorts m_ports;
    ApprovalListModel m_waiting;
    ApprovalListModel m_past;
    QTimer m_tick;
    QPushButton* m_oldest;
    ApprovalList* m_waitingList;
    ApprovalList* m_pastList;
    RememberedList* m_remembered;
    ApprovalPane* m_pane;
    QWidget* m_lists = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_waitingCard = nullptr;
    StyledLabel* m_nothing = nullptr;
    QWidget* m_rememberedPart = nullptr;
    QWidget* m_pastPart = nullptr;
    Toast* m_toast;
};

} // namespace keysluice::ui
