#include "ui/pages/connections/llms_page.h"

#include "ui/dialogs/add_secret_dialog.h"
#include "ui/dialogs/add_secret_form.h"
#include "ui/dialogs/delete_question.h"
#include "ui/dialogs/rename_dialog.h"
#include "ui/dialogs/reveal_dialog.h"
#include "ui/dialogs/secret_clipboard.h"
#include "ui/models/visible_text.h"
#include "ui/pages/connections/credential_list.h"
#include "ui/pages/connections/credential_pane.h"
#include "ui/pages/connections/empty_llms.h"
#include "ui/pages/connections/key_box.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/vault_port.h"
#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kRefreshTimes = 20'000;

} // namespace

LlmsPage::LlmsPage(CredentialPort& credentials, AgentPort& agents, VaultPort& vault, const core::Clock& clock,
                   QWidget* parent)
    : Page(tr("LLMs"), parent),
      m_credentials(credentials),
      m_agents(agents),
      m_vault(vault),
      m_clock(clock),
      m_model(credentials, clock) {
    m_filter.setSourceModel(&m_model);
    m_filter.setDynamicSortFilter(true);
    m_clipboard = new SecretClipboard(this);
    makeHeader();
    m_pane = new CredentialPane(credentials, agents, vault, clock, this);
    setBodyWithPane(makeBody(), m_pane, false);
    m_toast = new Toast(this);
    connectList();
    connectPane();
    connect(&m_credentials, &CredentialPort::changed, this, &LlmsPage::refresh);
    connect(&m_vault, &VaultPort::stateChanged, this, &LlmsPage::refresh);
    connect(&m_model, &CredentialModel::moveRequested, this, &LlmsPage::move);
    m_minute.setInterval(kRefreshTimes);
    connect(&m_minute, &QTimer::timeout, this, [this] {
        m_model.refreshTimes();
        m_pane->refresh();
    });
    m_minute.start();
    m_wasFloating = isPaneFloating();
    refresh();
    m_list->setCurrentIndex(m_filter.index(0, 0));
}

LlmsPage::~LlmsPage() {
    // views and dialogs go first, while the models they ask are still there
    m_list->disconnect(this);
    m_pane->disconnect(this);
}

void LlmsPage::makeHeader() {
    m_testAll = new QPushButton(symbolicIcon(QStringLiteral("test")), tr("Test all"), this);
    m_add = new QPushButton(symbolicIcon(QStringLiteral("add")), tr("Add secret"), this);
    setButtonRole(m_add, ButtonRole::Primary);
    m_add->setToolTip(QKeySequence(QKeySequence::New).toString(QKeySequence::NativeText));
    addHeaderAction(m_testAll);
    addHeaderAction(m_add);
    connect(m_testAll, &QPushButton::clicked, this, &LlmsPage::testAll);
    connect(m_add, &QPushButton::clicked, this, &LlmsPage::openAddSecret);
    auto* add = new QShortcut(QKeySequence::New, this);
    add->setContext(Qt::WidgetWithChildrenShortcut);
    connect(add, &QShortcut::activated, this, &LlmsPage::openAddSecret);
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
}

QWidget* LlmsPage::makeFilterRow(QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_search = new SearchField(tr("Find by name, provider or host"), row);
    m_state = new QComboBox(row);
    m_state->setAccessibleDescription(tr("Show credentials of one state"));
    m_state->setToolTip(tr("Show credentials of one state"));
    m_state->addItem(tr("Every state"), -1);
    for (const auto condition :
         {CredentialCondition::Valid, CredentialCondition::Rejected, CredentialCondition::RateLimited,
          CredentialCondition::Restricted, CredentialCondition::Unchecked, CredentialCondition::Disabled}) {
        m_state->addItem(condition == CredentialCondition::RateLimited ? tr("Rate-limited, no credit")
                                                                       : conditionWord(condition),
                         static_cast<int>(condition));
    }
    layout->addWidget(m_search, 1);
    layout->addWidget(m_state);
    connect(m_search, &QLineEdit::textChanged, this, &LlmsPage::filter);
    connect(m_state, &QComboBox::currentIndexChanged, this, &LlmsPage::filter);
    return row;
}

