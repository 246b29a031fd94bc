#pragma once

#include "ui/pages/first_run/step.h"
#include "ui/ports/credential_port.h"

class QLabel;
class QPushButton;

namespace keysluice::ui {

/// Add the first key, with the same dialog as everywhere. Thread: gui.
class KeyStep final : public Step {
    Q_OBJECT
public:
    explicit KeyStep(CredentialPort& credentials, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString action() const override;
    [[nodiscard]] QString result() const override;
    void act() override;

Q_SIGNALS:
    void addSecretRequested();

private:
    void refresh();

    CredentialPort& m_credentials;
    QLabel* m_state;
    QPushButton* m_another;
};

} // namespace keysluice::ui
