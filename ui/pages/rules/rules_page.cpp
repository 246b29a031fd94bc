#include "ui/pages/rules/rules_page.h"

#include "ui/models/dry_run_summary.h"
#include "ui/models/rule_names.h"
#include "ui/models/starter_words.h"
#include "ui/models/visible_text.h"
#include "ui/pages/empty_state.h"
#include "ui/pages/parts.h"
#include "ui/pages/rules/dry_run_view.h"
#include "ui/pages/rules/import_dialog.h"
#include "ui/pages/rules/rule_actions.h"
#include "ui/pages/rules/rule_editor.h"
#include "ui/pages/rules/rule_files.h"
#include "ui/pages/rules/rule_list.h"
#include "ui/pages/rules/starter_list.h"
#include "ui/pages/rules/try_dialog.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/vault_port.h"
#include "ui/style/icons.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/toast.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Part = RulePlace::Part;

constexpr int kFormWidth = 720;
constexpr int kBeforeHistory = 400; ///< ms

core::RecordId idAt(const QModelIndex& index) {
    return index.data(RuleListModel::IdRole).toString().toStdString();
}

enum StackPage { Filled, Empty, Locked, Unverified };

} // namespace

RulesPage::RulesPage(const Ports& ports, QWidget* parent)
    : Page(tr("Rules"), parent),
      m_ports(ports),
      m_rules(Part::Rules, {ports.rules, ports.agents, ports.credentials, ports.settings}),
      m_limits(Part::Limits, {ports.rules, ports.agents, ports.credentials, ports.settings}) {
    setSubtitle(tr("in force for the next request"));
    makeHeader();
    m_editor = new RuleEditor([this](const RuleDraft& draft) { return faultOf(draft, m_rules.set()); });
    setBodyWithPane(makeBody(), m_editor, false);
    m_toast = new Toast(this);
    m_actions = new RuleActions(m_ports.rules, *m_toast, this);
    m_files = new RuleFiles(this);
    connectFiles();
    connectList(m_list, m_rules);
    connectList(m_limitList, m_limits);
    connect(&m_rules, &RuleListModel::moveRequested, m_actions, &RuleActions::move);
    connect(m_actions, &RuleActions::duplicated, this, &RulesPage::open);
    connect(m_editor, &RuleEditor::saveRequested, this, &RulesPage::save);
    m_beforeHistory.setSingleShot(true);
    m_beforeHistory.setInterval(kBeforeHistory);
    connect(&m_beforeHistory, &QTimer::timeout, this, &RulesPage::tryHistory);
    connect(m_editor, &RuleEditor::draftChanged, this, [this](bool isValid) {
        const bool isRule = isValid && m_editor->draft().part == Part::Rules;
        m_editor->history().setVisible(m_editor->history().isVisibleTo(m_editor) && isRule);
        if (isRule) {
            m_beforeHistory.start();
        } else {
            m_beforeHistory.stop();
        }
    });
    connect(m_editor, &RuleEditor::closed, this, &RulesPage::closePane);
    connect(m_editor, &RuleEditor::duplicateRequested, this, [this] { duplicate(m_selected); });
    connect(m_editor, &RuleEditor::deleteRequested, this, [this] { m_actions->remove(m_selected); });
    connect(this, &Page::paneClosed, this, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    // after the models have followed
    connect(&m_ports.rules, &RulePort::changed, this, &RulesPage::refresh);
    connect(&m_ports.agents, &AgentPort::changed, this, &RulesPage::refresh);
    connect(&m_ports.vault, &VaultPort::stateChanged, this, &RulesPage::refresh);
    refresh();
}

RulesPage::~RulesPage() {
    // views go first, while the models they ask are still there
    for (RuleList* list : {m_list, m_limitList}) {
        list->disconnect(this);
        delete list;
    }
}

void RulesPage::makeHeader() {
    m_more = textButton(tr("More"), this, ButtonRole::Normal, QStringLiteral("more"));
    m_moreMenu = new QMenu(m_more);
    m_more->setMenu(m_moreMenu);
    connect(m_moreMenu, &QMenu::aboutToShow, this, &RulesPage::fillMoreMenu);
    addHeaderAction(m_more);
    m_try = textButton(tr("Try"), this, ButtonRole::Normal, QStringLiteral("test"));
    m_try->setAccessibleName(tr("Try a request"));
    m_try->setToolTip(tr("Try a request"));
    addHeaderAction(m_try);
    connect(m_try, &QPushButton::clicked, this, [this] { tryRequest({}); });
    m_new = textButton(tr("New rule"), this, ButtonRole::Primary, QStringLiteral("add"));
    m_new->setShortcut(QKeySequence::New);
    m_new->setToolTip(QKeySequence(QKeySequence::New).toString(QKeySequence::NativeText));
    addHeaderAction(m_new);
    connect(m_new, &QPushButton::clicked, this, &RulesPage::newRule);
}

QWidget* RulesPage::makeBody() {
    m_stack = new QStackedWidget(this);
    auto* filled = new QWidget;
    auto* layout = new QVBoxLayout(filled);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    StyledLabel* hint =
        bodyText(tr("The first rule that fits decides. Drag, or press Alt+Up and Alt+Down, to reorder."), filled);
    hint->setRole(Role::Muted);
    layout->addWidget(hint);
    layout->addWidget(makeRulesCard(filled));
    layout->addWidget(makeLimitsCard(filled));
    layout->addStretch(1);
    m_scroll = static_cast<QScrollArea*>(scrolling(filled, m_stack));
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(scrolling(makeEmpty(m_stack), m_stack));
    m_stack->addWidget(new EmptyState(QStringLiteral("lock"), tr("The vault is locked"),
                                      tr("Rules can be seen and changed while it is open."), m_stack));
    m_stack->addWidget(new EmptyState(QStringLiteral("shield"), tr("Changed outside Keysluice"),
                                      tr("Every request is refused until you have looked at what the vault says now "
                                         "and accepted it. Overview leads there."),
                                      m_stack));
    return m_stack;
}

QWidget* RulesPage::makeRulesCard(QWidget* parent) {
    auto* frame = new Card(parent);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(new RuleListHeader(m_rules, frame));
    m_list = new RuleList(m_rules, tr("Rules"), frame);
    layout->addWidget(m_list);
    return frame;
}

QWidget* RulesPage::makeLimitsCard(QWidget* parent) {
    auto* frame = new Card(parent);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 14, 14, 10);
    head->addWidget(sectionTitle(tr("Limits"), frame), 1);
    QPushButton* add = linkButton(tr("New limit"), frame);
    head->addWidget(add);
    layout->addLayout(head);
    m_limitList = new RuleList(m_limits, tr("Limits"), frame);
    layout->addWidget(m_limitList);
    m_noLimit =
        helpText(tr("Requests are not limited. All limits that fit count a request, whatever the rules say."), frame);
    m_noLimit->setContentsMargins(14, 0, 14, 14);
    layout->addWidget(m_noLimit);
    connect(add, &QPushButton::clicked, this, &RulesPage::newLimit);
    return frame;
}