QWidget* LlmsPage::makeOrderRow(QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_orderText = new StyledLabel({}, TextStyle::Small, Role::Muted, row);
    m_orderButton = new QPushButton(row);
    m_orderButton->setFont(textFont(TextStyle::Small));
    setButtonRole(m_orderButton, ButtonRole::Link);
    m_orderButton->setCursor(Qt::PointingHandCursor);
    layout->addWidget(m_orderText);
    layout->addWidget(m_orderButton);
    layout->addStretch(1);
    connect(m_orderButton, &QPushButton::clicked, this, [this] { setReordering(!m_model.isReordering()); });
    return row;
}

QWidget* LlmsPage::makeBody() {
    m_stack = new QStackedWidget(this);
    m_stack->setMinimumWidth(340);
    auto* filled = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(filled);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(makeFilterRow(filled));
    m_card = new Card(filled);
    auto* card = new QVBoxLayout(m_card);
    card->setContentsMargins(1, 1, 1, 1);
    card->setSpacing(0);
    card->addWidget(new CredentialListHeader(m_card));
    m_list = new CredentialList(m_card);
    m_list->setModel(&m_filter);
    card->addWidget(m_list);
    m_nothing = new QWidget(m_card);
    auto* nothing = new QHBoxLayout(m_nothing);
    nothing->setContentsMargins(14, 14, 14, 14);
    auto* clear = new QPushButton(tr("Clear filter"), m_nothing);
    setSmall(clear);
    nothing->addWidget(new StyledLabel(tr("No credential fits this filter."), TextStyle::Body, Role::Muted, m_nothing),
                       1);
    nothing->addWidget(clear);
    connect(clear, &QPushButton::clicked, this, &LlmsPage::clearFilter);
    card->addWidget(m_nothing);
    layout->addWidget(m_card);
    layout->addWidget(m_orderRow = makeOrderRow(filled));
    layout->addStretch(1);
    m_empty = new EmptyLlms;
    m_stack->addWidget(filled);
    m_stack->addWidget(scrolling(m_empty, m_stack));
    connect(m_empty, &EmptyLlms::addRequested, this, &LlmsPage::openAddSecret);
    connect(m_empty, &EmptyLlms::pasteRequested, this, &LlmsPage::openAddSecretFromClipboard);
    return m_stack;
}

void LlmsPage::connectList() {
    connect(m_list, &CredentialList::currentRowChanged, this, [this] {
        m_paneClosed = false;
        showSelection();
    });
    connect(m_list, &QAbstractItemView::clicked, this, [this] {
        m_paneClosed = false;
        m_paneWanted = true;
        showSelection();
    });
    connect(m_list, &CredentialList::editRequested, this, [this](const QModelIndex& at) { edit(infoOf(at)); });
    connect(m_list, &CredentialList::toggleRequested, this, [this](const QModelIndex& at) { toggle(infoOf(at)); });
    connect(m_list, &CredentialList::testRequested, this, [this](const QModelIndex& at) { test(infoOf(at)); });
    connect(m_list, &CredentialList::deleteRequested, this, [this](const QModelIndex& at) { remove(infoOf(at)); });
    connect(m_list, &CredentialList::menuRequested, this, &LlmsPage::openMenu);
    connect(m_list, &CredentialList::remedyRequested, this, [this](const QModelIndex& at) {
        if (static_cast<CredentialRemedy>(at.data(CredentialModel::RemedyRole).toInt()) == CredentialRemedy::Rotate) {
            openRotate(at.data(CredentialModel::IdRole).toString().toStdString());
        } else {
            test(infoOf(at));
        }
    });
    connect(m_list, &CredentialList::stepRequested, this, [this](const QModelIndex& at, int step) {
        const int to = at.row() + step;
        if (to >= 0 && to < m_model.rowCount()) {
            move(at.data(CredentialModel::IdRole).toString().toStdString(), to);
        }
    });
}

