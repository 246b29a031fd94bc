#include "core/rules/facts_json.h"
#include "vault/activity/activity_reader.h"
#include "vault/activity/activity_schema.h"
#include "vault/activity/activity_writer.h"
#include "vault/crypto/hkdf.h"
#include "vault/database/directory_lock.h"
#include "vault_fixture.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace keysluice;
using namespace keysluice::tests;
using core::ActivityRecord;
using core::FailureCode;
using vault::ActivityReader;
using vault::ActivityWriter;

namespace {

constexpr core::UnixMs kDay = 1'700'006'400'000; // midnight, UTC
constexpr int kPatience = 20'000;

ActivityRecord record(core::UnixMs at, const std::string& agent = "a1", const std::string& credential = "c1",
                      ActivityRecord::Decision decision = ActivityRecord::Decision::Allowed) {
    ActivityRecord r;
    r.at = at;
    r.agentId = agent;
    r.agentName = "agent " + agent;
    r.credentialId = credential;
    r.credentialName = credential.empty() ? "" : "key " + credential;
    r.decision = decision;
    r.method = "POST";
    r.host = "api.anthropic.com";
    r.port = 443;
    r.path = "/v1/messages";
    r.status = 200;
    return r;
}

core::ActivityOutcome outcome(int status) {
    core::ActivityOutcome result;
    result.status = status;
    result.complete = true;
    return result;
}

/// What one emission of rowsWritten() carried.
const std::vector<ActivityRecord>& rowsOf(const QList<QVariant>& signal) {
    return *signal[0].value<std::shared_ptr<const std::vector<ActivityRecord>>>();
}

std::string factsOf(const ActivityRecord& record) {
    return record.facts ? core::rules::writeFacts(*record.facts) : std::string();
}

bool same(const ActivityRecord& a, const ActivityRecord& b) {
    return vault::chainOf({}, {a, 0, factsOf(a)}) == vault::chainOf({}, {b, 0, factsOf(b)});
}

core::rules::BodyFacts modelFacts(const std::vector<std::string>& models) {
    core::rules::BodyFacts facts;
    facts.models = models;
    return facts;
}

} // namespace

/// The activity file: writer, reader, and the chain between rows.
class ActivityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyMemberComesBack();
    void whatHistoryCannotKeepIsUnknown();
    void ruleHitsAreCounted();
    void countedRequestsAreReadOnce();
    void whatRulesDecidedIsUnderTheChain_data();
    void whatRulesDecidedIsUnderTheChain();
    void pagesAndFilters();
    void summaryCountsTheDay();
    void sequenceGoesOnAfterARestart();
    void manyThreadsLoseNothing();
    void overloadIsCounted();
    void fullDiskIsReportedAndRecoveredFrom();
    void aShortRequestIsOneRow();
    void aLongRequestIsReadOnce();
    void whatAKilledProcessHadRunningIsShown();
    void strangersCannotPushOutAgents();
    void filtersReachOverBlocks();
    void whatRowsShareIsWrittenOnce();
    void olderFilesAreBroughtUpToDate();
    void chainAndSealsFit();
    void badFilesAreRefused();

