#include "ui/dialogs/agent_chooser.h"

#include "ui/models/visible_text.h"
#include "ui/ports/agent_port.h"

#include <QAction>
#include <QLocale>
#include <QMenu>

#include <algorithm>

namespace keysluice::ui {

AgentChooser::AgentChooser(AgentPort& agents, QWidget* parent) : ChoiceButton(parent), m_agents(agents) {
    connect(&choices(), &QMenu::aboutToShow, this, &AgentChooser::fillMenu);
    connect(&m_agents, &AgentPort::changed, this, &AgentChooser::showChoice);
    showChoice();
}

void AgentChooser::reset() {
    m_chosen.reset();
    showChoice();
}

void AgentChooser::fillMenu() {
    choices().clear();
    choices().setMinimumWidth(width());
    QAction* every = choices().addAction(tr("Every agent, later ones too"));
    every->setCheckable(true);
    every->setChecked(!m_chosen);
    connect(every, &QAction::triggered, this, [this, every](bool checked) {
        if (checked) {
            m_chosen.reset();
        } else {
            m_chosen = std::vector<core::RecordId>();
        }
        for (QAction* other : choices().actions()) {
            if (other != every) {
                other->setChecked(checked);
            }
        }
        showChoice();
        Q_EMIT chosenChanged();
    });
    const std::vector<core::AgentInfo> agents = m_agents.agents();
    if (!agents.empty()) {
        choices().addSeparator();
    }
    for (const core::AgentInfo& agent : agents) {
        QAction* action = choices().addAction(visibleText(agent.name));
        action->setCheckable(true);
        action->setChecked(!m_chosen || std::find(m_chosen->begin(), m_chosen->end(), agent.id) != m_chosen->end());
        connect(action, &QAction::triggered, this, [this, every, id = agent.id](bool granted) {
            choose(id, granted);
            every->setChecked(false);
        });
    }
}

void AgentChooser::choose(const core::RecordId& agent, bool granted) {
    if (!m_chosen) {
        m_chosen = std::vector<core::RecordId>();
        for (const core::AgentInfo& one : m_agents.agents()) {
            m_chosen->push_back(one.id);
        }
    }
    m_chosen->erase(std::remove(m_chosen->begin(), m_chosen->end(), agent), m_chosen->end());
    if (granted) {
        m_chosen->push_back(agent);
    }
    showChoice();
    Q_EMIT chosenChanged();
}

void AgentChooser::showChoice() {
    QStringList names;
    for (const core::AgentInfo& agent : m_agents.agents()) {
        if (m_chosen && std::find(m_chosen->begin(), m_chosen->end(), agent.id) != m_chosen->end()) {
            names += visibleText(agent.name);
        }
    }
    const QString text = !m_chosen         ? tr("Every agent")
                         : names.isEmpty() ? tr("No agent yet")
                                           : QLocale().createSeparatedList(names);
    setText(text);
    setToolTip(m_chosen ? text : QString());
}

} // namespace keysluice::ui
