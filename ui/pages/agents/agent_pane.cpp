#include "ui/pages/agents/agent_pane.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/agents/name_dialog.h"
#include "ui/pages/agents/snippet_box.h"
#include "ui/pages/agents/token_dialog.h"
#include "ui/pages/launch_prompt.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/style/icons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/freeze_button.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace keysluice::ui {

AgentPane::AgentPane(AgentPort& agents, CredentialPort& credentials, const core::Clock& clock, QWidget* parent)
    : QWidget(parent),
      m_agents(agents),
      m_credentials(credentials),
      m_clock(clock),
      m_name(sectionTitle({}, this)),
      m_subtitle(helpText({}, this)),
      m_launch(textButton(tr("Launch"), this, ButtonRole::Primary, QStringLiteral("launch"), true)),
      m_freeze(new FreezeButton(
          tr("Freeze"), tr("Thaw"), [this](core::Freeze freeze) { applyFreeze(freeze); }, this)),
      m_frozen(bodyText({}, this)),
      m_revokeAll(textButton(tr("Revoke all"), this, ButtonRole::Normal, {}, true)),
      m_snippet(new SnippetBox(agents, this)),
      m_every(new QCheckBox(tr("Every key, future ones included"), this)),
      m_grants(new QVBoxLayout),
      m_hosts(new ChoiceBox(tr("Hosts without a key"), this)),
      m_tokens(new QVBoxLayout),
      m_sessionsLabel(groupLabel(tr("Running sessions"), this)),
      m_sessions(new QVBoxLayout),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(6);
    buildHead(layout);
    layout->addWidget(m_error);
    layout->addSpacing(10);
    layout->addWidget(groupLabel(tr("Connect by hand"), this));
    layout->addWidget(m_snippet);
    layout->addSpacing(10);
    layout->addWidget(groupLabel(tr("May use"), this));
    layout->addWidget(m_every);
    m_grants->setSpacing(4);
    layout->addLayout(m_grants);
    layout->addSpacing(10);
    layout->addWidget(groupLabel(tr("Hosts without a key"), this));
    m_hosts->addItem(tr("As the settings say"), static_cast<int>(core::HostAccess::Inherit));
    m_hosts->addItem(tr("Open: they pass unseen"), static_cast<int>(core::HostAccess::Open));
    m_hosts->addItem(tr("Strict: they are refused"), static_cast<int>(core::HostAccess::Strict));
    layout->addWidget(m_hosts);
    layout->addSpacing(10);
    auto* tokenHead = new QHBoxLayout;
    tokenHead->addWidget(groupLabel(tr("Tokens"), this), 1);
    QPushButton* fresh = textButton(tr("New token"), this, ButtonRole::Normal, QStringLiteral("add"), true);
    tokenHead->addWidget(m_revokeAll);
    tokenHead->addWidget(fresh);
    layout->addLayout(tokenHead);
    m_tokens->setSpacing(4);
    layout->addLayout(m_tokens);
    layout->addSpacing(10);
    layout->addWidget(m_sessionsLabel);
    m_sessions->setSpacing(4);
    layout->addLayout(m_sessions);
    layout->addStretch();

    connect(fresh, &QPushButton::clicked, this, &AgentPane::newToken);
    connect(m_revokeAll, &QPushButton::clicked, this, &AgentPane::revokeAll);
    connect(m_launch, &QPushButton::clicked, this, &AgentPane::launch);
    connect(m_hosts, &QComboBox::activated, this, &AgentPane::applyHosts);
    connect(m_every, &QCheckBox::toggled, this, &AgentPane::applyGrants);
    connect(&m_agents, &AgentPort::changed, this, &AgentPane::refresh);
    connect(&m_agents, &AgentPort::usageChanged, this, &AgentPane::refresh);
    connect(&m_credentials, &CredentialPort::changed, this, &AgentPane::refresh);
}

