#include "ui/dialogs/agent_chooser.h"

#include "ui/models/visible_text.h"
#include "ui/ports/agent_port.h"
#include "ui/style/icons.h"
#include "ui/style/paint.h"

#include <QAction>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>

#include <algorithm>

namespace keysluice::ui {

namespace {

/// Stays open while check marks are set, so that several agents are chosen in one go.
class CheckMenu final : public QMenu {
public:
    using QMenu::QMenu;

protected:
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (QAction* action = actionAt(event->position().toPoint()); action != nullptr && action->isEnabled()) {
            action->trigger();
            return;
        }
        QMenu::mouseReleaseEvent(event);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Space && activeAction() != nullptr) {
            activeAction()->trigger();
            return;
        }
        QMenu::keyPressEvent(event);
    }
};

} // namespace

AgentChooser::AgentChooser(AgentPort& agents, QWidget* parent)
    : QPushButton(parent), m_agents(agents), m_menu(new CheckMenu(this)) {
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &AgentChooser::fillMenu);
    connect(&m_agents, &AgentPort::changed, this, &AgentChooser::showChoice);
    showChoice();
}

void AgentChooser::reset() {
    m_chosen.reset();
    showChoice();
}

void AgentChooser::fillMenu() {
    m_menu->clear();
    m_menu->setMinimumWidth(width());
    QAction* every = m_menu->addAction(tr("Every agent, later ones too"));
    every->setCheckable(true);
    every->setChecked(!m_chosen);
    connect(every, &QAction::triggered, this, [this, every](bool checked) {
        if (checked) {
            m_chosen.reset();
        } else {
            m_chosen = std::vector<core::RecordId>();
        }
        for (QAction* other : m_menu->actions()) {
            if (other != every) {
                other->setChecked(checked);
            }
        }
        showChoice();
        Q_EMIT chosenChanged();
    });
    const std::vector<core::AgentInfo> agents = m_agents.agents();
    if (!agents.empty()) {
        m_menu->addSeparator();
    }
    for (const core::AgentInfo& agent : agents) {
        QAction* action = m_menu->addAction(visibleText(agent.name));
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

void AgentChooser::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    style()->drawControl(QStyle::CE_PushButtonBevel, &option, &painter, this);
    if (!isEnabled()) {
        painter.setOpacity(0.45);
    }
    const Theme theme = Theme::of(palette());
    const QRect words = rect().adjusted(11, 0, -32, 0);
    painter.setPen(theme.color(Role::Text));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words),
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    const QRect arrow(width() - 26, (height() - 16) / 2, 16, 16);
    paintIcon(&painter, QStringLiteral("down"), QStyle::visualRect(layoutDirection(), rect(), arrow),
              theme.color(Role::Text), layoutDirection());
}

} // namespace keysluice::ui
