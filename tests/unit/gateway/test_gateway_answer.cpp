#include "gateway/http/answer_parser.h"
#include "gateway/http/gateway_answer.h"
#include "gateway/http/json_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace keysluice;
using namespace keysluice::gateway;
using http::AnswerCode;
using http::HttpError;

namespace {

constexpr int kCodes = static_cast<int>(AnswerCode::ShuttingDown) + 1;

QByteArray bytes(std::string_view text) {
    return QByteArray(text.data(), static_cast<int>(text.size()));
}

struct Row {
    AnswerCode code;
    const char* name;
    int status;
    const char* shouldRetry; ///< "": header absent
    const char* retryAfter;
};

// What agents rely on, written down a second time on purpose.
const Row kContract[] = {
    {AnswerCode::AgentUnknown, "agent_unknown", 407, "false", ""},
    {AnswerCode::VaultLocked, "vault_locked", 503, "false", "5"},
    {AnswerCode::PolicyUnverified, "policy_unverified", 503, "false", "30"},
    {AnswerCode::LogUnavailable, "log_unavailable", 503, "false", "30"},
    {AnswerCode::CredentialMissing, "credential_missing", 403, "false", ""},
    {AnswerCode::ForeignCredential, "foreign_credential", 403, "false", ""},
    {AnswerCode::CredentialDisabled, "credential_disabled", 403, "false", ""},
    {AnswerCode::CredentialNotGranted, "credential_not_granted", 403, "false", ""},
    {AnswerCode::CredentialUnreadable, "credential_unreadable", 503, "false", ""},
    {AnswerCode::HostNotAllowed, "host_not_allowed", 403, "false", ""},
    {AnswerCode::DestinationRefused, "destination_refused", 403, "false", ""},
    {AnswerCode::Paused, "paused", 503, "false", "5"},
    {AnswerCode::AgentFrozen, "agent_frozen", 403, "false", ""},
    {AnswerCode::BlockedByRule, "blocked_by_rule", 403, "false", ""},
    {AnswerCode::BodyNotExamined, "body_not_examined", 403, "false", ""},
    {AnswerCode::RateLimited, "rate_limited", 429, "true", "1"},
    {AnswerCode::RateLimitedForLong, "rate_limited", 403, "false", ""},
    {AnswerCode::ApprovalDenied, "approval_denied", 403, "false", ""},
    {AnswerCode::ApprovalTimeout, "approval_timeout", 403, "false", ""},
    {AnswerCode::ApprovalUnavailable, "approval_unavailable", 403, "false", ""},
    {AnswerCode::PlaintextRefused, "plaintext_refused", 403, "false", ""},
    {AnswerCode::AuthorityMismatch, "authority_mismatch", 421, "false", ""},
    {AnswerCode::WebSocketNotExamined, "websocket_not_examined", 426, "false", ""},
    {AnswerCode::Busy, "busy", 503, "true", "1"},
    {AnswerCode::TooManyConnections, "too_many_connections", 503, "true", "1"},
    {AnswerCode::BadRequest, "bad_request", 400, "false", ""},
    {AnswerCode::NotFound, "not_found", 404, "false", ""},
    {AnswerCode::HeadTooLarge, "too_large", 431, "false", ""},
    {AnswerCode::TargetTooLong, "too_large", 414, "false", ""},
    {AnswerCode::BodyTooLarge, "too_large", 413, "false", ""},
    {AnswerCode::RequestTimeout, "request_timeout", 408, "", ""},
    {AnswerCode::MethodNotAllowed, "method_not_allowed", 405, "false", ""},
    {AnswerCode::UpstreamDns, "upstream_dns", 502, "", ""},
    {AnswerCode::UpstreamRefused, "upstream_refused", 502, "", ""},
    {AnswerCode::UpstreamReset, "upstream_reset", 502, "", ""},
    {AnswerCode::UpstreamTls, "upstream_tls", 502, "false", ""},
    {AnswerCode::UpstreamMalformed, "upstream_malformed", 502, "false", ""},
    {AnswerCode::UpstreamProxy, "upstream_proxy", 502, "", ""},
    {AnswerCode::UpstreamTimeout, "upstream_timeout", 504, "", ""},
    {AnswerCode::LeakBlocked, "leak_blocked", 502, "false", ""},
    {AnswerCode::ShuttingDown, "shutting_down", 503, "true", "1"},
};

http::AnswerContext context(core::ErrorShape shape) {
    http::AnswerContext result;
    result.shape = shape;
    result.provider = "Anthropic";
    result.host = "api.anthropic.com";
    result.agent = "Claude";
    result.credential = "Work";
    result.detail = "some_detail";
    result.keepAlive = true;
    return result;
}

} // namespace

