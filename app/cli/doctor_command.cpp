#include "app/cli/doctor_command.h"

#include "app/cli/output.h"
#include "app/control/message.h"
#include "app/control/printable.h"
#include "app/process/hardening.h"
#include "ui/text/failure_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTcpServer>

#include <unistd.h>

namespace keysluice::app {

namespace {

constexpr qint64 kClockTolerance = 60'000;
constexpr qint64 kRenewSoon = 14LL * 24 * 3600 * 1000;

QString sentenceOf(const QJsonValue& failure) {
    return ui::failureText(outcomeOf({{QStringLiteral("error"), failure}}).error());
}

} // namespace

void DoctorCommand::add(const QString& name, Level level, const QString& text, const QString& remedy) {
    m_wrong = m_wrong || level == Level::Wrong;
    const QString state = level == Level::Good   ? QStringLiteral("ok")
                          : level == Level::Hint ? QStringLiteral("hint")
                                                 : QStringLiteral("wrong");
    m_checks.append(QJsonObject{{QStringLiteral("check"), name},
                                {QStringLiteral("state"), state},
                                {QStringLiteral("text"), text},
                                {QStringLiteral("remedy"), remedy}});
    if (!m_line.global.json) {
        printLine(state.leftJustified(6) + name.leftJustified(14) + printable(text) +
                  (remedy.isEmpty() ? QString() : QString(QLatin1Char(' ') + printable(remedy))));
    }
}

void DoctorCommand::start() {
    add(QStringLiteral("process"), isHardened() ? Level::Good : Level::Wrong,
        isHardened() ? tr("Memory is closed to other processes, and there are no core files.")
                     : tr("The process could not be protected."));
    checkEnvironment();
    const auto paths =
        instancePaths(m_line.global.dataDirectory.empty() ? defaultDataDirectory()
                                                          : std::filesystem::path(m_line.global.dataDirectory),
                      false);
    if (!paths) {
        add(QStringLiteral("data"), Level::Wrong, ui::failureText(paths.error()));
        end();
        return;
    }
    add(QStringLiteral("data"), Level::Good, QString::fromStdString(paths->data.string()));
    m_client = ControlClient::connectTo(paths->socket);
    if (m_client) {
        m_isRunning = true;
        m_client->request(QStringLiteral("doctor"), {}, {},
                          [this](const core::Outcome<QJsonObject>& report) { evaluate(report); });
        return;
    }
    auto runtime = Runtime::create(*paths, {});
    if (!runtime) {
        add(QStringLiteral("data"), Level::Wrong, ui::failureText(runtime.error()));
        end();
        return;
    }
    m_runtime = std::move(*runtime);
    m_operations = std::make_unique<ControlOperations>(*m_runtime);
    m_session = std::make_unique<ControlSession>(Caller{::getpid(), ::geteuid()}, nullptr, nullptr);
    m_operations->handle(QStringLiteral("doctor"), {}, {}, *m_session,
                         [this](const core::Outcome<QJsonObject>& report) { evaluate(report); });
}

void DoctorCommand::checkEnvironment() {
    if (qEnvironmentVariable("NODE_TLS_REJECT_UNAUTHORIZED") == QLatin1String("0")) {
        add(QStringLiteral("node"), Level::Wrong,
            tr("NODE_TLS_REJECT_UNAUTHORIZED=0 makes Node programs accept any certificate."),
            tr("Take it out of your environment."));
    } else {
        add(QStringLiteral("node"), Level::Good, tr("Node programs check certificates."));
    }
    QStringList redirecting;
    for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}) {
        if (!qEnvironmentVariableIsEmpty(name)) {
            redirecting << QLatin1String(name);
        }
    }
    if (redirecting.isEmpty()) {
        add(QStringLiteral("proxy"), Level::Good, tr("No proxy or certificate variables are set here."));
    } else {
        add(QStringLiteral("proxy"), Level::Hint, tr("Set here: %1.").arg(redirecting.join(QStringLiteral(", "))),
            tr("A start honours them only with a passphrase or key file; the upstream proxy is also a setting."));
    }
}

