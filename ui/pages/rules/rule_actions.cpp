#include "ui/pages/rules/rule_actions.h"

#include "ui/models/starter_words.h"
#include "ui/ports/rule_port.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/toast.h"

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Part = RulePlace::Part;

std::optional<StarterSet> starterOf(StarterKind kind) {
    for (StarterSet& starter : starterSets()) {
        if (starter.kind == kind) {
            return namedStarter(std::move(starter));
        }
    }
    return std::nullopt;
}

} // namespace

RuleActions::RuleActions(RulePort& rules, Toast& toast, QObject* parent)
    : QObject(parent), m_rules(rules), m_toast(toast) {}

void RuleActions::undo() {
    if (const auto before = m_undo.take(m_rules.rules())) {
        (void)apply(*before, {}, {});
    } else {
        m_toast.show(QStringLiteral("info"), tr("The rules have changed since. Nothing was taken back."));
    }
}

core::Outcome<void> RuleActions::store(const RuleSet& next, const QString& icon, const QString& words) {
    const RuleSet before = m_rules.rules();
    const core::Outcome<void> done = m_rules.setRules(next);
    if (done) {
        m_undo.remember(before, m_rules.rules());
        if (!words.isEmpty()) {
            m_toast.show(
                icon, words, tr("Undo"), [this] { undo(); }, true);
        }
    }
    return done;
}

bool RuleActions::apply(const RuleSet& next, const QString& icon, const QString& words) {
    const core::Outcome<void> done = store(next, icon, words);
    if (!done) {
        m_toast.show(QStringLiteral("error"), failureText(done.error()));
    }
    return done.has_value();
}

void RuleActions::move(int from, int to) {
    (void)apply(withRuleMoved(m_rules.rules(), std::size_t(from), std::size_t(to)), QStringLiteral("check"),
                tr("Rule %1 is rule %2 now.").arg(from + 1).arg(to + 1));
}

void RuleActions::step(const core::RecordId& id, int by) {
    const RuleSet set = m_rules.rules();
    const std::optional<RulePlace> place = placeOf(set, id);
    if (!place || place->part != Part::Rules) {
        return;
    }
    const int from = static_cast<int>(place->index);
    if (from + by >= 0 && from + by < static_cast<int>(set.rules.size())) {
        move(from, from + by);
    }
}

void RuleActions::toggle(const core::RecordId& id) {
    const RuleSet set = m_rules.rules();
    if (const std::optional<RulePlace> place = placeOf(set, id)) {
        const bool isOn = isEnabledAt(set, *place);
        const QString words = !isOn                         ? QString()
                              : place->part == Part::Limits ? tr("The limit is off.")
                                                            : tr("Rule %1 is off.").arg(place->index + 1);
        (void)apply(withEnabled(set, *place, !isOn), QStringLiteral("disabled"), words);
    }
}

void RuleActions::duplicate(const core::RecordId& id) {
    const std::optional<RulePlace> place = placeOf(m_rules.rules(), id);
    if (place && apply(withDuplicate(m_rules.rules(), *place), QStringLiteral("copy"),
                       place->part == Part::Limits ? tr("The limit is there twice now.")
                                                   : tr("Rule %1 is there twice now.").arg(place->index + 1))) {
        const RuleSet set = m_rules.rules();
        Q_EMIT duplicated(place->part == Part::Rules ? set.rules[place->index + 1].id
                                                     : set.limits[place->index + 1].id);
    }
}

void RuleActions::remove(const core::RecordId& id) {
    if (const std::optional<RulePlace> place = placeOf(m_rules.rules(), id)) {
        (void)apply(without(m_rules.rules(), *place), QStringLiteral("delete"),
                    place->part == Part::Limits ? tr("The limit is deleted.")
                                                : tr("Rule %1 is deleted.").arg(place->index + 1));
    }
}

void RuleActions::addStarter(StarterKind kind) {
    if (const auto starter = starterOf(kind)) {
        RuleSet next = m_rules.rules();
        addStarterSet(*starter, next);
        (void)apply(next, QStringLiteral("check"), tr("“%1” is added.").arg(starterName(kind)));
    }
}

} // namespace keysluice::ui
