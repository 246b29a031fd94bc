#include "fuzz/fuzz_input.h"
#include "fuzz/json_oracle.h"
#include "unit/core/rules/body_facts_words.h"

#include <algorithm>

using namespace keysluice;
using namespace keysluice::core;
using namespace keysluice::core::rules;

namespace {

constexpr BodyDialect kDialects[] = {BodyDialect::AnthropicMessages, BodyDialect::AnthropicBatch,
                                     BodyDialect::OpenAiChat,        BodyDialect::OpenAiResponses,
                                     BodyDialect::OpenAiEmbeddings,  BodyDialect::OpenAiImages};

/// Facts in words: what they show does not outlive the next reading.
struct Reading {
    BodyFacts facts;
    std::string words;
};

Reading read(BodyDialect dialect, std::string_view body) {
    static BodyFactsReader reader; // used again as a worker's is
    static std::string text;
    const ProviderEndpoint endpoint = test::endpointOf(Endpoint::Generating, dialect);
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = "application/json";
    source.body = body;
    Reading reading;
    reading.facts = reader.read(source, &text);
    reading.words = test::words(reading.facts);
    return reading;
}

bool saysNothing(const Reading& reading) {
    return reading.words == test::words(BodyFacts{});
}

bool has(const Fact<std::vector<std::string>>& list, std::string_view text) {
    return list && std::find(list->begin(), list->end(), text) != list->end();
}

/// What can be said of any request by looking at its first level.
void checkRequest(BodyDialect dialect, const fuzz::Json& json, const Reading& reading) {
    const bool isRequest = dialect != BodyDialect::AnthropicBatch;
    const fuzz::Json* const model = json.member("model");
    if (isRequest && reading.facts.models) {
        fuzz::require(model != nullptr && model->kind == fuzz::Json::Kind::Text &&
                          has(reading.facts.models, model->text),
                      "models without the model");
    }
    const fuzz::Json* const stream = json.member("stream");
    if (isRequest && reading.facts.isStreaming) {
        const bool isOn = stream != nullptr && stream->text == "true" && stream->kind == fuzz::Json::Kind::Bool;
        const bool isOff = stream == nullptr || stream->kind == fuzz::Json::Kind::Null || stream->text == "false";
        fuzz::require(*reading.facts.isStreaming ? isOn : isOff, "streams otherwise");
    }
    const fuzz::Json* const tools = json.member("tools");
    if (dialect == BodyDialect::AnthropicMessages && reading.facts.hostedTools && tools != nullptr) {
        for (const auto& [name, tool] : tools->members) {
            const fuzz::Json* const type = tool.member("type");
            fuzz::require(type == nullptr || !type->text.starts_with("web_") ||
                              has(reading.facts.hostedTools, type->text),
                          "a hosted tool was passed over");
        }
    }
    const fuzz::Json* const maximum = json.member("max_tokens");
    if (dialect == BodyDialect::AnthropicMessages && reading.facts.maximumTokens) {
        fuzz::require(maximum != nullptr && maximum->kind == fuzz::Json::Kind::Number &&
                          std::strtod(maximum->text.c_str(), nullptr) ==
                              static_cast<double>(*reading.facts.maximumTokens),
                      "another maximum");
    }
}

/// `body` ends an object: the same with one more member.
std::string with(std::string_view body, std::string_view member) {
    const std::size_t end = body.rfind('}');
    return std::string(body.substr(0, end)).append(",").append(member).append(body.substr(end));
}

} // namespace

/// A body, in every dialect, beside a second reader of JSON, in another spelling, and with something added to it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = fuzz::textOf(data, size);
    const auto json = fuzz::JsonReader(body, BodyFactsReader::kMaximumDepth).read();
    const bool isTwice = json && fuzz::hasNameTwice(*json);
    std::string spelled;
    std::string texts;
    if (json) {
        fuzz::Dice dice(body);
        fuzz::JsonWriter(dice).write(*json, spelled);
        fuzz::appendTexts(*json, texts);
    }
    for (const BodyDialect dialect : kDialects) {
        const Reading reading = read(dialect, body);
        if (body.empty()) {
            fuzz::require(saysNothing(reading), "nothing says something");
            continue;
        }
        if (!json || isTwice || json->kind != fuzz::Json::Kind::Object) {
            fuzz::require(saysNothing(reading), json ? "ambiguous, and says something" : "no JSON, and says something");
            continue;
        }
        if (saysNothing(reading)) {
            fuzz::require(saysNothing(read(dialect, spelled)), "says something in another spelling");
            continue;
        }
        const std::string shown = reading.words;
        fuzz::require(shown.ends_with("text: " + texts + "\n"), "another text");
        checkRequest(dialect, *json, reading);
        fuzz::require(read(dialect, spelled).words == shown, "says something else in another spelling");
        fuzz::require(saysNothing(read(dialect, "\xef\xbb\xbf" + std::string(body))), "behind a byte order mark");
        fuzz::require(saysNothing(read(dialect, std::string(body) + "{}")), "before another document");
        if (dialect != BodyDialect::AnthropicBatch && json->member("model") != nullptr) {
            for (const std::string_view member : {R"("model":"x")", R"("mo\u0064el":"x")", R"("MODEL":"x")"}) {
                fuzz::require(saysNothing(read(dialect, with(body, member))), "a second model was passed over");
            }
        }
        if (reading.facts.models) {
            const Reading more = read(dialect, with(body, R"("another_model":"x")"));
            fuzz::require(!more.facts.models || has(more.facts.models, "x"), "another model was passed over");
        }
    }
    return 0;
}
