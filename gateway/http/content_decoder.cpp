#include "gateway/http/content_decoder.h"

#include <array>
#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{32} * 1024;
constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr int kZstdWindowLog = 23; // 8 MiB

/// Counts what one piece of input becomes.
class Growth {
public:
    [[nodiscard]] bool isTooMuch(std::size_t bytes) {
        m_bytes += bytes;
        return m_bytes > ContentDecoder::kMaximumGrowth;
    }

private:
    std::size_t m_bytes = 0;
};

class GzipDecoder final : public ContentDecoder {
public:
    GzipDecoder() { m_isUsable = inflateInit2(&m_stream, kGzipOnly) == Z_OK; }
    ~GzipDecoder() override { inflateEnd(&m_stream); }
    GzipDecoder(const GzipDecoder&) = delete;
    GzipDecoder& operator=(const GzipDecoder&) = delete;

    [[nodiscard]] bool isUsable() const { return m_isUsable; }

    State push(std::string_view input, const Sink& sink) override {
        Growth growth;
        // zlib's interface is not const-correct; it does not write to the input
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
        m_stream.avail_in = static_cast<uInt>(input.size());
        while (m_state != State::Broken) {
            if (m_state == State::Complete) {
                if (m_stream.avail_in == 0) {
                    break;
                }
                m_state = inflateReset(&m_stream) == Z_OK ? State::Reading : State::Broken; // the next member
                continue;
            }
            m_stream.next_out = m_piece.data();
            m_stream.avail_out = static_cast<uInt>(m_piece.size());
            const int result = inflate(&m_stream, Z_SYNC_FLUSH);
            const std::size_t count = m_piece.size() - m_stream.avail_out;
            if (result == Z_STREAM_END) {
                m_state = State::Complete;
            } else if ((result != Z_OK && result != Z_BUF_ERROR) || growth.isTooMuch(count)) {
                m_state = State::Broken;
            }
            if (count > 0 && !sink({reinterpret_cast<const char*>(m_piece.data()), count})) {
                break;
            }
            if (m_state == State::Reading && m_stream.avail_out > 0) {
                break; // all input is used
            }
        }
        return m_state;
    }

private:
    z_stream m_stream{};
    std::array<Bytef, kPieceBytes> m_piece{};
    State m_state = State::Reading;
    bool m_isUsable = false;
};

class BrotliDecoder final : public ContentDecoder {
public:
    BrotliDecoder() : m_decoder(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {}

    [[nodiscard]] bool isUsable() const { return m_decoder != nullptr; }

    State push(std::string_view input, const Sink& sink) override {
        Growth growth;
        const auto* next = reinterpret_cast<const std::uint8_t*>(input.data());
        std::size_t left = input.size();
        if (m_state == State::Complete && left > 0) {
            m_state = State::Broken; // nothing may follow
        }
        while (m_state == State::Reading) {
            std::size_t none = 0;
            const BrotliDecoderResult result =
                BrotliDecoderDecompressStream(m_decoder.get(), &left, &next, &none, nullptr, nullptr);
            std::size_t count = 0;
            const std::uint8_t* piece = BrotliDecoderTakeOutput(m_decoder.get(), &count);
            if (result == BROTLI_DECODER_RESULT_ERROR || growth.isTooMuch(count)) {
                m_state = State::Broken;
            } else if (result == BROTLI_DECODER_RESULT_SUCCESS && BrotliDecoderHasMoreOutput(m_decoder.get()) == 0) {
                m_state = left > 0 ? State::Broken : State::Complete;
            }
            if (count > 0 && !sink({reinterpret_cast<const char*>(piece), count})) {
                break;
            }
            if (count == 0 && result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
                break;
            }
        }
        return m_state;
    }

private:
    struct Free {
        void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
    };

    std::unique_ptr<BrotliDecoderState, Free> m_decoder;
    State m_state = State::Reading;
};

class ZstdDecoder final : public ContentDecoder {
public:
    ZstdDecoder() : m_decoder(ZSTD_createDStream()) {
        if (m_decoder && ZSTD_isError(ZSTD_DCtx_setParameter(m_decoder.get(), ZSTD_d_windowLogMax, kZstdWindowLog))) {
            m_decoder.reset();
        }
    }

    [[nodiscard]] bool isUsable() const { return m_decoder != nullptr; }

    State push(std::string_view input, const Sink& sink) override {
        Growth growth;
        bool isWanted = true;
        while (isWanted && m_state != State::Broken && !input.empty()) {
            // Never more than the decoder asks for: that ends where a block does, just behind the next one's header.
            const std::string_view part = input.substr(0, m_wanted);
            input.remove_prefix(part.size());
            m_wanted -= part.size();
            m_open += part.size();
            isWanted = take(part, growth, sink);
        }
        return m_state;
    }

    [[nodiscard]] std::size_t open() const override { return m_open; }

private:
    bool take(std::string_view part, Growth& growth, const Sink& sink) {
        ZSTD_inBuffer in{part.data(), part.size(), 0};
        bool isFull = true;
        while (in.pos < in.size || isFull) {
            ZSTD_outBuffer out{m_piece.data(), m_piece.size(), 0};
            const std::size_t result = ZSTD_decompressStream(m_decoder.get(), &out, &in);
            isFull = out.pos == out.size && result != 0; // 0: the frame is given out to its end
            if (ZSTD_isError(result) != 0 || growth.isTooMuch(out.pos)) {
                m_state = State::Broken;
                return false;
            }
            m_state = result == 0 ? State::Complete : State::Reading; // another frame may follow
            if (out.pos > 0 && !sink({m_piece.data(), out.pos})) {
                return false;
            }
            if (in.pos == in.size && !isFull && (m_wanted == 0 || result == 0)) {
                m_open = 0;
                m_wanted = result == 0 ? 1 : result;
            }
        }
        return true;
    }

    struct Free {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };

    std::unique_ptr<ZSTD_DStream, Free> m_decoder;
    std::array<char, kPieceBytes> m_piece{};
    State m_state = State::Reading;
    std::size_t m_wanted = 1; ///< bytes until the decoder has something to work on
    std::size_t m_open = 0;
};

template <class Decoder>
std::unique_ptr<ContentDecoder> usable() {
    auto decoder = std::make_unique<Decoder>();
    if (!decoder->isUsable()) {
        return nullptr;
    }
    return decoder;
}

} // namespace

std::unique_ptr<ContentDecoder> ContentDecoder::make(ContentCoding coding) {
    switch (coding) {
    case ContentCoding::Gzip:
        return usable<GzipDecoder>();
    case ContentCoding::Brotli:
        return usable<BrotliDecoder>();
    case ContentCoding::Zstd:
        return usable<ZstdDecoder>();
    case ContentCoding::Identity:
    case ContentCoding::Unknown:
        break;
    }
    return nullptr;
}

} // namespace keysluice::gateway::http
