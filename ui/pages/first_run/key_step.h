#pragma once

#include "ui/pages/first_run/step.h"
#include "ui/ports/credential_port.h"

class QLabel;
class QPushButton;

namespace keysluice::core {
class Clock;
}

namespace keysluice::ui {

class AddSecretForm;
class AgentPort;
class CodeBox;

/// Add the first key: the form of Add secret, whose buttons are those of the page. The key is wiped when the step is
/// left. Thread: gui.
class KeyStep final : public Step {
    Q_OBJECT
public:
    KeyStep(CredentialPort& credentials, AgentPort& agents, const core::Clock& clock, QWidget* parent = nullptr);
    ~KeyStep() override;

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString action() const override;
    [[nodiscard]] bool canAct() const override;
    [[nodiscard]] QString otherAction() const override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] QString result() const override;
    void enter() override;
    void leave() override;
    void act() override;
    void actOtherwise() override;
    bool cancel() override;

private:
    void refresh();
    void setAdding(bool adding);

    CredentialPort& m_credentials;
    QLabel* m_state;
    AddSecretForm* m_form;
    QPushButton* m_detailsButton;
    CodeBox* m_details;
    QPushButton* m_another;
    bool m_isAdding = false;
};

} // namespace keysluice::ui
