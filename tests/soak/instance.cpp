#include "tests/soak/instance.h"

#include <QDir>
#include <QTextStream>
#include <QThread>
#include <QUrl>

#include <sys/resource.h>

#include <cstdlib>

namespace keysluice::soak {

namespace {

[[noreturn]] void giveUp(const char* what, const QByteArray& said = {}) {
    QTextStream(stderr) << what << ": " << said << '\n';
    std::exit(2);
}

} // namespace

Instance::Instance(test::LoopbackOrigin::Script provider)
    : m_origin(m_identity.certificate.get(), m_identity.key.get(), std::move(provider)) {
    // Both ends of each connection with an agent or a provider, of which this process has one.
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    // A key file: nothing here is about passphrases, which take their time.
    const QStringList key{QStringLiteral("--key-file"), m_program.path(QStringLiteral("vault.key"))};
    m_program.write(QStringLiteral("provider.pem"), QByteArray::fromStdString(m_certificates.authorityPem()));
    if (const auto made = m_program.run(key + words("init")); made.code != 0) {
        giveUp("init", made.error);
    }
    if (const auto added = m_program.run(key + words("secret add --name work --no-verify"), kKey + "\n");
        added.code != 0) {
        giveUp("secret add", added.error);
    }
    const auto tokenOf = [&](const char* name) {
        const auto agent = m_program.run(key + words("agent add --json") + words(name));
        return agent.json().value(QLatin1String("token")).toString().toStdString();
    };
    m_token = tokenOf("soak");
    m_otherToken = tokenOf("other");
    m_serving = std::make_unique<Serving>(
        m_program,
        key + QStringList{QStringLiteral("--resolve"),
                          QStringLiteral("api.anthropic.com:443:127.0.0.1:%1").arg(m_origin.port()),
                          QStringLiteral("--upstream-ca"), m_program.path(QStringLiteral("provider.pem"))},
        0, Serving::Proof::None);
    const QJsonObject listening = m_serving->listening();
    if (m_token.empty() || m_otherToken.empty() || listening.isEmpty()) {
        giveUp("serve", m_serving->process().readAllStandardError());
    }
    m_port = static_cast<std::uint16_t>(
        QUrl(QStringLiteral("http://") + listening.value(QLatin1String("address")).toString()).port());
    m_context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_load_verify_locations(m_context.get(), qPrintable(listening.value(QLatin1String("ca")).toString()),
                                  nullptr);
    SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER, nullptr);
}

test::BlockingPeer Instance::connect() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        return test::BlockingPeer();
    }
    return test::BlockingPeer(socket);
}

std::string Instance::connectRequest(const std::string& token) const {
    return "CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\nProxy-Authorization: Basic " +
           QByteArray("soak:" + QByteArray::fromStdString(token)).toBase64().toStdString() + "\r\n\r\n";
}

test::BlockingPeer Instance::openTunnel(const std::string& token) const {
    test::BlockingPeer peer = connect();
    if (!peer.send(connectRequest(token)) || !peer.receiveHead().starts_with("HTTP/1.1 200 ") ||
        !peer.connectTls(m_context.get(), "api.anthropic.com")) {
        return test::BlockingPeer();
    }
    return peer;
}

Instance::Use Instance::use() const {
    const QString process = QStringLiteral("/proc/%1/").arg(m_serving->process().processId());
    Use use;
    use.descriptors =
        static_cast<int>(QDir(process + QStringLiteral("fd")).entryList(QDir::AllEntries | QDir::System).size());
    QFile status(process + QStringLiteral("status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:")) {
                use.residentKib = line.simplified().split(' ').value(1).toLong();
            }
        }
    }
    return use;
}

Instance::Use Instance::idleUse() const {
    const auto connections = [this] {
        const QJsonObject status = m_program.run(words("status --json")).json();
        return status.value(QLatin1String("gateway")).toObject().value(QLatin1String("connections")).toInt(-1);
    };
    for (int i = 0; i < 300 && connections() != 0; ++i) {
        QThread::msleep(200);
    }
    return use();
}

QByteArray Instance::stop() {
    QProcess& process = m_serving->process();
    process.terminate();
    const bool hasEnded = process.waitForFinished(60'000);
    const QByteArray said = process.readAllStandardError();
    // A sanitizer's finding changes the exit code; a gateway that ends well says nothing.
    const bool isWell = hasEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return isWell ? QByteArray() : "exit code " + QByteArray::number(process.exitCode()) + '\n' + said;
}

void tell(const char* name, const QString& value) {
    QTextStream(stdout) << name << ": " << value << Qt::endl;
}

} // namespace keysluice::soak
