#include "vault/activity/activity_writer.h"
#include "vault_fixture.h"

#include <QDirIterator>
#include <QStringEncoder>
#include <QTest>

using namespace keysluice;
using namespace keysluice::tests;

/// Marker secrets go through every operation of the vault; afterwards no file of the data directory holds one, in any
/// encoding that an accident would use.
class MarkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noFileHoldsASecret();
    void theScanFindsWhatIsThere();

private:
    static QList<QByteArray> encodings(const QByteArray& marker);
    static QString findIn(const QString& folder, const QList<QByteArray>& markers);
};

QList<QByteArray> MarkerTest::encodings(const QByteArray& marker) {
    QStringEncoder utf16le(QStringEncoder::Utf16LE);
    QStringEncoder utf16be(QStringEncoder::Utf16BE);
    const QString text = QString::fromLatin1(marker);
    QList<QByteArray> all{marker, utf16le(text), utf16be(text), marker.toHex(), marker.toHex().toUpper()};
    for (int shift = 0; shift < 3; ++shift) { // base64 of a longer text with the marker somewhere inside
        const QByteArray encoded = QByteArray(QByteArray(shift, 'x') + marker).toBase64(QByteArray::OmitTrailingEquals);
        all << encoded.mid(4, encoded.size() - 8);
    }
    return all;
}

QString MarkerTest::findIn(const QString& folder, const QList<QByteArray>& markers) {
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) {
            return file.fileName();
        }
        const QByteArray content = file.readAll();
        for (const QByteArray& marker : markers) {
            for (const QByteArray& encoded : encodings(marker)) {
                if (content.contains(encoded)) {
                    return file.fileName() + QLatin1Char(' ') + QString::fromLatin1(marker);
                }
            }
        }
    }
    return {};
}

void MarkerTest::noFileHoldsASecret() {
    const VaultFixture fixture;
    const QByteArray key("sk-ant-api03-MARKERONEabcdefghijklmnopqrstuvwxyz-7QAA");
    const QByteArray next("sk-ant-api03-MARKERTWOabcdefghijklmnopqrstuvwxyz-8QAA");
    const QByteArray proxy("user:MARKERTHREEabcdefghij");
    const QByteArray der("MARKERFOURabcdefghijklmnopq");
    const QByteArray token = QByteArray::fromStdString(core::newAgentToken());
    const auto scan = [&](const core::SecretBytes& code) {
        const QByteArray recovery(code.view().data(), static_cast<qsizetype>(code.size()));
        const QByteArray bare = QByteArray(recovery).replace('-', "");
        return findIn(QString::fromStdString(fixture.directory),
                      {key, next, proxy, der, token, kPassphrase, recovery, bare, "MARKERONE", "MARKERTWO"});
    };
    auto vault = fixture.create();
    QVERIFY(vault);
    auto recovery = vault::newRecoverySlot();
    QVERIFY(vault->addSlot(std::move(recovery.slot)));
    const auto id = *vault->credentials().add(anthropicKey("work"), secret(key.toStdString()));
    QVERIFY(vault->credentials().rotate(id, secret(next.toStdString()), {}));
    QVERIFY(vault->credentials().reveal(id));
    QVERIFY(vault->opener()->open(*vault->credentials().sealed(id)));
    QVERIFY(vault->settings().setUpstreamProxyCredentials(secret(proxy.toStdString())));
    QVERIFY(vault->authority().store("PEM", secret(der.toStdString())));
    QVERIFY(vault->agents().addToken(*vault->agents().add("ci"), "t", core::hashToken(token.toStdString()), 0));
    QVERIFY(vault->replaceSlots(std::move(*vault::newPassphraseSlot(secret("MARKERONE passphrase"), cheapArgon2()))));
    vault::ActivityWriter log({fixture.directory}, fixture.clock);
    QVERIFY(log.start());
    log.setSealKey(vault->logSealKey());
    log.submit({});
    QVERIFY(log.flush(20'000));
    QCOMPARE(scan(recovery.code), QString()); // while everything is open, write-ahead logs included
    QVERIFY(vault->rotateDataKey());
    vault->lock();
    log.sealAndForgetKey();
    log.stop();
    QCOMPARE(scan(recovery.code), QString());
    vault.reset();
    QCOMPARE(scan(recovery.code), QString());
}

void MarkerTest::theScanFindsWhatIsThere() {
    const QByteArray marker("MARKERFIVEabcdefghij");
    for (const QByteArray& encoded : encodings(marker)) {
        const QTemporaryDir folder;
        QFile file(folder.path() + QStringLiteral("/f"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("before" + encoded + "after");
        file.close();
        QVERIFY(!findIn(folder.path(), {marker}).isEmpty());
    }
}

QTEST_GUILESS_MAIN(MarkerTest)
#include "marker_test.moc"