class TestGatewayAnswer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contract_data();
    void contract();
    void coversEveryCode();
    void shapes();
    void hostileTextStaysText_data();
    void hostileTextStaysText();
    void connectionHandling();
    void revokedInsideATunnel();
    void fixedAnswers();
    void errorNames();
    void requestErrors();
};

void TestGatewayAnswer::contract_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("shape");
    for (int i = 0; i < static_cast<int>(std::size(kContract)); ++i) {
        for (const auto shape : {core::ErrorShape::Anthropic, core::ErrorShape::OpenAi, core::ErrorShape::Plain}) {
            QTest::addRow("%s, %d, shape %d", kContract[i].name, kContract[i].status, static_cast<int>(shape))
                << i << static_cast<int>(shape);
        }
    }
}

void TestGatewayAnswer::contract() {
    QFETCH(int, index);
    QFETCH(int, shape);
    const Row& row = kContract[index];
    const std::string answer = http::makeAnswer(row.code, context(static_cast<core::ErrorShape>(shape)));
    http::AnswerParser parser(core::Limits{}); // our own strict parser must accept it
    QCOMPARE(parser.parse(answer), http::ParseState::Done);
    const http::AnswerHead& head = parser.head();
    QCOMPARE(head.status, row.status);
    const auto value = [&](const char* name) {
        const http::Field* field = head.find(std::string_view(name));
        return field == nullptr ? QByteArray() : bytes(field->value);
    };
    QCOMPARE(value("x-keysluice-error"), QByteArray(row.name));
    QCOMPARE(value("cache-control"), QByteArray("no-store"));
    QCOMPARE(value("content-type"), QByteArray("application/json"));
    QCOMPARE(value("x-should-retry"), QByteArray(row.shouldRetry));
    QCOMPARE(value("retry-after"), QByteArray(row.retryAfter));
    QCOMPARE(value("proxy-authenticate"), QByteArray(row.status == 407 ? "Basic realm=\"Keysluice\"" : ""));
    QCOMPARE(value("access-control-allow-origin"), QByteArray());
    QCOMPARE(answer.size(), parser.consumed() + head.body.length);
    QCOMPARE(head.keepAlive, http::answerFacts(row.code).keepsConnection);
    QVERIFY(row.status < 400 || row.status > 499 || row.status == 407 || !head.keepAlive);

    QJsonParseError error;
    const QJsonDocument json =
        QJsonDocument::fromJson(QByteArray::fromStdString(answer.substr(parser.consumed())), &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    const QJsonObject detail = json[u"error"].toObject();
    const QString message = detail[u"message"].toString();
    QVERIFY(message.endsWith(u'.') && message.size() > 30);
    QCOMPARE(json[u"keysluice"][u"code"].toString(), QString::fromLatin1(row.name));
    QCOMPARE(json[u"keysluice"][u"reason"].toString(), QStringLiteral("some_detail"));
    switch (static_cast<core::ErrorShape>(shape)) {
    case core::ErrorShape::Anthropic:
        QCOMPARE(json[u"type"].toString(), QStringLiteral("error"));
        QVERIFY(detail[u"type"].toString().endsWith(QStringLiteral("error")) || row.status == 413);
        break;
    case core::ErrorShape::OpenAi:
        QCOMPARE(detail[u"code"].toString(), QString::fromLatin1(row.name));
        QVERIFY(detail.contains(QStringLiteral("param")) && !detail[u"type"].toString().isEmpty());
        break;
    case core::ErrorShape::Plain:
        QCOMPARE(detail[u"code"].toString(), QString::fromLatin1(row.name));
        break;
    }
}

void TestGatewayAnswer::coversEveryCode() {
    std::set<AnswerCode> seen;
    for (const Row& row : kContract) {
        seen.insert(row.code);
    }
    QCOMPARE(static_cast<int>(seen.size()), kCodes);
    QCOMPARE(static_cast<int>(std::size(kContract)), kCodes);
}

void TestGatewayAnswer::shapes() {
    http::AnswerContext missing = context(core::ErrorShape::Anthropic);
    missing.detail = {};
    QCOMPARE(http::answerBody(AnswerCode::CredentialMissing, missing),
             std::string(
                 R"({"type":"error","error":{"type":"permission_error","message":"Keysluice has no key for Anthropic; )"
                 R"(nothing was sent. Add one in the Keysluice window under Connections > LLMs, or with `keysluice )"
                 R"(secret add`."},"keysluice":{"code":"credential_missing","hint":"Add one in the Keysluice window )"
                 R"(under Connections > LLMs, or with `keysluice secret add`."}})"
                 "\n"));
    missing.shape = core::ErrorShape::OpenAi;
    QVERIFY(http::answerBody(AnswerCode::CredentialMissing, missing)
                .find(R"("type":"invalid_request_error","param":null)") != std::string::npos);
    missing.provider = {};
    QVERIFY(http::answerMessage(AnswerCode::CredentialMissing, missing).find("api.anthropic.com") != std::string::npos);
    missing.host = {};
    QVERIFY(http::answerMessage(AnswerCode::CredentialMissing, missing).find("this host") != std::string::npos);
}

