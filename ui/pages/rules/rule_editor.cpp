#include "ui/pages/rules/rule_editor.h"

#include "ui/models/rule_values.h"
#include "ui/models/visible_text.h"
#include "ui/pages/parts.h"
#include "ui/pages/rules/condition_editor.h"
#include "ui/pages/rules/dry_run_view.h"
#include "ui/pages/rules/rule_look.h"
#include "ui/pages/rules/rule_outcome.h"
#include "ui/style/icons.h"
#include "ui/text/failure_text.h"
#include "ui/text/rule_fault_text.h"
#include "ui/widgets/page.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Field = DraftFault::Field;

/// The window's ground below the pane, with a line above.
class Footer final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        painter.fillRect(rect(), theme.color(Role::Window));
        painter.fillRect(0, 0, width(), 1, theme.color(Role::Border));
    }
};

bool asksForMore(RuleFaultCode code) {
    return code == RuleFaultCode::ListEmpty || code == RuleFaultCode::TextEmpty;
}

} // namespace

RuleEditor::RuleEditor(Check check, QWidget* parent)
    : QWidget(parent),
      m_check(std::move(check)),
      m_title(sectionTitle({}, this)),
      m_always(helpText({}, this)),
      m_conditions(new QVBoxLayout),
      m_add(textButton(tr("Add condition"), this, ButtonRole::Link, QStringLiteral("add"))),
      m_kinds(new QMenu(m_add)),
      m_rule(new RuleOutcome(this)),
      m_limit(new LimitOutcome(this)),
      m_name(new QLineEdit(this)),
      m_nameFault(new ErrorLine(this)),
      m_readsAs(new ReadsAsBox(this)),
      m_fault(new ErrorLine(this)),
      m_history(new DryRunView(this)),
      m_duplicate(textButton(tr("Duplicate"), this, ButtonRole::Flat)),
      m_discard(textButton(tr("Discard"), this)),
      m_save(textButton({}, this, ButtonRole::Primary)) {
    build();
    connect(m_kinds, &QMenu::aboutToShow, this, &RuleEditor::fillConditionMenu);
    connect(m_add, &QPushButton::clicked, this,
            [this] { m_kinds->popup(m_add->mapToGlobal(QPoint(0, m_add->height() + 2))); });
    connect(m_rule, &RuleOutcome::edited, this, &RuleEditor::readFields);
    connect(m_limit, &LimitOutcome::edited, this, &RuleEditor::readFields);
    connect(m_name, &QLineEdit::textEdited, this, &RuleEditor::readFields);
    connect(m_duplicate, &QPushButton::clicked, this, &RuleEditor::duplicateRequested);
    connect(m_discard, &QPushButton::clicked, this, &RuleEditor::discard);
    connect(m_save, &QPushButton::clicked, this, &RuleEditor::saveRequested);
}

void RuleEditor::build() {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(20, 14, 20, 14);
    layout->setSpacing(14);
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(m_title, 1);
    QToolButton* more = iconButton(QStringLiteral("more"), tr("More actions"), this);
    auto* menu = new QMenu(more);
    m_duplicateEntry =
        menu->addAction(symbolicIcon(QStringLiteral("copy")), tr("Duplicate"), this, &RuleEditor::duplicateRequested);
    m_delete =
        menu->addAction(symbolicIcon(QStringLiteral("delete")), tr("Delete"), this, &RuleEditor::deleteRequested);
    connect(more, &QToolButton::clicked, menu,
            [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height() + 2))); });
    head->addWidget(more);
    QToolButton* close = iconButton(QStringLiteral("close"), tr("Close the details"), this);
    connect(close, &QToolButton::clicked, this, &RuleEditor::closed);
    head->addWidget(close);
    layout->addLayout(head);

    auto* when = new QVBoxLayout;
    when->setSpacing(8);
    when->addWidget(groupLabel(tr("When all of these are true"), this));
    when->addWidget(m_always);
    m_conditions->setSpacing(12);
    when->addLayout(m_conditions);
    when->addWidget(m_add, 0, Qt::AlignLeading);
    layout->addLayout(when);
    layout->addWidget(m_rule);
    layout->addWidget(m_limit);

    auto* naming = new QVBoxLayout;
    naming->setSpacing(6);
    naming->addWidget(groupLabel(tr("Name"), this));
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("not needed"));
    naming->addWidget(m_name);
    naming->addWidget(m_nameFault);
    layout->addLayout(naming);
    layout->addWidget(m_readsAs);
    layout->addWidget(m_fault);
    layout->addWidget(m_history);
    m_history->hide();
    layout->addStretch(1);
    outer->addWidget(scrolling(content, this), 1);
    outer->addWidget(buildFooter());
}

