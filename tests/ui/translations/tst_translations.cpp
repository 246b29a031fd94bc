#include "ui/models/credential_text.h"
#include "ui/models/tray_state.h"
#include "ui/text/failure_text.h"
#include "ui/translations/translations.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace keysluice;

/// Every text of the sources is there in every language, whole.
class TranslationsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsMissing_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("German") << QStringLiteral("keysluice_de.ts") << QStringList();
        QTest::newRow("English plurals") << QStringLiteral("keysluice_en.ts")
                                         << QStringList{QStringLiteral("-pluralonly")};
    }
    void nothingIsMissing() {
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        const QString source = QStringLiteral(KEYSLUICE_SOURCE_DIR);
        QTemporaryDir folder;
        const QString copy = folder.filePath(name);
        QVERIFY(QFile::copy(source + QStringLiteral("/translations/") + name, copy));
        QProcess lupdate;
        lupdate.start(QStringLiteral(KEYSLUICE_LUPDATE),
                      options + QStringList{QStringLiteral("-silent"), QStringLiteral("-locations"),
                                            QStringLiteral("none"), QStringLiteral("-no-obsolete"),
                                            QStringLiteral("-I"), source, source + QStringLiteral("/app"),
                                            source + QStringLiteral("/ui"), QStringLiteral("-ts"), copy});
        QVERIFY(lupdate.waitForFinished(50'000));
        QCOMPARE(lupdate.exitCode(), 0);
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString text;
        QStringList missing;
        int messages = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == QLatin1String("name")) {
                const QString context = xml.readElementText(); // as the program asks for it
                QVERIFY2(context.startsWith(QLatin1String("keysluice::")), qPrintable(context));
            } else if (xml.isStartElement() && xml.name() == QLatin1String("source")) {
                text = xml.readElementText();
                ++messages;
            } else if (xml.isStartElement() && xml.name() == QLatin1String("translation") &&
                       xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished")) {
                missing += text;
            }
        }
        QVERIFY2(messages > 15, "lupdate found almost nothing");
        QVERIFY2(missing.isEmpty(),
                 qPrintable(QStringLiteral("without a translation: ") + missing.join(QStringLiteral(" | "))));
    }
    void oneAndSeveralAreToldApart() {
        core::CredentialInfo rejected;
        rejected.health.health = core::Health::Rejected;
        const auto sentence = [&rejected](int requests) {
            return ui::troubleOf(rejected, QStringLiteral("OpenAI"), requests, 0).sentence;
        };
        QVERIFY(ui::installTranslations(*QCoreApplication::instance(), QStringLiteral("en")));
        QCOMPARE(sentence(12), QStringLiteral("OpenAI answered 401 to 12 requests. Agents receive this answer. Put a "
                                              "new key in."));
        QCOMPARE(sentence(1),
                 QStringLiteral("OpenAI answered 401 to 1 request. Agents receive this answer. Put a new key in."));
        QCOMPARE(sentence(0), QStringLiteral("OpenAI answered 401. Agents receive this answer. Put a new key in."));
    }
    void germanIsSpoken() {
        QVERIFY(ui::installTranslations(*QCoreApplication::instance(), QStringLiteral("de")));
        QCOMPARE(ui::failureText({core::FailureCode::VaultLocked, {}}),
                 QStringLiteral("Der Tresor ist gesperrt. Zuerst entsperren."));
        ui::TrayFacts facts;
        facts.gateway = ui::GatewayPort::State::Running;
        facts.rejectedCredentials = 2;
        QCOMPARE(ui::trayStatusText(facts, 0), QStringLiteral("Läuft, 2 Schlüssel abgelehnt"));
    }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "tst_translations.moc"
