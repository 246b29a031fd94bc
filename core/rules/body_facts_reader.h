#pragma once

#include "core/clock.h"
#include "core/provider_endpoint.h"
#include "core/rules/facts.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace keysluice::core {
class PriceList;
}

namespace keysluice::core::rules {

/// A body as it is given to the reader. Borrowed for the time of the call.
struct BodySource {
    const ProviderEndpoint* endpoint = nullptr; ///< null: not listed, and so only the text can be known
    std::string_view contentType;               ///< the header's value; of several, joined with ", "; empty: none
    /// The complete body, without transfer coding and without Content-Encoding: taking these off is the caller's part,
    /// and a coding that it cannot take off means that nothing is known (`BodyFacts{}`).
    std::string_view body;
    const PriceList* prices = nullptr; ///< null: the cost is unknown
    UnixMs at = 0;                     ///< for prices that change
};

/// Establishes what a body says, in the dialect of its endpoint. Whatever is not strictly established is unknown: the
/// body as a whole where two readers might understand it differently (no JSON object with nothing around it, invalid
/// UTF-8, a name twice in an object or in another casing than the provider's, numbers beyond 64 bits, nesting deeper
/// than `kMaximumDepth`, another media type than JSON, another charset than UTF-8), single facts where a value has an
/// unexpected type or a form that is not listed. JSON is RFC 8259, read by simdjson's document parser, which validates
/// every byte before anything is looked at.
///
/// How the facts are meant:
/// - models: the one at the top, and every other that the body lets the provider use (fallbacks, tools that have one of
///   their own, all requests of a batch). Unknown with a stored prompt, which may choose its own.
/// - maximumTokens: of the answer, for all choices asked for (OpenAI's `n`); of a batch, of the largest request.
/// - thinkingTokens: the budget; where none is named, all that the answer may have, since thinking counts as answer
///   (Anthropic "Extended thinking", OpenAI "Reasoning models").
/// - effort: for Anthropic High where none is named: the API documents that leaving it out is the same, or less.
/// - hostedTools: every type of tool that does not run at the client. Unlisted types count as hosted.
/// - inputTokens: an estimate, meant to be rather too high: a third of a token for each ASCII byte and half of one for
///   every other byte of all strings and names, 1 more for each, 8 for each number; images have a flat count instead of
///   their data. Unknown where something outside the body is read: documents, audio, hosted tools (except tool search),
///   MCP servers, stored prompts and conversations.
/// - costMicros: estimated from that, at the dearest of the models and, where the body asks for caching, at the price
/// of
///   writing to the cache. Where no maximum is named, the answer may be as long as
///   the model can make it (in the list of prices). Unknown for a speed or tier that has prices of its own.
/// - text: names of members too, since an agent can choose those of a tool's input; in the order of the body.
///
/// An endpoint listed as harmless generates nothing, whatever its body says; of one that handles files, images and
/// documents are unknown. Takes time linear in the body (names of one object are sorted), and for the time of a call up
/// to 14 bytes of memory for each of the body's, of which a body of long strings touches about 2; the text once more.
/// A body up to `kKeptBytes` leaves its memory for the next one. Thread: any, one at a time.
class BodyFactsReader final {
public:
    static constexpr std::size_t kMaximumDepth = 128;
    static constexpr std::size_t kKeptBytes = 256 * 1024;
    /// Different models, tools or servers in one body; with more, that list is unknown.
    static constexpr std::size_t kMaximumDistinct = 256;
    /// Anthropic "Vision": at most 4,784 for the largest image; OpenAI "Images and vision": 10,000 patches.
    static constexpr std::int64_t kTokensOfImage = 5'000;
    static constexpr std::int64_t kTokensOfOpenAiImage = 10'000;

    BodyFactsReader();
    ~BodyFactsReader();
    BodyFactsReader(const BodyFactsReader&) = delete;
    BodyFactsReader& operator=(const BodyFactsReader&) = delete;

    /// `text` receives what `BodyFacts::text` shows and must stay as it is while that is used; null: nobody asks for
    /// it, and it is unknown.
    [[nodiscard]] BodyFacts read(const BodySource& source, std::string* text);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace keysluice::core::rules