QWidget* RulesPage::makeEmpty(QWidget* parent) {
    auto* content = new QWidget(parent);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 0, 24, 24);
    layout->setSpacing(12);
    auto* empty = new EmptyState(QStringLiteral("rules"), tr("No rule yet"),
                                 tr("Agents may use the keys you gave them for everything. Rules allow, block or hold "
                                    "requests, by agent, model, cost and much more."),
                                 content);
    empty->addAction(tr("New rule"), ButtonRole::Primary, [this] { newRule(); });
    empty->addAction(tr("New limit"), ButtonRole::Normal, [this] { newLimit(); });
    layout->addWidget(empty);
    auto* starters = new StarterList(content);
    connect(starters, &StarterList::chosen, this, [this](StarterKind kind) { m_actions->addStarter(kind); });
    QWidget* frame = card(starters, content);
    frame->setMaximumWidth(kFormWidth);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(frame, 8);
    centred->addStretch(1);
    layout->addLayout(centred);
    layout->addStretch(1);
    return content;
}

void RulesPage::connectList(RuleList* list, RuleListModel& model) {
    connect(list, &RuleList::currentRowChanged, this, [this, &model, list](const QModelIndex& at) {
        const QRect row = list->visualRect(at);
        m_scroll->ensureVisible(0, list->mapTo(m_scroll->widget(), row.center()).y(), 0, row.height());
        wants(model, at, false);
    });
    connect(list, &QAbstractItemView::clicked, this, [this, &model](const QModelIndex& at) { wants(model, at, true); });
    connect(list, &RuleList::openRequested, this, [this, &model](const QModelIndex& at) {
        wants(model, at, true);
        m_editor->focusFirst();
    });
    connect(list, &RuleList::toggleRequested, this, [this](const QModelIndex& at) { m_actions->toggle(idAt(at)); });
    connect(list, &RuleList::duplicateRequested, this, [this](const QModelIndex& at) { duplicate(idAt(at)); });
    connect(list, &RuleList::deleteRequested, this, [this](const QModelIndex& at) { m_actions->remove(idAt(at)); });
    connect(list, &RuleList::stepRequested, this,
            [this](const QModelIndex& at, int by) { m_actions->step(idAt(at), by); });
    connect(list, &RuleList::menuRequested, this, [this](const QModelIndex& at, const QPoint& position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillRowMenu(*menu, idAt(at));
        menu->popup(position);
    });
}

