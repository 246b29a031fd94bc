#include "support/content_encoder.h"

#include <array>
#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

namespace keysluice::test {

std::string gzipped(const std::string& text, int level, const char* fileName) {
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    gz_header header{};
    std::string name = fileName == nullptr ? std::string() : fileName;
    if (fileName != nullptr) {
        header.name = reinterpret_cast<Bytef*>(name.data());
        deflateSetHeader(&stream, &header);
    }
    std::string out(deflateBound(&stream, text.size()) + name.size() + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string gzippedInPieces(const std::vector<std::string>& pieces) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string all;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        std::array<Bytef, 4096> out{};
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(pieces[i].data()));
        stream.avail_in = static_cast<uInt>(pieces[i].size());
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, i + 1 == pieces.size() ? Z_FINISH : Z_SYNC_FLUSH);
        all.append(reinterpret_cast<const char*>(out.data()), out.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    return all;
}

std::string brotlied(const std::string& text) {
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string out(size, '\0');
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, text.size(),
                          reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
    return out;
}

std::string zstded(const std::string& text, int windowLog) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, windowLog == 0 ? 1 : 0);
    std::string out(ZSTD_compressBound(text.size()) + 64, '\0');
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    // Streamed, so that the frame names its window instead of being a single segment.
    while (ZSTD_compressStream2(context, &target, &in, windowLog == 0 ? ZSTD_e_end : ZSTD_e_flush) != 0) {
    }
    while (ZSTD_compressStream2(context, &target, &in, ZSTD_e_end) != 0) {
    }
    ZSTD_freeCCtx(context);
    out.resize(target.pos);
    return out;
}

std::string coded(gateway::http::ContentCoding coding, const std::string& text) {
    switch (coding) {
    case gateway::http::ContentCoding::Gzip:
        return gzipped(text);
    case gateway::http::ContentCoding::Brotli:
        return brotlied(text);
    case gateway::http::ContentCoding::Zstd:
        return zstded(text);
    default:
        return text;
    }
}

} // namespace keysluice::test
