#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <grp.h>
#include <map>
#include <unistd.h>

/// The built program with a home of its own, as a script would use it.
class Program {
public:
    /// `unprivileged`: as another user than root, when the test is run by root.
    explicit Program(bool unprivileged = false) : m_dropsRoot(unprivileged && ::geteuid() == 0) {
        QVERIFY(m_home.isValid());
        ::mkdir(qPrintable(m_home.filePath(QStringLiteral("run"))), 0700);
        write(QStringLiteral("pass"), "correct horse battery\n");
        write(QStringLiteral("wrong"), "wrong horse battery\n");
        if (m_dropsRoot) {
            // The folder of the build may be closed to others, as root's own is.
            m_binary = path(QStringLiteral("keysluice"));
            QVERIFY(QFile::copy(QStringLiteral(KEYSLUICE_PROGRAM), m_binary));
            for (const char* name : {"", "run", "pass", "wrong", "keysluice"}) {
                QCOMPARE(::chown(qPrintable(path(QLatin1String(name))), kNobody, kNobody), 0);
            }
        }
    }

    QString path(const QString& name) const { return m_home.filePath(name); }
    QString data() const { return path(QStringLiteral("data")); }

    void write(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        file.write(text);
    }

    QProcessEnvironment environment() const {
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        for (const char* name :
             {"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY",
              "all_proxy", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS"}) {
            variables.remove(QLatin1String(name));
        }
        variables.insert(QStringLiteral("HOME"), m_home.path());
        variables.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("share")));
        variables.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("config")));
        variables.insert(QStringLiteral("XDG_RUNTIME_DIR"), path(QStringLiteral("run")));
        variables.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        for (const auto& [name, value] : more) {
            variables.insert(name, value);
        }
        return variables;
    }

    void prepare(QProcess& process, const QStringList& arguments) const {
        process.setProgram(m_binary);
        process.setArguments(QStringList{QStringLiteral("--data-dir"), data()} + arguments);
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(m_home.path());
        process.setChildProcessModifier([dropsRoot = m_dropsRoot, limit = beforeStart] {
            if (limit != nullptr) {
                limit();
            }
            if (dropsRoot) {
                dropRoot();
            }
        });
    }

    std::map<QString, QString> more; ///< variables of the environment
    void (*beforeStart)() = nullptr; ///< in the child, e.g. to limit it

    struct Ended {
        int code = -1;
        QByteArray output;
        QByteArray error;
        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(output.split('\n').value(0)).object(); }
    };

    Ended run(const QStringList& arguments, const QByteArray& input = {}) const {
        QProcess process;
        prepare(process, arguments);
        process.start();
        process.write(input);
        process.closeWriteChannel();
        Ended ended;
        if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit) {
            ended.code = process.exitCode();
        }
        ended.output = process.readAllStandardOutput();
        ended.error = process.readAllStandardError();
        return ended;
    }

    QStringList proven(const QStringList& arguments) const {
        return QStringList{QStringLiteral("--passphrase-file"), path(QStringLiteral("pass"))} + arguments;
    }

    static void dropRoot() {
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) {
            ::_exit(99);
        }
    }

private:
    static constexpr uid_t kNobody = 65534;

    QTemporaryDir m_home;
    bool m_dropsRoot;
    QString m_binary = QStringLiteral(KEYSLUICE_PROGRAM);
};

/// `serve`, until the object goes.
class Serving {
public:
    enum class Proof { Passphrase, None };

    Serving(const Program& program, const QStringList& more = {}, int port = 0, Proof proof = Proof::Passphrase) {
        const QStringList serve{QStringLiteral("serve"), QStringLiteral("--port"), QString::number(port),
                                QStringLiteral("--json")};
        program.prepare(m_process, (proof == Proof::Passphrase ? program.proven(serve) : serve) + more);
        m_process.start();
        while (!m_process.canReadLine() && m_process.state() != QProcess::NotRunning &&
               m_process.waitForReadyRead(60'000)) {
        }
        m_listening = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~Serving() {
        m_process.terminate();
        if (!m_process.waitForFinished(20'000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    [[nodiscard]] QJsonObject listening() const { return m_listening; }
    [[nodiscard]] QProcess& process() { return m_process; }

private:
    QProcess m_process;
    QJsonObject m_listening;
};

/// A key of Anthropic's form that a search can find.
inline const QByteArray kKey = "sk-ant-api03-" + QByteArray("cAnArYmArKeR0123456789").repeated(4) + "AA";

inline QStringList words(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// A port that nothing listens on.
inline int freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

/// A vault with the secret "work" and the agent "ci".
inline void prepareVault(const Program& program) {
    QCOMPARE(program.run(program.proven(words("init"))).code, 0);
    const auto added = program.run(program.proven(words("secret add --name work --no-verify --json")), kKey + "\n");
    QVERIFY2(added.code == 0, added.error.constData());
    QCOMPARE(added.json().value(QLatin1String("health")).toString(), QStringLiteral("unchecked"));
    const auto agent = program.run(program.proven(words("agent add ci --json")));
    QVERIFY2(agent.code == 0, agent.error.constData());
    QVERIFY(agent.json().value(QLatin1String("token")).toString().startsWith(QLatin1String("ks_")));
    QVERIFY(agent.json().value(QLatin1String("placeholder")).toObject().contains(QLatin1String("anthropic")));
}