private:
    [[nodiscard]] ActivityWriter::Options options() const { return {m_fixture->directory, 20'000, 1, 1, 0}; }
    std::unique_ptr<ActivityWriter> writer() { return std::make_unique<ActivityWriter>(options(), m_fixture->clock); }

    /// What the file holds, also what readers do not see.
    [[nodiscard]] std::vector<vault::StoredRow> storedRows() const {
        const auto file = vault::Database::open(
            {m_fixture->directory + "/activity.db", vault::Database::Access::ReadOnly, false, false, 0},
            vault::activitySchema());
        std::vector<vault::StoredRow> result;
        if (file) {
            const auto rows = (*file)->rows(QStringLiteral("SELECT %1 FROM %2 ORDER BY sequence")
                                                .arg(vault::activityColumns(), vault::activitySource()));
            for (const vault::Row& row : rows.value_or(std::vector<vault::Row>{})) {
                result.push_back(vault::rowFrom(row));
            }
        }
        return result;
    }

    std::unique_ptr<VaultFixture> m_fixture;
};

void ActivityTest::init() {
    m_fixture = std::make_unique<VaultFixture>();
}

void ActivityTest::everyMemberComesBack() {
    ActivityRecord r = record(5);
    r.kind = ActivityRecord::Kind::Connect;
    r.decision = ActivityRecord::Decision::Limited;
    r.errorCode = "code";
    r.detail = "detail \u00e4";
    r.launchId = "l";
    r.launchCommand = "claude -p";
    r.launchFolder = "/home";
    r.launchPid = 77;
    r.client = "curl/8";
    r.scheme = "https";
    r.providerId = "anthropic";
    r.injectedHeader = "x-api-key";
    r.tokenId = "t";
    r.statusFromProvider = true;
    r.retryAfterSeconds = 30;
    r.complete = true;
    r.bytesToProvider = 1;
    r.bytesToAgent = 1ULL << 40U;
    r.connectUs = 2;
    r.firstByteUs = 3;
    r.totalUs = 4;
    r.ruleId = "r1";
    r.ruleName = "no \u00f6pus";
    r.limitIds = {"l1", "l2"};
    r.facts = std::make_shared<const core::rules::BodyFacts>(modelFacts({"claude-haiku-4-5"}));
    r.approval = ActivityRecord::Approval::Remembered;
    r.heldUs = 5;
    const auto log = writer();
    QVERIFY(log->start());
    QSignalSpy written(log.get(), &ActivityWriter::rowsWritten);
    log->submit(ActivityRecord(r));
    QVERIFY(log->flush(kPatience));
    QTRY_COMPARE(written.count(), 1);
    r.sequence = 1;
    const auto reader = ActivityReader::open(m_fixture->directory);
    QVERIFY(reader);
    const auto page = (*reader)->page({}, 0, 10);
    QVERIFY(page);
    QCOMPARE(page->size(), 1U);
    QVERIFY(same(page->front(), r));
    QVERIFY(same(rowsOf(written[0]).front(), r));
}

void ActivityTest::whatHistoryCannotKeepIsUnknown() {
    using core::rules::BodyFacts;
    const auto log = writer();
    QVERIFY(log->start());
    log->submit(record(1)); // no rule had to read the body
    ActivityRecord unknown = record(2);
    unknown.facts = std::make_shared<const BodyFacts>();
    log->submit(std::move(unknown));
    ActivityRecord many = record(3);
    BodyFacts facts = modelFacts(std::vector<std::string>(core::rules::FactBounds::kListEntries + 1, "m"));
    facts.hostedTools.emplace(); // known to be none
    many.facts = std::make_shared<const BodyFacts>(facts);
    log->submit(std::move(many));
    QVERIFY(log->flush(kPatience));
    const auto page = std::move(*std::move(*ActivityReader::open(m_fixture->directory))->page({}, 0, 3));
    QVERIFY(!page[2].facts);
    QVERIFY(page[1].facts && !page[1].facts->models && !page[1].facts->hasImages);
    QVERIFY(page[0].facts && !page[0].facts->models);
    QVERIFY(page[0].facts->hostedTools && page[0].facts->hostedTools->empty());
}

void ActivityTest::ruleHitsAreCounted() {
    const auto log = writer();
    QVERIFY(log->start());
    const auto submit = [&](core::UnixMs at, const std::string& rule, std::int64_t repeats = 1) {
        ActivityRecord row = record(at);
        row.ruleId = rule;
        row.repeats = repeats;
        log->submit(std::move(row));
    };
    submit(kDay - 1, "r1"); // before
    submit(kDay, "r1");
    submit(kDay + vault::kTallyMs, "r1", 3);
    submit(kDay + vault::kTallyMs, "r2");
    submit(kDay + vault::kTallyMs, "");
    ActivityRecord running = record(kDay);
    running.ruleId = "r2";
    const auto ticket = log->begin(std::move(running));
    QVERIFY(log->flush(kPatience));
    log->end(ticket, outcome(200)); // its second row is the one that counts
    QVERIFY(log->flush(kPatience));
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    using Hits = std::map<core::RecordId, std::int64_t>;
    QCOMPARE(*reader->ruleHits(kDay + 1), (Hits{{"r1", 4}, {"r2", 2}}));
    QCOMPARE(*reader->ruleHits(kDay + vault::kTallyMs), (Hits{{"r1", 3}, {"r2", 1}}));
    QCOMPARE(*reader->ruleHits(kDay + 2 * vault::kTallyMs), Hits{});
}

void ActivityTest::countedRequestsAreReadOnce() {
    const auto log = writer();
    QVERIFY(log->start());
    const auto counted = [](core::UnixMs at, const std::vector<core::RecordId>& limits) {
        ActivityRecord row = record(at);
        row.limitIds = limits;
        return row;
    };
    log->submit(counted(kDay - 1, {"l1"})); // before
    log->submit(counted(kDay, {"l1", "l2"}));
    log->submit(record(kDay)); // by no limit
    ActivityRecord held = counted(kDay - 60'000, {"l3"});
    held.heldUs = 61'000'000; // counted one second after
    log->submit(std::move(held));
    const auto ended = log->begin(counted(kDay + 1, {"l4"}));
    const auto running = log->begin(counted(kDay + 2, {"l5"}));
    QVERIFY(log->flush(kPatience));
    log->end(ended, outcome(200));
    QVERIFY(log->flush(kPatience));
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    std::map<std::vector<core::RecordId>, core::UnixMs> found;
    const auto rows = std::move(*reader->countedRows(kDay));
    for (const vault::CountedRow& row : rows) {
        QCOMPARE(row.agentId, std::string("a1"));
        QCOMPARE(row.credentialId, std::string("c1"));
        found[row.limitIds] = row.at;
    }
    QCOMPARE(rows.size(), 4U);
    QCOMPARE(found, (std::map<std::vector<core::RecordId>, core::UnixMs>{
                        {{"l1", "l2"}, kDay}, {{"l3"}, kDay + 1'000}, {{"l4"}, kDay + 1}, {{"l5"}, kDay + 2}}));
    log->end(running, outcome(200));
}

void ActivityTest::whatRulesDecidedIsUnderTheChain_data() {
    QTest::addColumn<std::function<void(ActivityRecord&)>>("change");
    using Change = std::function<void(ActivityRecord&)>;
    QTest::newRow("rule") << Change([](ActivityRecord& r) { r.ruleId = "other"; });
    QTest::newRow("rule's name") << Change([](ActivityRecord& r) { r.ruleName = "other"; });
    QTest::newRow("limits") << Change([](ActivityRecord& r) { r.limitIds.pop_back(); });
    QTest::newRow("facts") << Change(
        [](ActivityRecord& r) { r.facts = std::make_shared<const core::rules::BodyFacts>(modelFacts({"other"})); });
    QTest::newRow("no facts") << Change([](ActivityRecord& r) { r.facts.reset(); });
    QTest::newRow("approval") << Change([](ActivityRecord& r) { r.approval = ActivityRecord::Approval::Approved; });
    QTest::newRow("wait") << Change([](ActivityRecord& r) { r.heldUs = -1; });
    QTest::newRow("all") << Change([](ActivityRecord& r) { r = record(5); });
}

void ActivityTest::whatRulesDecidedIsUnderTheChain() {
    QFETCH(std::function<void(ActivityRecord&)>, change);
    ActivityRecord before = record(5);
    before.ruleId = "r1";
    before.ruleName = "name";
    before.limitIds = {"l1", "l2"};
    before.facts = std::make_shared<const core::rules::BodyFacts>(modelFacts({"m"}));
    before.approval = ActivityRecord::Approval::Denied;
    before.heldUs = 7;
    ActivityRecord after = before;
    QVERIFY(same(before, after));
    change(after);
    QVERIFY(!same(before, after));
}

void ActivityTest::pagesAndFilters() {
    const auto log = writer();
    QVERIFY(log->start());
    for (int i = 1; i <= 30; ++i) {
        ActivityRecord r = record(i, i % 2 == 0 ? "even" : "odd", i % 3 == 0 ? "" : "c1",
                                  i % 5 == 0 ? ActivityRecord::Decision::Blocked : ActivityRecord::Decision::Allowed);
        r.path = i == 7 ? "/v1/100%_sure" : "/v1/messages";
        log->submit(std::move(r));
    }
    QVERIFY(log->flush(kPatience));
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    const auto sequences = [&](const vault::ActivityQuery& query, std::int64_t before, int limit) {
        std::vector<std::int64_t> result;
        const auto page = reader->page(query, before, limit);
        for (const ActivityRecord& r : page.value_or(std::vector<ActivityRecord>{})) {
            result.push_back(r.sequence);
        }
        return result;
    };
    using Sequences = std::vector<std::int64_t>;
    QCOMPARE(sequences({}, 0, 3), (Sequences{30, 29, 28}));
    QCOMPARE(sequences({}, 28, 3), (Sequences{27, 26, 25}));
    QCOMPARE(sequences({}, 2, 3), (Sequences{1}));
    QCOMPARE(sequences({"even", "", {}, ""}, 6, 9), (Sequences{4, 2}));
    QCOMPARE(sequences({"", "c1", {}, ""}, 6, 9), (Sequences{5, 4, 2, 1}));
    QCOMPARE(sequences({"odd", "", ActivityRecord::Decision::Blocked, ""}, 0, 9), (Sequences{25, 15, 5}));
    QCOMPARE(sequences({"", "", {}, "100%_s"}, 0, 9), (Sequences{7})); // as text, not as a pattern
    QCOMPARE(sequences({"", "", {}, "AGENT EVEN"}, 4, 9), (Sequences{2}));
    QCOMPARE(sequences({"", "", {}, "%"}, 0, 9), (Sequences{7}));
    QCOMPARE(sequences({"", "", {}, "'; DROP TABLE activity; --"}, 0, 9), Sequences{});
    QCOMPARE(sequences({}, 0, 0), Sequences{});

    ActivityRecord connect = record(31);
    connect.kind = ActivityRecord::Kind::Connect;
    log->submit(ActivityRecord(connect));
    connect.decision = ActivityRecord::Decision::Error;
    log->submit(std::move(connect));
    QVERIFY(log->flush(kPatience));
    vault::ActivityQuery counted;
    QCOMPARE(sequences(counted, 0, 3), (Sequences{32, 31, 30}));
    counted.countedOnly = true; // as the summary: what succeeded is no request
    QCOMPARE(sequences(counted, 0, 3), (Sequences{32, 30, 29}));
}

void ActivityTest::summaryCountsTheDay() {
    const auto log = writer();
    QVERIFY(log->start());
    constexpr core::UnixMs kMinute = 60'000;
    log->submit(record(kDay - 1)); // yesterday
    log->submit(record(kDay));
    log->submit(record(kDay + 59 * kMinute));
    log->submit(record(kDay + 60 * kMinute));
    log->submit(record(kDay + 23 * 60 * kMinute, "a2", ""));
    log->submit(record(kDay + 60 * kMinute, "a1", "c2", ActivityRecord::Decision::Blocked));
    ActivityRecord connect = record(kDay, "a1", "");
    connect.kind = ActivityRecord::Kind::Connect;
    log->submit(ActivityRecord(connect)); // succeeded: not a request
    connect.decision = ActivityRecord::Decision::Error;
    log->submit(std::move(connect)); // failed: counted
    ActivityRecord renamed = record(kDay + 61 * kMinute);
    renamed.agentName = "new name";
    log->submit(std::move(renamed));
    QVERIFY(log->flush(kPatience));
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    const auto day = reader->summary(kDay, kDay + 24 * 60 * kMinute);
    QVERIFY(day);
    QCOMPARE(day->total.allowed, 5);
    QCOMPARE(day->total.refused, 2);
    QCOMPARE(day->hours[0].allowed, 2);
    QCOMPARE(day->hours[0].refused, 1);
    QCOMPARE(day->hours[1].allowed, 2);
    QCOMPARE(day->hours[1].refused, 1);
    QCOMPARE(day->hours[23].allowed, 1);
    QCOMPARE(day->flows.size(), 4U);
    QCOMPARE(day->flows[0].agentId, std::string("a1"));
    QCOMPARE(day->flows[0].credentialName, std::string("key c1"));
    QCOMPARE(day->flows[0].agentName, std::string("new name"));
    QCOMPARE(day->flows[0].count.allowed, 4);
    QCOMPARE(day->byAgent.at("a1").all(), 6);
    QCOMPARE(day->byCredential.at("c1").all(), 4);
    QCOMPARE(day->byCredential.size(), 2U);
    // half an hour off, as in India
    QCOMPARE(reader->summary(kDay + 30 * kMinute, kDay + 90 * kMinute)->hours[0].allowed, 3);
}

void ActivityTest::sequenceGoesOnAfterARestart() {
    auto log = writer();
    QVERIFY(log->start());
    log->submit(record(1));
    log->stop();
    log->submit(record(2)); // not lost: written after the next start
    QVERIFY(log->start());
    log.reset();
    log = writer();
    QVERIFY(log->start());
    log->submit(record(3));
    log.reset(); // the end of the process writes what is queued
    const auto page = std::move(*(*ActivityReader::open(m_fixture->directory))->page({}, 0, 10));
    QCOMPARE(page.size(), 3U);
    QCOMPARE(page[0].sequence, 3);
    QCOMPARE(page[0].at, 3);
    QCOMPARE(page[2].at, 1);
}

void ActivityTest::manyThreadsLoseNothing() {
    const auto log = writer();
    QVERIFY(log->start());
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&log, t] {
            for (int i = 0; i < 2'000; ++i) {
                log->submit(record(i, std::to_string(t)));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    QVERIFY(log->flush(kPatience));
    QCOMPARE(log->lostRows(), 0U);
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    for (int t = 0; t < 4; ++t) {
        const auto rows = reader->page({std::to_string(t), "", {}, ""}, 0, 10'000);
        QCOMPARE(rows->size(), 2'000U);
        QCOMPARE(rows->front().at, 1'999); // each thread's rows in their order
        QCOMPARE(rows->back().at, 0);
    }
}

void ActivityTest::overloadIsCounted() {
    auto small = options();
    small.queueRows = 10;
    ActivityWriter log(small, m_fixture->clock);
    for (int i = 0; i < 25; ++i) {
        log.submit(record(i)); // nobody writes yet
    }
    QCOMPARE(log.lostRows(), 15U);
    QVERIFY(log.start());
    QVERIFY(log.flush(kPatience));
    QCOMPARE((*ActivityReader::open(m_fixture->directory))->page({}, 0, 100)->size(), 10U);
}

void ActivityTest::fullDiskIsReportedAndRecoveredFrom() {
    auto limited = options();
    limited.maximumPages = 28;
    {
        ActivityWriter log(limited, m_fixture->clock);
        QSignalSpy trouble(&log, &ActivityWriter::troubleChanged);
        QVERIFY(log.start());
        QVERIFY(!log.trouble());
        for (int i = 0; i < 400; ++i) {
            ActivityRecord large = record(i);
            large.path = std::string(120, 'p');
            log.submit(std::move(large));
            if (i % 50 == 49) {
                (void)log.flush(50);
            }
        }
        QTRY_VERIFY(log.trouble());
        QCOMPARE(log.trouble()->code, FailureCode::DiskFull);
        QTRY_VERIFY(trouble.count() > 0);
        const auto ticket = log.begin(record(400));
        (void)log.flush(50); // taken and not written
        log.end(ticket, outcome(201));
        // room again: half of what is there goes away
        QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        other.setDatabaseName(QString::fromStdString(m_fixture->directory + "/activity.db"));
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("CREATE TABLE keep AS SELECT max(sequence) AS s FROM activity")));
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("DELETE FROM activity WHERE sequence < (SELECT s FROM keep)")));
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("DELETE FROM tally")));
        other.close();
        other = {};
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        QTRY_VERIFY_WITH_TIMEOUT(!log.trouble(), kPatience);
        QVERIFY(log.flush(kPatience));
        QCOMPARE(log.lostRows(), 0U);
    }
    const auto newest = (*ActivityReader::open(m_fixture->directory))->page({}, 0, 1);
    // Nothing that was queued is missing. Where the writer was at it just when there was room, its end is one more row.
    QVERIFY(newest->front().sequence == 401 || newest->front().sequence == 402);
    QCOMPARE(newest->front().at, 400);
    QCOMPARE(newest->front().status, 201);
}

void ActivityTest::aShortRequestIsOneRow() {
    auto patient = options();
    patient.batchMs = 60'000;
    ActivityWriter log(patient, m_fixture->clock);
    QVERIFY(log.start());
    const auto first = log.begin(record(1));
    const auto second = log.begin(record(2));
    log.end(second, outcome(202));
    log.end(first, outcome(201));
    QVERIFY(log.flush(kPatience));
    const auto rows = storedRows();
    QCOMPARE(rows.size(), 2U);
    QCOMPARE(rows[0].record.status, 201);
    QCOMPARE(rows[1].record.status, 202);
    QCOMPARE(rows[1].record.at, 2);
    QVERIFY(rows[0].completes == 0 && rows[1].completes == 0);
}

void ActivityTest::aLongRequestIsReadOnce() {
    const auto log = writer();
    QSignalSpy written(log.get(), &ActivityWriter::rowsWritten);
    QVERIFY(log->start());
    const auto ticket = log->begin(record(kDay));
    QVERIFY(ticket != 0);
    QVERIFY(log->flush(kPatience));
    QCOMPARE(storedRows().size(), 1U); // it is in the file already
    QCOMPARE(storedRows()[0].completes, vault::StoredRow::kBegun);
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    QCOMPARE(reader->page({}, 0, 10)->size(), 0U);
    log->submit(record(kDay + 1));
    QVERIFY(log->flush(kPatience));
    log->end(ticket, outcome(529));
    QVERIFY(log->flush(kPatience));
    QCOMPARE(storedRows().size(), 3U);
    QCOMPARE(storedRows()[2].completes, 1);
    const auto page = reader->page({}, 0, 10);
    QCOMPARE(page->size(), 2U);
    QCOMPARE(page->front().status, 529);
    QCOMPARE(page->front().at, kDay);
    QCOMPARE(page->front().agentId, std::string("a1"));
    QCOMPARE(reader->summary(kDay, kDay + 60'000)->total.all(), 2);
    std::size_t told = 0;
    QTRY_COMPARE(written.count(), 2);
    for (const auto& signal : written) {
        told += rowsOf(signal).size();
    }
    QCOMPARE(told, 2U);
}

void ActivityTest::whatAKilledProcessHadRunningIsShown() {
    {
        const auto log = writer();
        QVERIFY(log->start());
        const auto ended = log->begin(record(1));
        (void)log->begin(record(2));
        QVERIFY(log->flush(kPatience));
        log->end(ended, outcome(200));
        (void)log->begin(record(3)); // its row is written at the end of the process
    }
    QCOMPARE((*ActivityReader::open(m_fixture->directory))->page({}, 0, 10)->size(), 1U);
    for (int start = 0; start < 2; ++start) { // the second finds nothing more to do
        const auto log = writer();
        QVERIFY(log->start());
        const auto page = std::move(*(*ActivityReader::open(m_fixture->directory))->page({}, 0, 10));
        QCOMPARE(page.size(), 3U);
        QCOMPARE(page[0].at, 3);
        QCOMPARE(page[0].errorCode, std::string("unfinished"));
        QCOMPARE(page[0].decision, ActivityRecord::Decision::Error);
        QCOMPARE(page[1].at, 2);
        QCOMPARE(page[2].errorCode, std::string());
    }
}

void ActivityTest::strangersCannotPushOutAgents() {
    auto small = options();
    small.queueRows = 100;
    ActivityWriter log(small, m_fixture->clock);
    constexpr int kStrangers = 10'000;
    for (int i = 0; i < kStrangers; ++i) { // nobody writes yet: one batch
        ActivityRecord stranger = record(kDay, "", "", ActivityRecord::Decision::Blocked);
        stranger.errorCode = i % 2 == 0 ? "agent_unknown" : "bad_request";
        stranger.host = std::to_string(i) + ".example";
        log.submit(std::move(stranger));
        if (i % 1'000 == 0) {
            log.submit(record(kDay, "a1"));
        }
    }
    for (int i = 0; i < kStrangers; ++i) { // as many codes as there is room for
        ActivityRecord stranger = record(kDay, "", "", ActivityRecord::Decision::Blocked);
        stranger.errorCode = "code " + std::to_string(i);
        log.submit(std::move(stranger));
    }
    const std::uint64_t lost = log.lostRows();
    QVERIFY(lost > 0);
    for (int i = 0; i < 50; ++i) {
        log.submit(record(kDay, "a2"));
    }
    QCOMPARE(log.lostRows(), lost); // of the agents' none
    QVERIFY(log.start());
    QVERIFY(log.flush(kPatience));
    std::int64_t strangers = 0;
    std::size_t agents = 0;
    for (const vault::StoredRow& row : storedRows()) {
        row.record.agentId.empty() ? strangers += row.record.repeats : ++agents;
    }
    QCOMPARE(agents, 60U);
    QCOMPARE(strangers, 2 * kStrangers - static_cast<std::int64_t>(lost)); // each is counted somewhere
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    QCOMPARE(reader->summary(kDay, kDay + 1)->total.refused, strangers);
    QCOMPARE(reader->page({"a1", "", {}, ""}, 0, 100)->size(), 10U);
}

void ActivityTest::filtersReachOverBlocks() {
    constexpr int kRows = 5 * static_cast<int>(vault::kBlockRows) + 7;
    {
        const auto log = writer();
        QVERIFY(log->start());
        for (int i = 1; i <= kRows; ++i) {
            const bool isRare = i == 3 || i == 4 || i == 2'000 || i == kRows - 1;
            log->submit(record(i, isRare ? "rare" : "a1", i % 2 == 0 ? "c1" : "c2"));
        }
        QVERIFY(log->flush(kPatience));
    }
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    const auto times = [&](const vault::ActivityQuery& query, std::int64_t before, int limit) {
        QList<qint64> result;
        const auto page = reader->page(query, before, limit);
        for (const ActivityRecord& row : *page) {
            result << row.at;
        }
        return result;
    };
    QCOMPARE(times({"rare", "", {}, ""}, 0, 10), (QList<qint64>{kRows - 1, 2'000, 4, 3}));
    QCOMPARE(times({"rare", "", {}, ""}, 0, 2), (QList<qint64>{kRows - 1, 2'000}));
    QCOMPARE(times({"rare", "", {}, ""}, 2'000, 10), (QList<qint64>{4, 3}));
    QCOMPARE(times({"rare", "", {}, ""}, 4, 10), (QList<qint64>{3}));
    QCOMPARE(times({"rare", "", {}, ""}, 3, 10), QList<qint64>{});
    QCOMPARE(times({"rare", "c1", {}, ""}, 0, 10), (QList<qint64>{kRows - 1, 2'000, 4}));
    QCOMPARE(times({"nobody", "", {}, ""}, 0, 10), QList<qint64>{});
    QCOMPARE(times({"", "c2", {}, ""}, 6, 10), (QList<qint64>{5, 3, 1}));
    QCOMPARE(reader->page({"a1", "", {}, ""}, 0, 2 * kRows)->size(), static_cast<std::size_t>(kRows - 4));
}

void ActivityTest::whatRowsShareIsWrittenOnce() {
    const auto count = [this](const char* table) {
        const auto file = vault::Database::open(
            {m_fixture->directory + "/activity.db", vault::Database::Access::ReadOnly, false, false, 0},
            vault::activitySchema());
        return (*file)->rows(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table)))->front()[0].toInt();
    };
    const auto log = writer();
    QVERIFY(log->start());
    for (int i = 0; i < 500; ++i) {
        ActivityRecord row = record(i, i % 2 == 0 ? "a1" : "a2");
        row.path = "/" + std::to_string(i);
        log->submit(std::move(row));
        if (i % 100 == 0) {
            QVERIFY(log->flush(kPatience));
        }
    }
    QVERIFY(log->flush(kPatience));
    QCOMPARE(count("actors"), 2);
    QCOMPARE(count("targets"), 1);
    QCOMPARE(count("blocks"), 2);
    ActivityRecord a = record(1); // neighbours must not run into each other
    a.agentName = "ab";
    a.launchId = "c";
    ActivityRecord b = record(2);
    b.agentName = "a";
    b.launchId = "bc";
    log->submit(std::move(a));
    log->submit(std::move(b));
    QVERIFY(log->flush(kPatience));
    const auto reader = std::move(*ActivityReader::open(m_fixture->directory));
    const auto page = std::move(*reader->page({}, 0, 2));
    QCOMPARE(page[1].agentName, std::string("ab"));
    QCOMPARE(page[0].agentName, std::string("a"));
    QCOMPARE(page[0].launchId, std::string("bc"));
}

void ActivityTest::olderFilesAreBroughtUpToDate() {
    const std::string chain(32, '\0');
    vault::StoredRow old{record(7), 0};
    old.record.sequence = 1;
    QVERIFY(vault::prepareDataDirectory(m_fixture->directory));
    {
        const vault::Schema first{vault::activitySchema().applicationId, {vault::activitySchema().migrations.front()}};
        const auto file = vault::Database::open(
            {m_fixture->directory + "/activity.db", vault::Database::Access::Create, false, false, 0}, first);
        QVERIFY(file);
        QVariantList values;
        vault::forEachValue(
            old.record, [&](std::int64_t value) { values << static_cast<qlonglong>(value); },
            [&](const std::string& value) { values << vault::text(value); });
        values << vault::blob(vault::chainOf(chain, old));
        QStringList columns = vault::activityColumns().split(QStringLiteral(", "));
        columns = columns.mid(0, values.size() - 1);
        QVERIFY((*file)->run(QStringLiteral("INSERT INTO activity (%1, chain) VALUES (%2?)")
                                 .arg(columns.join(QStringLiteral(", ")),
                                      QStringLiteral("?, ").repeated(static_cast<int>(columns.size()))),
                             values));
    }
    const auto log = writer();
    QVERIFY(log->start());
    log->submit(record(8));
    QVERIFY(log->flush(kPatience));
    const auto rows = storedRows();
    QCOMPARE(rows.size(), 2U);
    QVERIFY(vault::chainOf(chain, rows[0]) == vault::chainOf(chain, old));
    QCOMPARE(rows[0].record.repeats, 1);
    QVERIFY(rows[0].record.ruleId.empty() && rows[0].record.limitIds.empty() && !rows[0].record.facts);
    QCOMPARE(rows[0].record.heldUs, -1);
    QCOMPARE((*ActivityReader::open(m_fixture->directory))->page({}, 0, 10)->size(), 2U);
}

void ActivityTest::chainAndSealsFit() {
    const auto key = std::make_shared<const core::SecretBytes>(core::SecretBytes::random(32));
    const auto log = writer();
    QVERIFY(log->start());
    log->setSealKey(key);
    for (int i = 0; i < 1'500; ++i) {
        log->submit(record(i));
    }
    QVERIFY(log->flush(kPatience));
    for (int i = 0; i < 5; ++i) {
        log->submit(record(i));
    }
    log->sealAndForgetKey(); // a lock
    QVERIFY(log->flush(kPatience));
    const auto ticket = log->begin(record(8));
    QVERIFY(log->flush(kPatience));
    log->end(ticket, outcome(200));
    ActivityRecord odd = record(9); // SQLite takes such a beginning for a byte order mark
    odd.client = "\xEF\xBB\xBF\xEF\xBB\xBF"
                 "client \xff";
    odd.path = "\xEF\xBF\xBE/v1";
    odd.ruleId = "r\xff";
    odd.limitIds = {"l\xff", "l2"};
    odd.facts = std::make_shared<const core::rules::BodyFacts>(modelFacts({"\xEF\xBB\xBFmodel \u00e4"}));
    log->submit(std::move(odd));
    log->stop(); // without a key: no further seal
    auto database = vault::Database::open(
        {m_fixture->directory + "/activity.db", vault::Database::Access::ReadOnly, false, false, 0},
        vault::activitySchema());
    QVERIFY(database);
    const auto rows = (*database)->rows(QStringLiteral("SELECT %1, chain FROM %2 ORDER BY sequence")
                                            .arg(vault::activityColumns(), vault::activitySource()));
    QCOMPARE(rows->size(), 1'508U);
    std::string chain(32, '\0');
    std::map<std::int64_t, std::string> chains;
    for (const vault::Row& row : *rows) {
        const vault::StoredRow stored = vault::rowFrom(row);
        chain = vault::chainOf(chain, stored);
        QCOMPARE(vault::bytes(row.back()), chain);
        chains[stored.record.sequence] = chain;
    }
    const auto seals = (*database)->rows(QStringLiteral("SELECT sequence, mac FROM seals ORDER BY sequence"));
    QVERIFY(seals->size() >= 2);
    QCOMPARE(seals->back()[0].toLongLong(), 1'505);
    for (const vault::Row& seal : *seals) {
        const std::int64_t sequence = seal[0].toLongLong();
        QCOMPARE(vault::bytes(seal[1]), vault::hmacSha256(*key, vault::sealFields(sequence, chains[sequence])));
    }
    vault::StoredRow changed = vault::rowFrom(rows->front());
    changed.record.path = "/other";
    QVERIFY(vault::chainOf(std::string(32, '\0'), changed) != chains[1]);
}

void ActivityTest::badFilesAreRefused() {
    QCOMPARE(ActivityReader::open(m_fixture->directory).error().code, FailureCode::NotFound);
    const std::string file = m_fixture->directory + "/activity.db";
    {
        const auto log = writer();
        QVERIFY(log->start());
        struct stat info {};
        QCOMPARE(::stat(file.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
    }
    QCOMPARE(::chmod(file.c_str(), 0644), 0);
    QCOMPARE(writer()->start().error().code, FailureCode::InsecurePermissions);
    QCOMPARE(ActivityReader::open(m_fixture->directory).error().code, FailureCode::InsecurePermissions);
    QCOMPARE(::chmod(file.c_str(), 0600), 0);
    std::ofstream(file, std::ios::trunc) << std::string(4096, 'x');
    QCOMPARE(writer()->start().error().code, FailureCode::Damaged);
}

QTEST_GUILESS_MAIN(ActivityTest)
#include "activity_test.moc"
