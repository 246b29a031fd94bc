#include "core/placeholder.h"
#include "gateway/http/leak_guard.h"
#include "gateway/http/query.h"
#include "gateway/http/request_writer.h"
#include "gateway/http/websocket_guard.h"
#include "gateway/policy/answer_verdict.h"
#include "gateway/policy/client_credential.h"
#include "gateway/policy/decision.h"
#include "snapshot_builder.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;
using policy::ClientCredential;

namespace {

constexpr const char* kKey = "AIzaSyREAL-0123456789abcdefghijklmnopq";
const std::string kCoded = "q+real/0123=456789&abcdefghijklmnop";
const std::string kCodedWritten = "q%2Breal%2F0123%3D456789%26abcdefghijklmnop";
constexpr const char* kBotToken = "123456:AAE-real_0123456789abcdef";

std::shared_ptr<const core::ProviderCatalogue> places() {
    return test::catalogueFrom(QStringLiteral(KEYSLUICE_PLACES_JSON));
}

/// The head that a provider gets for a request line's target, or nothing.
std::string sent(const std::string& target, const core::Injection& injection, std::string_view secret,
                 const std::string& fields = {}, std::span<const std::string_view> droppedParameters = {}) {
    const test::ParsedRequest request("GET " + target + " HTTP/1.1\r\nHost: a.test\r\n" + fields + "\r\n");
    if (!request.isDone()) {
        return "not parsed";
    }
    const http::Authority authority = *http::parseAuthority("a.test", 443);
    http::RequestForward forward{request.head(), authority, 443, &injection, secret};
    forward.droppedParameters = droppedParameters;
    std::string out(http::requestBound(forward), '\0');
    const auto size = http::writeRequest(forward, out);
    if (!size) {
        return {};
    }
    out.resize(*size);
    for (std::size_t small = 0; small < *size; ++small) { // never a byte behind what it was given
        std::string room(small, '\0');
        if (http::writeRequest(forward, room)) {
            return "written into too little";
        }
    }
    return out;
}

std::string targetOf(const std::string& head) {
    const std::size_t begin = head.find(' ') + 1;
    return head.empty() ? std::string() : head.substr(begin, head.find(' ', begin) - begin);
}

SnapshotCredential own(const std::string& id, core::Injection injection, const std::string& host = "a.test") {
    SnapshotCredential credential;
    credential.id = id;
    credential.name = id;
    credential.hosts = {host};
    credential.injection = std::move(injection);
    return credential;
}

} // namespace

/// Keys that go into a header beside a query, into a query, or into a path.
class TestInjectionPlaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void gemini_data();
    void gemini();
    void queries_data();
    void queries();
    void paths_data();
    void paths();
    void theWholeServer();
    void headerFormats();
    void droppedParameters();
    void clientCredentials_data();
    void clientCredentials();
    void placeholdersBeside();
    void ownKeysWhereAStoredOneGoes();
    void theCredentialForAPath_data();
    void theCredentialForAPath();
    void pathsThatAServerReadsOtherwise_data();
    void pathsThatAServerReadsOtherwise();
    void whatARowMayShow();
    void bothFormsAreFoundAtEverySplit();
    void nearMissesOfBothFormsPass();
    void bothFormsAreFoundInAHead();
    void bothFormsAreFoundInAWebSocket();
};

