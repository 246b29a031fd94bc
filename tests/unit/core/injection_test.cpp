#include "core/injection.h"

#include <QTest>

using namespace keysluice::core;

/// Where a credential may be put, and where it stands then.
class InjectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headers_data();
    void headers();
    void parameters_data();
    void parameters();
    void paths_data();
    void paths();
    void places_data();
    void places();
    void parameterSpellings_data();
    void parameterSpellings();
    void whatIsReplaced();
    void valuesInTargets_data();
    void valuesInTargets();
    void labels();
};

namespace {

constexpr int kGood = -1;

int faultOf(const Result<Injection, InjectionFault>& made) {
    return made ? kGood : static_cast<int>(made.error());
}

} // namespace

void InjectionTest::headers_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("format");
    QTest::addColumn<int>("fault");
    const auto row = [](const char* title, const std::string& name, const std::string& format, int fault = kGood) {
        QTest::newRow(title) << name << format << fault;
    };
    const int format = static_cast<int>(InjectionFault::Format);
    const int name = static_cast<int>(InjectionFault::HeaderName);
    const int reserved = static_cast<int>(InjectionFault::ReservedHeader);
    row("bare", "X-Api-Key", "{value}");
    row("scheme", "authorization", "Bearer {value}");
    row("both sides", "x-token", "token=\"{value}\"; v=1");
    row("cookie", "cookie", "session={value}");
    row("braces beside", "x", "{{value}}");
    row("no value", "x", "Bearer", format);
    row("nothing", "x", "", format);
    row("two values", "x", "{value}{value}", format);
    row("another name", "x", "{Value}", format);
    row("line end", "x", "{value}\r\nX: y", format);
    row("tab", "x", "a\t{value}", format);
    row("not ASCII", "x", "\xc3\xa4{value}", format);
    row("space in front", "x", " {value}", format);
    row("space behind", "x", "{value} ", format);
    row("no name", "", "{value}", name);
    row("space in the name", "x y", "{value}", name);
    row("colon in the name", "x:", "{value}", name);
    row("line end in the name", "x\r\ny", "{value}", name);
    for (const char* one :
         {"Host", "content-length", "Transfer_Encoding", "connection", "te", "upgrade", "expect", "accept-encoding",
          "via", "forwarded", "proxy-authorization", "x-forwarded-for", "x-keysluice-agent", "X_Keysluice_Error"}) {
        row(one, one, "{value}", reserved);
    }
}

void InjectionTest::headers() {
    QFETCH(std::string, name);
    QFETCH(std::string, format);
    QFETCH(int, fault);
    const auto made = injectionIntoHeader(name, format);
    QCOMPARE(faultOf(made), fault);
    if (made) {
        QVERIFY(made->place == Injection::Place::Header);
        QCOMPARE(made->before + "{value}" + made->after, format);
        QVERIFY(made->replaces(name));
        QVERIFY(!made->touchesTarget());
    } else {
        QVERIFY(!injectionFaultText(made.error()).empty());
    }
}

void InjectionTest::parameters_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<int>("fault");
    const int bad = static_cast<int>(InjectionFault::ParameterName);
    for (const char* name : {"key", "api_key", "$key", "X-Key.v2~"}) {
        QTest::newRow(name) << std::string(name) << kGood;
    }
    for (const char* name : {"", "a=b", "a&b", "a;b", "a#b", "a b", "a+b", "a%62", "\r\n", "\xc3\xa4"}) {
        QTest::newRow(*name == '\0' ? "empty" : QByteArray(name).toPercentEncoding().constData())
            << std::string(name) << bad;
    }
}

void InjectionTest::parameters() {
    QFETCH(std::string, name);
    QFETCH(int, fault);
    const auto made = injectionIntoQuery(name);
    QCOMPARE(faultOf(made), fault);
    if (made) {
        QVERIFY(made->replacesParameter(name));
        QVERIFY(made->touchesTarget());
        QVERIFY(!made->replaces(name)); // a header of that name is another thing
    }
}

void InjectionTest::paths_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("fault");
    for (const char* path : {"/bot{value}/", "/bot{value}", "/{value}", "/v1/keys/{value}/chat", "/a:b@c/{value}/"}) {
        QTest::newRow(path) << std::string(path) << kGood;
    }
    for (const char* path : {"",
                             "/",
                             "/bot",
                             "bot{value}/",
                             "/{value}{value}/",
                             "/{value}/{value}/",
                             "/bot{value}.json",
                             "//{value}/",
                             "/a//{value}",
                             "/{value}//b",
                             "/../{value}",
                             "/./{value}/",
                             "/{value}/..",
                             "/a%2f{value}",
                             "/a?b={value}",
                             "/{value}?x",
                             "/a#{value}",
                             "/a b{value}",
                             "/a;x{value}",
                             "/{value}/\r\n",
                             "/{other}/{value}"}) {
        QTest::newRow(*path == '\0' ? "empty" : path)
            << std::string(path) << static_cast<int>(InjectionFault::PathTemplate);
    }
}

void InjectionTest::paths() {
    QFETCH(std::string, path);
    QFETCH(int, fault);
    QCOMPARE(faultOf(injectionIntoPath(path)), fault);
}

