#pragma once

#include "gateway/http/gateway_answer.h"

#include <string>

namespace keysluice::gateway::http {

/// The words of one answer: what happened, and what the user can do about it. English: agents and logs read it.
struct AnswerText {
    std::string what;
    std::string hint;
};

/// Texts of `context` are shortened and freed of line breaks; they are not escaped yet. Thread: any.
[[nodiscard]] AnswerText answerText(AnswerCode code, const AnswerContext& context);

} // namespace keysluice::gateway::http