void RulesPage::fillMoreMenu() {
    m_moreMenu->clear();
    m_moreMenu->addSection(tr("Ready-made rules"));
    for (const StarterSet& starter : starterSets()) {
        QAction* action = m_moreMenu->addAction(starterName(starter.kind), this,
                                                [this, kind = starter.kind] { m_actions->addStarter(kind); });
        action->setToolTip(starterAbout(starter.kind));
        action->setEnabled(!hasStarterSet(starter, m_rules.set()));
    }
    m_moreMenu->setToolTipsVisible(true);
    m_moreMenu->addSeparator();
    m_moreMenu->addAction(symbolicIcon(QStringLiteral("folder")), tr("Import…"), m_files, &RuleFiles::askWhatToRead);
    m_moreMenu->addAction(symbolicIcon(QStringLiteral("export")), tr("Export…"), this,
                          [this] { m_files->askWhereToWrite(m_rules.set()); });
}

void RulesPage::connectFiles() {
    connect(m_files, &RuleFiles::failed, this,
            [this](const QString& sentence) { banner().show(Banner::Kind::Danger, sentence); });
    connect(m_files, &RuleFiles::written, this, [this](const QString& name) {
        banner().hide();
        m_toast->show(QStringLiteral("export"), tr("“%1” is written.").arg(name));
    });
    connect(m_files, &RuleFiles::read, this, [this](const RuleSet& set, const QString& name) {
        banner().hide();
        const RuleNames names = ruleNames(m_ports.agents, m_ports.credentials.catalogue());
        auto* dialog = new ImportDialog(diffOf(m_rules.set(), set, names), name, this);
        connect(dialog, &QDialog::accepted, this, [this, dialog, name] {
            leaveEditor([this, rules = dialog->rules(), name] {
                (void)m_actions->apply(rules, QStringLiteral("check"), tr("The rules of “%1” are in force.").arg(name));
            });
        });
        dialog->open();
    });
}

void RulesPage::fillRowMenu(QMenu& menu, const core::RecordId& id) {
    const std::optional<RulePlace> place = placeOf(m_rules.set(), id);
    if (!place) {
        return;
    }
    menu.addAction(isEnabledAt(m_rules.set(), *place) ? tr("Switch off") : tr("Switch on"), this,
                   [this, id] { m_actions->toggle(id); });
    if (place->part == Part::Rules) {
        menu.addAction(tr("Move up"), this, [this, id] { m_actions->step(id, -1); })->setEnabled(place->index > 0);
        menu.addAction(tr("Move down"), this, [this, id] { m_actions->step(id, 1); })
            ->setEnabled(place->index + 1 < m_rules.set().rules.size());
    }
    menu.addAction(symbolicIcon(QStringLiteral("copy")), tr("Duplicate"), this, [this, id] { duplicate(id); });
    menu.addSeparator();
    menu.addAction(symbolicIcon(QStringLiteral("delete")), tr("Delete"), this, [this, id] { m_actions->remove(id); });
}

