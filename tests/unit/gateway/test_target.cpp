#include "gateway/http/target.h"

#include <QTest>

using namespace keysluice::gateway::http;

class TestTarget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void interceptedPaths_data();
    void interceptedPaths();
    void forms();
    void whatClientsSend_data();
    void whatClientsSend();
};

void TestTarget::interceptedPaths_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* path, const char* error) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(error);
    };
    row("/", "none");
    row("/v1/messages", "none");
    row("/v1/models/claude-3.5", "none");
    row("/v1/files/.hidden", "none");
    row("/v1/files/...", "none");
    row("/v1/a..b/c.", "none");
    row("/v1//messages", "none");
    row("/v1/a%2Fb", "none");
    row("/v1/%41", "none");
    row("*", "none");
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
}

void TestTarget::interceptedPaths() {
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, error);
    const auto name = httpErrorName(checkInterceptedPath({path.constData(), static_cast<std::size_t>(path.size())}));
    QCOMPARE(QByteArray(name.data(), static_cast<int>(name.size())), error);
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
