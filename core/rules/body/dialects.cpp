#include "core/rules/body/dialects.h"

#include "core/rules/body/content.h"
#include "core/rules/body/tools.h"

#include <algorithm>

namespace keysluice::core::rules::body {

namespace {

/// Reads the members of one request. A name of the provider's in another casing makes all of it ambiguous.
class RequestReader final {
public:
    RequestReader(const Object& request, bool isOpenAi) : m_request(request) { m_reading.isOpenAi = isOpenAi; }

    RequestReading messages();   ///< Anthropic "Create a Message"
    RequestReading chat();       ///< OpenAI "Create chat completion"
    RequestReading responses();  ///< OpenAI "Create a model response"
    RequestReading embeddings(); ///< OpenAI "Create embeddings"
    RequestReading images();     ///< OpenAI "Create image"

private:
    std::optional<Element> member(std::string_view name) { return body::member(m_request, name, m_reading); }
    Fact<std::int64_t> count(std::string_view name) {
        const auto value = member(name);
        return value ? countOf(*value) : std::nullopt;
    }

    void readModel();
    void readStreaming();
    void readEffort(const std::optional<Element>& word, Fact<Effort> otherwise);
    void readEffortIn(std::string_view name, Fact<Effort> otherwise);
    void readAnthropicThinking();
    void readMember(std::string_view name, void (*read)(const Element&, RequestReading&));
    void readTier();
    /// What the answer may have, of which thinking is a part.
    void boundThinking();
    /// A model that the provider keeps a prompt for, or whose words it keeps: nobody here knows them.
    void noteStored();
    /// Last: other models may come with overrides, which take back what was read of the rest.
    RequestReading finished() {
        sweepModels(m_request, m_reading);
        return std::move(m_reading);
    }