QWidget* RuleEditor::buildFooter() {
    auto* footer = new Footer(this);
    footer->setMinimumHeight(56);
    auto* layout = new QHBoxLayout(footer);
    layout->setContentsMargins(11, 9, 20, 8);
    layout->setSpacing(8);
    layout->addWidget(m_duplicate);
    layout->addStretch(1);
    layout->addWidget(m_discard);
    layout->addWidget(m_save);
    for (QWidget* button : std::initializer_list<QWidget*>{m_duplicate, m_discard, m_save}) {
        button->setParent(footer);
        setSmall(button);
    }
    return footer;
}

void RuleEditor::setWords(RuleChoices choices, RuleNames names) {
    m_choices = std::move(choices);
    m_names = std::move(names);
    m_names.agent = [agent = m_names.agent](const std::string& id) {
        return id == "\xe2\x80\xa6" ? QStringLiteral("…") : agent(id); // not chosen yet
    };
}

void RuleEditor::setDraft(const RuleDraft& draft, const QString& title, bool isNew) {
    m_isFilling = true;
    m_base = draft;
    m_draft = draft;
    m_isNew = isNew;
    const bool isRule = draft.part == RulePlace::Part::Rules;
    setTitle(title);
    m_always->setText(isRule ? tr("No condition: it holds for every request.")
                             : tr("No condition: it counts every request."));
    m_save->setText(isRule ? tr("Save rule") : tr("Save limit"));
    m_rule->setVisible(isRule);
    m_limit->setVisible(!isRule);
    m_rule->set(draft.rule);
    m_limit->set(draft.limit);
    m_name->setText(QString::fromStdString(isRule ? draft.rule.name : draft.limit.name));
    m_duplicateEntry->setEnabled(!isNew);
    m_delete->setEnabled(!isNew);
    fitFooter();
    showConditions();
    m_isFilling = false;
    follow();
}

void RuleEditor::fitFooter() {
    constexpr int kAround = 11 + 20 + 3 * 8;
    const int wanted = m_duplicate->sizeHint().width() + m_discard->sizeHint().width() + m_save->sizeHint().width();
    m_duplicate->setVisible(!m_isNew && wanted + kAround <= width()); // it is in the menu, too
}

void RuleEditor::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitFooter();
}

void RuleEditor::setTitle(const QString& title) {
    m_title->setText(title);
}

void RuleEditor::showConditions() {
    for (ConditionEditor* editor : m_editors) {
        m_conditions->removeWidget(editor);
        editor->hide();
        editor->deleteLater();
    }
    m_editors.clear();
    for (const ConditionRow& row : m_draft.rows) {
        insertEditor(row);
    }
}

ConditionEditor* RuleEditor::insertEditor(const ConditionRow& row) {
    auto* editor = new ConditionEditor(row, m_choices, this);
    m_conditions->addWidget(editor);
    m_editors.push_back(editor);
    connect(editor, &ConditionEditor::changed, this, &RuleEditor::readFields);
    connect(editor, &ConditionEditor::removed, this, [this, editor] { removeCondition(editor); });
    return editor;
}

