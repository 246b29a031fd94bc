#pragma once

#include "core/limits.h"
#include "gateway/http/head.h"

#include <cstddef>
#include <cstdint>

namespace keysluice::gateway::http {

/// Reads one message body out of a byte stream, whatever its framing; holds no data itself. Chunk extensions and
/// trailers are checked and dropped. Thread: the one that owns it. Source: RFC 9112, sections 6 and 7.
///
///     while (!input.empty()) {
///         const auto step = reader.next(input);
///         use(step.data);                       // inside `input`, may be empty
///         input.remove_prefix(step.consumed);
///         if (reader.state() != BodyReader::State::Reading) break; // what is left of `input` is not of this message
///     }
class BodyReader final {
public:
    enum class State { Reading, Finished, Broken };

    struct Step {
        std::size_t consumed = 0;
        std::string_view data;
    };

    BodyReader() = default; ///< finished
    BodyReader(const Framing& framing, const core::Limits& limits);

    /// Consumes as much as yields one span of data. With non-empty input it always consumes something unless finished
    /// or broken.
    [[nodiscard]] Step next(std::string_view input);
    /// The peer ended its stream (over TLS: with close_notify; without it, treat it as broken): finishes an UntilClose
    /// body, breaks any other that still reads (Truncated).
    void endOfStream();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isFinished() const { return m_state == State::Finished; }
    [[nodiscard]] HttpError error() const { return m_error; }
    [[nodiscard]] std::uint64_t dataBytes() const { return m_dataBytes; } ///< delivered so far

private:
    enum class Chunk {
        Size,
        SizeLineFeed,
        Extension,
        Data,
        DataCarriageReturn,
        DataLineFeed,
        Trailer,
        TrailerLineFeed
    };

    Step broken(std::size_t consumed, HttpError error);
    Step nextChunked(std::string_view input);
    HttpError frameByte(char c);
    void startSizeLine();
    HttpError sizeLineByte(char c);
    HttpError endOfSizeLine();
    HttpError trailerByte(char c);

    State m_state = State::Finished;
    HttpError m_error = HttpError::None;
    BodyKind m_kind = BodyKind::None;
    Chunk m_chunk = Chunk::Size;
    std::uint64_t m_left = 0; ///< of the body (Length) or of the chunk
    std::uint64_t m_dataBytes = 0;
    std::size_t m_lineBytes = 0; ///< of the size line; of the name in a trailer line
    std::size_t m_trailerBytes = 0;
    std::size_t m_lineLimit = 0;
    std::size_t m_trailerLimit = 0;
    unsigned m_digits = 0;
    bool m_isSizeEnded = false; ///< white space after the size: only `;` or the line's end may follow
    bool m_hasTrailerColon = false;
};

} // namespace keysluice::gateway::http
