#include "gateway/http/target.h"
#include "rule_vectors.h"

#include <QTest>

using namespace keysluice::gateway;
using namespace keysluice::gateway::http;

namespace {

std::vector<test::RuleVector> refused() {
    std::vector<test::RuleVector> all;
    const auto row = [&all](const char* path, const char* rule) { all.push_back({rule, path, path}); };
    row("/.", "path_dot_segment");
    row("/..", "path_dot_segment");
    row("/v1/../admin", "path_dot_segment");
    row("/v1/./messages", "path_dot_segment");
    row("/v1/messages/..", "path_dot_segment");
    row("/v1/%2e%2e/admin", "path_dot_segment");
    row("/v1/%2E./admin", "path_dot_segment");
    row("/v1/.%2e", "path_dot_segment");
    row("/v1/%2e/x", "path_dot_segment");
    row("/v1/..%2fadmin", "path_dot_segment");
    row("/v1%2f..%2Fadmin", "path_dot_segment");
    row("/v1/..;/admin", "path_dot_segment");
    row("/v1/..;a=b/admin", "path_dot_segment");
    row("/v1\\..\\admin", "path_backslash");
    row("/v1/%5cadmin", "path_backslash");
    row("/v1/%5Cadmin", "path_backslash");
    row("/v1/a%00b", "path_control");
    row("/v1/a%0d%0aX-Api-Key:", "path_control");
    row("/v1/a%7f", "path_control");
    row("/v1/a%1F", "path_control");
    row("/v1/a%2Fb", "path_encoded_slash");
    row("/v1%2f", "path_encoded_slash");
    row("/v1//messages", "path_empty_segment");
    row("//v1", "path_empty_segment");
    return all;
}

/// `isScoped`: where a rule or a credential depends on the path.
QByteArray errorOf(const QByteArray& path, bool isScoped) {
    const std::string_view text(path.constData(), static_cast<std::size_t>(path.size()));
    HttpError error = checkInterceptedPath(text);
    if (isScoped && error == HttpError::None) {
        error = checkScopedPath(text);
    }
    return QByteArray::fromStdString(std::string(httpErrorName(error)));
}

} // namespace

class TestTarget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void interceptedPaths_data();
    void interceptedPaths();
    void refusedPaths_data();
    void refusedPaths();
    void everyRuleHasAVector();
    void forms();
    void whatClientsSend_data();
    void whatClientsSend();
};

void TestTarget::interceptedPaths_data() {
    QTest::addColumn<QByteArray>("path");
    for (const char* path : {"/", "/v1/messages", "/v1/models/claude-3.5", "/v1/files/.hidden", "/v1/files/...",
                             "/v1/a..b/c.", "/v1//messages", "/v1/a%2Fb", "/v1/%41", "*"}) {
        QTest::newRow(path) << QByteArray(path);
    }
}

void TestTarget::interceptedPaths() {
    QFETCH(QByteArray, path);
    QCOMPARE(errorOf(path, false), QByteArray("none"));
}

void TestTarget::refusedPaths_data() {
    test::addRows(refused());
}

void TestTarget::refusedPaths() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, error);
    QCOMPARE(errorOf(bytes, true), error);
    const bool isOnlyWhereItMatters = error == "path_encoded_slash" || error == "path_empty_segment";
    QCOMPARE(errorOf(bytes, false), isOnlyWhereItMatters ? QByteArray("none") : error);
}

void TestTarget::everyRuleHasAVector() {
    QCOMPARE(test::withoutVector(test::Place::InterceptedPath, refused()), QByteArray());
}

void TestTarget::forms() {
    Target target;
    QCOMPARE(parseTarget("HTTPS://A.test/p?q=1?2", "GET", target), HttpError::None);
    QCOMPARE(target.form, TargetForm::Absolute);
    QVERIFY(target.isHttps);
    QVERIFY(target.authority == "A.test" && target.path == "/p" && target.query == "q=1?2");
    QVERIFY(target.pathAndQuery == "/p?q=1?2");

    QCOMPARE(parseTarget("http://a.test", "GET", target), HttpError::None);
    QVERIFY(!target.isHttps && target.path == "/" && target.pathAndQuery.empty());
    QCOMPARE(parseTarget("http://a.test?x", "GET", target), HttpError::None);
    QVERIFY(target.path == "/" && target.query == "x" && target.pathAndQuery == "?x");
    QCOMPARE(parseTarget("//a.test/x", "GET", target), HttpError::None); // a path, not an authority
    QCOMPARE(target.form, TargetForm::Origin);
    QVERIFY(target.authority.empty());
    QCOMPARE(parseTarget("/proxy/http://b.test/x", "GET", target), HttpError::None);
    QCOMPARE(target.form, TargetForm::Origin);
}

void TestTarget::whatClientsSend_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"/v1/models?limit=1000&after_id=x%20y", "/a?q=[1]&f={\"x\"}", "/a|b", "/a;p=1?x=^`", "/~u/(x)!$&'*+,=:@"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestTarget::whatClientsSend() {
    QFETCH(QByteArray, text);
    Target target;
    const HttpError error = parseTarget({text.constData(), static_cast<std::size_t>(text.size())}, "GET", target);
    QCOMPARE(error, text.contains('"') ? HttpError::TargetMalformed : HttpError::None);
}

QTEST_APPLESS_MAIN(TestTarget)
#include "test_target.moc"
