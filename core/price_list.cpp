#include "core/price_list.h"

#include "core/data_members.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>
#include <limits>
#include <set>

namespace keysluice::core {

namespace {

constexpr std::int64_t kDearest = 1'000'000'000'000; ///< a million dollars for a million tokens

std::int64_t readPrice(DataMembers& reader, const char* key) {
    const std::size_t price = reader.number(key);
    if (price > static_cast<std::size_t>(kDearest)) {
        reader.complain(key, "is too much");
        return 0;
    }
    return static_cast<std::int64_t>(price);
}

std::optional<std::int64_t> readOptionalPrice(DataMembers& reader, const char* key) {
    return reader.has(key) ? std::optional(readPrice(reader, key)) : std::nullopt;
}

TokenPrices readPrices(DataMembers& reader) {
    TokenPrices prices;
    prices.input = readPrice(reader, "input");
    prices.output = readPrice(reader, "output");
    prices.cacheWrite5m = readOptionalPrice(reader, "cacheWrite5m");
    prices.cacheWrite1h = readOptionalPrice(reader, "cacheWrite1h");
    prices.cacheRead = readOptionalPrice(reader, "cacheRead");
    return prices;
}

UnixMs readDay(DataMembers& reader, const char* key, std::string* text = nullptr) {
    const std::string written = reader.text(key);
    const QDate day = QDate::fromString(QString::fromStdString(written), QStringLiteral("yyyy-MM-dd"));
    if (!day.isValid()) {
        reader.complain(key, "must be a day, as 2026-01-31");
        return 0;
    }
    if (text != nullptr) {
        *text = written;
    }
    return day.startOfDay(Qt::UTC).toMSecsSinceEpoch();
}

std::int64_t readPercent(DataMembers& reader, const char* key) {
    constexpr std::size_t kMost = 1000;
    if (!reader.has(key)) {
        return 100;
    }
    const std::size_t percent = reader.number(key);
    if (percent == 0 || percent > kMost) {
        reader.complain(key, "must be from 1 to 1000");
        return 100;
    }
    return static_cast<std::int64_t>(percent);
}

ModelPrices readModel(DataMembers reader) {
    ModelPrices model;
    model.models = reader.texts("models");
    model.validFrom = readDay(reader, "validFrom");
    if (reader.has("maximumOutput")) {
        model.maximumOutput = static_cast<std::int64_t>(reader.number("maximumOutput"));
    }
    model.batchPercent = readPercent(reader, "batchPercent");
    model.regionPercent = readPercent(reader, "regionPercent");
    if (reader.has("longPrompts")) {
        for (DataMembers& band : reader.objects("longPrompts")) {
            const auto above = static_cast<std::int64_t>(band.number("above"));
            if (above <= (model.bands.empty() ? 0 : model.bands.back().above)) {
                band.complain("above", "must be more than the one before");
            }
            model.bands.push_back({above, readPrices(band)});
            band.finish();
        }
    }
    model.bands.insert(model.bands.begin(), {0, readPrices(reader)});
    reader.finish();
    return model;
}

bool matchesPattern(std::string_view pattern, std::string_view model) {
    return pattern.size() == model.size() &&
           std::equal(pattern.begin(), pattern.end(), model.begin(),
                      [](char p, char c) { return p == '#' ? c >= '0' && c <= '9' : p == c; });
}

/// Tokens of this kind, at their price, in millionths of millionths of a dollar. The bounds of prices and of tokens
/// keep it in 128 bits.
__extension__ using Wide = __int128;

std::int64_t inputPrice(const TokenPrices& prices, CostQuestion::Caching caching) {
    switch (caching) {
    case CostQuestion::Caching::None:
        break;
    case CostQuestion::Caching::FiveMinutes:
        return std::max(prices.input, prices.cacheWrite5m.value_or(0));
    case CostQuestion::Caching::OneHour:
        return std::max(prices.input, prices.cacheWrite1h.value_or(prices.cacheWrite5m.value_or(0)));
    }
    return prices.input;
}

Wide costWith(const ModelPrices& model, const CostQuestion& question, std::int64_t outputTokens) {
    const auto band = std::find_if(model.bands.rbegin(), model.bands.rend(),
                                   [&](const PriceBand& b) { return b.above == 0 || question.inputTokens > b.above; });
    const TokenPrices& prices = band->prices;
    Wide cost = Wide(question.inputTokens) * inputPrice(prices, question.caching) + Wide(outputTokens) * prices.output;
    cost *= (question.isBatch ? model.batchPercent : 100) * (question.isRegional ? model.regionPercent : 100);
    constexpr Wide kParts = Wide(1'000'000) * 100 * 100;
    return (cost + kParts - 1) / kParts;
}

} // namespace

bool ModelPrices::matches(std::string_view model) const {
    return std::any_of(models.begin(), models.end(), [&](const std::string& p) { return matchesPattern(p, model); });
}

Result<std::shared_ptr<const PriceList>, std::string> PriceList::fromJson(const QByteArray& json) {
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (!document.isObject()) {
        return failure("not a JSON object: " + parseError.errorString().toStdString());
    }
    std::string error;
    DataMembers root(document.object(), "prices", error);
    if (root.number("version") != 1) {
        root.complain("version", "must be 1");
    }
    auto list = std::make_shared<PriceList>();
    std::set<std::pair<std::string, UnixMs>> seen;
    for (DataMembers& provider : root.objects("providers")) {
        (void)provider.text("id");
        (void)provider.text("source");
        std::string date;
        readDay(provider, "date", &date);
        list->m_date = std::max(list->m_date, date);
        for (DataMembers& reader : provider.objects("models")) {
            ModelPrices model = readModel(std::move(reader));
            for (const std::string& pattern : model.models) {
                if (!seen.emplace(pattern, model.validFrom).second) {
                    provider.complain("models", "must not have two prices of a model from the same day on");
                }
            }
            list->m_models.push_back(std::move(model));
        }
        provider.finish();
    }
    root.finish();
    if (!error.empty()) {
        return failure(error);
    }
    std::stable_sort(list->m_models.begin(), list->m_models.end(),
                     [](const ModelPrices& a, const ModelPrices& b) { return a.validFrom > b.validFrom; });
    return list;
}

std::optional<std::int64_t> PriceList::estimatedCost(const CostQuestion& question) const {
    if (question.models.empty() || question.inputTokens < 0) {
        return {};
    }
    Wide dearest = 0;
    for (const std::string& name : question.models) {
        const auto it = std::find_if(m_models.begin(), m_models.end(), [&](const ModelPrices& m) {
            return m.validFrom <= question.at && m.matches(name);
        });
        const auto output = question.outputTokens || it == m_models.end() ? question.outputTokens : it->maximumOutput;
        if (it == m_models.end() || !output || *output < 0) {
            return {};
        }
        dearest = std::max(dearest, costWith(*it, question, *output));
    }
    if (dearest > std::numeric_limits<std::int64_t>::max()) {
        return {};
    }
    return static_cast<std::int64_t>(dearest);
}

} // namespace keysluice::core