void AgentPane::buildHead(QVBoxLayout* layout) {
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(tile(QStringLiteral("agent"), this), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_name);
    words->addWidget(m_subtitle);
    head->addLayout(words, 1);
    QToolButton* close = iconButton(QStringLiteral("close"), tr("Close the details"), this);
    head->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &AgentPane::closed);
    layout->addLayout(head);
    layout->addSpacing(4);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_launch);
    setSmall(m_freeze);
    actions->addWidget(m_freeze);
    actions->addStretch();
    QToolButton* more = iconButton(QStringLiteral("more"), tr("More actions"), this);
    auto* menu = new QMenu(more);
    menu->addAction(symbolicIcon(QStringLiteral("edit")), tr("Rename"), this, &AgentPane::rename);
    menu->addAction(symbolicIcon(QStringLiteral("delete")), tr("Delete"), this, &AgentPane::remove);
    connect(more, &QToolButton::clicked, menu,
            [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height() + 2))); });
    actions->addWidget(more);
    layout->addLayout(actions);
    m_frozen->setWordWrap(true);
    m_frozen->setRole(Role::Info);
    layout->addSpacing(2);
    layout->addWidget(m_frozen);
}

const core::AgentInfo* AgentPane::current() {
    m_known = m_agents.agents();
    for (const core::AgentInfo& agent : m_known) {
        if (agent.id == m_agent) {
            return &agent;
        }
    }
    return nullptr;
}

void AgentPane::setAgent(const core::RecordId& agent) {
    if (agent != m_agent) {
        m_agent = agent;
        m_grantsShown.clear();
        m_tokensShown.clear();
        m_sessionsShown.clear();
        m_error->clear();
    }
    m_snippet->setAgent(agent);
    refresh();
}

void AgentPane::refresh() {
    const core::AgentInfo* agent = current();
    if (agent == nullptr) {
        return;
    }
    m_name->setText(visibleText(agent->name));
    m_subtitle->setText(
        tr("Added %1, seen %2")
            .arg(seenText(agent->createdAt, m_clock.now()), seenText(agent->lastSeenAt, m_clock.now())));
    m_launch->setVisible(m_agents.canLaunch());
    showFreeze(*agent);
    showGrants(*agent);
    m_hosts->setCurrentIndex(m_hosts->findData(static_cast<int>(agent->hostAccess)));
    showTokens(*agent);
    showLaunches(m_agents.launches(m_agent));
}

void AgentPane::showFreeze(const core::AgentInfo& agent) {
    const bool isFrozen = agent.freeze != core::Freeze::None;
    const bool areAllFrozen = m_agents.freezeOfAll() != core::Freeze::None;
    m_freeze->setFrozen(isFrozen);
    m_frozen->setText(
        areAllFrozen ? tr("All agents are frozen. Their requests are refused until you thaw them.")
                     : tr("%1 is frozen. Its requests are refused until you thaw it.").arg(visibleText(agent.name)));
    m_frozen->setVisible(isFrozen || areAllFrozen);
}

void AgentPane::applyFreeze(core::Freeze freeze) {
    m_error->take(m_agents.setFreeze(m_agent, freeze));
    refresh(); // shows what is in force
}

