#include "ui/models/network_form.h"

#include <QTest>

using namespace keysluice;
using ui::FieldError;

class NetworkFormTest final : public QObject {
    Q_OBJECT
private:
    template <class T>
    static void expectError(const ui::FieldResult<T>& result, FieldError error) {
        QVERIFY(!result);
        QCOMPARE(static_cast<int>(result.error().error), static_cast<int>(error));
        QVERIFY(ui::fieldProblemText(result.error()).endsWith(QLatin1Char('.')));
    }

private Q_SLOTS:
    void ports() {
        QCOMPARE(int(*ui::parsePort(QStringLiteral(" 5397 "))), 5397);
        for (const char* bad : {"", "0", "65536", "-1", "x", "53 97"}) {
            expectError(ui::parsePort(QString::fromLatin1(bad)), FieldError::PortOutOfRange);
        }
    }
    void addresses() {
        const auto parsed = ui::parseAddresses(QStringLiteral("127.0.0.1, [::1] 192.168.1.2"));
        QVERIFY(parsed.has_value());
        QCOMPARE(ui::addressesText(*parsed), QStringLiteral("127.0.0.1, ::1, 192.168.1.2"));
        QVERIFY(!ui::isLoopbackOnly(*parsed));
        QVERIFY(ui::isLoopbackOnly({"127.0.0.1", "::1", "127.9.9.9"}));
        QVERIFY(!ui::isLoopbackOnly({"0.0.0.0"}));
        QVERIFY(!ui::isLoopbackOnly({"::"}));
        expectError(ui::parseAddresses(QStringLiteral(" ")), FieldError::NoAddress);
        expectError(ui::parseAddresses(QStringLiteral("localhost")), FieldError::NotAnAddress);
        expectError(ui::parseAddresses(QStringLiteral("127.1")), FieldError::NotAnAddress);
        expectError(ui::parseAddresses(QStringLiteral("::1, ::1")), FieldError::TwiceTheSame);
    }
    void proxies() {
        QCOMPARE(*ui::parseProxy(QString()), std::string());
        QCOMPARE(*ui::parseProxy(QStringLiteral("proxy.corp:3128")), std::string("http://proxy.corp:3128"));
        QCOMPARE(*ui::parseProxy(QStringLiteral("http://[fd00::1]:3128/")), std::string("http://[fd00::1]:3128"));
        expectError(ui::parseProxy(QStringLiteral("https://proxy:1")), FieldError::ProxyScheme);
        expectError(ui::parseProxy(QStringLiteral("proxy.corp")), FieldError::ProxyHost);
        expectError(ui::parseProxy(QStringLiteral("http://u:p@proxy:1")), FieldError::ProxyHasCredentials);
        expectError(ui::parseProxy(QStringLiteral("http://proxy:1/path")), FieldError::ProxyPath);
        for (const char* own : {"127.0.0.1:5397", "localhost:5397", "http://[::1]:5397", "127.1.2.3:5397"}) {
            expectError(ui::parseProxy(QString::fromLatin1(own), 5397), FieldError::ProxyIsGateway);
            QVERIFY(ui::parseProxy(QString::fromLatin1(own), 5398).has_value());
        }
        QVERIFY(ui::parseProxy(QStringLiteral("proxy.corp:5397"), 5397).has_value());
    }
    void overrides() {
        const QString text = QStringLiteral("api.anthropic.com:443:127.0.0.1:8443\napi.openai.com:443:[::1]");
        const auto parsed = ui::parseOverrides(QString(text + QStringLiteral("\n\n")));
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->size(), std::size_t(2));
        QCOMPARE((*parsed)[0].host, std::string("api.anthropic.com"));
        QCOMPARE(int((*parsed)[0].port), 8443);
        QCOMPARE((*parsed)[1].address, std::string("::1"));
        QCOMPARE(ui::overridesText(*parsed), text);
        expectError(ui::parseOverrides(QStringLiteral("api.anthropic.com")), FieldError::OverrideForm);
        expectError(ui::parseOverrides(QStringLiteral("a b:443:127.0.0.1")), FieldError::OverrideHost);
        expectError(ui::parseOverrides(QStringLiteral("a:0:127.0.0.1")), FieldError::OverridePort);
        expectError(ui::parseOverrides(QStringLiteral("a:443:somewhere")), FieldError::OverrideAddress);
        expectError(ui::parseOverrides(QStringLiteral("a:443:127.0.0.1\na:443:127.0.0.2")), FieldError::TwiceTheSame);
    }
};

QTEST_GUILESS_MAIN(NetworkFormTest)
#include "tst_network_form.moc"