void TestInjectionPlaces::gemini_data() {
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* target, const char* expected) {
        QTest::newRow(target) << std::string(target) << std::string(expected);
    };
    row("/v1beta/models", "/v1beta/models");
    row("/v1beta/models?", "/v1beta/models?");
    row("/v1beta/models?key=AIzaOther", "/v1beta/models");
    row("/v1beta/models?key=", "/v1beta/models");
    row("/v1beta/models?key", "/v1beta/models");
    row("/m:streamGenerateContent?alt=sse&key=x", "/m:streamGenerateContent?alt=sse");
    row("/m?key=x&alt=sse", "/m?alt=sse");
    row("/m?a=1&key=x&b=2", "/m?a=1&b=2");
    row("/m?key=x&key=y&KEY=z", "/m");
    row("/m?k%65y=x&%6Bey=y&%6b%65%79=z&a=1", "/m?a=1");
    row("/m?%24key=x&$key=y&access_token=z&a=1", "/m?a=1");
    row("/m?a=1;key=x;b=2", "/m?a=1;b=2");
    row("/m?pageToken=a%26key%3Dx", "/m?pageToken=a%26key%3Dx"); // a value, not a parameter
    row("/m?monkey=1&key2=2&k.ey=3", "/m?monkey=1&key2=2&k.ey=3");
    row("/m?&&a=%zz&", "/m?&&a=%zz&");
    row("/m?key=x&&a", "/m?&a");
    row("/m?q=key=x", "/m?q=key=x");
    row("/m?a=?key=x", "/m?a=?key=x");
    row("https://a.test?key=x", "/");
    row("https://a.test/m?key=x", "/m");
}

void TestInjectionPlaces::gemini() {
    QFETCH(std::string, target);
    QFETCH(std::string, expected);
    const core::Injection injection = places()->provider("google")->kind("api_key")->injection;
    const std::string head =
        sent(target, injection, kKey, "Authorization: Bearer ya29.other\r\nX_Goog_Api_Key: AIzaOther\r\nA: b\r\n");
    QCOMPARE(head, "GET " + expected + " HTTP/1.1\r\nHost: a.test\r\nx-goog-api-key: " + kKey +
                       "\r\nA: b\r\naccept-encoding: identity\r\n\r\n");
}

void TestInjectionPlaces::queries_data() {
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("expected"); ///< KEY stands for the written value
    const auto row = [](const char* target, const char* expected) {
        QTest::newRow(target) << std::string(target) << std::string(expected);
    };
    row("/v1", "/v1?appid=KEY");
    row("/v1?", "/v1?appid=KEY");
    row("/v1?a=1", "/v1?a=1&appid=KEY");
    row("/v1?appid=x", "/v1?appid=KEY");
    row("/v1?a=1&appid=x&b=%20", "/v1?a=1&appid=KEY&b=%20");
    row("/v1?appid=x&b=2", "/v1?appid=KEY&b=2");
    row("/v1?APPID=x&a&%61ppid=y", "/v1?appid=KEY&a");
    row("/v1?a=1;appid=x", "/v1?a=1;appid=KEY");
    row("/v1?a=1&", "/v1?a=1&&appid=KEY");
    row("https://a.test", "/?appid=KEY");
}

void TestInjectionPlaces::queries() {
    QFETCH(std::string, target);
    QFETCH(std::string, expected);
    const core::Injection injection = places()->provider("maps")->kind("key")->injection;
    const std::string head = sent(target, injection, kCoded, "Authorization: Bearer other\r\n");
    expected.replace(expected.find("KEY"), 3, kCodedWritten);
    QCOMPARE(head, "GET " + expected + " HTTP/1.1\r\nHost: a.test\r\naccept-encoding: identity\r\n\r\n");
    QVERIFY(test::ParsedRequest(head).isDone());
}

void TestInjectionPlaces::paths_data() {
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("secret");
    QTest::addColumn<std::string>("expected"); ///< empty: not written
    const auto row = [](const char* target, const char* secret, const char* expected) {
        QTest::addRow("%s, %s", target, secret) << std::string(target) << std::string(secret) << std::string(expected);
    };
    row("/botPLACE/getMe", kBotToken, "/bot123456:AAE-real_0123456789abcdef/getMe");
    row("/bot/getMe?a=%20b", kBotToken, "/bot123456:AAE-real_0123456789abcdef/getMe?a=%20b");
    row("/bot1:2/a%20b/", "a/../b", "/bota%2F..%2Fb/a%20b/");
    row("/bot1:2/x", "a?b#c", "/bota%3Fb%23c/x");
    row("/bot1:2/x", "a%2Fb", "/bota%252Fb/x");
    row("/bot1/x", "..", ""); // no value, a dot segment
    row("/getMe", kBotToken, "");
    row("/", kBotToken, "");
}

