#include "fuzz/fuzz_input.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/chunk_writer.h"
#include "support/rfc9112_reader.h"

#include <string>

using namespace keysluice;
using namespace keysluice::gateway;
using http::BodyKind;
using http::BodyReader;

namespace {

struct Reading {
    BodyReader::State state = BodyReader::State::Reading;
    http::HttpError error = http::HttpError::None;
    std::string data;
    std::size_t consumed = 0;

    friend bool operator==(const Reading&, const Reading&) = default;
};

Reading readIn(const http::Framing& framing, std::string_view text, const std::vector<std::size_t>& ends,
               const core::Limits& limits) {
    BodyReader reader(framing, limits);
    Reading reading;
    for (const std::size_t end : ends) {
        while (reading.consumed < end && reader.state() == BodyReader::State::Reading) {
            const std::string input(
                text.substr(reading.consumed, end - reading.consumed)); // ends where its memory does
            const auto step = reader.next(input);
            fuzz::require(step.consumed > 0 && step.consumed <= input.size(), "nothing is consumed");
            fuzz::require(step.data.empty() || (step.data.data() >= input.data() &&
                                                step.data.data() + step.data.size() <= input.data() + step.consumed),
                          "data from outside the input");
            reading.data += step.data;
            reading.consumed += step.consumed;
        }
    }
    reading.state = reader.state();
    reading.error = reader.error();
    fuzz::require(reader.dataBytes() == reading.data.size(), "miscounted");
    fuzz::require((reading.state == BodyReader::State::Broken) == (reading.error != http::HttpError::None),
                  "broken without an error, or the other way round");
    if (reading.state == BodyReader::State::Reading) {
        fuzz::require(reading.consumed == text.size(), "input is left");
        reader.endOfStream();
        fuzz::require(reader.isFinished() == (framing.kind == BodyKind::UntilClose), "a truncated body looks complete");
    }
    return reading;
}

Reading requireOneReading(const http::Framing& framing, std::string_view text, const core::Limits& limits) {
    const Reading whole = readIn(framing, text, {text.size()}, limits);
    fuzz::Dice dice(text);
    for (int round = 0; round < 2; ++round) {
        fuzz::require(readIn(framing, text, fuzz::cuts(dice, text.size()), limits) == whole,
                      "pieces give another body");
    }
    fuzz::require(readIn(framing, text, fuzz::everyByte(text.size()), limits) == whole,
                  "byte by byte gives another body");
    return whole;
}

void requireTheBookAgrees(std::string_view text, const Reading& ours) {
    using Verdict = test::FramedMessage::Verdict;
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const test::FramedMessage book = test::readRequestByTheBook(head + std::string(text));
    if (ours.state == BodyReader::State::Finished) {
        fuzz::require(book.body == Verdict::Framed && book.bytes - head.size() == ours.consumed &&
                          book.content == ours.data,
                      "RFC 9112 reads another body");
    } else if (ours.state == BodyReader::State::Reading) {
        fuzz::require(book.body != Verdict::Framed, "RFC 9112 sees the end of a body that we wait for");
    }
}

/// Written in chunks again, it is the same body.
void requireChunkingIsUndone(std::string_view data) {
    fuzz::Dice dice(data);
    std::string coded;
    std::size_t at = 0;
    for (const std::size_t end : fuzz::cuts(dice, data.size())) {
        if (end > at) {
            coded.append(http::ChunkLine(end - at).view()).append(data.substr(at, end - at)).append(http::kChunkEnd);
        }
        at = end;
    }
    coded.append(http::kLastChunk);
    const Reading reading = readIn({BodyKind::Chunked, 0}, coded, {coded.size()}, core::Limits{});
    fuzz::require(reading.state == BodyReader::State::Finished && reading.data == data &&
                      reading.consumed == coded.size(),
                  "what we chunk is read as something else");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    core::Limits small;
    small.chunkLineBytes = 64;
    small.trailerBytes = 64;
    const Reading chunked = requireOneReading({BodyKind::Chunked, 0}, text, small);
    requireTheBookAgrees(text, chunked);
    requireChunkingIsUndone(text);

    const Reading open = requireOneReading({BodyKind::UntilClose, 0}, text, small);
    fuzz::require(open.data == text, "an open body loses something");
    const std::size_t length = fuzz::Dice(text).below(2 * size + 1);
    const Reading counted = requireOneReading({BodyKind::Length, length}, text, small);
    fuzz::require(counted.data == text.substr(0, length), "a counted body is another one");
    fuzz::require((counted.state == BodyReader::State::Finished) == (length <= size), "a counted body ends elsewhere");
    return 0;
}
