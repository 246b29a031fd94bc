#include "fuzz/fuzz_input.h"
#include "gateway/http/leak_guard.h"
#include "support/content_encoder.h"

#include <brotli/decode.h>
#include <memory>
#include <set>
#include <string>
#include <zlib.h>
#include <zstd.h>

using namespace keysluice;
using namespace keysluice::gateway;
using http::ContentCoding;
using http::LeakGuard;
using Verdict = LeakGuard::Step::Verdict;

namespace {

// With a border ("sk-a"), so that a wrong step back in the search would show.
constexpr std::string_view kValue = "sk-aXsk-aYsk-aZ";
constexpr std::size_t kMostDecoded = std::size_t{4} * 1024 * 1024;

/// Decoders of the oracle: as tolerant as a client may be, in one go, and independent of the ones that are watched.
std::string unzipped(std::string_view coded) {
    std::string text;
    z_stream stream{};
    if (inflateInit2(&stream, 32 + MAX_WBITS) != Z_OK) {
        return text;
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
    stream.avail_in = static_cast<uInt>(coded.size());
    std::string room(64 * 1024, '\0');
    for (int result = Z_OK; (result == Z_OK || result == Z_STREAM_END) && text.size() < kMostDecoded;) {
        stream.next_out = reinterpret_cast<Bytef*>(room.data());
        stream.avail_out = static_cast<uInt>(room.size());
        result = inflate(&stream, Z_NO_FLUSH);
        text.append(room, 0, room.size() - stream.avail_out);
        if (result == Z_STREAM_END && (stream.avail_in == 0 || inflateReset(&stream) != Z_OK)) {
            break;
        }
    }
    inflateEnd(&stream);
    return text;
}

std::string unbrotlied(std::string_view coded) {
    std::string text;
    const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> decoder(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
    const auto* next = reinterpret_cast<const std::uint8_t*>(coded.data());
    std::size_t left = coded.size();
    std::string room(64 * 1024, '\0');
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && text.size() < kMostDecoded) {
        auto* out = reinterpret_cast<std::uint8_t*>(room.data());
        std::size_t space = room.size();
        result = BrotliDecoderDecompressStream(decoder.get(), &left, &next, &space, &out, nullptr);
        text.append(room, 0, room.size() - space);
    }
    return text;
}

std::string unzstded(std::string_view coded) {
    std::string text;
    const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> decoder(ZSTD_createDStream(), &ZSTD_freeDStream);
    ZSTD_inBuffer in{coded.data(), coded.size(), 0};
    std::string room(64 * 1024, '\0');
    while (text.size() < kMostDecoded) {
        ZSTD_outBuffer out{room.data(), room.size(), 0};
        const std::size_t before = in.pos;
        if (ZSTD_isError(ZSTD_decompressStream(decoder.get(), &out, &in)) != 0) {
            text.append(room, 0, out.pos);
            break;
        }
        text.append(room, 0, out.pos);
        if (out.pos == 0 && (in.pos == in.size || in.pos == before)) {
            break;
        }
    }
    return text;
}

std::string seenByClient(ContentCoding coding, std::string_view bytes) {
    switch (coding) {
    case ContentCoding::Gzip:
        return unzipped(bytes);
    case ContentCoding::Brotli:
        return unbrotlied(bytes);
    case ContentCoding::Zstd:
        return unzstded(bytes);
    case ContentCoding::Identity:
    case ContentCoding::Unknown:
        break;
    }
    return std::string(bytes);
}

bool hasValue(std::string_view text) {
    return text.find(kValue) != std::string_view::npos;
}

Verdict guarded(ContentCoding coding, std::string_view stream, const std::vector<std::size_t>& ends,
                std::set<std::size_t>& seen) {
    LeakGuard guard(kValue, coding);
    std::string sent;
    std::size_t at = 0;
    Verdict verdict = Verdict::Fine;
    for (const std::size_t end : ends) {
        const std::string piece(stream.substr(at, end - at));
        const LeakGuard::Step step = guard.push(piece);
        sent.append(step.before).append(step.data);
        fuzz::require(stream.substr(0, sent.size()) == sent, "what is sent is not what came");
        verdict = step.verdict;
        if (verdict != Verdict::Fine) {
            break;
        }
        at = end;
    }
    if (verdict == Verdict::Fine) {
        const LeakGuard::Step last = guard.finish();
        sent.append(last.before).append(last.data);
        verdict = last.verdict;
        fuzz::require(stream.substr(0, sent.size()) == sent, "what is sent is not what came");
        fuzz::require(verdict != Verdict::Fine || sent.size() == stream.size(), "something is left out");
    }
    fuzz::require(!hasValue(sent), "the value was sent");
    if (seen.insert(sent.size()).second) { // a prefix of the stream: looked into once
        fuzz::require(!hasValue(seenByClient(coding, sent)), "the value can be read from what was sent");
    }
    return verdict;
}

/// All ways of arriving; gives the verdict on the whole.
Verdict watch(ContentCoding coding, std::string_view stream) {
    std::set<std::size_t> seen;
    const Verdict whole = guarded(coding, stream, {stream.size()}, seen);
    fuzz::Dice dice(stream);
    for (int round = 0; round < 3; ++round) {
        const auto ends =
            round == 2 && stream.size() < 500 ? fuzz::everyByte(stream.size()) : fuzz::cuts(dice, stream.size());
        const Verdict pieces = guarded(coding, stream, ends, seen);
        // A bomb may be refused at once and pass in pieces; and in one piece it may end before the value comes.
        fuzz::require(pieces == whole || whole == Verdict::Undecodable ||
                          (whole == Verdict::Hit && pieces == Verdict::Undecodable),
                      "pieces give another verdict");
    }
    return whole;
}

/// `$` stands for the value: libFuzzer would not find it by itself.
std::string withValues(std::string_view text) {
    std::string content;
    for (const char c : text) {
        if (c == '$') {
            content += kValue;
        } else {
            content += c;
        }
    }
    return content;
}

struct Chosen {
    ContentCoding coding;
    bool isRaw; ///< the input is the coded stream; otherwise it is the content, and coded here
};

Chosen chosenBy(char c) {
    switch (c) {
    case 'g':
    case 'G':
        return {ContentCoding::Gzip, c == 'G'};
    case 'b':
    case 'B':
        return {ContentCoding::Brotli, c == 'B'};
    case 'z':
    case 'Z':
        return {ContentCoding::Zstd, c == 'Z'};
    default:
        return {ContentCoding::Identity, false};
    }
}

} // namespace

/// The first byte chooses: i, g, b or z for content that is coded here, G, B or Z for a coded stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const Chosen chosen = chosenBy(static_cast<char>(data[0]));
    const std::string_view text = fuzz::textOf(data + 1, size - 1);
    if (chosen.isRaw) {
        (void)watch(chosen.coding, text);
        return 0;
    }
    const std::string content = withValues(text);
    std::string stream = chosen.coding == ContentCoding::Identity ? content : test::coded(chosen.coding, content);
    // Coded bytes may read as the value where the content does not: literals stand together, without what is between.
    const Verdict expected = hasValue(content) || hasValue(stream) ? Verdict::Hit : Verdict::Fine;
    fuzz::require(watch(chosen.coding, stream) == expected, "the value is missed, or seen where it is not");
    fuzz::Dice dice(text);
    if (!stream.empty()) { // damaged on the way: a client may still make something of it
        stream[dice.below(stream.size())] ^= static_cast<char>(1 + dice.below(255));
        (void)watch(chosen.coding, stream);
        (void)watch(chosen.coding, stream + stream);
    }
    return 0;
}
