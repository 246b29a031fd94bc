#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

class QByteArray;

namespace keysluice::core {

/// Millionths of a US dollar for a million tokens: 3,000,000 is 3 dollars.
struct TokenPrices {
    std::int64_t input = 0;
    std::int64_t output = 0;
    std::optional<std::int64_t> cacheWrite5m; ///< nothing: writing costs nothing beside the input
    std::optional<std::int64_t> cacheWrite1h;
    std::optional<std::int64_t> cacheRead; ///< nothing: as input
};

/// Prices for prompts with more tokens than `above`; they hold for the whole request.
struct PriceBand {
    std::int64_t above = 0;
    TokenPrices prices;
};

/// What some models cost from some day on.
struct ModelPrices {
    std::vector<std::string> models; ///< names as they are written in requests; `#` is any digit
    UnixMs validFrom = 0;
    std::vector<PriceBand> bands;              ///< not empty, ascending; the first is above 0
    std::optional<std::int64_t> maximumOutput; ///< tokens of an answer where a request names no maximum
    std::int64_t batchPercent = 100;
    std::int64_t regionPercent = 100; ///< with a region of the user's choice

    [[nodiscard]] bool matches(std::string_view model) const;
};

/// What a request would use.
struct CostQuestion {
    std::span<const std::string> models;
    std::int64_t inputTokens = 0;
    std::optional<std::int64_t> outputTokens = 0;                              ///< nothing: as many as the model can
    enum class Caching { None, FiveMinutes, OneHour } caching = Caching::None; ///< the input is written to the cache
    bool isBatch = false;
    bool isRegional = false;
    UnixMs at = 0;
};

/// What models cost: data from `resources/prices.json` (schema: `resources/README.md`). Thread: any (immutable).
class PriceList final {
public:
    /// Error: one English line naming the JSON member that is wrong (for developers; the shipped file is tested).
    [[nodiscard]] static Result<std::shared_ptr<const PriceList>, std::string> fromJson(const QByteArray& json);

    /// In millionths of a US dollar, rounded up: everything at the dearest of the models. Nothing: there is no model,
    /// one of them has no price (or no maximum, where that counts) at that time, a number is negative, or the sum does
    /// not fit.
    [[nodiscard]] std::optional<std::int64_t> estimatedCost(const CostQuestion& question) const;

    /// When the prices were looked up, ISO 8601.
    [[nodiscard]] const std::string& date() const { return m_date; }
    [[nodiscard]] const std::vector<ModelPrices>& models() const { return m_models; }

private:
    std::string m_date;
    std::vector<ModelPrices> m_models; ///< of the same model the newest first
};

} // namespace keysluice::core
