#pragma once

#include "ui/ports/activity_port.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/settings_port.h"
#include "ui/ports/vault_port.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace keysluice::core {
class Clock;
}

namespace keysluice::ui {

class Step;
class StepList;

/// First run: protect the vault, add the first key, connect an agent, see its first request. A page without the
/// sidebar; each step can be skipped. Thread: gui.
class FirstRunPage final : public QWidget {
    Q_OBJECT
public:
    struct Ports {
        VaultPort& vault;
        CredentialPort& credentials;
        AgentPort& agents;
        ActivityPort& activity;
        SettingsPort& settings;
        const core::Clock& clock;
    };

    explicit FirstRunPage(const Ports& ports, QWidget* parent = nullptr);

    /// Begins again at the first step that is not done.
    void begin();
    [[nodiscard]] int step() const { return m_current; }

Q_SIGNALS:
    void finished();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QWidget* makeFooter();
    [[nodiscard]] Step* current() const { return m_steps[static_cast<std::size_t>(m_current)]; }
    void addStep(Step* step, const QString& heading, const QString& text);
    void goTo(int index);
    void refresh();
    void goOn();
    void skip();
    void finish();

    Ports m_ports;
    std::vector<Step*> m_steps;
    StepList* m_list;
    QWidget* m_side;
    QStackedWidget* m_stack;
    QPushButton* m_back;
    QPushButton* m_skip;
    QPushButton* m_other;
    QPushButton* m_primary;
    int m_current = 0;
};

} // namespace keysluice::ui
