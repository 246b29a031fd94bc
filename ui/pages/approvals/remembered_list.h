#pragma once

#include "ui/models/approval_ports.h"

#include <QWidget>

class QVBoxLayout;

namespace keysluice::ui {

class ErrorLine;

/// The answers that go on answering, each with its end and a way to take it back. Thread: gui.
class RememberedList final : public QWidget {
    Q_OBJECT
public:
    explicit RememberedList(const ApprovalPorts& ports, QWidget* parent = nullptr);

    void refresh();

private:
    void addRow(const RememberedApproval& answer, const RuleNames& names);

    ApprovalPorts m_ports;
    QVBoxLayout* m_rows;
    ErrorLine* m_error;
    QString m_shown; ///< so that what has not changed keeps the focus
};

} // namespace keysluice::ui