void RuleEditor::fillConditionMenu() {
    m_kinds->clear();
    for (const ConditionKind kind : conditionKinds()) {
        QAction* action = m_kinds->addAction(conditionName(kind), this, [this, kind] { addCondition(kind); });
        action->setEnabled(freshRow(m_draft.rows, kind).has_value());
    }
}

void RuleEditor::addCondition(ConditionKind kind) {
    if (const std::optional<ConditionRow> row = freshRow(m_draft.rows, kind)) {
        ConditionEditor* editor = insertEditor(*row);
        readFields();
        editor->focusValue();
    }
}

void RuleEditor::removeCondition(ConditionEditor* editor) {
    m_editors.erase(std::remove(m_editors.begin(), m_editors.end(), editor), m_editors.end());
    m_conditions->removeWidget(editor);
    editor->hide();
    editor->deleteLater();
    readFields();
    m_add->setFocus(Qt::OtherFocusReason);
}

void RuleEditor::readFields() {
    if (m_isFilling) {
        return;
    }
    m_draft.rows.clear();
    for (const ConditionEditor* editor : m_editors) {
        m_draft.rows.push_back(editor->row());
    }
    const std::string name = m_name->text().trimmed().toStdString();
    if (m_draft.part == RulePlace::Part::Rules) {
        m_rule->read(m_draft.rule);
        m_draft.rule.name = name;
    } else {
        m_limit->read(m_draft.limit);
        m_draft.limit.name = name;
    }
    follow();
}

void RuleEditor::follow() {
    m_always->setVisible(m_editors.empty());
    for (std::size_t i = 0; i < m_editors.size(); ++i) {
        m_editors[i]->setOperators(freeOperators(m_draft.rows, i));
    }
    if (m_draft.part == RulePlace::Part::Rules) {
        Rule rule = m_draft.rule;
        rule.conditions = previewOf(m_draft.rows);
        m_readsAs->setSentence(ruleSentence(rule, m_names));
    } else {
        Limit limit = m_draft.limit;
        limit.conditions = previewOf(m_draft.rows);
        m_readsAs->setSentence(limitSentence(limit, m_names));
    }
    const std::optional<DraftFault> fault = m_check(m_draft);
    showFault(fault);
    m_save->setEnabled(isChanged() && !fault);
    m_discard->setEnabled(isChanged());
    Q_EMIT draftChanged(!fault);
}

void RuleEditor::showFault(const std::optional<DraftFault>& fault) {
    const Field field = fault ? fault->field : Field::Whole;
    QString text = fault ? ruleFaultText(fault->fault) : QString();
    if (fault && !fault->value.empty()) {
        //: %1: an entry of a list, %2: what is wrong with it
        text = tr("“%1”: %2").arg(visibleText(fault->value), text);
    }
    const auto at = [&](Field where) { return fault && field == where ? text : QString(); };
    for (std::size_t i = 0; i < m_editors.size(); ++i) {
        const bool isHere = field == Field::Condition && fault && fault->row == i;
        const bool isMissing = isHere && (asksForMore(fault->fault.code) ||
                                          (fault->fault.code == RuleFaultCode::OutOfRange && !m_draft.rows[i].number));
        m_editors[i]->showFault(isHere ? text : QString(), isMissing);
    }
    m_rule->showFault(field, fault ? text : QString());
    m_nameFault->show(at(Field::Name));
    setFieldError(m_name, field == Field::Name);
    const bool isElsewhere = field == Field::Whole || field == Field::Answer || field == Field::Requests;
    m_fault->show(fault && isElsewhere ? text : QString());
}

void RuleEditor::showFailure(const core::Failure& failure) {
    m_fault->show(failureText(failure));
}

void RuleEditor::focusFirst() {
    if (m_editors.empty()) {
        m_add->setFocus(Qt::OtherFocusReason);
    } else {
        m_editors.front()->focusValue();
    }
}

void RuleEditor::discard() {
    if (m_isNew) {
        Q_EMIT closed();
        return;
    }
    setDraft(m_base, m_title->text(), false);
}

} // namespace keysluice::ui
