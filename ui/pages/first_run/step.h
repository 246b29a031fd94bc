#pragma once

#include <QString>
#include <QWidget>

namespace keysluice::ui {

/// One step of the first run: its content; the page has the footer. Thread: gui.
class Step : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString name() const = 0;
    /// What the primary button says.
    [[nodiscard]] virtual QString action() const = 0;
    [[nodiscard]] virtual bool canAct() const { return true; }
    /// What the list shows under the step's name once it is done; empty: not done.
    [[nodiscard]] virtual QString result() const { return {}; }
    /// The step comes into view.
    virtual void enter() {}
    /// The primary button. Emits finished() when the page may go on.
    virtual void act() = 0;

Q_SIGNALS:
    void changed(); ///< action(), canAct() or result() differ
    void finished();
};

} // namespace keysluice::ui
