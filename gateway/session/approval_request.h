#pragma once

#include "core/approval.h"
#include "gateway/session/reception.h"

#include <string_view>

namespace keysluice::gateway::session {

/// A request as a person is shown it. `verdict`: Ask; `head` as it arrived; `body` as it will be sent, `examined` what
/// it was found to say. Without an id and a moment. Thread: one worker.
[[nodiscard]] core::ApprovalRequest approvalRequest(const Verdict& verdict, std::string_view head,
                                                    std::string_view body, const policy::ExaminedBody& examined);

using RequestHash = std::array<std::uint8_t, 32>;

/// SHA-256 of head and body, told apart.
[[nodiscard]] RequestHash hashOfRequest(std::string_view head, std::string_view body);

} // namespace keysluice::gateway::session