void LlmsPage::connectPane() {
    connect(m_pane, &CredentialPane::testRequested, this, [this] { test(shown()); });
    connect(m_pane, &CredentialPane::rotateRequested, this, [this] { openRotate(m_pane->credential()); });
    connect(m_pane, &CredentialPane::editRequested, this, [this] { edit(shown()); });
    connect(m_pane, &CredentialPane::enabledChosen, this, [this] { toggle(shown()); });
    connect(m_pane, &CredentialPane::foreignKeysChosen, this, [this](core::ForeignKeys mode) {
        if (const core::Outcome<void> result = m_credentials.setForeignKeys(m_pane->credential(), mode); !result) {
            tell(result.error());
            m_pane->refresh(); // shows what is in force
        }
    });
    connect(m_pane, &CredentialPane::revealRequested, this, [this] { reveal(false); });
    connect(m_pane, &CredentialPane::copyRequested, this, [this] { reveal(true); });
    connect(&m_pane->moreMenu(), &QMenu::aboutToShow, this, [this] { fillMenu(&m_pane->moreMenu(), shown()); });
    connect(this, &Page::paneClosed, this, [this] {
        m_paneClosed = true;
        m_paneWanted = false;
        m_list->setFocus(Qt::OtherFocusReason);
    });
    connect(m_clipboard, &SecretClipboard::takenBack, this,
            [this] { m_toast->show(QStringLiteral("check"), tr("The key was taken off the clipboard.")); });
}

void LlmsPage::focusContent() {
    if (count() == 0) {
        m_empty->addButton().setFocus(Qt::ShortcutFocusReason);
    } else {
        m_list->setFocus(Qt::ShortcutFocusReason);
    }
}

void LlmsPage::refresh() {
    const bool empty = count() == 0;
    const bool locked = m_vault.state() == core::VaultState::Locked;
    if (locked) {
        banner().show(Banner::Kind::Warning, failureText({core::FailureCode::VaultLocked, {}}));
    } else {
        banner().hide();
    }
    m_add->setEnabled(!locked);
    m_testAll->setEnabled(!locked);
    m_empty->setEnabled(!locked);
    m_stack->setCurrentIndex(empty ? 1 : 0);
    m_testAll->setVisible(!empty);
    m_add->setVisible(!empty);
    setSubtitle(empty ? QString() : tr("%n credential(s)", nullptr, count()));
    if (!m_list->currentIndex().isValid() && m_filter.rowCount() > 0) {
        m_list->setCurrentIndex(m_filter.index(0, 0));
    }
    m_nothing->setVisible(!empty && m_filter.rowCount() == 0);
    m_list->setVisible(m_filter.rowCount() > 0);
    showOrder();
    showSelection();
    Q_EMIT countsChanged();
}

void LlmsPage::showSelection() {
    const QModelIndex at = m_list->currentIndex();
    if (!at.isValid() || count() == 0) {
        m_pane->setCredential({});
        setPaneVisible(false);
        return;
    }
    m_pane->setCredential(at.data(CredentialModel::IdRole).toString().toStdString());
    setPaneVisible(isPaneFloating() ? m_paneWanted : !m_paneClosed);
}

void LlmsPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    if (isPaneFloating() != m_wasFloating) {
        m_wasFloating = isPaneFloating();
        m_paneWanted = false;
        showSelection();
    }
}

void LlmsPage::showOrder() {
    const QStringList lines = m_model.orderLines();
    if (lines.isEmpty() && m_model.isReordering() && count() < 2) {
        setReordering(false);
    }
    const bool reordering = m_model.isReordering();
    m_orderText->setText(reordering
                             ? tr("Drag the rows, or press Alt with Up or Down. The first one that fits is used.")
                             : lines.join(QLatin1Char('\n')));
    m_orderButton->setText(reordering ? tr("Done") : tr("Change the order"));
    m_orderRow->setVisible(reordering || (!lines.isEmpty() && !m_filter.isRestricting()));
}

