#pragma once

#include "core/approval.h"
#include "ui/text/rule_text.h"

#include <QDir>
#include <QString>

#include <vector>

namespace keysluice::ui {

// Words for a request that waits for a person. Everything an agent can influence went through visibleText(); show the
// results as plain text. Thread: gui (uses the application's translation).

/// "aider asks to use claude-opus-4-5", "aider asks for POST api.anthropic.com/v1/files", "aider asks to connect to
/// example.org:443".
[[nodiscard]] QString approvalHeading(const core::ApprovalRequest& request);
/// "POST /v1/messages", "CONNECT example.org:443"
[[nodiscard]] QString approvalRequestText(const core::ApprovalRequest& request);
/// "Held by rule 2: Ask when the cost is above $1.00", with the rule's name where it has one.
[[nodiscard]] QString heldText(const core::ApprovalRequest& request, const RuleNames& names);
/// Why it is asked where the rule fits only for want of a fact; else empty.
[[nodiscard]] QString unknownText(const core::ApprovalRequest& request);
/// "2:41", begun seconds count; "0:00" when it is over.
[[nodiscard]] QString countdownText(core::UnixMs leftMs);
/// "about 112,400 tokens, about $1.90", and what of it is not known.
[[nodiscard]] QString estimateText(const core::ApprovalRequest& request);
/// "~/src/harbor" below `home`.
[[nodiscard]] QString folderText(const std::string& folder, const QString& home = QDir::homePath());
/// "the beginning of 412.0 kB"; empty: the excerpt is all there is.
[[nodiscard]] QString excerptNote(const core::ApprovalRequest& request);

struct ApprovalFact {
    QString label;
    QString value;
    bool isCode = false;
    bool isStrong = false;
};
/// Who asks: agent, command, folder, models.
[[nodiscard]] std::vector<ApprovalFact> askerFacts(const core::ApprovalRequest& request);
/// What for: credential, host, request, estimate.
[[nodiscard]] std::vector<ApprovalFact> requestFacts(const core::ApprovalRequest& request);

/// With line breaks inside words that no line could hold: an agent's text never makes a window wider than the screen.
[[nodiscard]] QString brokenUp(const QString& text, int longestWord);
/// At most `length` characters of a longer text, its middle left out.
[[nodiscard]] QString shortened(const QString& text, int length);

} // namespace keysluice::ui