void DoctorCommand::evaluate(const core::Outcome<QJsonObject>& report) {
    if (!report) {
        add(QStringLiteral("gateway"), Level::Wrong, ui::failureText(report.error()));
        end();
        return;
    }
    const QJsonObject vault = report->value(QLatin1String("vault")).toObject();
    const QString state = vault.value(QLatin1String("state")).toString();
    if (vault.contains(QLatin1String("trouble"))) {
        add(QStringLiteral("vault"), Level::Wrong, sentenceOf(vault.value(QLatin1String("trouble"))));
    } else if (state == QLatin1String("absent")) {
        add(QStringLiteral("vault"), Level::Wrong, ui::failureText({core::FailureCode::VaultAbsent, {}}));
    } else if (state == QLatin1String("locked") && m_isRunning) {
        add(QStringLiteral("vault"), Level::Wrong, tr("The vault is locked; every request is refused."),
            tr("Run “keysluice unlock”, or unlock it in the window."));
    } else {
        add(QStringLiteral("vault"), Level::Good,
            state == QLatin1String("open") ? tr("The vault is open.") : tr("The vault is there."));
    }
    const QJsonObject gateway = report->value(QLatin1String("gateway")).toObject();
    if (gateway.contains(QLatin1String("trouble"))) {
        add(QStringLiteral("gateway"), Level::Wrong, sentenceOf(gateway.value(QLatin1String("trouble"))),
            tr("Choose another port with --port or in Settings."));
    } else if (gateway.value(QLatin1String("running")).toBool()) {
        add(QStringLiteral("gateway"), Level::Good,
            tr("It listens on %1.").arg(gateway.value(QLatin1String("address")).toString()));
    } else {
        QTcpServer probe;
        const quint16 port = core::ProtectedSettings{}.port;
        if (probe.listen(QHostAddress::LocalHost, port)) {
            add(QStringLiteral("gateway"), Level::Hint, tr("It is not running; port %1 is free.").arg(port),
                tr("Start it with “keysluice” or “keysluice serve”."));
        } else {
            add(QStringLiteral("gateway"), Level::Wrong,
                ui::failureText({core::FailureCode::PortTaken, std::to_string(port)}), tr("Start it with --port."));
        }
    }
    if (gateway.contains(QLatin1String("warning"))) {
        add(QStringLiteral("upstream"), Level::Hint, sentenceOf(gateway.value(QLatin1String("warning"))),
            tr("Change the upstream proxy in Settings, or where this start was given it."));
    }
    const QJsonValue keychain = report->value(QLatin1String("keychain"));
    const bool needsKeychain = vault.value(QLatin1String("slots")).toArray().contains(QStringLiteral("keychain"));
    if (keychain.isString()) {
        add(QStringLiteral("keychain"), Level::Good, tr("The system keychain is usable."));
    } else {
        add(QStringLiteral("keychain"), needsKeychain ? Level::Wrong : Level::Hint, sentenceOf(keychain));
    }
    const QJsonObject authority = report->value(QLatin1String("authority")).toObject();
    const QDateTime notAfter =
        QDateTime::fromString(authority.value(QLatin1String("notAfter")).toString(), Qt::ISODateWithMs);
    if (notAfter.isValid()) {
        const bool soon = notAfter.toMSecsSinceEpoch() - QDateTime::currentMSecsSinceEpoch() < kRenewSoon;
        add(QStringLiteral("authority"), soon ? Level::Wrong : Level::Good,
            tr("The certificate authority is valid until %1.").arg(notAfter.date().toString(Qt::ISODate)),
            soon ? tr("Open the vault: it is renewed then.") : QString());
    } else {
        add(QStringLiteral("authority"), Level::Hint,
            tr("There is no certificate authority yet; the first start makes it."));
    }
    checkProviders(*report);
    end();
}

void DoctorCommand::checkProviders(const QJsonObject& report) {
    bool clockKnown = false;
    for (const QJsonValue& value : report.value(QLatin1String("providers")).toArray()) {
        const QJsonObject check = value.toObject();
        const QString host = check.value(QLatin1String("host")).toString();
        const QString detail = check.value(QLatin1String("detail")).toString();
        if (check.value(QLatin1String("status")).toInt() > 0) {
            add(QStringLiteral("provider"), Level::Good, tr("%1 answers.").arg(host));
        } else {
            add(QStringLiteral("provider"), Level::Wrong, checkText(check) + QLatin1Char(' ') + detail,
                tr("Check the network, and the upstream proxy in Settings."));
        }
        if (detail.startsWith(QLatin1String("date=")) && !clockKnown) {
            clockKnown = true;
            const qint64 skew = QDateTime::currentMSecsSinceEpoch() - detail.mid(5).toLongLong();
            const bool isOff = std::abs(skew) > kClockTolerance;
            add(QStringLiteral("clock"), isOff ? Level::Wrong : Level::Good,
                isOff ? tr("This computer's clock differs from %1 by %2 s.").arg(host).arg(skew / 1000)
                      : tr("The clock is right."),
                isOff ? tr("Set the clock: certificates are checked against it.") : QString());
        }
    }
    if (!clockKnown) {
        add(QStringLiteral("clock"), Level::Hint, tr("No provider answered, so the clock could not be compared."));
    }
}

void DoctorCommand::end() {
    if (m_line.global.json) {
        printJson({{QStringLiteral("ok"), !m_wrong}, {QStringLiteral("checks"), m_checks}});
    }
    Q_EMIT finished(m_wrong ? kRefused : kDone);
}

} // namespace keysluice::app