void TestGatewayAnswer::hostileTextStaysText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("quotes and backslashes") << QByteArray("\",\"admin\":true,\"x\":\"\\");
    QTest::newRow("line breaks") << QByteArray("a\r\nx-evil: 1\r\n\r\n{}");
    QTest::newRow("controls") << QByteArray("a\x01\x1f\x7f\tb");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("broken UTF-8") << QByteArray("\xff\xc3(\xe2\x82\xed\xa0\x80\xf5\x80\x80\x80\xc0\xaf");
    QTest::newRow("good UTF-8") << QByteArray("Z\xc3\xbcrich \xe2\x82\xac \xf0\x9f\x94\x91");
    QTest::newRow("long") << QByteArray(100'000, 'x');
}

void TestGatewayAnswer::hostileTextStaysText() {
    QFETCH(QByteArray, text);
    const std::string hostile = text.toStdString();
    for (int code = 0; code < kCodes; ++code) {
        http::AnswerContext all = context(core::ErrorShape::Anthropic);
        all.provider = hostile;
        all.host = hostile;
        all.agent = hostile;
        all.credential = hostile;
        all.detail = hostile;
        const std::string answer = http::makeAnswer(static_cast<AnswerCode>(code), all);
        http::AnswerParser parser(core::Limits{});
        QCOMPARE(parser.parse(answer), http::ParseState::Done);
        QCOMPARE(answer.size(), parser.consumed() + parser.head().body.length);
        QVERIFY(parser.head().find(std::string_view("x-evil")) == nullptr);
        QVERIFY(answer.size() < 4096);
        QJsonParseError error;
        const QJsonDocument json =
            QJsonDocument::fromJson(QByteArray::fromStdString(answer.substr(parser.consumed())), &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        QVERIFY(!json[u"error"].toObject().contains(QStringLiteral("admin")));
        QVERIFY(!json.object().contains(QStringLiteral("admin")));
    }
    for (const char c : http::jsonEscaped(hostile)) {
        QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); // Qt's parser is lenient here, others are not
    }
    const QByteArray escaped = QByteArray::fromStdString("[\"" + http::jsonEscaped(hostile) + "\"]");
    const QJsonDocument json = QJsonDocument::fromJson(escaped);
    QVERIFY(!json.isNull());
    if (QString::fromUtf8(text).toUtf8() == text) {
        QCOMPARE(json[0].toString().toUtf8(), text);
    }
}

