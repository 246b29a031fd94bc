#include "ui/pages/overview/overview_page.h"

#include "ui/models/agent_connector.h"
#include "ui/models/visible_text.h"
#include "ui/pages/launch_prompt.h"
#include "ui/pages/overview/attention_list.h"
#include "ui/pages/overview/flow_card.h"
#include "ui/pages/overview/recent_list.h"
#include "ui/pages/overview/today_card.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/banner.h"

#include <QBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kRecentWidth = 400;
constexpr int kStackBelow = 2 * kRecentWidth + 64; ///< narrower: one card above the other

QString menuText(const std::string& name) {
    return visibleText(name).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

OverviewPage::OverviewPage(const Ports& ports, QWidget* parent)
    : Page(tr("Overview"), parent),
      m_ports(ports),
      m_presenter(ports.vault, ports.gateway, ports.credentials, ports.activity, ports.clock),
      m_attentionCard(nullptr),
      m_attention(new AttentionList),
      m_today(new TodayCard),
      m_flow(new FlowCard(ports.credentials)),
      m_recent(new RecentList(ports.activity, ports.clock)),
      m_copy(textButton(tr("Copy environment line"), this, ButtonRole::Normal, QStringLiteral("copy"))),
      m_launch(textButton(tr("Launch agent"), this, ButtonRole::Primary, QStringLiteral("launch"))),
      m_launchMenu(new QMenu(this)),
      m_copyMenu(new QMenu(this)),
      m_lower(new QBoxLayout(QBoxLayout::LeftToRight)) {
    addHeaderAction(m_copy);
    addHeaderAction(m_launch);
    m_launch->setMenu(m_launchMenu);
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    m_attentionCard = card(m_attention, body);
    layout->addWidget(m_attentionCard);
    layout->addWidget(card(m_today, body));
    m_lower->setSpacing(16);
    m_lower->addWidget(card(m_flow, body), 4);
    m_recent->setMinimumWidth(kRecentWidth);
    m_lower->addWidget(card(m_recent, body), 3);
    layout->addLayout(m_lower, 1);
    setScrollingBody(body);

    connect(&m_ports.activity, &ActivityPort::todayChanged, this, &OverviewPage::refreshToday);
    connect(&m_presenter, &OverviewPresenter::attentionChanged, this, &OverviewPage::refreshAttention);
    connect(&m_presenter, &OverviewPresenter::subtitleChanged, this, [this] { setSubtitle(m_presenter.subtitle()); });
    connect(&m_ports.credentials, &CredentialPort::changed, this, &OverviewPage::refreshToday);
    connect(&m_ports.agents, &AgentPort::changed, this, &OverviewPage::refreshActions);
    connect(&m_ports.vault, &VaultPort::stateChanged, this, &OverviewPage::refreshActions);
    connect(&m_ports.gateway, &GatewayPort::changed, this, &OverviewPage::refreshActions);
    connect(m_attention, &AttentionList::activated, this, &OverviewPage::act);
    connect(m_flow, &FlowCard::flowActivated, this, &OverviewPage::flowRequested);
    connect(m_recent, &RecentList::recordActivated, this, &OverviewPage::recordRequested);
    connect(m_recent, &RecentList::allActivated, this, &OverviewPage::activityRequested);
    connect(m_copy, &QPushButton::clicked, this, &OverviewPage::copyEnvironment);
    setSubtitle(m_presenter.subtitle());
    refreshAttention();
    refreshToday();
    refreshActions();
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
    m_lower->setDirection(width() < kStackBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    Page::resizeEvent(event);
}

void OverviewPage::refreshAttention() {
    m_attention->setItems(m_presenter.attention());
    m_attentionCard->setVisible(!m_presenter.attention().empty());
}

void OverviewPage::refreshToday() {
    const TodaySummary today = m_presenter.today();
    m_today->setToday(today);
    m_flow->setFlows(today.flows);
}

void OverviewPage::refreshActions() {
    const bool isOpen = m_ports.vault.state() == core::VaultState::Open && !m_ports.gateway.address().isEmpty();
    const std::vector<core::AgentInfo> agents = m_ports.agents.agents();
    m_copy->setVisible(isOpen && !agents.empty());
    m_copyMenu->clear();
    m_copy->setMenu(agents.size() > 1 ? m_copyMenu : nullptr);
    for (const core::AgentInfo& agent : agents) {
        connect(m_copyMenu->addAction(menuText(agent.name)), &QAction::triggered, this,
                [this, agent] { copyFor(agent); });
    }
    m_launchMenu->clear();
    const std::vector<FoundProgram> programs =
        isOpen && m_ports.agents.canLaunch() ? m_ports.agents.programsOnPath() : std::vector<FoundProgram>();
    for (const FoundProgram& program : programs) {
        connect(m_launchMenu->addAction(menuText(program.name) + QStringLiteral("…")), &QAction::triggered, this,
                [this, program] { launchProgram(program); });
    }
    m_launch->setVisible(!programs.empty());
}

void OverviewPage::copyEnvironment() {
    const std::vector<core::AgentInfo> agents = m_ports.agents.agents();
    if (agents.size() == 1) {
        copyFor(agents.front());
    } else if (agents.size() > 1) {
        m_copy->showMenu();
    }
}

void OverviewPage::copyFor(const core::AgentInfo& agent) {
    const core::Outcome<std::string> line =
        m_ports.agents.environmentSnippet(agent.id, SnippetShell::Posix, tr("Environment line").toStdString());
    if (!line) {
        banner().show(Banner::Kind::Danger, failureText(line.error()));
        return;
    }
    banner().hide();
    copyConfidential(QString::fromStdString(*line));
    Q_EMIT said(tr("Copied. It holds a token of 30 days for %1, and no key.").arg(visibleText(agent.name)));
}

void OverviewPage::launchProgram(const FoundProgram& program) {
    AgentPort& agents = m_ports.agents;
    LaunchPrompt::open(
        agents, program.command, this,
        [&agents, program](const std::string& command, const std::string& folder) -> core::Outcome<void> {
            const core::Outcome<core::RecordId> agent = agentFor(agents, agentNameFor(program));
            return agent ? agents.launch(*agent, command, folder)
                         : core::Outcome<void>(tl::make_unexpected(agent.error()));
        });
}

void OverviewPage::askToResume() {
    if (m_ports.gateway.state() != GatewayPort::State::Paused) {
        return;
    }
    askOnce(this, tr("Resume the gateway?"), tr("Agents can use their keys again at once."), tr("Resume"),
            ButtonRole::Primary, this, [this] { m_ports.gateway.resume(); });
}

void OverviewPage::askToThaw() {
    if (m_ports.agents.freezeOfAll() == core::Freeze::None) {
        return;
    }
    askOnce(this, tr("Thaw all agents?"), tr("They can use their keys again at once."), tr("Thaw"), ButtonRole::Primary,
            this, [this] { thawAll(); });
}

void OverviewPage::thawAll() {
    if (const auto thawed = m_ports.agents.setFreezeOfAll(core::Freeze::None); !thawed) {
        banner().show(Banner::Kind::Danger, failureText(thawed.error()));
    }
}

void OverviewPage::act(const AttentionItem& item) {
    const QString credential = QString::fromStdString(item.credential);
    switch (item.kind) {
    case AttentionItem::Kind::GatewayError: {
        const auto trouble = m_ports.gateway.trouble();
        if (trouble && trouble->code == core::FailureCode::PortTaken) {
            m_ports.gateway.useNextPort();
        } else {
            Q_EMIT gatewaySettingsRequested();
        }
        break;
    }
    case AttentionItem::Kind::GatewayWarning:
        Q_EMIT gatewaySettingsRequested();
        break;
    case AttentionItem::Kind::PolicyUnverified:
        Q_EMIT reviewPolicyRequested();
        break;
    case AttentionItem::Kind::VaultAbsent:
        Q_EMIT firstRunRequested();
        break;
    case AttentionItem::Kind::VaultLocked:
        Q_EMIT unlockRequested();
        break;
    case AttentionItem::Kind::CredentialRejected:
        Q_EMIT rotateRequested(credential);
        break;
    case AttentionItem::Kind::CredentialRestricted:
    case AttentionItem::Kind::CredentialOutOfCredit:
    case AttentionItem::Kind::CredentialRateLimited:
        Q_EMIT credentialRequested(credential);
        break;
    case AttentionItem::Kind::Paused:
        m_ports.gateway.resume();
        break;
    case AttentionItem::Kind::Frozen:
        thawAll();
        break;
    case AttentionItem::Kind::NoCredential:
        Q_EMIT addSecretRequested();
        break;
    case AttentionItem::Kind::VaultUnusable:
    case AttentionItem::Kind::ActivityTrouble:
        break;
    }
}

} // namespace keysluice::ui