    const Object& m_request;
    RequestReading m_reading;
};

void RequestReader::readModel() {
    const auto model = member("model");
    if (const auto name = model ? textOf(*model) : std::nullopt) {
        m_reading.models.add(*name);
    } else {
        m_reading.models.setUnknown();
    }
}

void RequestReader::readStreaming() {
    bool isStreaming = false;
    if (const auto value = member("stream"); value && value->get_bool().get(isStreaming) != simdjson::SUCCESS) {
        m_reading.isStreaming.reset();
        return;
    }
    m_reading.isStreaming = isStreaming;
}

void RequestReader::readEffort(const std::optional<Element>& word, Fact<Effort> otherwise) {
    static constexpr std::pair<std::string_view, Effort> kWords[] = {
        {"none", Effort::None}, {"minimal", Effort::Minimal}, {"low", Effort::Low},    {"medium", Effort::Medium},
        {"high", Effort::High}, {"xhigh", Effort::Maximum},   {"max", Effort::Maximum}};
    if (!word) {
        m_reading.effort = otherwise;
        return;
    }
    m_reading.effort.reset();
    for (const auto& [text, effort] : kWords) {
        if (textOf(*word) == text) {
            m_reading.effort = effort;
        }
    }
}

void RequestReader::readEffortIn(std::string_view name, Fact<Effort> otherwise) {
    const auto value = member(name);
    const auto object = value ? objectOf(*value) : std::nullopt;
    if (value && !object) {
        m_reading.effort.reset();
        return;
    }
    readEffort(object ? body::member(*object, "effort", m_reading) : std::nullopt, otherwise);
}

void RequestReader::boundThinking() {
    m_reading.thinkingTokens = m_reading.effort == Effort::None ? Fact<std::int64_t>(0) : m_reading.maximumTokens;
}

void RequestReader::readAnthropicThinking() {
    m_reading.thinkingTokens = m_reading.maximumTokens;
    const auto value = member("thinking");
    if (!value) {
        return;
    }
    const auto object = objectOf(*value);
    const auto type = object ? body::member(*object, "type", m_reading) : std::nullopt;
    const auto word = type ? textOf(*type) : std::nullopt;
    const auto budget = object ? body::member(*object, "budget_tokens", m_reading) : std::nullopt;
    if (word == "disabled" && !budget) {
        m_reading.thinkingTokens = 0;
    } else if (word == "enabled") {
        m_reading.thinkingTokens = budget ? countOf(*budget) : std::nullopt;
    } else if (word != "adaptive" || budget) {
        m_reading.thinkingTokens.reset();
    }
}

void RequestReader::readMember(std::string_view name, void (*read)(const Element&, RequestReading&)) {
    if (const auto value = member(name)) {
        read(*value, m_reading);
    }
}

void RequestReader::readTier() {
    static constexpr std::string_view kListPrice[] = {"auto", "default", "standard_only", "flex"};
    if (const auto tier = member("service_tier")) {
        const auto word = textOf(*tier);
        m_reading.isPriceKnown = m_reading.isPriceKnown && word &&
                                 std::find(std::begin(kListPrice), std::end(kListPrice), *word) != std::end(kListPrice);
    }
    if (const auto speed = member("speed")) {
        m_reading.isPriceKnown = m_reading.isPriceKnown && textOf(*speed) == "standard";
    }
    if (const auto region = member("inference_geo")) {
        m_reading.isRegional = textOf(*region) != "global";
    }
}

void RequestReader::noteStored() {
    m_reading.models.setUnknown();
    m_reading.hostedTools.setUnknown();
    m_reading.mcpServers.setUnknown();
    m_reading.maximumTokens.reset();
    m_reading.thinkingTokens.reset();
    m_reading.effort.reset();
    m_reading.isContentKnown = false;
    m_reading.isInputKnown = false;
}

RequestReading RequestReader::messages() {
    readModel();
    m_reading.maximumTokens = count("max_tokens");
    readAnthropicThinking();
    readEffortIn("output_config", Effort::High);
    readStreaming();
    readTier();
    readMember("messages", readContent);
    readMember("system", readContent);
    readMember("tools", readTools);
    readMember("mcp_servers", readServers);
    return finished();
}

RequestReading RequestReader::chat() {
    readModel();
    const auto total = count("max_completion_tokens");
    const auto old = count("max_tokens");
    const auto choices = member("n") ? count("n") : Fact<std::int64_t>(1);
    // one of them may be unreadable, or be the one that the model does not go by
    const bool isReadable = (total || !member("max_completion_tokens")) && (old || !member("max_tokens"));
    constexpr std::int64_t kMost = 1'000'000'000;
    if (isReadable && (total || old) && choices && *choices >= 1 && *choices <= kMost) {
        const std::int64_t each = std::max(total.value_or(0), old.value_or(0));
        m_reading.maximumTokens = each <= kMost ? Fact<std::int64_t>(each * *choices) : std::nullopt;
    }
    m_reading.isMaximumOfModel = !member("max_completion_tokens") && !member("max_tokens") && choices == 1;
    readEffort(member("reasoning_effort"), {});
    boundThinking();
    readStreaming();
    readTier();
    readMember("messages", readContent);
    readMember("tools", readTools);
    if (member("web_search_options")) {
        m_reading.hostedTools.add("web_search");
        m_reading.isInputKnown = false;
    }
    if (member("audio") || member("modalities")) {
        m_reading.isPriceKnown = false;
    }
    if (member("prompt")) {
        noteStored();
    }
    return finished();
}

RequestReading RequestReader::responses() {
    readModel();
    m_reading.maximumTokens = count("max_output_tokens");
    m_reading.isMaximumOfModel = !member("max_output_tokens");
    readEffortIn("reasoning", {});
    boundThinking();
    readStreaming();
    readTier();
    readMember("input", readContent);
    readMember("instructions", readContent);
    readMember("tools", readTools);
    if (member("previous_response_id") || member("conversation")) {
        m_reading.isInputKnown = false;
    }
    if (member("prompt")) {
        noteStored();
    }
    return finished();
}

RequestReading RequestReader::embeddings() {
    readModel();
    m_reading.maximumTokens = 0;
    m_reading.thinkingTokens = 0;
    m_reading.effort = Effort::None;
    readStreaming();
    return finished();
}

RequestReading RequestReader::images() {
    readModel();
    readStreaming();
    m_reading.isPriceKnown = false; // by size and quality
    return finished();
}

} // namespace

RequestReading readRequest(BodyDialect dialect, const Object& request) {
    switch (dialect) {
    case BodyDialect::AnthropicMessages:
        return RequestReader(request, false).messages();
    case BodyDialect::OpenAiChat:
        return RequestReader(request, true).chat();
    case BodyDialect::OpenAiResponses:
        return RequestReader(request, true).responses();
    case BodyDialect::OpenAiEmbeddings:
        return RequestReader(request, true).embeddings();
    case BodyDialect::OpenAiImages:
        return RequestReader(request, true).images();
    case BodyDialect::None:
    case BodyDialect::AnthropicBatch:
        break;
    }
    RequestReading nothing;
    nothing.isAmbiguous = true;
    return nothing;
}

} // namespace keysluice::core::rules::body