void TestInjectionPlaces::paths() {
    QFETCH(std::string, target);
    QFETCH(std::string, secret);
    QFETCH(std::string, expected);
    QCOMPARE(targetOf(sent(target, places()->provider("bot")->kind("token")->injection, secret)), expected);
}

void TestInjectionPlaces::theWholeServer() {
    const auto options = [](const std::string& target, const core::Injection& injection) {
        const test::ParsedRequest request("OPTIONS " + target + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
        const http::Authority authority = *http::parseAuthority("a.test", 443);
        const http::RequestForward forward{request.head(), authority, 443, &injection, kKey};
        std::string out(http::requestBound(forward), '\0');
        const auto size = http::writeRequest(forward, out);
        return size ? targetOf(out.substr(0, *size)) : std::string("not written");
    };
    const core::Injection query = core::injectionIntoQuery("appid").value();
    const core::Injection header = core::injectionIntoHeader("x", "{value}").value();
    QCOMPARE(options("*", header), std::string("*"));
    QCOMPARE(options("*", query), std::string("not written"));
    QCOMPARE(options("https://a.test", header), std::string("*"));
    QCOMPARE(options("https://a.test", query), std::string("/?appid=") + kKey);
    Snapshot snapshot = test::runningSnapshot();
    snapshot.credentials = {own("query", query)};
    const test::ParsedRequest request("OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n");
    const auto decision =
        policy::decideRequest(snapshot, snapshot.agents[0], {request.head(), *http::parseAuthority("a.test", 443)});
    QVERIFY(decision.code == http::AnswerCode::CredentialMissing);
}

void TestInjectionPlaces::headerFormats() {
    const core::Injection injection = core::injectionIntoHeader("X-Auth", "token=\"{value}\"; v=1").value();
    QCOMPARE(sent("/x?y", injection, "a+b", "x_auth: other\r\n"),
             std::string("GET /x?y HTTP/1.1\r\nHost: a.test\r\nx-auth: token=\"a+b\"; v=1\r\n"
                         "accept-encoding: identity\r\n\r\n"));
}

void TestInjectionPlaces::droppedParameters() {
    const core::Injection injection = core::injectionIntoHeader("x-api-key", "{value}").value();
    const std::string_view dropped[] = {"key"};
    QCOMPARE(targetOf(sent("/m?a=1&key=ksPlaceholder&b", injection, kKey, {}, dropped)), std::string("/m?a=1&b"));
    QCOMPARE(targetOf(sent("/m?key=ksPlaceholder", injection, kKey, {}, dropped)), std::string("/m"));
}

void TestInjectionPlaces::clientCredentials_data() {
    QTest::addColumn<std::string>("provider");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<int>("kind");
    QTest::addColumn<std::string>("placeholders");
    const std::string token = core::newAgentToken();
    const auto row = [](const char* provider, const std::string& target, ClientCredential kind,
                        const char* placeholders = "") {
        QTest::addRow("%s %s", provider, target.c_str())
            << std::string(provider) << target << int(kind) << std::string(placeholders);
    };
    row("google", "/m", ClientCredential::None);
    row("google", "/m?key=&a=AIzaMine", ClientCredential::None);
    row("google", "/m?key=AIzaMine", ClientCredential::Own);
    row("google", "/m?a&%6Bey=AIzaMine", ClientCredential::Own);
    row("google", "/m?access_token=ya29.mine", ClientCredential::Own);
    row("google", "/m?key=AIzaksPlaceholder123", ClientCredential::Placeholder, "key,");
    row("google", "/m?k%65y=AIza%6bsPlaceholder123", ClientCredential::Placeholder, "k%65y,");
    row("google", "/m?key=" + token, ClientCredential::Placeholder, "key,");
    row("google", "/m?key=ksPlaceholder&$key=mine", ClientCredential::Own, "key,");
    row("bot", "/bot/getMe", ClientCredential::None);
    row("bot", "/bot12:mine/getMe", ClientCredential::Own);
    row("bot", "/bot12:ksPlaceholder/getMe", ClientCredential::Placeholder);
    row("bot", "/other", ClientCredential::None);
    row("nobody", "/m?key=mine", ClientCredential::None);
    row("nobody", "/m?key=" + token + "&api_key=x", ClientCredential::None, "key,");
}

void TestInjectionPlaces::clientCredentials() {
    QFETCH(std::string, provider);
    QFETCH(std::string, target);
    QFETCH(int, kind);
    QFETCH(std::string, placeholders);
    const auto catalogue = places();
    const test::ParsedRequest request("GET " + target + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
    const auto finding = policy::findClientCredential(request.head(), catalogue->provider(provider));
    std::string names;
    for (const std::string_view name : finding.placeholderParameters) {
        names.append(name).append(",");
    }
    QCOMPARE(names, placeholders);
    if (provider == "nobody") {
        return; // a token in a parameter of an unknown host goes, and says nothing else about the client
    }
    QCOMPARE(int(finding.kind), kind);
}

void TestInjectionPlaces::placeholdersBeside() {
    const core::Injection injection = core::injectionIntoHeader("x-api-key", "{value}").value();
    const std::string token = core::newAgentToken();
    const test::ParsedRequest request("GET /m?key=" + token + "&api_key=mine&a=ksPlaceholder HTTP/1.1\r\n" +
                                      "Host: a.test\r\n\r\n");
    const auto finding = policy::placeholdersBeside(injection, request.head(), nullptr);
    QCOMPARE(finding.placeholderParameters.size(), std::size_t{1});
    QCOMPARE(std::string(finding.placeholderParameters.front()), std::string("key"));
}

void TestInjectionPlaces::ownKeysWhereAStoredOneGoes() {
    const core::Injection places[] = {core::injectionIntoHeader("x-token", "{value}").value(),
                                      core::injectionIntoQuery("appid").value(),
                                      core::injectionIntoPath("/bot{value}/").value()};
    const std::string requests[] = {"GET /x HTTP/1.1\r\nHost: a.test\r\nX_Token: mine\r\n\r\n",
                                    "GET /x?%61ppid=mine HTTP/1.1\r\nHost: a.test\r\n\r\n",
                                    "GET /botmine/x HTTP/1.1\r\nHost: a.test\r\n\r\n"};
    const auto authority = *http::parseAuthority("a.test", 443);
    for (std::size_t i = 0; i < std::size(places); ++i) {
        Snapshot snapshot = test::runningSnapshot();
        snapshot.credentials = {own("stored", places[i])};
        const test::ParsedRequest request(requests[i]);
        const auto decide = [&] {
            return policy::decideRequest(snapshot, snapshot.agents[0], {request.head(), authority});
        };
        QVERIFY(decide().credential != nullptr); // ours takes its place
        snapshot.credentials.front().foreignKeys = core::ForeignKeys::Refuse;
        QVERIFY(decide().code == http::AnswerCode::ForeignCredential);
    }
}

void TestInjectionPlaces::theCredentialForAPath_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("chosen"); ///< "-": refused, there is none for this path
    QTest::addColumn<std::string>("withoutHeader");
    QTest::newRow("the longest") << std::string("/bot1/keys/2/x") << std::string("long") << std::string("long");
    QTest::newRow("the shorter") << std::string("/bot1/x") << std::string("short") << std::string("short");
    QTest::newRow("neither") << std::string("/v1/x") << std::string("header") << std::string("-");
}

void TestInjectionPlaces::theCredentialForAPath() {
    QFETCH(std::string, path);
    QFETCH(std::string, chosen);
    QFETCH(std::string, withoutHeader);
    Snapshot snapshot = test::runningSnapshot();
    snapshot.credentials = {own("header", core::injectionIntoHeader("x-api-key", "{value}").value()),
                            own("short", core::injectionIntoPath("/bot{value}/").value()),
                            own("long", core::injectionIntoPath("/bot1/keys/{value}/").value())};
    const test::ParsedRequest request("GET " + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
    const auto authority = *http::parseAuthority("a.test", 443);
    const auto decide = [&] {
        return policy::decideRequest(snapshot, snapshot.agents[0], {request.head(), authority});
    };
    QCOMPARE(decide().credential->id, chosen);
    snapshot.credentials.erase(snapshot.credentials.begin());
    const auto without = decide();
    if (withoutHeader != "-") {
        QCOMPARE(without.credential->id, withoutHeader);
        return;
    }
    QVERIFY(without.action == policy::RequestDecision::Action::Refuse);
    QVERIFY(without.code == http::AnswerCode::CredentialMissing);
    QCOMPARE(std::string(without.detail), std::string("the stored key is for other paths"));
    // At CONNECT the path is not known: the tunnel is opened.
    QVERIFY(policy::decideConnect(snapshot, snapshot.agents[0], authority, true).action ==
            policy::ConnectDecision::Action::Intercept);
}

void TestInjectionPlaces::pathsThatAServerReadsOtherwise_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("reason"); ///< empty: fine
    QTest::newRow("plain") << std::string("/bot1/x") << std::string();
    QTest::newRow("encoded slash") << std::string("/bot1%2Fx/y") << std::string("path_encoded_slash");
    QTest::newRow("encoded slash, small") << std::string("/bot1/x%2f") << std::string("path_encoded_slash");
    QTest::newRow("empty segment") << std::string("/bot1//x") << std::string("path_empty_segment");
    QTest::newRow("dot segment") << std::string("/bot1/../x") << std::string("path_dot_segment");
}

void TestInjectionPlaces::pathsThatAServerReadsOtherwise() {
    QFETCH(std::string, path);
    QFETCH(std::string, reason);
    Snapshot snapshot = test::runningSnapshot();
    snapshot.credentials = {own("bot", core::injectionIntoPath("/bot{value}/").value()),
                            own("all", core::injectionIntoHeader("x", "{value}").value(), "b.test")};
    const test::ParsedRequest request("GET " + path + " HTTP/1.1\r\n\r\n");
    const test::ParsedRequest whole("GET " + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
    const test::ParsedRequest other("GET " + path + " HTTP/1.1\r\nHost: b.test\r\n\r\n");
    const auto there = *http::parseAuthority("a.test", 443);
    const auto elsewhere = *http::parseAuthority("b.test", 443);
    const auto decision = policy::decideRequest(snapshot, snapshot.agents[0], {whole.head(), there});
    QCOMPARE(std::string(decision.detail), reason);
    QCOMPARE(decision.action == policy::RequestDecision::Action::Forward, reason.empty());
    // Where the path decides nothing, only dot segments matter.
    const auto free = policy::decideRequest(snapshot, snapshot.agents[0], {other.head(), elsewhere});
    QCOMPARE(free.action == policy::RequestDecision::Action::Forward, reason != "path_dot_segment");
}

void TestInjectionPlaces::whatARowMayShow() {
    Snapshot snapshot = test::runningSnapshot();
    snapshot.catalogue = places();
    const core::Provider* bot = snapshot.catalogue->provider("bot");
    const auto* ofProvider = policy::injectionIntoThisPath(snapshot, bot, "bot.example", "/bot12:mine/getMe");
    QVERIFY(ofProvider != nullptr);
    QCOMPARE(ofProvider->maskedPath("/bot12:mine/getMe"), std::string("/bot{value}/getMe"));
    QVERIFY(policy::injectionIntoThisPath(snapshot, nullptr, "a.test", "/k/mine/x") == nullptr);
    snapshot.credentials = {own("k", core::injectionIntoPath("/k/{value}/").value())};
    snapshot.credentials.front().enabled = false;
    QVERIFY(policy::injectionIntoThisPath(snapshot, nullptr, "a.test", "/k/mine/x") != nullptr);
    QVERIFY(policy::injectionIntoThisPath(snapshot, nullptr, "b.test", "/k/mine/x") == nullptr);
    QVERIFY(policy::injectionIntoThisPath(snapshot, nullptr, "a.test", "/v1/x") == nullptr);
}

void TestInjectionPlaces::bothFormsAreFoundAtEverySplit() {
    for (const std::string& form : {kCoded, kCodedWritten}) {
        const std::string stream = "see q+rea q%2Breal%2F0 " + form + " end";
        for (std::size_t split = 0; split <= stream.size(); ++split) {
            http::LeakGuard guard(kCoded, http::ContentCoding::Identity, kCodedWritten);
            std::string released;
            bool isHit = false;
            for (const std::string& piece : {stream.substr(0, split), stream.substr(split)}) {
                const auto step = guard.push(piece);
                released.append(step.before).append(step.data);
                isHit = isHit || step.verdict == http::LeakGuard::Step::Verdict::Hit;
                if (isHit) {
                    break;
                }
            }
            QVERIFY(isHit);
            QVERIFY(stream.starts_with(released));
            QVERIFY(released.size() <= stream.find(form));
        }
    }
}

void TestInjectionPlaces::nearMissesOfBothFormsPass() {
    const std::string stream = "q+q%2Breal/" + kCoded.substr(0, kCoded.size() - 1) + "qq%2Bq+" +
                               kCodedWritten.substr(0, kCodedWritten.size() - 1) + kCoded.substr(0, 9);
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        http::LeakGuard guard(kCoded, http::ContentCoding::Identity, kCodedWritten);
        std::string released;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            const std::string piece = stream.substr(at, step);
            const auto result = guard.push(piece);
            QVERIFY(result.verdict == http::LeakGuard::Step::Verdict::Fine);
            released.append(result.before).append(result.data);
        }
        released.append(guard.finish().before);
        QCOMPARE(released, stream);
    }
}

