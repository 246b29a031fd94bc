#pragma once

#include "core/rules/rule.h"

#include <QString>

#include <functional>
#include <string>

namespace keysluice::ui {

/// How a sentence calls what rules know by id, and how it shows what somebody else wrote. All are needed.
struct RuleNames {
    std::function<QString(const std::string& id)> agent;    ///< ready to show; empty: there is none any more
    std::function<QString(const std::string& id)> provider; ///< the same
    std::function<QString(const std::string& text)> shown;  ///< hosts, patterns, texts: nothing in it is hidden
};

// One plain sentence without full stop, with every condition in it, whatever their number. Name, reason and whether it
// is on are not part of it. Show the result as plain text. Thread: gui.
[[nodiscard]] QString ruleSentence(const core::rules::Rule& rule, const RuleNames& names);
[[nodiscard]] QString limitSentence(const core::rules::Limit& limit, const RuleNames& names);

/// So many characters at its beginning are the word of the decision, in every language. Thread: any (pure).
[[nodiscard]] int decisionWordLength(const QString& sentence);

// The same with everything else that a rule or limit says, for a list of them: "Name: Block aider (switched off)".
[[nodiscard]] QString ruleLine(const core::rules::Rule& rule, const RuleNames& names);
[[nodiscard]] QString limitLine(const core::rules::Limit& limit, const RuleNames& names);

} // namespace keysluice::ui