void LlmsPage::setReordering(bool reordering) {
    clearFilter();
    m_search->setEnabled(!reordering);
    m_state->setEnabled(!reordering);
    m_model.setReordering(reordering);
    m_list->setReordering(reordering);
    showOrder();
    m_list->setFocus(Qt::OtherFocusReason);
}

void LlmsPage::filter() {
    m_filter.setText(m_search->text());
    const int condition = m_state->currentData().toInt();
    m_filter.setCondition(condition < 0 ? std::nullopt : std::optional(static_cast<CredentialCondition>(condition)));
    refresh();
}

void LlmsPage::clearFilter() {
    m_search->clear();
    m_state->setCurrentIndex(0);
}

const core::CredentialInfo* LlmsPage::infoOf(const QModelIndex& index) const {
    return m_model.credential(m_filter.mapToSource(index).row());
}

const core::CredentialInfo* LlmsPage::shown() const {
    return m_model.credential(m_model.rowOf(m_pane->credential()));
}

void LlmsPage::select(const core::RecordId& id) {
    const QModelIndex at = m_filter.mapFromSource(m_model.index(m_model.rowOf(id)));
    if (at.isValid()) {
        m_list->setCurrentIndex(at);
        m_list->scrollTo(at);
    }
}

void LlmsPage::open(AddSecretDialog* dialog) {
    connect(dialog, &AddSecretDialog::saved, this, [this](const std::string& id, const QString& name, bool rotated) {
        select(id);
        if (rotated) {
            m_toast->show(QStringLiteral("check"),
                          tr("“%1” has its new key. Agents use it from their next request.").arg(name));
        } else {
            m_toast->show(QStringLiteral("check"), tr("“%1” is saved.").arg(name), tr("Launch an agent"),
                          [this] { Q_EMIT launchAgentRequested(); });
        }
    });
    dialog->open();
}

void LlmsPage::openAddSecret() {
    if (m_vault.state() == core::VaultState::Locked) {
        return; // the banner says why
    }
    open(new AddSecretDialog(m_credentials, m_agents, m_clock, this));
}

void LlmsPage::openAddSecretFromClipboard() {
    auto* dialog = new AddSecretDialog(m_credentials, m_agents, m_clock, this);
    open(dialog);
    dialog->form().pasteKey();
}

void LlmsPage::openRotate(const core::RecordId& id) {
    const core::CredentialInfo* credential = m_model.credential(m_model.rowOf(id));
    if (credential == nullptr) {
        return;
    }
    auto* dialog = new AddSecretDialog(m_credentials, m_agents, m_clock, this);
    dialog->beginRotation(*credential);
    open(dialog);
}

void LlmsPage::edit(const core::CredentialInfo* credential) {
    if (credential != nullptr) {
        (new RenameDialog(m_credentials, *credential, this))->open();
    }
}

void LlmsPage::toggle(const core::CredentialInfo* credential) {
    if (credential != nullptr) {
        setEnabled(credential->id, visibleText(credential->name), !credential->enabled);
    }
}

void LlmsPage::setEnabled(const core::RecordId& id, const QString& name, bool enabled) {
    const core::RecordId kept = id; // the row it may point into is about to change
    const core::Outcome<void> result = m_credentials.setEnabled(kept, enabled);
    if (!result) {
        m_pane->refresh();
        tell(result.error());
        return;
    }
    if (!enabled) {
        m_toast->show(
            QStringLiteral("disabled"), tr("“%1” is disabled.").arg(name), tr("Undo"),
            [this, kept, name] { setEnabled(kept, name, true); }, true);
    }
}

