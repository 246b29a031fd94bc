#pragma once

#include "core/clock.h"
#include "core/price_list.h"
#include "ui/models/rule_trial.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QPlainTextEdit;

namespace keysluice::ui {

class AgentPort;
class CredentialPort;
class ErrorLine;
class RulePort;
class SettingsPort;
class TrialView;

/// Try: a request is typed or pasted, and the rules say what they would do with it, and why. Nothing is sent. Deletes
/// itself. Thread: gui.
class TryDialog final : public QDialog {
    Q_OBJECT
public:
    struct Ports {
        RulePort& rules;
        AgentPort& agents;
        CredentialPort& credentials;
        SettingsPort& settings;
        const core::Clock& clock;
    };

    /// `prices`: null: costs are unknown.
    TryDialog(const Ports& ports, std::shared_ptr<const core::PriceList> prices, QWidget* parent);

    void setRequest(const QString& text);

private:
    [[nodiscard]] QWidget* makeForm();
    void fillChoices();
    [[nodiscard]] bool isStrictFor(const core::RecordId& agent) const;
    void judge();

    Ports m_ports;
    std::shared_ptr<const core::PriceList> m_prices;
    QComboBox* m_agent;
    QComboBox* m_credential;
    QPlainTextEdit* m_request;
    ErrorLine* m_fault;
    TrialView* m_result;
};

} // namespace keysluice::ui
