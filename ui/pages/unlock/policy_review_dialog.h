#pragma once

#include <QDialog>

class QVBoxLayout;

namespace keysluice::ui {

class AgentPort;
class CredentialPort;
class SettingsPort;
class VaultPort;

/// After agents or protected settings were changed outside the application: lists what the file says now, so that a
/// person can judge it, and accepts it with the passphrase or recovery code. Nothing is forwarded before. Deletes
/// itself. Thread: gui.
class PolicyReviewDialog final : public QDialog {
    Q_OBJECT
public:
    PolicyReviewDialog(VaultPort& vault, AgentPort& agents, CredentialPort& credentials, SettingsPort& settings,
                       QWidget* parent);

private:
    void addAgents(QVBoxLayout* layout);
    void addSecrets(QVBoxLayout* layout);
    void addSettings(QVBoxLayout* layout);
    void addLine(QVBoxLayout* layout, const QString& text);
    void askToAccept();

    VaultPort& m_vault;
    AgentPort& m_agents;
    CredentialPort& m_credentials;
    SettingsPort& m_settings;
};

} // namespace keysluice::ui
