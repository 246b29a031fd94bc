#include "ui/pages/rules/condition_editor.h"

#include "ui/models/rule_values.h"
#include "ui/pages/parts.h"
#include "ui/pages/rules/condition_value.h"
#include "ui/widgets/choice_box.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

ConditionEditor::ConditionEditor(const ConditionRow& row, const RuleChoices& choices, QWidget* parent)
    : QWidget(parent),
      m_row(row),
      m_operator(new ChoiceBox(tr("%1: condition").arg(conditionName(row.kind)), this)),
      m_only(helpText({}, this)),
      m_value(makeConditionValue(row, choices, this)),
      m_hint(helpText({}, this)),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    StyledLabel* name = bodyText(conditionName(row.kind), this);
    head->addWidget(name, 1);
    setSmall(m_operator);
    m_operator->setMinimumContentsLength(5);
    m_operator->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    head->addWidget(m_operator);
    m_only->setWordWrap(false);
    head->addWidget(m_only);
    QToolButton* remove = iconButton(QStringLiteral("close"), tr("Take out: %1").arg(conditionName(row.kind)), this);
    head->addWidget(remove);
    layout->addLayout(head);
    if (m_value != nullptr) {
        layout->addWidget(m_value);
        connect(m_value, &ConditionValue::edited, this, [this] {
            m_value->read(m_row);
            Q_EMIT changed();
        });
    }
    layout->addWidget(m_hint);
    layout->addWidget(m_error);
    m_hint->hide();
    setOperators(operatorsOf(row.kind));
    connect(m_operator, &QComboBox::activated, this, &ConditionEditor::takeOperator);
    connect(remove, &QToolButton::clicked, this, &ConditionEditor::removed);
}

void ConditionEditor::setOperators(const std::vector<ConditionRow::Operator>& operators) {
    if (operators == m_operators) {
        return;
    }
    m_operators = operators;
    m_operator->clear();
    for (const ConditionRow::Operator op : operators) {
        m_operator->addItem(operatorName(m_row.kind, op), static_cast<int>(op));
    }
    m_operator->setCurrentIndex(m_operator->findData(static_cast<int>(m_row.op)));
    m_operator->setVisible(operators.size() > 1);
    m_only->setText(operatorName(m_row.kind, m_row.op));
    m_only->setVisible(operators.size() <= 1 && m_row.kind != core::rules::ConditionKind::Endpoints &&
                       m_row.kind != core::rules::ConditionKind::Time); // an "is" says nothing there
}

void ConditionEditor::takeOperator() {
    m_row.op = static_cast<ConditionRow::Operator>(m_operator->currentData().toInt());
    if (m_value != nullptr) {
        m_value->follow(m_row);
    }
    Q_EMIT changed();
}

void ConditionEditor::showFault(const QString& text, bool isMissing) {
    m_hint->setText(text);
    m_hint->setVisible(isMissing && !text.isEmpty());
    m_error->show(isMissing ? QString() : text);
    if (m_value != nullptr) {
        m_value->showWrong(!isMissing && !text.isEmpty());
    }
}

void ConditionEditor::focusValue() {
    (m_value != nullptr ? static_cast<QWidget*>(m_value) : m_operator)->setFocus(Qt::OtherFocusReason);
}

} // namespace keysluice::ui
