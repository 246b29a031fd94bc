#pragma once

#include "ui/models/add_secret_presenter.h"

#include <QFrame>

class QPushButton;

namespace keysluice::ui {

class StyledLabel;

/// The buttons below an AddSecretForm: details, cancel, secondary, primary. Thread: gui.
class AddSecretFooter final : public QFrame {
    Q_OBJECT
public:
    explicit AddSecretFooter(AddSecretPresenter& presenter, QWidget* parent = nullptr);

    [[nodiscard]] bool areDetailsShown() const;

Q_SIGNALS:
    void cancelPressed();
    void detailsToggled(bool shown);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    AddSecretPresenter& m_presenter;
    StyledLabel* m_promise;
    QPushButton* m_details;
    QPushButton* m_cancel;
    QPushButton* m_secondary;
    QPushButton* m_primary;
};

} // namespace keysluice::ui
