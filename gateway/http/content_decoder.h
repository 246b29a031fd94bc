#pragma once

#include "gateway/http/head.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace keysluice::gateway::http {

/// Takes a content coding off a body, piece by piece (RFC 9110, section 8.4.1; gzip RFC 1952, br RFC 7932, zstd
/// RFC 8878). What a decoder can know of the content after a piece is given out with that piece, but for the bytes
/// that `open` counts. Memory: the window of the coding, at most 16 MiB (br); zstd frames that ask for more than 8 MiB
/// are refused.
/// Thread: the one that owns it.
class ContentDecoder {
public:
    /// Takes the next decoded bytes; false: no more of them are wanted.
    using Sink = std::function<bool(std::string_view)>;

    enum class State {
        Reading,
        Complete, ///< a whole number of members or frames was read; more may follow where the coding allows it
        Broken,   ///< not of this coding, or it grows without measure
    };

    /// One piece may grow to this size at most; gzip, the tamest of the three, can reach 1,032 times its input.
    static constexpr std::size_t kMaximumGrowth = std::size_t{64} * 1024 * 1024;

    virtual ~ContentDecoder() = default;
    /// Null for Identity and Unknown, and when there is no memory.
    [[nodiscard]] static std::unique_ptr<ContentDecoder> make(ContentCoding coding);
    [[nodiscard]] virtual State push(std::string_view input, const Sink& sink) = 0;
    /// How many of the bytes pushed last stand for content that was not given out yet: a zstd block is decoded when it
    /// is complete, while a reader of its bytes can make out most of it before.
    [[nodiscard]] virtual std::size_t open() const { return 0; }
};

} // namespace keysluice::gateway::http
