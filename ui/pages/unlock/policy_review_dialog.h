#pragma once

#include <QDialog>

class QVBoxLayout;

namespace keysluice::ui {

class AgentPort;
class CredentialPort;
class RulePort;
class SettingsPort;
class VaultPort;

/// After agents, rules or protected settings were changed outside the application: lists what the file says now, so
/// that a person can judge it, and accepts it with the passphrase or recovery code. Nothing is forwarded before.
/// Deletes itself. Thread: gui.
class PolicyReviewDialog final : public QDialog {
    Q_OBJECT
public:
    /// All are borrowed.
    struct Ports {
        VaultPort& vault;
        AgentPort& agents;
        CredentialPort& credentials;
        RulePort& rules;
        SettingsPort& settings;
    };
    PolicyReviewDialog(const Ports& ports, QWidget* parent);

private:
    void addAgents(QVBoxLayout* layout);
    void addSecrets(QVBoxLayout* layout);
    void addRules(QVBoxLayout* layout);
    void addSettings(QVBoxLayout* layout);
    void addLine(QVBoxLayout* layout, const QString& text);
    void askToAccept();

    Ports m_ports;
};

} // namespace keysluice::ui