void LlmsPage::test(const core::CredentialInfo* credential) {
    if (credential != nullptr && !m_credentials.isTesting(credential->id)) {
        m_credentials.test(core::RecordId(credential->id));
    }
}

void LlmsPage::testAll() {
    for (const core::CredentialInfo& credential : m_credentials.credentials()) {
        if (credential.enabled && !m_credentials.isTesting(credential.id)) {
            m_credentials.test(credential.id);
        }
    }
}

void LlmsPage::remove(const core::CredentialInfo* credential) {
    if (credential != nullptr) {
        (new DeleteQuestion(m_credentials, *credential, m_agents.agents(), this))->open();
    }
}

void LlmsPage::reveal(bool copy) {
    const core::CredentialInfo* credential = shown();
    if (credential == nullptr) {
        return;
    }
    const auto use = [this, copy, id = credential->id](core::SecretBytes key) {
        if (copy) {
            m_clipboard->lend(key);
            m_toast->show(QStringLiteral("copy"), tr("Copied. It is taken off the clipboard after 30 s."));
        } else if (m_pane->credential() == id) {
            m_pane->keyBox().reveal(std::move(key));
        }
    };
    (new RevealDialog(m_credentials, *credential, copy ? RevealDialog::Purpose::Copy : RevealDialog::Purpose::Show, use,
                      this))
        ->open();
}

void LlmsPage::move(const core::RecordId& id, int position) {
    const core::RecordId kept = id;
    const core::Outcome<void> result = m_credentials.move(kept, position);
    if (!result) {
        tell(result.error());
        return;
    }
    select(kept);
}

void LlmsPage::fillMenu(QMenu* menu, const core::CredentialInfo* credential) {
    menu->clear();
    if (credential == nullptr) {
        return;
    }
    const core::RecordId id = credential->id;
    const int row = m_model.rowOf(id);
    const auto current = [this, id] { return m_model.credential(m_model.rowOf(id)); };
    const auto add = [this, menu](const QString& icon, const QString& text, const auto& act) {
        QAction* action = menu->addAction(symbolicIcon(icon), text);
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    if (isPaneFloating() && !isPaneVisible()) {
        add(QStringLiteral("info"), tr("Details"), [this] {
            m_paneWanted = true;
            showSelection();
        });
    }
    add(QStringLiteral("test"), tr("Test"), [this, current] { test(current()); })->setShortcut(Qt::Key_F5);
    add(QStringLiteral("rotate"), tr("Rotate…"), [this, id] { openRotate(id); });
    add(QStringLiteral("edit"), tr("Edit…"), [this, current] { edit(current()); })->setShortcut(Qt::Key_Return);
    add(credential->enabled ? QStringLiteral("disabled") : QStringLiteral("allowed"),
        credential->enabled ? tr("Disable") : tr("Enable"), [this, current] { toggle(current()); })
        ->setShortcut(Qt::Key_Space);
    menu->addSeparator();
    QAction* up = menu->addAction(tr("Use earlier"));
    QAction* down = menu->addAction(tr("Use later"));
    up->setEnabled(row > 0);
    down->setEnabled(row >= 0 && row < count() - 1);
    connect(up, &QAction::triggered, this, [this, id, row] { move(id, row - 1); });
    connect(down, &QAction::triggered, this, [this, id, row] { move(id, row + 1); });
    menu->addSeparator();
    add(QStringLiteral("delete"), tr("Delete…"), [this, current] { remove(current()); })->setShortcut(Qt::Key_Delete);
    for (QAction* action : menu->actions()) {
        // shown only: the list has the keys, and a second owner would make them ambiguous
        action->setShortcutContext(Qt::WidgetShortcut);
    }
}

void LlmsPage::openMenu(const QModelIndex& index, const QPoint& position) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, infoOf(index));
    menu->popup(position);
}

void LlmsPage::tell(const core::Failure& failure) {
    m_toast->show(QStringLiteral("error"), failureText(failure));
}

} // namespace keysluice::ui
