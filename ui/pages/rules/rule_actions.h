#pragma once

#include "core/failure.h"
#include "core/rules/starter_sets.h"
#include "ui/models/rule_editing.h"

#include <QObject>
#include <QString>

namespace keysluice::ui {

class RulePort;
class Toast;

/// What a person does to stored rules: in force at once, told in a toast, and taken back with Undo. Thread: gui.
class RuleActions final : public QObject {
    Q_OBJECT
public:
    RuleActions(RulePort& rules, Toast& toast, QObject* parent);

    /// Without words nothing is told of it.
    [[nodiscard]] core::Outcome<void> store(const core::rules::RuleSet& next, const QString& icon,
                                            const QString& words);
    /// The same, and what failed is told; true when it is in force.
    bool apply(const core::rules::RuleSet& next, const QString& icon, const QString& words);
    void move(int from, int to);
    // Of a rule or limit; nothing happens when it is gone.
    void step(const core::RecordId& id, int by); ///< -1 up, 1 down; limits have no order
    void toggle(const core::RecordId& id);
    void duplicate(const core::RecordId& id);
    void remove(const core::RecordId& id);
    void addStarter(core::rules::StarterKind kind);

Q_SIGNALS:
    void duplicated(const core::RecordId& id);

private:
    void undo();

    RulePort& m_rules;
    Toast& m_toast;
    RuleUndo m_undo;
};

} // namespace keysluice::ui