void RulesPage::duplicate(const core::RecordId& id) {
    leaveEditor([this, id] { m_actions->duplicate(id); });
}

void RulesPage::focusContent() {
    if (m_stack->currentIndex() == Filled) {
        m_list->setFocus(Qt::ShortcutFocusReason);
    } else {
        Page::focusContent();
    }
}

void RulesPage::setHits(const std::optional<RuleListModel::Hits>& hits) {
    m_rules.setHits(hits);
    m_limits.setHits(hits);
}

void RulesPage::refresh() {
    const core::VaultState state = m_ports.vault.state();
    const bool isOpen = state == core::VaultState::Open;
    const bool isEmpty = m_rules.count() == 0 && m_limits.count() == 0;
    m_stack->setCurrentIndex(state == core::VaultState::PolicyUnverified ? Unverified
                             : !isOpen                                   ? Locked
                             : isEmpty                                   ? Empty
                                                                         : Filled);
    m_new->setEnabled(isOpen);
    m_more->setEnabled(isOpen);
    m_try->setEnabled(isOpen);
    m_limitList->setVisible(m_limits.count() > 0);
    m_noLimit->setVisible(m_limits.count() == 0);
    if (!isOpen) {
        closePane();
    } else {
        refreshEditor();
    }
    showSelection();
    Q_EMIT countChanged();
}

void RulesPage::refreshEditor() {
    if (!isPaneVisible() || m_editor->isNew()) {
        return;
    }
    const std::optional<RulePlace> place = selectedPlace();
    if (!place && m_editor->isChanged()) {
        RuleDraft lost = m_editor->draft(); // it was deleted elsewhere: what is typed here can still be saved
        (lost.part == Part::Rules ? lost.rule.id : lost.limit.id).clear();
        openDraft(lost);
    } else if (!place) {
        closePane();
    } else if (m_editor->isChanged() || draftAt(*place) == m_editor->draft()) {
        m_editor->setTitle(titleOf(*place));
    } else {
        m_editor->setDraft(draftAt(*place), titleOf(*place), false);
    }
}

std::optional<RulePlace> RulesPage::selectedPlace() const {
    return placeOf(m_rules.set(), m_selected);
}

RuleDraft RulesPage::draftAt(RulePlace place) const {
    const RuleSet& set = m_rules.set();
    return place.part == Part::Rules ? draftOf(set.rules[place.index]) : draftOf(set.limits[place.index]);
}

QString RulesPage::titleOf(RulePlace place) const {
    return place.part == Part::Rules ? tr("Edit rule %1").arg(place.index + 1) : tr("Edit limit");
}

bool RulesPage::isUnsaved() const {
    return isPaneVisible() && m_editor->isChanged();
}

void RulesPage::leaveEditor(std::function<void()> then) {
    if (!isUnsaved()) {
        then();
        return;
    }
    askOnce(this, tr("Discard the changes?"), tr("What you changed in the editor is not saved."), tr("Discard"),
            ButtonRole::Danger, this, [this, then = std::move(then)] {
                closePane();
                then();
            });
}

void RulesPage::wants(const RuleListModel& model, const QModelIndex& index, bool isClick) {
    if (m_isSyncing || !index.isValid()) {
        return;
    }
    const core::RecordId id = idAt(index);
    if (id == m_selected && (isPaneVisible() || !isClick)) {
        return;
    }
    const bool isWanted = model.placeAt(index.row()).has_value() && (isClick || !isPaneFloating());
    if (isUnsaved()) {
        showSelection(); // stays until that is answered
    }
    leaveEditor([this, id, isWanted] {
        if (isWanted) {
            open(id);
        } else {
            closePane();
            m_selected = id;
        }
    });
}