void InjectionTest::places_data() {
    QTest::addColumn<std::string>("form");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("masked"); ///< empty: it does not fit
    const auto row = [](const char* form, const char* path, const char* masked) {
        QTest::addRow("%s in %s", form, path) << std::string(form) << std::string(path) << std::string(masked);
    };
    row("/bot{value}/", "/bot12:ab/getMe", "/bot{value}/getMe");
    row("/bot{value}/", "/bot/getMe", "/bot{value}/getMe"); // the client brought none
    row("/bot{value}/", "/bot12:ab/", "/bot{value}/");
    row("/bot{value}/", "/botbot/a/bot1/b", "/bot{value}/a/bot1/b");
    row("/bot{value}/", "/bot12:ab", "");
    row("/bot{value}/", "/bot", "");
    row("/bot{value}/", "/Bot1/x", "");
    row("/bot{value}/", "/%62ot1/x", ""); // another spelling is another path
    row("/bot{value}/", "/file/bot1/x", "");
    row("/bot{value}/", "/", "");
    row("/bot{value}/", "", "");
    row("/bot{value}", "/bot1", "/bot{value}");
    row("/bot{value}", "/bot1/x", "/bot{value}/x");
    row("/k/{value}/chat", "/k/1/chat", "/k/{value}/chat");
    row("/k/{value}/chat", "/k/1/chat/2", "/k/{value}/chat/2");
    row("/k/{value}/chat", "/k/1/chatter", "");
    row("/k/{value}/chat", "/k/1/cha", "");
    row("/k/{value}/chat", "/k/1/2/chat", "");
}

void InjectionTest::places() {
    QFETCH(std::string, form);
    QFETCH(std::string, path);
    QFETCH(std::string, masked);
    const Injection injection = injectionIntoPath(form).value();
    QCOMPARE(injection.slotIn(path).has_value(), !masked.empty());
    QCOMPARE(injection.maskedPath(path), masked.empty() ? path : masked);
    QVERIFY(!injectionIntoHeader("x", "{value}")->slotIn(path));
}

void InjectionTest::parameterSpellings_data() {
    QTest::addColumn<std::string>("written");
    QTest::addColumn<bool>("isKey");
    for (const char* name : {"key", "Key", "KEY", "k%65y", "%6bey", "%6Bey", "%6b%65%79", "%4B%45%59"}) {
        QTest::newRow(name) << std::string(name) << true;
    }
    for (const char* name : {"", "ke", "keys", "key%", "key%7", "k%2565y", "%6", "k+ey", "key+", "key%00", "k-ey"}) {
        QTest::newRow(*name == '\0' ? "empty" : name) << std::string(name) << false;
    }
}

void InjectionTest::parameterSpellings() {
    QFETCH(std::string, written);
    QFETCH(bool, isKey);
    QCOMPARE(meansParameter(written, "key"), isKey);
}

void InjectionTest::whatIsReplaced() {
    Injection injection = injectionIntoHeader("X_Goog_Api_Key", "{value}").value();
    injection.remove.push_back("authorization");
    injection.removeParameters = {"key", "$key"};
    QVERIFY(injection.replaces("x-goog-api-key") && injection.replaces("X-GOOG_API-KEY"));
    QVERIFY(injection.replaces("Authorization") && !injection.replaces("x-goog-user-project"));
    QVERIFY(injection.replacesParameter("k%65y") && injection.replacesParameter("%24key"));
    QVERIFY(!injection.replacesParameter("pageToken"));
    QVERIFY(injection.touchesTarget());
}

void InjectionTest::valuesInTargets_data() {
    QTest::addColumn<int>("place");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("written");
    const auto row = [](Injection::Place place, const char* value, const char* written) {
        QTest::addRow("%d %s", int(place), value) << int(place) << std::string(value) << std::string(written);
    };
    row(Injection::Place::Header, "a+/=:?&%", "a+/=:?&%");
    row(Injection::Place::Query, "AIzaSy_a-b.c~0", "AIzaSy_a-b.c~0");
    row(Injection::Place::Query, "a+/=:?&%#;", "a%2B%2F%3D%3A%3F%26%25%23%3B");
    row(Injection::Place::Path, "123:AAE-x_y", "123:AAE-x_y");
    row(Injection::Place::Path, "a/b?c#d%e;f+g", "a%2Fb%3Fc%23d%25e%3Bf%2Bg");
}

void InjectionTest::valuesInTargets() {
    QFETCH(int, place);
    QFETCH(std::string, value);
    QFETCH(std::string, written);
    const auto where = static_cast<Injection::Place>(place);
    std::string out(writtenSize(where, value), '\0');
    writeValue(where, value, out);
    QCOMPARE(out, written);
}

void InjectionTest::labels() {
    QCOMPARE(injectionIntoHeader("X-Api-Key", "{value}")->label(), std::string("x-api-key"));
    QCOMPARE(injectionIntoQuery("key")->label(), std::string("?key"));
    QCOMPARE(injectionIntoPath("/bot{value}/")->label(), std::string("/bot{value}/"));
}

QTEST_APPLESS_MAIN(InjectionTest)
#include "injection_test.moc"
