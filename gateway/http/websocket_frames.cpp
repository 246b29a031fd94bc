#include "gateway/http/websocket_frames.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

constexpr unsigned kFinalBit = 0x80;
constexpr unsigned kReservedBits = 0x70;
constexpr unsigned kOpcodeBits = 0x0F;
constexpr unsigned kMaskBit = 0x80;
constexpr unsigned kLengthBits = 0x7F;
constexpr unsigned kLength16 = 126;
constexpr unsigned kLength64 = 127;
constexpr std::size_t kMaskBytes = 4;
constexpr std::uint64_t kShort = 125;
constexpr std::uint64_t kLargest16 = 0xFFFF;
constexpr std::uint64_t kTopBit = std::uint64_t{1} << 63U;

enum Opcode : unsigned { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPong = 10 };

constexpr std::size_t lengthBytes(unsigned shortLength) {
    return shortLength == kLength16 ? 2 : shortLength == kLength64 ? 8 : 0;
}

} // namespace

std::size_t WebSocketFrames::headerSize() const {
    if (m_headerBytes < 2) {
        return 2;
    }
    return 2 + lengthBytes(m_header[1] & kLengthBits) + ((m_header[1] & kMaskBit) != 0 ? kMaskBytes : 0);
}

WebSocketFrames::Step WebSocketFrames::next(std::string_view input) {
    Step step;
    if (m_error != HttpError::None) {
        return step;
    }
    if (!m_isInPayload) {
        while (step.consumed < input.size() && m_headerBytes < headerSize()) {
            m_header[m_headerBytes++] = static_cast<unsigned char>(input[step.consumed++]);
            if (m_headerBytes == 1 && !isFirstByte()) {
                m_error = HttpError::FrameReserved; // at once: no text can go on in a header
                return step;
            }
        }
        if (m_headerBytes < headerSize()) {
            return step;
        }
        m_headerBytes = 0;
        m_error = beginFrame();
        if (m_error != HttpError::None) {
            return step;
        }
        m_isInPayload = true;
    } else {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, input.size()));
        step.consumed = count;
        step.payload = input.substr(0, count);
        m_left -= count;
    }
    if (m_left == 0) {
        step.isFrameOver = true;
        m_isInPayload = false;
    }
    return step;
}

bool WebSocketFrames::isFirstByte() const {
    const unsigned opcode = m_header[0] & kOpcodeBits;
    const bool isKnown = opcode <= kBinary || (opcode >= kClose && opcode <= kPong);
    return isKnown && ((m_header[0] & kReservedBits) == 0 || m_allowsExtensions);
}

HttpError WebSocketFrames::beginFrame() {
    const unsigned first = m_header[0];
    m_isFinal = (first & kFinalBit) != 0;
    m_opcode = first & kOpcodeBits;
    if (((m_header[1] & kMaskBit) != 0) != (m_sender == Sender::Agent)) {
        return HttpError::FrameMasking;
    }
    const HttpError error = takeLength();
    if (error != HttpError::None) {
        return error;
    }
    if (isControl()) {
        m_hasClosed = m_hasClosed || m_opcode == kClose;
        return m_isFinal && m_left <= kShort ? HttpError::None : HttpError::FrameControl;
    }
    if ((m_opcode == kContinuation) != m_isInMessage) {
        return HttpError::FrameSequence;
    }
    m_isInMessage = !m_isFinal;
    return HttpError::None;
}

HttpError WebSocketFrames::takeLength() {
    const unsigned shortLength = m_header[1] & kLengthBits;
    const std::size_t bytes = lengthBytes(shortLength);
    m_left = bytes == 0 ? shortLength : 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        m_left = (m_left << 8U) | m_header[2 + i];
    }
    const bool isShortest = bytes == 0 || m_left > (bytes == 2 ? kShort : kLargest16);
    return isShortest && (m_left & kTopBit) == 0 ? HttpError::None : HttpError::FrameLength;
}

} // namespace keysluice::gateway::http
