#include "app/cli/serve_command.h"

#include "app/cli/init_command.h"
#include "app/cli/output.h"
#include "app/cli/refused_start.h"
#include "app/cli/vault_opener.h"
#include "app/control/client.h"
#include "app/control/json_forms.h"
#include "ui/text/failure_text.h"

#include <QCoreApplication>

#include <filesystem>

namespace keysluice::app {

using core::FailureCode;

core::Outcome<StartOptions> readStartOptions(const ServeOptions& given, bool proven) {
    std::vector<std::string> ignored;
    auto options = startOptions(given, proven, ignored);
    for (const std::string& name : ignored) {
        printNote(ui::failureText({FailureCode::RedirectionNeedsPassphrase, name}));
    }
    return options;
}

ServeCommand::~ServeCommand() {
    // Ending the runtime locks the vault, which is told to everybody who still listens: nobody of ours, from here on.
    if (m_runtime) {
        m_runtime->vault().disconnect(this);
        m_runtime->gateway().disconnect(this);
    }
    m_server.reset();
    m_operations.reset();
    m_runtime.reset();
}

void ServeCommand::start() {
    auto proof = proofOf(m_line.global);
    if (!proof) {
        Q_EMIT finished(printFailure(proof.error(), m_line.global));
        return;
    }
    const auto paths =
        instancePaths(m_line.global.dataDirectory.empty() ? defaultDataDirectory()
                                                          : std::filesystem::path(m_line.global.dataDirectory),
                      m_line.serve.create);
    if (!paths) {
        Q_EMIT finished(printFailure(paths.error(), m_line.global));
        return;
    }
    if (m_line.serve.create && !proof->isGiven() && std::filesystem::exists(paths->keyFile)) {
        proof->keyFile = paths->keyFile.string();
    }
    if (!proof->isGiven() && !m_line.serve.redirecting().empty() && canPrompt()) {
        if (auto passphrase = promptHidden(tr("Passphrase of the vault: ").toStdString())) {
            proof->passphrase = std::move(*passphrase);
        }
    }
    auto options = readStartOptions(m_line.serve, proof->isGiven());
    if (!options) {
        refuse(*paths, options.error());
        return;
    }
    auto runtime = Runtime::create(*paths, std::move(*options));
    if (!runtime && !m_line.serve.redirecting().empty()) {
        refuse(*paths, runtime.error());
        return;
    }
    if (!runtime) {
        Q_EMIT finished(printFailure(runtime.error(), m_line.global));
        return;
    }
    m_runtime = std::move(*runtime);
    if (m_line.serve.create && m_runtime->vault().state() == core::VaultState::Absent) {
        create(std::move(*proof));
    } else {
        open(std::move(*proof));
    }
}

/// A start that would have led providers elsewhere: not without a trace.
void ServeCommand::refuse(const InstancePaths& paths, const core::Failure& failure) {
    reportRefusedStart(paths, failure, this,
                       [this, failure] { Q_EMIT finished(printFailure(failure, m_line.global)); });
}

void ServeCommand::create(Proof proof) {
    auto creation = std::make_shared<VaultCreation>();
    creation->passphrase = std::move(proof.passphrase);
    creation->keyFile = proof.keyFile;
    const auto make = [this, creation] {
        const std::string keyFile = creation->keyFile;
        m_runtime->vault().createWith(std::move(*creation), this, [this, keyFile](const auto& created) {
            if (!created) {
                Q_EMIT finished(printFailure(created.error(), m_line.global));
                return;
            }
            if (!keyFile.empty()) {
                printKeyFileWarning(keyFile);
            }
            listen();
        });
    };
    if (proof.isGiven() || !creation->passphrase.isEmpty()) {
        make();
        return;
    }
    m_runtime->vault().probeKeychain(this, [this, creation, make](const core::Outcome<void>& usable) {
        if (usable) {
            creation->keychain = true;
        } else {
            creation->keyFile = m_runtime->paths().keyFile.string();
        }
        make();
    });
}

void ServeCommand::open(Proof proof) {
    if (!proof.keyFile.empty()) {
        printKeyFileWarning(proof.keyFile);
    }
    openVault(*m_runtime, std::move(proof), this, [this](const core::Outcome<void>& opened) {
        if (opened) {
            listen();
        } else {
            m_runtime->noteRefusal(opened.error());
            Q_EMIT finished(printFailure(opened.error(), m_line.global));
        }
    });
}

void ServeCommand::listen() {
    if (const auto trouble = m_runtime->trouble()) {
        Q_EMIT finished(printFailure(*trouble, m_line.global));
        return;
    }
    if (const auto started = m_runtime->gateway().start(); !started) {
        Q_EMIT finished(printFailure(started.error(), m_line.global));
        return;
    }
    m_operations = std::make_unique<ControlOperations>(*m_runtime);
    m_server = std::make_unique<ControlServer>(*m_operations);
    if (const auto listening = m_server->listen(m_runtime->paths().socket); !listening) {
        Q_EMIT finished(printFailure(listening.error(), m_line.global));
        return;
    }
    const QString address = m_runtime->gateway().address();
    const QString authority = QString::fromStdString(m_runtime->paths().authority.string());
    if (m_line.global.json) {
        printJson({{QStringLiteral("event"), QStringLiteral("listening")},
                   {QStringLiteral("address"), address},
                   {QStringLiteral("ca"), authority},
                   {QStringLiteral("bundle"), QString::fromStdString(m_runtime->paths().bundle.string())},
                   {QStringLiteral("dataDirectory"), QString::fromStdString(m_runtime->paths().data.string())},
                   {QStringLiteral("pid"), QCoreApplication::applicationPid()}});
    } else {
        printLine(tr("Listening on %1. Run an agent with: keysluice run -- COMMAND").arg(address));
    }
    connect(&m_runtime->vault(), &VaultService::stateChanged, this, &ServeCommand::printState);
    connect(&m_runtime->gateway(), &GatewayService::changed, this, &ServeCommand::printState);
    printState();
}

void ServeCommand::printState() {
    GatewayService& gateway = m_runtime->gateway();
    QJsonObject state{{QStringLiteral("event"), QStringLiteral("state")},
                      {QStringLiteral("vault"), stateName(m_runtime->vault().state())},
                      {QStringLiteral("paused"), m_runtime->publisher().isPaused()},
                      {QStringLiteral("address"), gateway.address()}};
    if (const auto trouble = gateway.trouble()) {
        state.insert(QStringLiteral("trouble"), failureObject(*trouble));
    }
    if (const auto warning = gateway.warning()) {
        state.insert(QStringLiteral("warning"), failureObject(*warning));
        if (state.value(QLatin1String("warning")) != m_lastState.value(QLatin1String("warning"))) {
            printNote(ui::failureText(*warning));
        }
    }
    if (state == m_lastState) {
        return;
    }
    m_lastState = state;
    if (m_line.global.json) {
        printJson(state);
    } else if (m_line.global.verbose) {
        printNote(stateName(m_runtime->vault().state()) +
                  (m_runtime->publisher().isPaused() ? tr(", paused") : QString()));
    }
}

void ServeCommand::stop() {
    if (!m_runtime || !m_runtime->gateway().isStarted()) {
        Q_EMIT finished(kDone);
        return;
    }
    if (!m_stopping && m_line.global.json) {
        printJson({{QStringLiteral("event"), QStringLiteral("stopping")}});
    }
    if (!m_stopping) {
        connect(&m_runtime->gateway(), &GatewayService::drained, this, [this] {
            if (m_line.global.json) {
                printJson({{QStringLiteral("event"), QStringLiteral("stopped")}});
            }
            Q_EMIT finished(kDone);
        });
    }
    m_stopping = true;
    m_runtime->gateway().drain();
}

} // namespace keysluice::app
