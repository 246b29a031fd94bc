#include "app/control/operation_table.h"

#include "app/control/printable.h"
#include "app/control/rule_change.h"

#include <QCoreApplication>

#include <array>

namespace keysluice::app {

namespace {

constexpr std::array kOperations{
    Operation{"status", Effect::Reading, nullptr},
    Operation{"doctor", Effect::Reading, nullptr},
    Operation{"log", Effect::Reading, nullptr},
    Operation{"log.follow", Effect::Reading, nullptr},
    Operation{"ca.export", Effect::Reading, nullptr},
    Operation{"ca.bundle", Effect::Reading, nullptr},
    Operation{"secret.list", Effect::Reading, nullptr},
    Operation{"secret.show", Effect::Reading, nullptr},
    Operation{"secret.test", Effect::Reading, nullptr},
    Operation{"agent.list", Effect::Reading, nullptr},
    Operation{"approval.list", Effect::Reading, nullptr},
    Operation{"rule.list", Effect::Reading, nullptr},
    Operation{"window.raise", Effect::Reading, nullptr},
    Operation{"start.refused", Effect::Reading, nullptr},
    Operation{"launch.begin", Effect::Launching, nullptr},
    Operation{"lock", Effect::Tightening, nullptr},
    Operation{"pause", Effect::Tightening, nullptr},
    Operation{"freeze", Effect::Tightening, nullptr},
    Operation{"approval.deny", Effect::Tightening, nullptr},
    Operation{"secret.disable", Effect::Tightening, nullptr},
    Operation{"agent.ungrant", Effect::Tightening, nullptr},
    Operation{"agent.revoke", Effect::Tightening, nullptr},
    Operation{
        "unlock", Effect::Loosening,
        QT_TRANSLATE_NOOP("keysluice::app::Operation", "The vault is unlocked, and agents can use your keys again.")},
    Operation{"resume", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "The pause ends, and agents can use your keys again.")},
    Operation{"thaw", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "Whoever was frozen can use your keys again.")},
    Operation{"secret.add", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "A new key is stored, and agents may use it.")},
    Operation{
        "secret.rotate", Effect::Loosening,
        QT_TRANSLATE_NOOP("keysluice::app::Operation", "The stored key is replaced by another one and destroyed.")},
    Operation{"secret.enable", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "Agents may use this key again.")},
    Operation{"secret.remove", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "The stored key is destroyed.")},
    Operation{"agent.add", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "A new agent may use every enabled key.")},
    Operation{"agent.token", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "Whoever gets the new token can act as this agent.")},
    Operation{"agent.grant", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "The agent may use one more key.")},
    Operation{"approval.approve", Effect::Answering, nullptr},
    // Changing one of these to something stricter is free: see ControlOperations::tightens().
    Operation{"mode", Effect::Loosening,
              QT_TRANSLATE_NOOP(
                  "keysluice::app::Operation",
                  "Agents reach hosts that Keysluice does not handle, and it sees nothing of what is said there.")},
    Operation{"agent.mode", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation",
                                "The agent is no longer held to the hosts that Keysluice handles.")},
    Operation{
        "secret.foreign", Effect::Loosening,
        QT_TRANSLATE_NOOP("keysluice::app::Operation",
                          "Requests that bring another key are no longer refused, or reach the provider with it.")},
    Operation{"rule.add", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation",
                                "It can let requests pass that were blocked, or that you were asked about.")},
    Operation{"rule.edit", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "What the rule or limit said before no longer holds.")},
    Operation{"rule.move", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation",
                                "The first rule that fits decides: another one can let more requests pass.")},
    Operation{"rule.enable", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation",
                                "It can let requests pass that were blocked, or that you were asked about.")},
    Operation{
        "rule.disable", Effect::Loosening,
        QT_TRANSLATE_NOOP("keysluice::app::Operation", "The rule or limit no longer keeps agents from anything.")},
    Operation{
        "rule.remove", Effect::Loosening,
        QT_TRANSLATE_NOOP("keysluice::app::Operation", "The rule or limit no longer keeps agents from anything.")},
    Operation{"rule.import", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "All your rules and limits are replaced by others.")},
    Operation{"agent.remove", Effect::Loosening,
              QT_TRANSLATE_NOOP("keysluice::app::Operation", "The agent and its tokens are removed.")},
};

constexpr qsizetype kShownCharacters = 200;

} // namespace

const Operation* findOperation(const QString& name) {
    for (const Operation& operation : kOperations) {
        if (name == QLatin1String(operation.name)) {
            return &operation;
        }
    }
    return nullptr;
}

QString consequenceText(const Operation& operation) {
    return operation.consequence == nullptr
               ? QString()
               : QCoreApplication::translate("keysluice::app::Operation", operation.consequence);
}

QString commandText(const Operation& operation, const QJsonObject& arguments) {
    QString text = QString::fromLatin1(operation.name).replace(QLatin1Char('.'), QLatin1Char(' '));
    for (const char* name : {"name", "secret", "token", "mode", "place"}) {
        if (const QString value = arguments.value(QLatin1String(name)).toString(); !value.isEmpty()) {
            text += QLatin1Char(' ') + value;
        }
    }
    for (const char* name : {"provider", "kind", "days", "label"}) {
        const QJsonValue value = arguments.value(QLatin1String(name));
        const QString shown = value.isDouble() ? QString::number(value.toInt()) : value.toString();
        if (!shown.isEmpty()) {
            text += QLatin1String(" --") + QLatin1String(name) + QLatin1Char(' ') + shown;
        }
    }
    text += describedChange(arguments);
    text.truncate(kShownCharacters);
    return printable(text);
}

OperationRange allOperations() {
    return {kOperations.data(), kOperations.data() + kOperations.size()};
}

} // namespace keysluice::app