void AgentPane::showGrants(const core::AgentInfo& agent) {
    const std::vector<core::CredentialInfo> credentials = m_credentials.credentials();
    QString key = agent.everyCredential ? QStringLiteral("*") : QString();
    for (const core::CredentialInfo& credential : credentials) {
        key +=
            QString::fromStdString(credential.id + "\n" + credential.name + (agent.mayUse(credential.id) ? "+" : "-"));
    }
    if (key == m_grantsShown) {
        return;
    }
    m_grantsShown = key;
    m_filling = true;
    m_every->setChecked(agent.everyCredential);
    m_filling = false;
    // Rebuilding takes the boxes away from under the keyboard: the one that had the focus gets it back.
    const QWidget* focused = focusWidget();
    const QString focusedId = focused != nullptr ? focused->property("credential").toString() : QString();
    clearLayout(m_grants);
    if (agent.everyCredential) {
        return;
    }
    for (const core::CredentialInfo& credential : credentials) {
        auto* row = new QHBoxLayout;
        auto* box = new QCheckBox(visibleText(credential.name), this);
        box->setProperty("credential", QString::fromStdString(credential.id));
        box->setChecked(agent.mayUse(credential.id));
        row->addWidget(box);
        const core::Provider* provider = m_credentials.catalogue().provider(credential.providerId);
        row->addWidget(
            helpText(QString::fromStdString(provider != nullptr ? provider->name : credential.providerId), this), 1);
        m_grants->addLayout(row);
        connect(box, &QCheckBox::toggled, this, &AgentPane::applyGrants);
        if (box->property("credential").toString() == focusedId && !focusedId.isEmpty()) {
            box->setFocus();
        }
    }
    if (credentials.empty()) {
        m_grants->addWidget(helpText(tr("No key is stored yet."), this));
    }
}

void AgentPane::applyGrants() {
    if (m_filling) {
        return;
    }
    std::vector<core::RecordId> granted;
    const core::AgentInfo* agent = current();
    const bool wasEvery = agent != nullptr && agent->everyCredential;
    if (!m_every->isChecked() && wasEvery) {
        // Narrowing begins with what it could use, so that nothing breaks by the first click.
        for (const core::CredentialInfo& credential : m_credentials.credentials()) {
            granted.push_back(credential.id);
        }
    } else {
        for (const QCheckBox* box : findChildren<QCheckBox*>()) {
            const QString id = box->property("credential").toString();
            if (!id.isEmpty() && box->isChecked() && !box->isHidden()) {
                granted.push_back(id.toStdString());
            }
        }
    }
    if (!m_error->take(m_agents.setGrants(m_agent, m_every->isChecked(), granted))) {
        m_grantsShown.clear(); // shows what is in force
    }
    refresh();
}

void AgentPane::applyHosts() {
    m_error->take(m_agents.setHostAccess(m_agent, static_cast<core::HostAccess>(m_hosts->currentData().toInt())));
    refresh(); // shows what is in force
}

void AgentPane::showTokens(const core::AgentInfo& agent) {
    const core::UnixMs now = m_clock.now();
    QString key;
    for (const core::TokenInfo& token : agent.tokens) {
        key += QString::fromStdString(token.id + token.label) + seenText(token.lastUsedAt, now) +
               (token.expiresAt > now ? u'v' : u'x');
    }
    key += QLatin1Char('.');
    m_revokeAll->setVisible(!agent.tokens.empty());
    if (key == m_tokensShown) {
        return;
    }
    m_tokensShown = key;
    clearLayout(m_tokens);
    for (const core::TokenInfo& token : agent.tokens) {
        auto* row = new QHBoxLayout;
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        const QString label = visibleText(token.label);
        words->addWidget(bodyText(label, this));
        const QString made = tr("Made %1").arg(seenText(token.createdAt, now));
        const QString used = tr("used %1").arg(seenText(token.lastUsedAt, now));
        const QString expires = token.expiresAt == 0     ? tr("does not expire")
                                : token.expiresAt <= now ? tr("expired %1").arg(seenText(token.expiresAt, now))
                                                         : tr("expires %1").arg(untilText(token.expiresAt, now));
        //: Three facts about a token: when it was made, its last use, when it expires.
        words->addWidget(helpText(tr("%1, %2, %3").arg(made, used, expires), this));
        row->addLayout(words, 1);
        QPushButton* revoke = textButton(tr("Revoke"), this, ButtonRole::Normal, {}, true);
        revoke->setAccessibleName(tr("Revoke “%1”").arg(label));
        row->addWidget(revoke, 0, Qt::AlignTop);
        m_tokens->addLayout(row);
        const core::RecordId id = token.id;
        connect(revoke, &QPushButton::clicked, this, [this, id] { m_error->take(m_agents.revokeToken(m_agent, id)); });
    }
    if (agent.tokens.empty()) {
        m_tokens->addWidget(
            helpText(tr("None. The agent is refused until it has one; a launch brings its own."), this));
    }
}