void TestInjectionPlaces::bothFormsAreFoundInAHead() {
    const http::AnswerHead head;
    for (const std::string& form : {kCoded, kCodedWritten}) {
        const auto refusal = policy::refuseAnswer(
            head, "HTTP/1.1 302 Found\r\nLocation: https://a.test/?appid=" + form + "\r\n\r\n", kCoded, kCodedWritten);
        QVERIFY(refusal.has_value());
        QVERIFY(refusal->code == http::AnswerCode::LeakBlocked);
    }
    QVERIFY(!policy::refuseAnswer(head, "HTTP/1.1 302 Found\r\n\r\n", kCoded, kCodedWritten));
}

void TestInjectionPlaces::bothFormsAreFoundInAWebSocket() {
    for (const std::string& form : {kCoded, kCodedWritten}) {
        const std::string frame = std::string("\x81", 1) + static_cast<char>(form.size()) + form;
        for (std::size_t split = 0; split <= frame.size(); ++split) {
            http::WebSocketGuard guard(kCoded, false, kCodedWritten);
            std::string released;
            bool isHit = false;
            for (const std::string& piece : {frame.substr(0, split), frame.substr(split)}) {
                const auto step = guard.push(piece);
                released.append(step.before).append(step.data);
                isHit = isHit || step.verdict == http::WebSocketGuard::Step::Verdict::Hit;
            }
            QVERIFY(isHit);
            QVERIFY(released.size() <= 2); // the frame's header
        }
    }
}

QTEST_APPLESS_MAIN(TestInjectionPlaces)
#include "test_injection_places.moc"
