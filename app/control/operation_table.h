#pragma once

#include <QJsonObject>
#include <QString>

namespace keysluice::app {

/// What an operation may do without a person.
enum class Effect {
    Reading,    ///< free; never shows a secret
    Launching,  ///< free
    Tightening, ///< free
    Loosening,  ///< confirmed in the window or proven with the passphrase; refused from below a launch
    Answering,  ///< the same, but proven with the passphrase alone: the window has its own way to do it
};

struct Operation {
    const char* name;
    Effect effect;
    const char* consequence; ///< for the person who is asked (translated), loosening operations only
};

/// It takes a person.
[[nodiscard]] constexpr bool isGuarded(const Operation& operation) {
    return operation.effect == Effect::Loosening || operation.effect == Effect::Answering;
}

/// Every operation of the control socket. Nullptr for an unknown name. Thread: any.
[[nodiscard]] const Operation* findOperation(const QString& name);
[[nodiscard]] QString consequenceText(const Operation& operation);
/// "agent grant ci work": the command that this operation with these arguments is, for the person who is asked. Made of
/// what will be done, not of what the caller says about it; at most 200 characters, one line.
[[nodiscard]] QString commandText(const Operation& operation, const QJsonObject& arguments);

struct OperationRange {
    const Operation* first;
    const Operation* last;
    [[nodiscard]] const Operation* begin() const { return first; }
    [[nodiscard]] const Operation* end() const { return last; }
};
[[nodiscard]] OperationRange allOperations();

} // namespace keysluice::app
