#include "ui/pages/connections/credential_pane.h"

#include "ui/models/credential_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/connections/chip_row.h"
#include "ui/pages/connections/credential_look.h"
#include "ui/pages/connections/key_box.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/vault_port.h"
#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/code_box.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page.h"
#include "ui/widgets/pill_label.h"
#include "ui/widgets/toggle.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kSectionGap = 16;
constexpr int kLabelGap = 6;
constexpr int kHistoryRows = 12;
constexpr int kEdge = 20;
constexpr int kButtonGap = 8;

StyledLabel* sectionLabel(const QString& text, QWidget* parent) {
    return new StyledLabel(text, TextStyle::SmallBold, Role::Muted, parent);
}

StyledLabel* wrapped(TextStyle style, Role role, QWidget* parent) {
    auto* label = new StyledLabel({}, style, role, parent);
    label->setWordWrap(true);
    return label;
}

QPushButton* smallButton(const QString& icon, const QString& text, QWidget* parent) {
    auto* button = new QPushButton(symbolicIcon(icon), text, parent);
    setSmall(button);
    button->setAutoDefault(false);
    return button;
}

} // namespace

CredentialPane::CredentialPane(CredentialPort& credentials, AgentPort& agents, VaultPort& vault,
                               const core::Clock& clock, QWidget* parent)
    : QWidget(parent), m_credentials(credentials), m_agents(agents), m_vault(vault), m_clock(clock) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(kEdge, 16, kEdge, 20);
    layout->setSpacing(kSectionGap);
    layout->addWidget(makeHead());
    layout->addWidget(makeActions());
    m_trouble = wrapped(TextStyle::Small, Role::Text, content);
    layout->addWidget(m_trouble);

    const auto section = [&](const QString& title, std::initializer_list<QWidget*> parts) {
        auto* column = new QVBoxLayout;
        column->setSpacing(kLabelGap);
        column->addWidget(sectionLabel(title, content));
        for (QWidget* part : parts) {
            column->addWidget(part);
        }
        layout->addLayout(column);
    };
    m_key = new KeyBox(content);
    m_keyHelp = wrapped(TextStyle::Small, Role::Muted, content);
    section(tr("Key"), {m_key, m_keyHelp});
    m_injection = new CodeBox(tr("What reaches the provider"), false, content);
    m_removed = wrapped(TextStyle::Small, Role::Muted, content);
    section(tr("What reaches the provider"), {m_injection, m_removed});
    m_foreign = new ChoiceBox(tr("If an agent brings another key"), content);
    m_foreign->addItem(tr("Replace it with this one"), static_cast<int>(core::ForeignKeys::Replace));
    m_foreign->addItem(tr("Refuse the request"), static_cast<int>(core::ForeignKeys::Refuse));
    m_foreign->addItem(tr("Let it pass"), static_cast<int>(core::ForeignKeys::Pass));
    m_foreignHelp = wrapped(TextStyle::Small, Role::Muted, content);
    section(tr("If an agent brings another key"), {m_foreign, m_foreignHelp});
    auto* users = new ChipRow(content);
    m_users = users;
    section(tr("Used by"), {m_users});
    m_requests = wrapped(TextStyle::Body, Role::Text, content);
    m_checked = wrapped(TextStyle::Small, Role::Muted, content);
    section(tr("Today"), {m_requests, m_checked});
    m_history = new QWidget(content);
    m_historyRows = new QGridLayout(m_history);
    m_historyRows->setContentsMargins(0, 0, 0, 0);
    m_historyRows->setHorizontalSpacing(12);
    m_historyRows->setVerticalSpacing(6);
    m_historyRows->setColumnStretch(1, 1);
    section(tr("History"), {m_history});
    layout->addStretch(1);

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    content->setMinimumHeight(1); // its height follows from its width; wrapped labels ask for more than they need
    outer->addWidget(scrolling(content, this));
    connect(m_foreign, &QComboBox::activated, this,
            [this] { Q_EMIT foreignKeysChosen(static_cast<core::ForeignKeys>(m_foreign->currentData().toInt())); });
    connect(m_key, &KeyBox::revealRequested, this, &CredentialPane::revealRequested);
    connect(m_key, &KeyBox::copyRequested, this, &CredentialPane::copyRequested);
    connect(m_key, &KeyBox::revealedChanged, this, &CredentialPane::refresh);
    connect(&m_vault, &VaultPort::slotsChanged, this, &CredentialPane::refresh);
    connect(&m_agents, &AgentPort::changed, this, &CredentialPane::refresh);
    connect(&m_credentials, &CredentialPort::changed, this, &CredentialPane::refresh);
    connect(&m_credentials, &CredentialPort::usageChanged, this, &CredentialPane::refresh);
}

