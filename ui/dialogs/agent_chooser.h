#pragma once

#include "core/records.h"
#include "ui/widgets/choice_button.h"

#include <optional>
#include <vector>

namespace keysluice::ui {

class AgentPort;

/// Which agents may use a secret: every one, or some; a button with a menu of check marks that stays open. Thread: gui.
class AgentChooser final : public ChoiceButton {
    Q_OBJECT
public:
    explicit AgentChooser(AgentPort& agents, QWidget* parent = nullptr);

    /// nullopt: every agent, later ones included.
    [[nodiscard]] const std::optional<std::vector<core::RecordId>>& chosen() const { return m_chosen; }
    void reset();

Q_SIGNALS:
    void chosenChanged();

private:
    void fillMenu();
    void choose(const core::RecordId& agent, bool granted);
    void showChoice();

    AgentPort& m_agents;
    std::optional<std::vector<core::RecordId>> m_chosen;
};

} // namespace keysluice::ui
