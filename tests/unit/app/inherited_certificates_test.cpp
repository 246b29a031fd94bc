#include "app/launch/inherited_certificates.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace keysluice::app;

class InheritedCertificatesTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string place(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }

    std::string write(const char* name, const QByteArray& text) const {
        QFile file(QString::fromStdString(place(name)));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        Q_ASSERT(written);
        return place(name);
    }

    static QByteArray read(const std::string& path) {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("nothing");
    }

    /// What each variable names afterwards.
    std::map<std::string, std::string> after(const std::vector<std::string>& environment) const {
        EnvironmentChange change;
        change.set = {{"NODE_EXTRA_CA_CERTS", place("ca.pem")},   {"DENO_CERT", place("ca.pem")},
                      {"SSL_CERT_FILE", place("roots.pem")},      {"CURL_CA_BUNDLE", place("roots.pem")},
                      {"REQUESTS_CA_BUNDLE", place("roots.pem")}, {"HTTPS_PROXY", "http://127.0.0.1:1"}};
        keepInheritedCertificates(change, environment, place("ca.pem"), m_folder.path().toStdString());
        return change.set;
    }

private Q_SLOTS:
    void init() {
        QVERIFY(m_folder.isValid());
        write("ca.pem", "OURS\n");
        write("roots.pem", "ROOTS\nOURS\n");
        write("theirs.pem", "THEIRS\n");
        write("other.pem", "OTHER\n");
    }

    void leavesItAloneWithoutAny() {
        for (const auto& [name, value] : after({"PATH=/bin", "HTTPS_PROXY=" + place("theirs.pem"), "SSL_CERT_FILE="})) {
            QVERIFY(value == place("ca.pem") || value == place("roots.pem") || name == "HTTPS_PROXY");
        }
        QCOMPARE(after({"HTTPS_PROXY=" + place("theirs.pem")})["HTTPS_PROXY"], std::string("http://127.0.0.1:1"));
    }

    void addsOursToWhatAVariableNames() {
        auto variables =
            after({"NODE_EXTRA_CA_CERTS=" + place("theirs.pem"), "REQUESTS_CA_BUNDLE=" + place("other.pem")});
        QCOMPARE(read(variables["NODE_EXTRA_CA_CERTS"]), QByteArray("THEIRS\n\nOURS\n"));
        QCOMPARE(read(variables["REQUESTS_CA_BUNDLE"]), QByteArray("OTHER\n\nOURS\n"));
        QCOMPARE(variables["DENO_CERT"], place("ca.pem"));
        QCOMPARE(variables["SSL_CERT_FILE"], place("roots.pem"));
        QCOMPARE(read(place("theirs.pem")), QByteArray("THEIRS\n"));
    }

    void takesTheGeneralVariableForAllThatReplaceRoots() {
        auto variables = after({"SSL_CERT_FILE=" + place("theirs.pem"), "CURL_CA_BUNDLE=" + place("other.pem")});
        QCOMPARE(read(variables["SSL_CERT_FILE"]), QByteArray("THEIRS\n\nOURS\n"));
        QCOMPARE(variables["REQUESTS_CA_BUNDLE"], variables["SSL_CERT_FILE"]);
        QCOMPARE(read(variables["CURL_CA_BUNDLE"]), QByteArray("OTHER\n\nOURS\n"));
        QCOMPARE(variables["NODE_EXTRA_CA_CERTS"], place("ca.pem"));
    }

    void addsNothingASecondTime() {
        auto first = after({"NODE_EXTRA_CA_CERTS=" + place("theirs.pem"), "SSL_CERT_FILE=" + place("theirs.pem")});
        auto second =
            after({"NODE_EXTRA_CA_CERTS=" + first["NODE_EXTRA_CA_CERTS"], "SSL_CERT_FILE=" + first["SSL_CERT_FILE"]});
        QCOMPARE(second, first);
    }

    void passesOverWhatIsNoFile_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("absent") << QStringLiteral("absent.pem");
        QTest::newRow("folder") << QStringLiteral(".");
        QTest::newRow("pipe") << QStringLiteral("pipe");
        QTest::newRow("empty") << QStringLiteral("empty.pem");
        QTest::newRow("huge") << QStringLiteral("huge.pem");
    }

    void passesOverWhatIsNoFile() {
        QFETCH(QString, path);
        ::mkfifo(place("pipe").c_str(), 0600);
        write("empty.pem", {});
        write("huge.pem", {});
        QVERIFY(QFile::resize(QString::fromStdString(place("huge.pem")), 16LL * 1024 * 1024 + 1));
        const std::string value = m_folder.filePath(path).toStdString();
        auto variables = after({"NODE_EXTRA_CA_CERTS=" + value, "SSL_CERT_FILE=" + value});
        QCOMPARE(variables["NODE_EXTRA_CA_CERTS"], place("ca.pem"));
        QCOMPARE(variables["SSL_CERT_FILE"], place("roots.pem"));
    }

    void givesOursAloneWhereTheRestCannotBeWritten() {
        EnvironmentChange change;
        change.set = {{"SSL_CERT_FILE", place("roots.pem")}, {"DENO_CERT", place("ca.pem")}};
        keepInheritedCertificates(change, {"DENO_CERT=" + place("theirs.pem")}, place("ca.pem"),
                                  place("no/such/folder"));
        QCOMPARE(change.set["DENO_CERT"], place("ca.pem"));
    }
};

QTEST_GUILESS_MAIN(InheritedCertificatesTest)
#include "inherited_certificates_test.moc"