QWidget* CredentialPane::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    m_monogram = new MonogramTile(head);
    m_name = new ElidedLabel({}, TextStyle::Section, Role::Text, Qt::ElideRight, head);
    m_kind = new StyledLabel({}, TextStyle::Small, Role::Muted, head);
    m_pill = new PillLabel(head);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_name);
    words->addWidget(m_kind);
    row->addWidget(m_monogram);
    row->addLayout(words, 1);
    row->addWidget(m_pill);
    return head;
}

QWidget* CredentialPane::makeActions() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* row = new QHBoxLayout;
    row->setSpacing(kButtonGap);
    m_test = smallButton(QStringLiteral("test"), tr("Test"), box);
    m_rotate = smallButton(QStringLiteral("rotate"), tr("Rotate"), box);
    m_edit = smallButton(QStringLiteral("edit"), tr("Edit"), box);
    m_more = new QToolButton(box);
    m_more->setIcon(symbolicIcon(QStringLiteral("more")));
    m_more->setAccessibleName(tr("More actions"));
    m_more->setToolTip(tr("More actions"));
    setSmall(m_more);
    m_menu = new QMenu(m_more);
    connect(m_more, &QToolButton::clicked, this,
            [this] { m_menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height() + 2))); });
    row->addWidget(m_test);
    row->addWidget(m_rotate);
    row->addWidget(m_edit);
    row->addStretch(1);
    row->addWidget(m_more);
    column->addLayout(row);
    auto* switchRow = new QHBoxLayout;
    m_enabled = new Toggle(tr("Agents can use it"), box);
    auto* label = new StyledLabel(tr("Agents can use it"), TextStyle::Body, Role::Text, box);
    switchRow->addWidget(label, 1);
    switchRow->addWidget(m_enabled);
    column->addLayout(switchRow);
    connect(m_test, &QPushButton::clicked, this, &CredentialPane::testRequested);
    connect(m_rotate, &QPushButton::clicked, this, &CredentialPane::rotateRequested);
    connect(m_edit, &QPushButton::clicked, this, &CredentialPane::editRequested);
    // Toggled, not clicked: assistive technology toggles.
    connect(m_enabled, &Toggle::toggled, this, [this](bool enabled) {
        if (enabled != m_enabledStored) {
            Q_EMIT enabledChosen(enabled);
        }
    });
    return box;
}

void CredentialPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitActions();
}

void CredentialPane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        fitActions();
    }
}

void CredentialPane::fitActions() {
    if (m_more == nullptr) {
        return;
    }
    const std::pair<QPushButton*, QString> buttons[] = {
        {m_edit, tr("Edit")}, {m_rotate, tr("Rotate")}, {m_test, tr("Test")}};
    const auto needed = [&] {
        int sum = m_more->sizeHint().width() + 2 * kEdge;
        for (const auto& [button, word] : buttons) {
            sum += button->sizeHint().width() + kButtonGap;
        }
        return sum;
    };
    for (const auto& [button, word] : buttons) {
        button->setText(word);
        button->setAccessibleName(word);
        button->setToolTip({});
    }
    for (const auto& [button, word] : buttons) {
        if (needed() > width()) {
            button->setText({});
            button->setToolTip(word);
        }
    }
}

void CredentialPane::setCredential(const core::RecordId& id) {
    if (id != m_id) {
        m_key->conceal();
        m_id = id;
    }
    refresh();
}

