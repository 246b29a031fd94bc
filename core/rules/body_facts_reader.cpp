#include "core/rules/body_facts_reader.h"

#include "core/price_list.h"
#include "core/rules/body/dialects.h"

#include <algorithm>
#include <limits>

namespace keysluice::core::rules {

using namespace body;

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool isSame(std::string_view text, std::string_view lowerCase) {
    return text.size() == lowerCase.size() &&
           std::equal(text.begin(), text.end(), lowerCase.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

/// `application/json`, alone or with `charset=utf-8` (RFC 9110, section 8.3.1).
bool isJson(std::string_view contentType) {
    const std::size_t semicolon = std::min(contentType.find(';'), contentType.size());
    if (!isSame(trimmed(contentType.substr(0, semicolon)), "application/json")) {
        return false;
    }
    if (semicolon == contentType.size()) {
        return true;
    }
    const std::string_view parameter = trimmed(contentType.substr(semicolon + 1));
    return isSame(parameter, "charset=utf-8") || isSame(parameter, "charset=\"utf-8\"");
}

/// Of a request that generates nothing.
void setNothingGenerated(BodyFacts& facts) {
    facts.maximumTokens = 0;
    facts.thinkingTokens = 0;
    facts.effort = Effort::None;
    facts.costMicros = 0;
}

void setNothingUsed(BodyFacts& facts) {
    setNothingGenerated(facts);
    facts.models.emplace();
    facts.inputTokens = 0;
    facts.isStreaming = false;
    facts.hostedTools.emplace();
    facts.mcpServers.emplace();
    facts.hasImages = false;
    facts.hasDocuments = false;
}

Fact<std::int64_t> sum(const Fact<std::int64_t>& a, const Fact<std::int64_t>& b) {
    if (!a || !b || *a > std::numeric_limits<std::int64_t>::max() - *b) {
        return {};
    }
    return *a + *b;
}

template <class T>
Fact<T> larger(const Fact<T>& a, const Fact<T>& b) {
    return a && b ? Fact<T>(std::max(*a, *b)) : std::nullopt;
}

void addAll(DistinctTexts& list, const DistinctTexts& others) {
    if (!others.isKnown()) {
        list.setUnknown();
    }
    for (const std::string& text : others.texts()) {
        list.add(text);
    }
}

CostQuestion::Caching cachingOf(CacheWrite write) {
    switch (write) {
    case CacheWrite::None:
        break;
    case CacheWrite::FiveMinutes:
        return CostQuestion::Caching::FiveMinutes;
    case CacheWrite::OneHour:
        return CostQuestion::Caching::OneHour;
    }
    return CostQuestion::Caching::None;
}

Fact<std::int64_t> inputTokensOf(const RequestReading& reading, Tally tally) {
    if (!reading.isInputKnown) {
        return {};
    }
    tally.remove(reading.media);
    return tally.tokens() + reading.images * (reading.isOpenAi ? BodyFactsReader::kTokensOfOpenAiImage
                                                               : BodyFactsReader::kTokensOfImage);
}

Fact<std::int64_t> costOf(const RequestReading& reading, const Fact<std::int64_t>& input, const BodySource& source,
                          CacheWrite caching, bool isBatch) {
    if (source.prices == nullptr || !input || (!reading.maximumTokens && !reading.isMaximumOfModel) ||
        !reading.isPriceKnown || !reading.models.isKnown()) {
        return {};
    }
    CostQuestion question;
    question.models = reading.models.texts();
    question.inputTokens = *input;
    // a budget may be more than the answer is given room for where thinking goes on between calls of tools
    question.outputTokens.reset();
    if (reading.maximumTokens) {
        question.outputTokens = std::max(*reading.maximumTokens, reading.thinkingTokens.value_or(0));
    }
    question.caching = cachingOf(caching);
    question.isBatch = isBatch;
    question.isRegional = reading.isRegional;
    question.at = source.at;
    return source.prices->estimatedCost(question);
}

/// `facts` without text becomes those of one request.
void setFacts(BodyFacts& facts, RequestReading& reading, const Fact<std::int64_t>& input,
              const Fact<std::int64_t>& cost) {
    facts.costMicros = cost;
    facts.inputTokens = input;
    facts.maximumTokens = reading.maximumTokens;
    facts.thinkingTokens = reading.thinkingTokens;
    facts.effort = reading.effort;
    facts.isStreaming = reading.isStreaming;
    facts.models = reading.models.taken();
    facts.hostedTools = reading.hostedTools.taken();
    facts.mcpServers = reading.mcpServers.taken();
    // one that was seen is there, whatever else is
    facts.hasImages = reading.hasImages || reading.isContentKnown ? Fact<bool>(reading.hasImages) : std::nullopt;
    facts.hasDocuments =
        reading.hasDocuments || reading.isContentKnown ? Fact<bool>(reading.hasDocuments) : std::nullopt;
}

/// Anthropic "Create a Message Batch": each of `requests` with `params` as for one message. False: nothing is known.
bool readBatch(const Object& root, const BodySource& source, CacheWrite caching, BodyFacts& facts) {
    RequestReading all;
    all.maximumTokens = 0;
    all.thinkingTokens = 0;
    all.effort = Effort::None;
    Fact<std::int64_t> input = 0;
    Fact<std::int64_t> cost = 0;
    const auto requests = member(root, "requests", all);
    const auto array = requests ? arrayOf(*requests) : std::nullopt;
    if (!array || array->begin() == array->end() || root.size() != 1) {
        return false;
    }
    for (const Element item : *array) {
        const auto request = objectOf(item);
        const auto params = request ? member(*request, "params", all) : std::nullopt;
        const auto object = params ? objectOf(*params) : std::nullopt;
        if (!object) {
            return false;
        }
        const RequestReading one = readRequest(BodyDialect::AnthropicMessages, *object);
        if (one.isAmbiguous || all.isAmbiguous) {
            return false;
        }
        Survey survey(nullptr);
        survey.walk(*params);
        const auto inputOfOne = inputTokensOf(one, survey.tally());
        input = sum(input, inputOfOne);
        cost = sum(cost, costOf(one, inputOfOne, source, caching, true));
        addAll(all.models, one.models);
        addAll(all.hostedTools, one.hostedTools);
        addAll(all.mcpServers, one.mcpServers);
        all.maximumTokens = larger(all.maximumTokens, one.maximumTokens);
        all.thinkingTokens = larger(all.thinkingTokens, one.thinkingTokens);
        all.effort = larger(all.effort, one.effort);
        all.isStreaming = larger(all.isStreaming, one.isStreaming);
        all.hasImages = all.hasImages || one.hasImages;
        all.hasDocuments = all.hasDocuments || one.hasDocuments;
        all.isContentKnown = all.isContentKnown && one.isContentKnown;
    }
    setFacts(facts, all, input, cost);
    return true;
}

bool readOne(const Object& root, const BodySource& source, const Survey& survey, BodyFacts& facts) {
    RequestReading reading = readRequest(source.endpoint->body, root);
    if (reading.isAmbiguous) {
        return false;
    }
    const auto input = inputTokensOf(reading, survey.tally());
    const auto cost = costOf(reading, input, source, survey.cacheWrite(), false);
    setFacts(facts, reading, input, cost);
    return true;
}

/// What is known of a request of this kind before its body is read.
void setBefore(BodyFacts& facts, const ProviderEndpoint& endpoint, bool isEmpty) {
    const bool isHarmless = endpoint.use == Endpoint::Other;
    if (endpoint.body != BodyDialect::None) {
        if (isHarmless) {
            setNothingGenerated(facts);
        }
        return;
    }
    switch (endpoint.use) {
    case Endpoint::Other:
    case Endpoint::Admin:
        setNothingUsed(facts);
        break;
    case Endpoint::Files:
        setNothingUsed(facts);
        if (!isEmpty) {
            facts.hasImages.reset();
            facts.hasDocuments.reset();
        }
        break;
    case Endpoint::Batches:
        if (isEmpty) {
            setNothingUsed(facts); // starting one takes a body
        }
        break;
    case Endpoint::Generating:
        break;
    }
}

} // namespace

struct BodyFactsReader::State {
    simdjson::dom::parser parser;
    std::string padded;

    /// Nothing: not JSON, or not strictly so.
    std::optional<Element> parse(std::string_view body) {
        if (body.size() > parser.capacity() &&
            parser.allocate(std::max<std::size_t>(body.size(), 4096), kMaximumDepth) != simdjson::SUCCESS) {
            return {};
        }
        padded.reserve(body.size() + simdjson::SIMDJSON_PADDING);
        padded.assign(body);
        padded.append(simdjson::SIMDJSON_PADDING, '\0');
        Element element;
        if (parser.parse(padded.data(), body.size(), false).get(element) != simdjson::SUCCESS) {
            return {};
        }
        return element;
    }

    void shrink() {
        if (parser.capacity() > kKeptBytes) {
            parser = simdjson::dom::parser();
            padded = std::string();
        }
    }
};

BodyFactsReader::BodyFactsReader() : m_state(std::make_unique<State>()) {}
BodyFactsReader::~BodyFactsReader() = default;

BodyFacts BodyFactsReader::read(const BodySource& source, std::string* text) {
    BodyFacts facts;
    if (text != nullptr) {
        text->clear();
    }
    if (source.endpoint != nullptr) {
        setBefore(facts, *source.endpoint, source.body.empty());
    }
    const bool isRead = source.endpoint != nullptr && source.endpoint->body != BodyDialect::None;
    if (source.body.empty()) {
        if (text != nullptr && !isRead) {
            facts.text = *text;
        }
        return facts;
    }
    if (!isJson(source.contentType) || (!isRead && text == nullptr)) {
        return facts;
    }
    if (const auto root = m_state->parse(source.body)) {
        Survey survey(text);
        survey.walk(*root);
        const auto object = objectOf(*root);
        const BodyFacts before = facts;
        bool isGood = !survey.isAmbiguous();
        if (isGood && isRead) {
            isGood = object && (source.endpoint->body == BodyDialect::AnthropicBatch
                                    ? readBatch(*object, source, survey.cacheWrite(), facts)
                                    : readOne(*object, source, survey, facts));
        }
        if (!isGood) {
            facts = before;
        } else if (text != nullptr) {
            facts.text = *text;
        }
        if (isRead && source.endpoint->use == Endpoint::Other) {
            setNothingGenerated(facts);
        }
    }
    m_state->shrink();
    return facts;
}

} // namespace keysluice::core::rules
