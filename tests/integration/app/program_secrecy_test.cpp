#include "tests/integration/app/instance_socket.h"
#include "tests/integration/app/program.h"

#include <QDir>
#include <QDirIterator>

#include <sys/socket.h>
#include <sys/stat.h>

#include <csignal>
#include <unistd.h>

/// What other users get to, what the socket takes, and where a key is not.
class ProgramSecrecyTest final : public QObject {
    Q_OBJECT

    Program m_program;

private Q_SLOTS:
    void initTestCase() { prepareVault(m_program); }

    void refusesOtherUsers() {
        const Program program(true);
        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        Serving serving(program);
        QCOMPARE(program.run(words("status")).code, 0);
        const QDir folder(program.path(QStringLiteral("run/keysluice")));
        for (const QString& name : folder.entryList({QStringLiteral("*.sock")}, QDir::System)) {
            struct stat info {};
            QCOMPARE(::stat(qPrintable(folder.filePath(name)), &info), 0);
            QCOMPARE(info.st_mode & 077U, 0U);
        }
        // Of other users only root gets through the folders, and is refused as well.
        const QByteArray answer = askInstance(program, "{\"id\":1,\"op\":\"status\"}\n");
        QCOMPARE(answer.contains("\"ok\":true"), ::geteuid() != 0);
    }

    void survivesAbuseOfItsSocket() {
        Serving serving(m_program);
        QCOMPARE(askInstance(m_program, "garbage\n"), QByteArray()); // closed
        QCOMPARE(askInstance(m_program, "[1,2]\n"), QByteArray());
        QCOMPARE(askInstance(m_program, QByteArray(200'000, 'x')), QByteArray());
        QCOMPARE(askInstance(m_program, "{\"id\":1,\"op\":\"status\",\"secrets\":[[\"value\",99999999]]}\n"),
                 QByteArray());
        QCOMPARE(askInstance(m_program, "{\"id\":1,\"op\":\"status\",\"secrets\":[[\"value\",-1]]}\n"), QByteArray());
        QVERIFY(askInstance(m_program, "{\"id\":7,\"op\":\"secret.reveal\"}\n").contains("Unsupported"));
        QVERIFY(askInstance(m_program, "{\"id\":7,\"op\":\"launch.begin\",\"args\":{\"tokenHash\":\"xyz\"}}\n")
                    .contains("Unsupported"));
        const int slow =
            connectToInstance(m_program); // a message that never ends is cut off, and nobody else waits for it
        (void)!::send(slow, "{\"id\":1", 7, MSG_NOSIGNAL);
        QVERIFY(askInstance(m_program, "{\"id\":8,\"op\":\"status\"}\n").contains("\"ok\":true"));
        char byte = 0;
        QCOMPARE(::recv(slow, &byte, 1, 0), ssize_t{0});
        ::close(slow);
        struct stat info {};
        QCOMPARE(::stat(qPrintable(m_program.path(QStringLiteral("run/keysluice"))), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0700U);
    }

    void leavesTheKeyNowhere() {
        QByteArray said;
        {
            Serving serving(m_program);
            for (const QStringList& command :
                 {words("secret list --json"), words("secret show work --json"), words("status --json"),
                  words("log --json"), words("env --shell json"), words("run -- env"),
                  m_program.proven(words("secret rotate work --no-verify --json")),
                  m_program.proven(words("secret add --name work --no-verify")), words("lock"),
                  words("secret test work")}) {
                const auto ended = m_program.run(command, kKey);
                said += ended.output + ended.error;
            }
            serving.process().terminate();
            serving.process().waitForFinished(20'000);
            said += serving.process().readAll() + serving.process().readAllStandardError();
        }
        QDirIterator files(m_program.path(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly)) {
                said += file.readAll();
            }
        }
        const QByteArray marker = kKey.mid(20, 40);
        const QString text = QString::fromLatin1(marker);
        const QByteArray wide(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        QVERIFY(!said.contains(marker));
        QVERIFY(!said.contains(wide));
        QVERIFY(!said.toLower().contains(marker.toHex()));
        for (int shift = 0; shift < 3; ++shift) {
            QVERIFY(!said.contains(marker.mid(shift, 36).toBase64()));
        }
        QVERIFY(said.contains("sk-ant-api03-")); // the preview: the search looked at the right place
    }
};

QTEST_GUILESS_MAIN(ProgramSecrecyTest)
#include "program_secrecy_test.moc"
