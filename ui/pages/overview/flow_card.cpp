#include "ui/pages/overview/flow_card.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/overview/flow_view.h"
#include "ui/pages/parts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

enum Role { AgentRole = Qt::UserRole + 1, CredentialRole, RefusedRole };

} // namespace

FlowCard::FlowCard(CredentialPort& credentials, QWidget* parent)
    : QWidget(parent),
      m_credentials(credentials),
      m_view(new FlowView(this)),
      m_table(new QTableView(this)),
      m_model(new QStandardItemModel(this)),
      m_stack(new QStackedWidget(this)),
      m_switch(linkButton(tr("As a table"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(sectionTitle(tr("Through the gate today"), this), 1);
    head->addWidget(m_switch);
    layout->addLayout(head);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Through the gate today, as a table"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_table);
    layout->addWidget(m_stack, 1);
    connect(m_view, &FlowView::flowActivated, this, &FlowCard::flowActivated);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        const QModelIndex row = index.siblingAtColumn(0);
        Q_EMIT flowActivated(row.data(AgentRole).toString(), row.data(CredentialRole).toString(),
                             row.data(RefusedRole).toBool());
    });
    connect(m_switch, &QPushButton::clicked, this, [this] {
        const bool toTable = m_stack->currentIndex() == 0;
        m_stack->setCurrentIndex(toTable ? 1 : 0);
        m_switch->setText(toTable ? tr("As a picture") : tr("As a table"));
    });
}

void FlowCard::setFlows(const std::vector<FlowCount>& flows) {
    std::map<std::string, FlowMark> marks;
    for (const core::CredentialInfo& credential : m_credentials.credentials()) {
        const core::Provider* provider = m_credentials.catalogue().provider(credential.providerId);
        marks[credential.id] = {provider != nullptr ? QString::fromStdString(provider->monogram) : QString(),
                                credential.health.health};
    }
    m_view->setFlows(flows, std::move(marks));
    fillTable(flows);
}

void FlowCard::fillTable(const std::vector<FlowCount>& flows) {
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Agent"), tr("Credential"), tr("Allowed"), tr("Refused")});
    for (const FlowCount& flow : flows) {
        auto* agent = new QStandardItem(flow.agentName.empty() ? tr("Unknown") : visibleText(flow.agentName));
        agent->setData(QString::fromStdString(flow.agentId), AgentRole);
        agent->setData(QString::fromStdString(flow.credentialId), CredentialRole);
        agent->setData(flow.allowed == 0, RefusedRole);
        QList<QStandardItem*> row{
            agent,
            new QStandardItem(flow.credentialName.empty() ? QStringLiteral("–") : visibleText(flow.credentialName)),
            new QStandardItem(numberText(flow.allowed)), new QStandardItem(numberText(flow.refused))};
        for (const int column : {2, 3}) {
            row[column]->setTextAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
        }
        m_model->appendRow(row);
    }
    for (const int column : {2, 3}) {
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    }
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    header->setSectionResizeMode(1, QHeaderView::Stretch);
}

} // namespace keysluice::ui
