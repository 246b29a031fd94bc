#include "core/price_list.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace keysluice::core;

/// What models cost: the shipped file, files that are wrong in one place, and sums.
class PriceListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shippedFileIsValid();
    void shippedPrices_data();
    void shippedPrices();
    void wrongFilesAreRefused_data();
    void wrongFilesAreRefused();
    void textThatIsNoJsonIsRefused();
    void costsAreThoseOfTheDearest();
    void longPromptsHaveTheirPrices();
    void pricesChange();
    void sumsThatDoNotFitAreUnknown();

private:
    [[nodiscard]] static std::string cost(const PriceList& list, std::vector<std::string> models,
                                          CostQuestion question);

    std::shared_ptr<const PriceList> m_shipped;
    QJsonObject m_good;
};

namespace {

constexpr UnixMs kNow = 1'795'600'000'000; // November 2026
constexpr std::int64_t kMillion = 1'000'000;

QJsonObject smallFile() {
    return QJsonDocument::fromJson(
               R"({"version":1,"providers":[{"id":"p","source":"https://p.example","date":"2026-02-03",
        "models":[{"models":["a-##","a"],"validFrom":"2026-01-01","input":3000000,"output":15000000,
        "cacheWrite5m":3750000,"cacheWrite1h":6000000,"cacheRead":300000,"batchPercent":50,"regionPercent":110,
        "longPrompts":[{"above":1000,"input":6000000,"output":22500000},{"above":2000,"input":9000000,"output":30000000}]},
        {"models":["b"],"validFrom":"2026-01-01","input":1,"output":5000000,
        "maximumOutput":100000}]}]})")
        .object();
}

std::shared_ptr<const PriceList> listOf(const QJsonObject& file) {
    const auto list = PriceList::fromJson(QJsonDocument(file).toJson());
    return list ? *list : nullptr;
}

QJsonValue changed(const QJsonValue& at, QStringList path, const QJsonValue& value) {
    if (path.isEmpty()) {
        return value;
    }
    const QString step = path.takeFirst();
    if (at.isArray()) {
        QJsonArray array = at.toArray();
        array[step.toInt()] = changed(array.at(step.toInt()), path, value);
        return array;
    }
    QJsonObject object = at.toObject();
    const QJsonValue next = changed(object.value(step), path, value);
    if (next.isUndefined()) {
        object.remove(step);
    } else {
        object.insert(step, next);
    }
    return object;
}

} // namespace

std::string PriceListTest::cost(const PriceList& list, std::vector<std::string> models, CostQuestion question) {
    question.models = models;
    if (question.at == 0) {
        question.at = kNow;
    }
    const auto cost = list.estimatedCost(question);
    return cost ? std::to_string(*cost) : "?";
}

void PriceListTest::initTestCase() {
    QFile file(QStringLiteral(KEYSLUICE_PRICES));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto list = PriceList::fromJson(file.readAll());
    QVERIFY2(list, list ? "" : list.error().c_str());
    m_shipped = *list;
    m_good = smallFile();
    QVERIFY(listOf(m_good));
}

void PriceListTest::shippedFileIsValid() {
    QVERIFY(m_shipped->date() >= "2026-01-01");
    for (const ModelPrices& model : m_shipped->models()) {
        for (const PriceBand& band : model.bands) {
            const TokenPrices& prices = band.prices;
            QVERIFY2(prices.input > 0 && prices.output >= prices.input, model.models.front().c_str());
            QVERIFY2(!prices.cacheRead || *prices.cacheRead < prices.input, model.models.front().c_str());
            QVERIFY2(!prices.cacheWrite5m || *prices.cacheWrite5m > prices.input, model.models.front().c_str());
            QVERIFY2(!prices.cacheWrite1h || *prices.cacheWrite1h > *prices.cacheWrite5m, model.models.front().c_str());
        }
        QVERIFY2(model.batchPercent == 50, model.models.front().c_str());
    }
}

void PriceListTest::shippedPrices_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("million"); ///< of tokens in and out
    const auto row = [](const char* model, const char* million) {
        QTest::newRow(model) << QByteArray(model) << QByteArray(million);
    };
    row("claude-opus-5-5", "24000000");
    row("claude-opus-5", "30000000");
    row("claude-opus-4-5-20251101", "30000000");
    row("claude-opus-4-20250514", "90000000");
    row("claude-sonnet-5-5", "12000000");
    row("claude-sonnet-4-5-20250929", "28500000"); // a long prompt
    row("claude-haiku-4-5", "6000000");
    row("claude-haiku-4-5-20251001", "6000000");
    row("claude-haiku-5-5", "3000000"); // a long prompt
    row("gpt-6.1-sol", "19000000");     // a long prompt
    row("gpt-5.4-mini-2026-03-05", "5250000");
    row("claude-haiku", "?");
    row("claude-haiku-4-5-latest", "?");
    row("Claude-Haiku-4-5", "?");
    row("claude-haiku-4-5 ", "?");
    row("claude-opus-9", "?");
    row("gpt-5.4-pro", "?");
    row("ft:gpt-5.4-mini:org::x", "?");
    row("", "?");
    row("#", "?");
}

