#pragma once

#include "core/records.h"

#include <QDialog>

#include <memory>

class QScrollArea;

namespace keysluice::core {
class Clock;
}

namespace keysluice::ui {

class AddSecretFooter;
class AddSecretForm;
class AgentPort;
class CodeBox;
class CredentialPort;

/// Add secret, and rotate. Show it with open(); it destroys itself when it closes, and the key is wiped however that
/// happens. Esc first ends a running check, then closes. Thread: gui.
class AddSecretDialog final : public QDialog {
    Q_OBJECT
public:
    AddSecretDialog(CredentialPort& credentials, AgentPort& agents, const core::Clock& clock, QWidget* parent);

    void beginRotation(const core::CredentialInfo& credential);
    [[nodiscard]] AddSecretForm& form() { return *m_form; }

    void done(int result) override;
    void reject() override;

Q_SIGNALS:
    void saved(const std::string& id, const QString& name, bool rotated);

protected:
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void fit();

    QScrollArea* m_scroll;
    QWidget* m_content;
    AddSecretForm* m_form;
    CodeBox* m_details;
    AddSecretFooter* m_footer;
};

} // namespace keysluice::ui
