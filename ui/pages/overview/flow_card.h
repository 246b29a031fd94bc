#pragma once

#include "ui/ports/activity_port.h"
#include "ui/ports/credential_port.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace keysluice::ui {

class FlowView;

/// "Through the gate today", as a picture or as a table with the same numbers. Thread: gui.
class FlowCard final : public QWidget {
    Q_OBJECT
public:
    FlowCard(CredentialPort& credentials, QWidget* parent = nullptr);

    void setFlows(const std::vector<FlowCount>& flows);
    [[nodiscard]] FlowView* view() const { return m_view; }

Q_SIGNALS:
    void flowActivated(const QString& agentId, const QString& credentialId, bool refused);

private:
    void fillTable(const std::vector<FlowCount>& flows);

    CredentialPort& m_credentials;
    FlowView* m_view;
    QTableView* m_table;
    QStandardItemModel* m_model;
    QStackedWidget* m_stack;
    QPushButton* m_switch;
};

} // namespace keysluice::ui