void PriceListTest::shippedPrices() {
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, million);
    CostQuestion question;
    question.outputTokens = question.inputTokens = kMillion;
    QCOMPARE(QByteArray::fromStdString(cost(*m_shipped, {model.toStdString()}, question)), million);
}

void PriceListTest::wrongFilesAreRefused_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const char* path, const QJsonValue& value, const char* error) {
        QTest::newRow(name) << QString::fromUtf8(path) << value << QString::fromUtf8(error);
    };
    const QJsonValue gone(QJsonValue::Undefined);
    row("no version", "version", gone, "version");
    row("newer version", "version", 2, "version must be 1");
    row("no providers", "providers", QJsonArray(), "providers must be a list");
    row("unknown member at the top", "extra", 1, "extra is not a member");
    row("no source", "providers.0.source", gone, "source must be a string");
    row("no date", "providers.0.date", gone, "date must be a string");
    row("another form of date", "providers.0.date", QStringLiteral("1.2.2026"), "date must be a day");
    row("a day that is none", "providers.0.date", QStringLiteral("2026-02-30"), "date must be a day");
    row("no models", "providers.0.models", QJsonArray(), "models must be a list");
    row("no names", "providers.0.models.0.models", QJsonArray(), "models[0].models must be");
    row("a name that is a number", "providers.0.models.0.models", QJsonArray{7}, "models[0].models must be");
    row("no first day", "providers.0.models.0.validFrom", gone, "validFrom must be");
    row("no input", "providers.0.models.0.input", gone, "models[0].input must be a whole number");
    row("no output", "providers.0.models.0.output", gone, "models[0].output must be a whole number");
    row("part of a price", "providers.0.models.0.input", 0.5, "models[0].input must be a whole number");
    row("negative", "providers.0.models.0.output", -1, "models[0].output must be a whole number");
    row("as text", "providers.0.models.0.cacheRead", QStringLiteral("3"), "models[0].cacheRead must be");
    row("too dear", "providers.0.models.0.input", 1e13, "models[0].input is too much");
    row("part of a maximum", "providers.0.models.1.maximumOutput", 0.5, "models[1].maximumOutput must be");
    row("no percent", "providers.0.models.0.batchPercent", 0, "batchPercent must be from 1");
    row("too many percent", "providers.0.models.0.regionPercent", 1001, "regionPercent must be from 1");
    row("unknown member", "providers.0.models.0.extra", 1, "models[0].extra is not a member");
    row("unknown member of long prompts", "providers.0.models.0.longPrompts.0.extra", 1, "extra is not a member");
    row("long prompts from 0 on", "providers.0.models.0.longPrompts.0.above", 0, "above must be more");
    row("long prompts in another order", "providers.0.models.0.longPrompts.1.above", 1000, "above must be more");
    row("long prompts without a price", "providers.0.models.0.longPrompts.1.input", gone, "input must be");
    row("two prices", "providers.0.models.1.models", QJsonArray{QStringLiteral("a")}, "must not have two prices");
}

void PriceListTest::wrongFilesAreRefused() {
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    QFETCH(QString, error);
    const QJsonObject bad = changed(m_good, path.split(QLatin1Char('.')), value).toObject();
    const auto list = PriceList::fromJson(QJsonDocument(bad).toJson());
    QVERIFY(!list);
    QVERIFY2(QString::fromStdString(list.error()).contains(error), list.error().c_str());
}

void PriceListTest::textThatIsNoJsonIsRefused() {
    for (const char* text : {"", "{", "[]", "null", "{\"version\":1,}"}) {
        QVERIFY2(!PriceList::fromJson(text), text);
    }
}

