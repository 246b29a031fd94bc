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
    /// What the button beside the primary one says; empty: there is none.
    [[nodiscard]] virtual QString otherAction() const { return {}; }
    /// Something runs that is waited for or cancelled before another step is shown.
    [[nodiscard]] virtual bool isBusy() const { return false; }
    /// The step comes into view.
    virtual void enter() {}
    /// Another one does, or the first run ends.
    virtual void leave() {}
    /// The primary button. Emits finished() when the page may go on.
    virtual void act() = 0;
    virtual void actOtherwise() {}
    /// Gives up what runs. False: nothing does.
    virtual bool cancel() { return false; }

    enum class Button { Primary, Other };

Q_SIGNALS:
    void changed(); ///< action(), canAct(), otherAction(), isBusy() or result() differ
    void buttonFocusWanted(keysluice::ui::Step::Button button);
    void finished();
};

} // namespace keysluice::ui