void TestGatewayAnswer::connectionHandling() {
    http::AnswerContext asked = context(core::ErrorShape::Plain);
    asked.headOnly = true;
    const std::string locked = http::makeAnswer(AnswerCode::VaultLocked, asked);
    QVERIFY(locked.ends_with("\r\n\r\n"));
    QVERIFY(locked.find("connection:") == std::string::npos);
    asked.minorVersion = 0;
    QVERIFY(http::makeAnswer(AnswerCode::VaultLocked, asked).find("connection: keep-alive\r\n") != std::string::npos);
    asked.keepAlive = false;
    QVERIFY(http::makeAnswer(AnswerCode::VaultLocked, asked).find("connection: close\r\n") != std::string::npos);
    QVERIFY(http::makeAnswer(AnswerCode::MethodNotAllowed, asked).find("allow: GET, HEAD, POST") != std::string::npos);
    QVERIFY(http::makeAnswer(AnswerCode::WebSocketNotExamined, asked).find("upgrade: HTTP/1.1\r\n") !=
            std::string::npos);
}

void TestGatewayAnswer::revokedInsideATunnel() {
    http::AnswerContext inside = context(core::ErrorShape::Anthropic);
    inside.isToProvider = true;
    const std::string answer = http::makeAnswer(AnswerCode::AgentUnknown, inside);
    QVERIFY(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"));
    QVERIFY(answer.find("proxy-authenticate") == std::string::npos);
    QVERIFY(answer.find("x-keysluice-error: agent_unknown\r\n") != std::string::npos);
    QVERIFY(answer.find("connection: close\r\n") != std::string::npos);
    QVERIFY(answer.find("permission_error") != std::string::npos);
    QVERIFY(http::makeAnswer(AnswerCode::VaultLocked, inside).starts_with("HTTP/1.1 503 "));
}

void TestGatewayAnswer::fixedAnswers() {
    http::AnswerParser parser(core::Limits{});
    QCOMPARE(parser.parse(http::connectEstablished()), http::ParseState::Done);
    QCOMPARE(parser.head().status, 200);
    parser.reset(false);
    QCOMPARE(parser.parse(http::continueAnswer()), http::ParseState::Done);
    QCOMPARE(parser.head().status, 100);
    for (const bool isLocked : {false, true}) {
        const std::string health = http::healthAnswer(isLocked, false);
        parser.reset(false);
        QCOMPARE(parser.parse(health), http::ParseState::Done);
        QCOMPARE(health.substr(parser.consumed()),
                 std::string(isLocked ? R"({"status":"locked"})" : R"({"status":"ok"})"));
        QCOMPARE(parser.head().body.length, static_cast<std::uint64_t>(health.size() - parser.consumed()));
        QVERIFY(parser.head().find(std::string_view("access-control-allow-origin")) == nullptr);
    }
}

void TestGatewayAnswer::errorNames() {
    std::set<std::string_view> names;
    for (int error = 0; error <= static_cast<int>(HttpError::Truncated); ++error) {
        const std::string_view name = http::httpErrorName(static_cast<HttpError>(error));
        QVERIFY(!name.empty() && names.insert(name).second);
    }
}

void TestGatewayAnswer::requestErrors() {
    QCOMPARE(http::answerForRequestError(HttpError::BareLineFeed), AnswerCode::BadRequest);
    QCOMPARE(http::answerForRequestError(HttpError::HeadTooLarge), AnswerCode::HeadTooLarge);
    QCOMPARE(http::answerForRequestError(HttpError::TooManyFields), AnswerCode::HeadTooLarge);
    QCOMPARE(http::answerForRequestError(HttpError::TargetTooLong), AnswerCode::TargetTooLong);
    QCOMPARE(http::answerForRequestError(HttpError::ChunkSizeMalformed), AnswerCode::BadRequest);
}

QTEST_APPLESS_MAIN(TestGatewayAnswer)
#include "test_gateway_answer.moc"