void PriceListTest::costsAreThoseOfTheDearest() {
    const auto list = listOf(m_good);
    CostQuestion question;
    question.outputTokens = kMillion;
    QCOMPARE(cost(*list, {"a"}, question), std::string("15000000"));
    QCOMPARE(cost(*list, {"b"}, question), std::string("5000000"));
    QCOMPARE(cost(*list, {"b", "a"}, question), std::string("15000000"));
    QCOMPARE(cost(*list, {"b", "c"}, question), std::string("?"));
    QCOMPARE(cost(*list, {"a-42"}, question), std::string("15000000"));
    QCOMPARE(cost(*list, {"a-4x"}, question), std::string("?"));
    QCOMPARE(cost(*list, {"a-##"}, question), std::string("?"));
    QCOMPARE(cost(*list, {}, question), std::string("?"));
    question.isBatch = true;
    QCOMPARE(cost(*list, {"a"}, question), std::string("7500000"));
    QCOMPARE(cost(*list, {"b"}, question), std::string("5000000"));
    question.isRegional = true;
    QCOMPARE(cost(*list, {"a"}, question), std::string("8250000"));
    question = {};
    question.inputTokens = 1000;
    QCOMPARE(cost(*list, {"a"}, question), std::string("3000"));
    question.caching = CostQuestion::Caching::FiveMinutes;
    QCOMPARE(cost(*list, {"a"}, question), std::string("3750"));
    question.caching = CostQuestion::Caching::OneHour;
    QCOMPARE(cost(*list, {"a"}, question), std::string("6000"));
    QCOMPARE(cost(*list, {"b"}, question), std::string("1")); // rounded up
    question.inputTokens = 0;
    QCOMPARE(cost(*list, {"b"}, question), std::string("0"));
    question.inputTokens = -1;
    QCOMPARE(cost(*list, {"b"}, question), std::string("?"));
    question.inputTokens = 0;
    question.outputTokens = -1;
    QCOMPARE(cost(*list, {"b"}, question), std::string("?"));
    question.outputTokens.reset(); // as many as each can
    QCOMPARE(cost(*list, {"b"}, question), std::string("500000"));
    QCOMPARE(cost(*list, {"a"}, question), std::string("?"));
    QCOMPARE(cost(*list, {"b", "a"}, question), std::string("?"));
}

void PriceListTest::longPromptsHaveTheirPrices() {
    const auto list = listOf(m_good);
    CostQuestion question;
    question.outputTokens = 1000;
    for (const auto& [input, expected] : std::initializer_list<std::pair<std::int64_t, const char*>>{
             {1000, "18000"}, {1001, "28506"}, {2000, "34500"}, {2001, "48009"}}) {
        question.inputTokens = input;
        QCOMPARE(cost(*list, {"a"}, question), std::string(expected));
    }
}

void PriceListTest::pricesChange() {
    QJsonArray providers = m_good.value(QStringLiteral("providers")).toArray();
    QJsonObject provider = providers.at(0).toObject();
    QJsonArray models = provider.value(QStringLiteral("models")).toArray();
    QJsonObject later = models.at(1).toObject();
    later.insert(QStringLiteral("validFrom"), QStringLiteral("2026-10-07"));
    later.insert(QStringLiteral("output"), 7000000);
    models.append(later);
    provider.insert(QStringLiteral("models"), models);
    providers[0] = provider;
    QJsonObject file = m_good;
    file.insert(QStringLiteral("providers"), providers);
    const auto list = listOf(file);
    QVERIFY(list);
    CostQuestion question;
    question.outputTokens = kMillion;
    const UnixMs change = QDateTime(QDate(2026, 10, 7), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
    question.at = change - 1;
    QCOMPARE(cost(*list, {"b"}, question), std::string("5000000"));
    question.at = change;
    QCOMPARE(cost(*list, {"b"}, question), std::string("7000000"));
    question.at = QDateTime(QDate(2025, 12, 31), QTime(23, 59), Qt::UTC).toMSecsSinceEpoch();
    QCOMPARE(cost(*list, {"b"}, question), std::string("?"));
}

void PriceListTest::sumsThatDoNotFitAreUnknown() {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    CostQuestion question;
    question.outputTokens = question.inputTokens = kMost;
    question.isRegional = true;
    QCOMPARE(cost(*listOf(m_good), {"a"}, question), std::string("?"));
    const QStringList path{QStringLiteral("providers"), QStringLiteral("0"), QStringLiteral("models"),
                           QStringLiteral("1"), QStringLiteral("output")};
    QCOMPARE(cost(*listOf(changed(m_good, path, 1e12).toObject()), {"b"}, question), std::string("?"));
    const auto cheap = listOf(changed(m_good, path, 1'000'000).toObject());
    question.inputTokens = 0;
    question.isRegional = false;
    QCOMPARE(cost(*cheap, {"b"}, question), std::to_string(kMost));
}

QTEST_GUILESS_MAIN(PriceListTest)
#include "price_list_test.moc"