void AgentPane::showLaunches(const std::vector<core::Launch>& launches) {
    QString key;
    for (const core::Launch& launch : launches) {
        key += QString::fromStdString(launch.id) + longDurationText(m_clock.now() - launch.startedAt);
    }
    m_sessionsLabel->setVisible(!launches.empty());
    if (key == m_sessionsShown) {
        return;
    }
    m_sessionsShown = key;
    clearLayout(m_sessions);
    for (const core::Launch& launch : launches) {
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(new IconLabel(QStringLiteral("play"), 16, Role::Muted, this));
        auto* folder =
            new ElidedLabel(isolated(visibleText(launch.folder)), TextStyle::Mono, Role::Text, Qt::ElideMiddle, this);
        folder->setToolTip(visibleText(launch.command));
        row->addWidget(folder, 1);
        row->addWidget(helpText(isolated(longDurationText(m_clock.now() - launch.startedAt)), this));
        QPushButton* stop = textButton(tr("Stop"), this, ButtonRole::Normal, {}, true);
        stop->setAccessibleName(tr("Stop %1 in %2").arg(visibleText(launch.command), visibleText(launch.folder)));
        row->addWidget(stop);
        m_sessions->addLayout(row);
        const core::RecordId id = launch.id;
        connect(stop, &QPushButton::clicked, this, [this, id] { m_error->take(m_agents.stopLaunch(id)); });
    }
}

void AgentPane::rename() {
    const core::AgentInfo* agent = current();
    if (agent == nullptr) {
        return;
    }
    const core::RecordId id = m_agent;
    auto* dialog = new NameDialog(
        tr("Rename agent"), tr("Name"), visibleText(agent->name), tr("Rename"),
        [this, id](const std::string& name) { return m_agents.rename(id, name); }, this);
    dialog->open();
}

void AgentPane::newToken() {
    auto* dialog = new TokenDialog(m_agents, m_agent, this);
    dialog->open();
}

void AgentPane::revokeAll() {
    const core::AgentInfo* agent = current();
    if (agent == nullptr) {
        return;
    }
    const core::RecordId id = m_agent;
    askOnce(this, tr("Revoke every token of “%1”?").arg(visibleText(agent->name)),
            tr("Its running sessions end, and programs that hold one of its tokens are refused at once."),
            tr("Revoke all"), ButtonRole::Danger, this, [this, id] { m_error->take(m_agents.revokeAll(id)); });
}

void AgentPane::remove() {
    const core::AgentInfo* agent = current();
    if (agent == nullptr) {
        return;
    }
    const core::RecordId id = m_agent;
    const auto sessions = static_cast<int>(m_agents.launches(id).size());
    QString text = tr("Its tokens stop working at once. What it did stays in Activity.");
    if (sessions > 0) {
        text = tr("%n running session(s) end.", nullptr, sessions) + QLatin1Char(' ') + text;
    }
    askOnce(this, tr("Delete “%1”?").arg(visibleText(agent->name)), text, tr("Delete"), ButtonRole::Danger, this,
            [this, id] { m_error->take(m_agents.remove(id)); });
}

void AgentPane::launch() {
    const core::AgentInfo* agent = current();
    if (agent == nullptr) {
        return;
    }
    const core::RecordId id = m_agent;
    LaunchPrompt::open(m_agents, agent->name, this, [this, id](const std::string& command, const std::string& folder) {
        return m_agents.launch(id, command, folder);
    });
}

} // namespace keysluice::ui
