#include "ui/pages/agents/snippet_box.h"

#include "ui/models/agent_connector.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/code_box.h"

#include <QButtonGroup>
#include <QDate>
#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {
constexpr int kColumns = 3;
} // namespace

SnippetBox::SnippetBox(AgentPort& agents, QWidget* parent)
    : QWidget(parent),
      m_agents(agents),
      m_choice(new QButtonGroup(this)),
      m_code(new CodeBox(tr("Environment of the agent"), true, this)),
      m_offer(new QWidget(this)),
      m_about(nullptr),
      m_note(nullptr),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* rows = new QGridLayout; // the pane is too narrow for all of them side by side
    rows->setSpacing(4);
    const struct {
        SnippetShell shell;
        QString name;
    } kinds[] = {{SnippetShell::Posix, tr("Shell")},
                 {SnippetShell::VsCode, QStringLiteral("VS Code")},
                 {SnippetShell::Docker, QStringLiteral("Docker")},
                 {SnippetShell::PowerShell, QStringLiteral("PowerShell")},
                 {SnippetShell::BaseUrl, tr("Base URL")}};
    for (const auto& kind : kinds) {
        auto* button = new QToolButton(this);
        button->setText(kind.name);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        setSmall(button);
        m_choice->addButton(button, static_cast<int>(kind.shell));
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        rows->addWidget(button, rows->count() / kColumns, rows->count() % kColumns);
    }
    m_choice->button(static_cast<int>(SnippetShell::Posix))->setChecked(true);
    layout->addLayout(rows);

    auto* offer = new QVBoxLayout(m_offer);
    offer->setContentsMargins(0, 0, 0, 0);
    m_about = helpText({}, m_offer);
    offer->addWidget(m_about);
    QPushButton* create = textButton(tr("Create and copy"), m_offer, ButtonRole::Normal, QStringLiteral("copy"), true);
    offer->addWidget(create, 0, Qt::AlignLeading);
    layout->addWidget(m_offer);
    m_code->setConfidential(true);
    layout->addWidget(m_code);
    m_note = helpText(tr("Copied. Its token is in the list below and can be revoked there."), this);
    layout->addWidget(m_note);
    layout->addWidget(m_error);
    connect(create, &QPushButton::clicked, this, &SnippetBox::make);
    connect(m_choice, &QButtonGroup::idToggled, this, &SnippetBox::forget);
    forget();
}

void SnippetBox::setAgent(const core::RecordId& agent) {
    if (agent != m_agent) {
        m_agent = agent;
        m_isMade = false;
        forget();
    }
}

void SnippetBox::setAgentNamed(const QString& name) {
    if (name != m_agentName) {
        m_agent.clear();
        m_agentName = name;
        m_isMade = false;
        m_note->setText(tr("Copied. Its token is shown with the agent, under Agents, and can be revoked there."));
        setEnabled(!name.isEmpty());
        forget();
    }
}

void SnippetBox::forget() {
    m_code->setText({});
    m_code->hide();
    m_note->hide();
    m_error->clear();
    m_about->setText(
        m_choice->checkedId() == static_cast<int>(SnippetShell::BaseUrl)
            ? tr("For clients that can use no proxy: the gateway's address in the place of the provider's, and "
                 "a token of 30 days in the place of the key.")
            : tr("Sets the proxy, the certificate and a placeholder key. No real key is in it; a token of "
                 "30 days is, made for this copy."));
    m_offer->show();
}

void SnippetBox::make() {
    const QString label = tr("%1, %2").arg(static_cast<QToolButton*>(m_choice->checkedButton())->text(),
                                           QLocale().toString(QDate::currentDate(), QLocale::ShortFormat));
    const core::Outcome<core::RecordId> agent =
        m_agent.empty() ? agentFor(m_agents, m_agentName.toStdString()) : core::Outcome<core::RecordId>(m_agent);
    if (!m_error->take(agent)) {
        return;
    }
    const core::Outcome<std::string> snippet =
        m_agents.environmentSnippet(*agent, static_cast<SnippetShell>(m_choice->checkedId()), label.toStdString());
    if (!m_error->take(snippet)) {
        return;
    }
    m_code->setText(QString::fromStdString(*snippet));
    m_code->show();
    m_note->show();
    m_offer->hide();
    copyConfidential(QString::fromStdString(*snippet));
    m_isMade = true;
    Q_EMIT made();
}

} // namespace keysluice::ui
