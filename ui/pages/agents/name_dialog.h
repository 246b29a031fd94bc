#pragma once

#include "core/failure.h"

#include <QDialog>

#include <functional>

class QLineEdit;

namespace keysluice::ui {

class ErrorLine;

/// Asks for a name; stays open and says why when `apply` fails. Deletes itself. Thread: gui.
class NameDialog final : public QDialog {
    Q_OBJECT
public:
    using Apply = std::function<core::Outcome<void>(const std::string& name)>;

    NameDialog(const QString& title, const QString& label, const QString& current, const QString& action, Apply apply,
               QWidget* parent);

private:
    void tryIt();

    Apply m_apply;
    QLineEdit* m_name;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
