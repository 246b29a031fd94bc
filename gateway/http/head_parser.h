#pragma once

#include "core/limits.h"
#include "gateway/http/head.h"

#include <cstddef>
#include <cstdint>

namespace keysluice::gateway::http {

enum class ParseState { NeedMore, Done, Failed };

/// What request and answer parser share: finds lines, refuses bytes that no head may have, splits field lines.
///
/// Give parse() everything received since the start of the head, again and again as the buffer grows (it may have
/// moved); what was looked at before is not looked at again. After Done, consumed() bytes belong to the head and its
/// views point into the bytes of that call. After Failed every further call fails. reset() starts the next head and
/// keeps the allocated memory. Thread: the one that owns it.
class HeadParser {
public:
    virtual ~HeadParser() = default;
    [[nodiscard]] ParseState parse(std::string_view bytes);
    [[nodiscard]] std::size_t consumed() const { return m_consumed; }
    [[nodiscard]] HttpError error() const { return m_error; }

protected:
    enum class StartLine { Request, Status };
    HeadParser(const core::Limits& limits, StartLine kind);
    HeadParser(const HeadParser&) = delete;
    HeadParser& operator=(const HeadParser&) = delete;

    void resetLines();
    /// Called once, with the complete start line.
    virtual HttpError startLine(std::string_view line) = 0;
    /// Called once, with every field line split into the head; interprets them.
    virtual HttpError finish(std::string_view bytes) = 0;

    /// Fills `head.fields` from the lines found, and what both kinds have in common: framing fields, Connection.
    struct FramingFields {
        bool hasLength = false;
        std::uint64_t length = 0;
        bool isChunked = false;
    };
    HttpError collect(std::string_view bytes, Head& head, FramingFields& framing) const;
    [[nodiscard]] std::string_view startLineOf(std::string_view bytes) const {
        return bytes.substr(m_startBegin, m_startEnd - m_startBegin);
    }

private:
    struct LineRef {
        std::uint32_t nameBegin;
        std::uint32_t nameEnd;
        std::uint32_t valueBegin;
        std::uint32_t valueEnd;
        FieldId id;
    };
    HttpError scan(std::string_view bytes, bool& complete);
    HttpError line(std::string_view bytes, std::size_t begin, std::size_t end, bool& complete);
    HttpError fieldLine(std::string_view bytes, std::size_t begin, std::size_t end);

    std::size_t m_headLimit;
    std::size_t m_lineLimit;
    StartLine m_kind;
    ParseState m_state = ParseState::NeedMore;
    HttpError m_error = HttpError::None;
    std::size_t m_scanned = 0;   ///< bytes looked at
    std::size_t m_lineBegin = 0; ///< start of the line being looked at
    std::size_t m_consumed = 0;
    std::size_t m_startBegin = 0;
    std::size_t m_startEnd = 0;
    bool m_sawStart = false;
    bool m_sawEmptyLine = false;
    std::vector<LineRef> m_lines;
};

} // namespace keysluice::gateway::http
