#include "ui/pages/rules/dry_run_view.h"

#include "ui/pages/parts.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

DryRunView::DryRunView(QWidget* parent)
    : QWidget(parent),
      m_counts(bodyText({}, this)),
      m_changes(helpText({}, this)),
      m_open(helpText({}, this)),
      m_rowHead(helpText({}, this)),
      m_rows(new QGridLayout),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(groupLabel(tr("Tried against the last 7 days"), this));
    for (QLabel* label : {m_counts, m_changes, m_open, m_rowHead}) {
        layout->addWidget(label);
    }
    m_rows->setHorizontalSpacing(10);
    m_rows->setVerticalSpacing(3);
    m_rows->setColumnStretch(2, 1);
    layout->addLayout(m_rows);
    layout->addWidget(m_error);
}

void DryRunView::showText(QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

void DryRunView::showRunning() {
    show({tr("Looking at them…"), {}, {}, {}, {}});
}

void DryRunView::show(const DryRunSummary& summary) {
    m_error->clear();
    showText(m_counts, summary.counts);
    showText(m_changes, summary.changes);
    showText(m_open, summary.open);
    showText(m_rowHead, summary.rowHead);
    clearLayout(m_rows);
    for (const DryRunSummary::Row& row : summary.rows) {
        const int at = m_rows->rowCount();
        StyledLabel* time = helpText(row.time, this);
        time->setWordWrap(false);
        StyledLabel* agent = helpText(row.agent, this);
        agent->setWordWrap(false);
        agent->setRole(Role::Text);
        m_rows->addWidget(time, at, 0);
        m_rows->addWidget(agent, at, 1);
        m_rows->addWidget(new ElidedLabel(row.request, TextStyle::Mono, Role::Muted, Qt::ElideMiddle, this), at, 2);
    }
}

void DryRunView::showFailure(const core::Failure& failure) {
    show({});
    m_error->show(failure);
}

} // namespace keysluice::ui