void CredentialPane::refresh() {
    const std::vector<core::CredentialInfo> all = m_credentials.credentials();
    const auto found =
        std::find_if(all.begin(), all.end(), [this](const core::CredentialInfo& one) { return one.id == m_id; });
    if (found == all.end()) {
        m_key->conceal();
        return;
    }
    const core::CredentialInfo& credential = *found;
    const core::ProviderCatalogue& catalogue = m_credentials.catalogue();
    const core::Provider* provider = catalogue.provider(credential.providerId);
    const QString company = providerName(catalogue, credential.providerId);
    m_monogram->setLetters(provider == nullptr ? company.left(2) : QString::fromStdString(provider->monogram));
    m_name->setText(visibleText(credential.name));
    //: %1 is a provider, %2 a kind of key
    m_kind->setText(tr("%1, %2").arg(company, kindName(catalogue, credential)));
    const bool testing = m_credentials.isTesting(m_id);
    const CredentialCondition condition = conditionOf(credential, testing);
    m_pill->set(conditionLook(condition), conditionWord(condition));
    m_test->setEnabled(!testing);
    m_enabledStored = credential.enabled;
    m_enabled->setChecked(credential.enabled);
    const CredentialTrouble trouble =
        troubleOf(credential, company, m_credentials.rejectedRequests(m_id), m_clock.now());
    m_trouble->setText(trouble.sentence);
    m_trouble->setVisible(!trouble.sentence.isEmpty());
    m_key->setPreview(visibleText(credential.preview));
    const std::vector<core::SlotInfo> ways = m_vault.slotList();
    const bool provable = std::any_of(ways.begin(), ways.end(), [](const core::SlotInfo& slot) {
        return slot.kind == core::SlotKind::Passphrase || slot.kind == core::SlotKind::RecoveryCode;
    });
    m_key->setRevealPossible(provable);
    m_keyHelp->setText(!provable ? tr("The vault has no passphrase, so no key can be shown. Set one in Settings.")
                       : m_key->isRevealed()
                           ? tr("Visible for 15 s. Other programs on this desktop can read it while it is shown.")
                           : tr("Reveal and copy ask for the vault passphrase."));
    showInjection(credential);
    showForeignKeys(credential);
    showUsers(credential);
    showToday(credential);
    showHistory();
}

void CredentialPane::showInjection(const core::CredentialInfo& credential) {
    const core::Provider* provider = m_credentials.catalogue().provider(credential.providerId);
    const core::CredentialKind* kind = provider == nullptr ? nullptr : provider->kind(credential.kindId);
    if (kind == nullptr) {
        m_injection->setText({});
        m_removed->clear();
        return;
    }
    const QString host = credential.hosts.empty() ? QString() : visibleText(credential.hosts.front());
    const InjectionText text = injectionText(*kind, host, previewEnd(visibleText(credential.preview)));
    QStringList lines{text.host, text.header};
    if (!text.addition.isEmpty()) {
        lines += text.addition;
    }
    m_injection->setText(lines.join(QLatin1Char('\n')));
    m_removed->setText(tr("Removed first: %1, where the agent sent them.").arg(isolated(text.removed)));
}

void CredentialPane::showForeignKeys(const core::CredentialInfo& credential) {
    m_foreign->setCurrentIndex(m_foreign->findData(static_cast<int>(credential.foreignKeys)));
    switch (credential.foreignKeys) {
    case core::ForeignKeys::Replace:
        m_foreignHelp->setText(tr("Whatever the agent sends as its key, this one reaches the provider."));
        break;
    case core::ForeignKeys::Refuse:
        m_foreignHelp->setText(tr("The agent is told so, and you are alerted. Placeholders are replaced as always."));
        break;
    case core::ForeignKeys::Pass:
        m_foreignHelp->setText(tr("It reaches the provider as it is, on its own account. Placeholders are replaced as "
                                  "always."));
        break;
    }
}

void CredentialPane::showUsers(const core::CredentialInfo& credential) {
    const QStringList names = usedBy(credential.id, m_agents.agents());
    static_cast<ChipRow*>(m_users)->setNames(names.isEmpty() ? QStringList{tr("No agent yet")} : names);
}

void CredentialPane::showToday(const core::CredentialInfo& credential) {
    const int requests = m_credentials.requestsToday(credential.id);
    m_requests->setText(tr("%n request(s)", nullptr, requests));
    m_checked->setText(usedText(credential.lastUsedAt, m_clock.now()));
}

void CredentialPane::showHistory() {
    const std::vector<core::CredentialEvent> events = m_credentials.history(m_id);
    const core::UnixMs now = m_clock.now();
    // labels are rebuilt only for another history, not for every request that changes "used now"
    QStringList signature{QString::fromStdString(m_id)};
    for (const core::CredentialEvent& event : events) {
        signature += untilText(event.at, now) + eventText(event);
    }
    if (signature == m_shownHistory) {
        return;
    }
    m_shownHistory = signature;
    while (QLayoutItem* item = m_historyRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const core::CredentialEvent& event : events) {
        if (row == kHistoryRows) {
            break;
        }
        auto* when = new StyledLabel(untilText(event.at, now), TextStyle::Small, Role::Muted, m_history);
        when->setToolTip(exactText(event.at));
        auto* what = wrapped(TextStyle::Small, Role::Text, m_history);
        what->setText(eventText(event));
        what->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_historyRows->addWidget(when, row, 0, Qt::AlignTop);
        m_historyRows->addWidget(what, row, 1);
        ++row;
    }
}

} // namespace keysluice::ui
