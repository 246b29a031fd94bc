#include "app/desktop/terminal.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <memory>

using namespace keysluice;

/// Every terminal program that is known, played by a script on PATH that writes down how it was called.
class TerminalTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    void install(const QString& name) const {
        QFile script(m_folder->filePath(name));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write(
            "#!/bin/sh\n{ for word in \"$0\" \"$@\"; do echo \"$word\"; done; pwd; umask; } > \"$REPORT.part\"\n"
            "/bin/mv \"$REPORT.part\" \"$REPORT\"\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    QStringList report() const {
        QFile file(m_folder->filePath(QStringLiteral("report")));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed().split(QLatin1Char('\n'))
                                              : QStringList();
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("PATH", m_folder->path().toUtf8());
        qputenv("REPORT", m_folder->filePath(QStringLiteral("report")).toUtf8());
    }

    void isToldWhatToRun_data() {
        QTest::addColumn<QStringList>("before");
        const auto row = [](const char* name, const char* option) {
            QTest::newRow(name) << (*option == 0 ? QStringList() : QStringList(QString::fromLatin1(option)));
        };
        row("x-terminal-emulator", "-e");
        row("gnome-terminal", "--");
        row("kgx", "--");
        row("konsole", "-e");
        row("xfce4-terminal", "-x");
        row("mate-terminal", "-x");
        row("alacritty", "-e");
        row("kitty", "");
        row("foot", "");
        row("xterm", "-e");
    }

    void isToldWhatToRun() {
        QFETCH(QStringList, before);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        install(name);
        const mode_t mask = ::umask(077); // as the window has it
        const auto launched =
            app::launchInTerminal("/data dir", "ci agent", "claude -p \"two words\"", m_folder->path().toStdString());
        ::umask(mask);
        QVERIFY(launched);
        QTRY_VERIFY(!report().isEmpty());
        const QStringList expected = QStringList{m_folder->filePath(name)} + before +
                                     QStringList{QCoreApplication::applicationFilePath(),
                                                 QStringLiteral("--data-dir"),
                                                 QStringLiteral("/data dir"),
                                                 QStringLiteral("run"),
                                                 QStringLiteral("--agent"),
                                                 QStringLiteral("ci agent"),
                                                 QStringLiteral("--"),
                                                 QStringLiteral("claude"),
                                                 QStringLiteral("-p"),
                                                 QStringLiteral("two words"),
                                                 m_folder->path(),
                                                 QStringLiteral("0022")};
        QCOMPARE(report(), expected);
    }

    void theDesktopsChoiceComesFirst() {
        install(QStringLiteral("xterm"));
        install(QStringLiteral("x-terminal-emulator"));
        QCOMPARE(app::findTerminal()->program, m_folder->filePath(QStringLiteral("x-terminal-emulator")));
    }

    void noShellReadsTheCommand() {
        install(QStringLiteral("xterm"));
        QVERIFY(app::launchInTerminal("/data", "ci", "claude $(touch x) ; rm -r `pwd`", {}));
        QTRY_VERIFY(!report().isEmpty());
        QVERIFY(report().contains(QStringLiteral("$(touch")) && report().contains(QStringLiteral(";")));
    }

    void saysWhatIsMissing() {
        QVERIFY(!app::findTerminal());
        const auto without = app::launchInTerminal("/data", "ci", "claude", {});
        QCOMPARE(without.error().code, core::FailureCode::Unsupported);
        install(QStringLiteral("xterm"));
        QCOMPARE(app::launchInTerminal("/data", "ci", "  ", {}).error().code, core::FailureCode::Unsupported);
        QVERIFY(!app::launchInTerminal("/data", "ci", "claude", "/no/such/folder"));
    }
};

QTEST_GUILESS_MAIN(TerminalTest)
#include "terminal_test.moc"
