#pragma once

#include "gateway/http/head_parser.h"

namespace keysluice::gateway::http {

/// Heads of answers. `requestMethod` decides the framing (HEAD has no body, RFC 9112 section 6.3).
class AnswerParser final : public HeadParser {
public:
    explicit AnswerParser(const core::Limits& limits) : HeadParser(limits, StartLine::Status) {}
    [[nodiscard]] const AnswerHead& head() const { return m_head; }
    /// The answer that comes next belongs to a HEAD request, or not.
    void reset(bool requestWasHead);

private:
    HttpError startLine(std::string_view line) override;
    HttpError finish(std::string_view bytes) override;

    AnswerHead m_head;
    bool m_requestWasHead = false;
};

} // namespace keysluice::gateway::http