void RulesPage::open(const core::RecordId& id) {
    m_selected = id;
    if (const std::optional<RulePlace> place = selectedPlace()) {
        m_editor->setWords(choices(), ruleNames(m_ports.agents, m_ports.credentials.catalogue()));
        m_editor->setDraft(draftAt(*place), titleOf(*place), false);
        setPaneVisible(true);
    }
    showSelection();
}

void RulesPage::openDraft(const RuleDraft& draft) {
    m_selected.clear();
    m_editor->setWords(choices(), ruleNames(m_ports.agents, m_ports.credentials.catalogue()));
    m_editor->setDraft(draft, draft.part == Part::Rules ? tr("New rule") : tr("New limit"), true);
    setPaneVisible(true);
    showSelection();
    m_editor->focusFirst();
}

void RulesPage::closePane() {
    setPaneVisible(false);
}

void RulesPage::showSelection() {
    m_isSyncing = true;
    const std::pair<RuleList*, RuleListModel*> lists[] = {{m_list, &m_rules}, {m_limitList, &m_limits}};
    for (const auto& [list, model] : lists) {
        const int row = model->rowOf(m_selected);
        if (row >= 0) {
            list->setCurrentIndex(model->index(row));
        } else if (!m_selected.empty() || isPaneVisible()) {
            list->clearSelection();
            list->selectionModel()->clearCurrentIndex();
        }
    }
    m_isSyncing = false;
}

RuleChoices RulesPage::choices() const {
    RuleChoices choices;
    for (const core::AgentInfo& agent : m_ports.agents.agents()) {
        choices.agents.push_back({agent.id, visibleText(agent.name)});
    }
    choices.providers.push_back({"*", tr("Any known provider")});
    for (const core::Provider& provider : m_ports.credentials.catalogue().providers()) {
        choices.providers.push_back({provider.id, QString::fromStdString(provider.name)});
    }
    return choices;
}

void RulesPage::select(const core::RecordId& id) {
    leaveEditor([this, id] { open(id); });
}

void RulesPage::newRule() {
    leaveEditor([this] { openDraft(draftOf(Rule())); });
}

void RulesPage::newLimit() {
    leaveEditor([this] { openDraft(draftOf(Limit())); });
}

void RulesPage::tryRequest(const QString& text) {
    auto* dialog = new TryDialog({m_ports.rules, m_ports.agents, m_ports.credentials, m_ports.settings, m_ports.clock},
                                 m_ports.prices, this);
    dialog->setRequest(text);
    dialog->open();
}

void RulesPage::tryHistory() {
    const RuleDraft draft = m_editor->draft();
    if (!isPaneVisible() || draft.part != Part::Rules) {
        return;
    }
    const RuleSet set = setWith(m_rules.set(), draft);
    const std::size_t place = selectedPlace() ? selectedPlace()->index : set.rules.size() - 1;
    m_editor->history().showRunning();
    m_editor->history().setVisible(true);
    m_ports.rules.dryRun(set, m_editor, [this, place](const core::Outcome<DryReport>& report) {
        if (report) {
            m_editor->history().show(summaryOf(*report, place, m_ports.clock.now()));
        } else {
            m_editor->history().showFailure(report.error());
        }
    });
}

void RulesPage::save() {
    const RuleDraft draft = m_editor->draft();
    const core::RecordId id = draft.part == Part::Rules ? draft.rule.id : draft.limit.id;
    if (const auto done = m_actions->store(setWith(m_rules.set(), draft), QStringLiteral("check"),
                                           tr("Saved. In force for the next request."));
        !done) {
        m_editor->showFailure(done.error());
        return;
    }
    const RuleSet& set = m_rules.set();
    const bool isKnown = placeOf(set, id).has_value();
    open(isKnown ? id : draft.part == Part::Rules ? set.rules.back().id : set.limits.back().id);
}

} // namespace keysluice::ui
