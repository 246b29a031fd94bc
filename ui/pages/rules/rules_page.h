#pragma once

#include "core/clock.h"
#include "core/price_list.h"
#include "ui/models/rule_draft.h"
#include "ui/models/rule_list_model.h"
#include "ui/pages/rules/condition_value.h"
#include "ui/widgets/page.h"

#include <QTimer>

#include <functional>
#include <memory>

class QLabel;
class QMenu;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace keysluice::ui {

class AgentPort;
class RuleActions;
class RuleEditor;
class RuleFiles;
class RuleList;
class Toast;
class VaultPort;

/// Rules: the ordered list as sentences, the limits beside it, and one of them in the editor. Thread: gui.
class RulesPage final : public Page {
    Q_OBJECT
public:
    struct Ports {
        RulePort& rules;
        AgentPort& agents;
        CredentialPort& credentials;
        SettingsPort& settings;
        VaultPort& vault;
        const core::Clock& clock;
        std::shared_ptr<const core::PriceList> prices; ///< null: costs are unknown where a request is tried
    };

    explicit RulesPage(const Ports& ports, QWidget* parent = nullptr);
    ~RulesPage() override;

    /// Opens the rule or limit in the editor.
    void select(const core::RecordId& id);
    void newRule();
    void newLimit();
    /// Shows what the rules do with a request; empty: one to be typed.
    void tryRequest(const QString& text);
    /// Requests of the last 7 days by rule and limit; nothing: not counted.
    void setHits(const std::optional<RuleListModel::Hits>& hits);
    [[nodiscard]] int count() const { return m_rules.count(); }
    void focusContent() override;

Q_SIGNALS:
    void countChanged();

private:
    void makeHeader();
    [[nodiscard]] QWidget* makeBody();
    [[nodiscard]] QWidget* makeRulesCard(QWidget* parent);
    [[nodiscard]] QWidget* makeLimitsCard(QWidget* parent);
    [[nodiscard]] QWidget* makeEmpty(QWidget* parent);
    void connectList(RuleList* list, RuleListModel& model);
    void connectFiles();
    void fillMoreMenu();
    void fillRowMenu(QMenu& menu, const core::RecordId& id);
    void duplicate(const core::RecordId& id);

    void refresh();
    void refreshEditor();
    void wants(const RuleListModel& model, const QModelIndex& index, bool isClick);
    void open(const core::RecordId& id);
    void openDraft(const RuleDraft& draft);
    void closePane();
    void showSelection();
    [[nodiscard]] bool isUnsaved() const;
    /// At once, or after the person has given up what is not saved.
    void leaveEditor(std::function<void()> then);

    void save();
    void tryHistory();
    [[nodiscard]] RuleChoices choices() const;
    [[nodiscard]] RuleDraft draftAt(RulePlace place) const;
    [[nodiscard]] std::optional<RulePlace> selectedPlace() const;
    [[nodiscard]] QString titleOf(RulePlace place) const;

    Ports m_ports;
    RuleListModel m_rules;
    RuleListModel m_limits;
    core::RecordId m_selected;
    bool m_isSyncing = false;
    QTimer m_beforeHistory; ///< typing goes on
    QPushButton* m_more = nullptr;
    QPushButton* m_try = nullptr;
    QPushButton* m_new = nullptr;
    QMenu* m_moreMenu = nullptr;
    QStackedWidget* m_stack = nullptr;
    QScrollArea* m_scroll = nullptr;
    RuleList* m_list = nullptr;
    RuleList* m_limitList = nullptr;
    QLabel* m_noLimit = nullptr;
    RuleEditor* m_editor = nullptr;
    Toast* m_toast = nullptr;
    RuleActions* m_actions = nullptr;
    RuleFiles* m_files = nullptr;
};

} // namespace keysluice::ui
