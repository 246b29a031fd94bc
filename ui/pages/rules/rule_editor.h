#pragma once

#include "ui/models/rule_draft.h"
#include "ui/pages/rules/condition_value.h"
#include "ui/text/rule_text.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace keysluice::core {
struct Failure;
}

namespace keysluice::ui {

class ConditionEditor;
class DryRunView;
class ErrorLine;
class LimitOutcome;
class ReadsAsBox;
class RuleOutcome;

/// One rule or limit with everything it says, and the sentence as it is built. What is invalid cannot be saved: the
/// fault stands at its field. Thread: gui.
class RuleEditor final : public QWidget {
    Q_OBJECT
public:
    using Check = std::function<std::optional<DraftFault>(const RuleDraft&)>;

    /// `check`: what is wrong with a draft.
    explicit RuleEditor(Check check, QWidget* parent = nullptr);

    /// What conditions choose from, and how sentences call it; holds for drafts set after it.
    void setWords(RuleChoices choices, RuleNames names);
    /// `isNew`: nothing of it is stored yet.
    void setDraft(const RuleDraft& draft, const QString& title, bool isNew);
    [[nodiscard]] const RuleDraft& draft() const { return m_draft; }
    [[nodiscard]] bool isNew() const { return m_isNew; }
    [[nodiscard]] bool isChanged() const { return m_isNew || m_draft != m_base; }
    void setTitle(const QString& title);
    /// It could not be stored.
    void showFailure(const core::Failure& failure);
    void focusFirst();
    /// Of a rule: what it would have done. Shown while there is something to say.
    [[nodiscard]] DryRunView& history() { return *m_history; }
    /// Back to what is stored.
    void discard();

Q_SIGNALS:
    void saveRequested();
    void draftChanged(bool isValid); ///< by typing, or another one was set
    void duplicateRequested();
    void deleteRequested();
    void closed(); ///< by its cross, or a new one was discarded

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void fitFooter();
    [[nodiscard]] QWidget* buildFooter();
    void fillConditionMenu();
    void addCondition(core::rules::ConditionKind kind);
    void removeCondition(ConditionEditor* editor);
    void showConditions();
    ConditionEditor* insertEditor(const ConditionRow& row);
    void readFields();
    void follow();
    void showFault(const std::optional<DraftFault>& fault);

    Check m_check;
    RuleChoices m_choices;
    RuleNames m_names;
    RuleDraft m_base;
    RuleDraft m_draft;
    bool m_isNew = false;
    bool m_isFilling = false;
    std::vector<ConditionEditor*> m_editors;
    QLabel* m_title;
    QLabel* m_always;
    QVBoxLayout* m_conditions;
    QPushButton* m_add;
    QMenu* m_kinds;
    RuleOutcome* m_rule;
    LimitOutcome* m_limit;
    QLineEdit* m_name;
    ErrorLine* m_nameFault;
    ReadsAsBox* m_readsAs;
    ErrorLine* m_fault;
    DryRunView* m_history;
    QPushButton* m_duplicate;
    QPushButton* m_discard;
    QPushButton* m_save;
    QAction* m_duplicateEntry = nullptr;
    QAction* m_delete = nullptr;
};

} // namespace keysluice::ui
