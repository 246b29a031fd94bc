#include "gateway/http/body_reader.h"

#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

constexpr unsigned kMaximumSizeDigits = 15; // below 2^60

bool isLineText(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}
bool isExtensionChar(char c) {
    return isLineText(c) && static_cast<unsigned char>(c) < 0x80;
}

} // namespace

BodyReader::BodyReader(const Framing& framing, const core::Limits& limits)
    : m_state(State::Reading),
      m_kind(framing.kind),
      m_left(framing.kind == BodyKind::Length ? framing.length : 0),
      m_lineLimit(limits.chunkLineBytes),
      m_trailerLimit(limits.trailerBytes) {
    if (m_kind == BodyKind::None || (m_kind == BodyKind::Length && m_left == 0)) {
        m_state = State::Finished;
    }
}

BodyReader::Step BodyReader::next(std::string_view input) {
    if (m_state != State::Reading || input.empty()) {
        return {};
    }
    switch (m_kind) {
    case BodyKind::None:
        break;
    case BodyKind::UntilClose:
        m_dataBytes += input.size();
        return {input.size(), input};
    case BodyKind::Length: {
        const std::string_view data =
            input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(m_left, input.size())));
        m_left -= data.size();
        m_dataBytes += data.size();
        if (m_left == 0) {
            m_state = State::Finished;
        }
        return {data.size(), data};
    }
    case BodyKind::Chunked:
        return nextChunked(input);
    }
    return {};
}

void BodyReader::endOfStream() {
    if (m_state != State::Reading) {
        return;
    }
    if (m_kind == BodyKind::UntilClose) {
        m_state = State::Finished;
    } else {
        (void)broken(0, HttpError::Truncated);
    }
}

BodyReader::Step BodyReader::broken(std::size_t consumed, HttpError error) {
    m_state = State::Broken;
    m_error = error;
    return {consumed, {}};
}

BodyReader::Step BodyReader::nextChunked(std::string_view input) {
    std::size_t at = 0;
    while (at < input.size()) {
        if (m_chunk == Chunk::Data) {
            const std::string_view data =
                input.substr(at, static_cast<std::size_t>(std::min<std::uint64_t>(m_left, input.size() - at)));
            m_left -= data.size();
            m_dataBytes += data.size();
            if (m_left == 0) {
                m_chunk = Chunk::DataCarriageReturn;
            }
            return {at + data.size(), data};
        }
        const HttpError error = frameByte(input[at++]);
        if (error != HttpError::None) {
            return broken(at, error);
        }
        if (m_state == State::Finished) {
            break;
        }
    }
    return {at, {}};
}

/// Everything of a chunked body that is not data, one byte at a time.
HttpError BodyReader::frameByte(char c) {
    switch (m_chunk) {
    case Chunk::Size:
    case Chunk::Extension:
        return sizeLineByte(c);
    case Chunk::SizeLineFeed:
        return c == '\n' ? endOfSizeLine() : HttpError::BareCarriageReturn;
    case Chunk::DataCarriageReturn:
        m_chunk = Chunk::DataLineFeed;
        return c == '\r' ? HttpError::None : HttpError::ChunkEndMissing;
    case Chunk::DataLineFeed:
        startSizeLine();
        return c == '\n' ? HttpError::None : HttpError::ChunkEndMissing;
    case Chunk::Trailer:
    case Chunk::TrailerLineFeed:
        return trailerByte(c);
    case Chunk::Data:
        break;
    }
    return HttpError::None;
}

void BodyReader::startSizeLine() {
    m_chunk = Chunk::Size;
    m_left = 0;
    m_digits = 0;
    m_lineBytes = 0;
    m_isSizeEnded = false;
}

HttpError BodyReader::sizeLineByte(char c) {
    if (++m_lineBytes > m_lineLimit) {
        return HttpError::ChunkLineTooLong;
    }
    if (c == '\n') {
        return HttpError::BareLineFeed;
    }
    if (m_chunk == Chunk::Extension) {
        if (c == '\r') {
            m_chunk = Chunk::SizeLineFeed;
            return HttpError::None;
        }
        return isExtensionChar(c) ? HttpError::None : HttpError::ChunkExtensionMalformed;
    }
    const int digit = hexValue(c);
    if (digit >= 0 && !m_isSizeEnded) {
        m_left = m_left * 16 + static_cast<unsigned>(digit);
        return ++m_digits > kMaximumSizeDigits ? HttpError::ChunkSizeMalformed : HttpError::None;
    }
    if (m_digits == 0) {
        return HttpError::ChunkSizeMalformed;
    }
    if (c == ';') {
        m_chunk = Chunk::Extension;
        return HttpError::None;
    }
    if (c == ' ' || c == '\t') {
        m_isSizeEnded = true; // only an extension may follow (RFC 9112, section 7.1.1)
        return HttpError::None;
    }
    if (c == '\r' && !m_isSizeEnded) {
        m_chunk = Chunk::SizeLineFeed;
        return HttpError::None;
    }
    return HttpError::ChunkSizeMalformed;
}

HttpError BodyReader::endOfSizeLine() {
    m_chunk = m_left == 0 ? Chunk::Trailer : Chunk::Data;
    m_lineBytes = 0;
    m_hasTrailerColon = false;
    return HttpError::None;
}

HttpError BodyReader::trailerByte(char c) {
    if (++m_trailerBytes > m_trailerLimit) {
        return HttpError::TrailerTooLarge;
    }
    if (m_chunk == Chunk::TrailerLineFeed) {
        if (c != '\n') {
            return HttpError::BareCarriageReturn;
        }
        if (m_lineBytes == 0) {
            m_state = State::Finished;
        } else if (!m_hasTrailerColon) {
            return HttpError::TrailerMalformed;
        }
        m_chunk = Chunk::Trailer;
        m_lineBytes = 0;
        m_hasTrailerColon = false;
        return HttpError::None;
    }
    if (c == '\r') {
        m_chunk = Chunk::TrailerLineFeed;
        return HttpError::None;
    }
    if (c == '\n') {
        return HttpError::BareLineFeed;
    }
    if (m_hasTrailerColon) {
        return isLineText(c) ? HttpError::None : HttpError::TrailerMalformed;
    }
    if (c == ':') {
        m_hasTrailerColon = true;
        return m_lineBytes > 0 ? HttpError::None : HttpError::TrailerMalformed;
    }
    ++m_lineBytes;
    return isTokenChar(c) ? HttpError::None : HttpError::TrailerMalformed;
}

} // namespace keysluice::gateway::http
