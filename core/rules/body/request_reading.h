#pragma once

#include "core/rules/facts.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core::rules::body {

/// A list of different texts that may turn out to be unknown. Thread: any (value).
class DistinctTexts final {
public:
    void add(std::string_view text);
    void setUnknown() { m_isKnown = false; }
    [[nodiscard]] Fact<std::vector<std::string>> taken();
    [[nodiscard]] const std::vector<std::string>& texts() const { return m_texts; }
    [[nodiscard]] bool isKnown() const { return m_isKnown; }

private:
    std::vector<std::string> m_texts;
    bool m_isKnown = true;
};

/// How much there is for a model to read.
struct Tally {
    std::uint64_t asciiBytes = 0;
    std::uint64_t otherBytes = 0;
    std::uint64_t strings = 0;
    std::uint64_t numbers = 0;

    void addText(std::string_view text);
    void remove(const Tally& part);
    /// See BodyFactsReader.
    [[nodiscard]] std::int64_t tokens() const;
};

enum class CacheWrite { None, FiveMinutes, OneHour };

/// What is found in one request, before it is made into facts. Begins as that of a request that asks for nothing.
struct RequestReading {
    bool isOpenAi = false;
    bool isAmbiguous = false; ///< nothing that was found counts

    DistinctTexts models;
    DistinctTexts hostedTools;
    DistinctTexts mcpServers;
    Fact<std::int64_t> maximumTokens;
    bool isMaximumOfModel = false; ///< none is named: the answer may be as long as the model can make it
    Fact<std::int64_t> thinkingTokens;
    Fact<Effort> effort;
    Fact<bool> isStreaming = false;
    bool hasImages = false;
    bool hasDocuments = false;
    bool isContentKnown = true;

    bool isInputKnown = true; ///< all that a model reads is in the body
    std::int64_t images = 0;
    Tally media;              ///< data of the images, in the tally of the body
    bool isPriceKnown = true; ///< the list price holds
    bool isRegional = false;  ///< the price for a region of the user's choice
};

} // namespace keysluice::core::rules::body
