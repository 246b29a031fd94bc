#pragma once

#include "gateway/http/head_parser.h"

namespace keysluice::gateway::http {

/// Heads of requests. Every HttpError of RFC 9112 sections 2 to 6 can come out; see http_error.h.
class RequestParser final : public HeadParser {
public:
    explicit RequestParser(const core::Limits& limits) : HeadParser(limits, StartLine::Request) {}
    [[nodiscard]] const RequestHead& head() const { return m_head; }
    void reset();

private:
    HttpError startLine(std::string_view line) override;
    HttpError finish(std::string_view bytes) override;

    RequestHead m_head;
};

} // namespace keysluice::gateway::http
