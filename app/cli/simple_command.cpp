#include "app/cli/simple_command.h"

#include "app/cli/output.h"
#include "app/cli/rule_command.h"
#include "app/cli/vault_opener.h"
#include "app/instance/public_file.h"
#include "vault/keys/key_file.h"

#include <QJsonArray>
#include <QTimer>

#include <map>
#include <unistd.h>

namespace keysluice::app {

using core::FailureCode;

namespace {

constexpr int kLockAttempts = 25; ///< of 200 ms: another command may be at work, or an instance just starting

/// Commands that mean something to a running instance only.
bool needsInstance(Command command) {
    return command == Command::Lock || command == Command::Unlock || command == Command::Pause ||
           command == Command::Resume || command == Command::ApprovalList || command == Command::ApprovalApprove ||
           command == Command::ApprovalDeny;
}

/// Commands that say something even about a locked or missing vault.
bool worksLocked(Command command) {
    return command == Command::Status || command == Command::CaExport || command == Command::CaBundle;
}

} // namespace

QString operationOf(Command command) {
    static const std::map<Command, const char*> kNames{{Command::SecretAdd, "secret.add"},
                                                       {Command::SecretList, "secret.list"},
                                                       {Command::SecretShow, "secret.show"},
                                                       {Command::SecretTest, "secret.test"},
                                                       {Command::SecretRotate, "secret.rotate"},
                                                       {Command::SecretEnable, "secret.enable"},
                                                       {Command::SecretDisable, "secret.disable"},
                                                       {Command::SecretForeign, "secret.foreign"},
                                                       {Command::SecretRemove, "secret.remove"},
                                                       {Command::AgentAdd, "agent.add"},
                                                       {Command::AgentList, "agent.list"},
                                                       {Command::AgentToken, "agent.token"},
                                                       {Command::AgentGrant, "agent.grant"},
                                                       {Command::AgentUngrant, "agent.ungrant"},
                                                       {Command::AgentRevoke, "agent.revoke"},
                                                       {Command::AgentMode, "agent.mode"},
                                                       {Command::AgentRemove, "agent.remove"},
                                                       {Command::RuleList, "rule.list"},
                                                       {Command::RuleAdd, "rule.add"},
                                                       {Command::RuleEdit, "rule.edit"},
                                                       {Command::RuleMove, "rule.move"},
                                                       {Command::RuleEnable, "rule.enable"},
                                                       {Command::RuleDisable, "rule.disable"},
                                                       {Command::RuleRemove, "rule.remove"},
                                                       {Command::RuleTest, "rule.list"},
                                                       {Command::RuleExport, "rule.list"},
                                                       {Command::RuleImport, "rule.import"},
                                                       {Command::Status, "status"},
                                                       {Command::Lock, "lock"},
                                                       {Command::Unlock, "unlock"},
                                                       {Command::Pause, "pause"},
                                                       {Command::Resume, "resume"},
                                                       {Command::Freeze, "freeze"},
                                                       {Command::Thaw, "thaw"},
                                                       {Command::Mode, "mode"},
                                                       {Command::ApprovalList, "approval.list"},
                                                       {Command::ApprovalApprove, "approval.approve"},
                                                       {Command::ApprovalDeny, "approval.deny"},
                                                       {Command::CaExport, "ca.export"},
                                                       {Command::CaBundle, "ca.bundle"},
                                                       {Command::Log, "log"}};
    const auto name = kNames.find(command);
    return name == kNames.end() ? QString() : QString::fromLatin1(name->second);
}

QJsonObject argumentsOf(const CommandLine& line) {
    QJsonObject arguments;
    const auto put = [&arguments](const char* name, const std::string& value) {
        if (!value.empty()) {
            arguments.insert(QLatin1String(name), QString::fromStdString(value));
        }
    };
    put("name", line.name);
    put("provider", line.provider);
    put("kind", line.kind);
    put("label", line.label);
    put("mode", line.mode);
    switch (line.command) {
    case Command::SecretAdd:
    case Command::SecretRotate:
        arguments.insert(QStringLiteral("verify"), line.verify);
        arguments.insert(QStringLiteral("saveUnverified"), line.saveUnverified);
        break;
    case Command::AgentGrant:
    case Command::AgentUngrant:
        put("secret", line.second);
        break;
    case Command::AgentRevoke:
        put("token", line.second);
        break;
    case Command::AgentAdd:
    case Command::AgentToken:
        arguments.insert(QStringLiteral("days"), line.days);
        break;
    case Command::Pause:
        arguments.insert(QStringLiteral("minutes"), line.minutes);
        break;
    case Command::RuleAdd:
    case Command::RuleMove:
        put("place", line.place > 0 ? std::to_string(line.place) : std::string());
        break;
    case Command::Freeze:
        arguments.insert(QStringLiteral("cut"), line.cut);
        break;
    case Command::ApprovalApprove:
        put("scope", line.scope);
        break;
    case Command::ApprovalDeny:
        arguments.insert(QStringLiteral("freeze"), line.freeze);
        break;
    case Command::Log:
        put("agent", line.log.agent);
        put("secret", line.log.secret);
        put("decision", line.log.decision);
        put("text", line.log.text);
        arguments.insert(QStringLiteral("limit"), line.log.limit);
        break;
    default:
        break;
    }
    return arguments;
}

SimpleCommand::~SimpleCommand() = default;

void SimpleCommand::end(int exitCode) {
    Q_EMIT finished(exitCode);
}

void SimpleCommand::start() {
    m_operation = operationOf(m_line.command);
    m_arguments = argumentsOf(m_line);
    auto proof = proofOf(m_line.global);
    if (!proof) {
        end(printFailure(proof.error(), m_line.global));
        return;
    }
    m_proof = std::move(*proof);
    const auto paths =
        instancePaths(m_line.global.dataDirectory.empty() ? defaultDataDirectory()
                                                          : std::filesystem::path(m_line.global.dataDirectory),
                      false);
    if (!paths) {
        end(printFailure(needsInstance(m_line.command) ? core::Failure{FailureCode::NotRunning, {}} : paths.error(),
                         m_line.global));
        return;
    }
    m_paths = *paths;
    if (m_line.command == Command::SecretAdd || m_line.command == Command::SecretRotate) {
        auto value = readKey(tr("Key (it is not shown): ").toStdString());
        if (!value) {
            end(printFailure(value.error(), m_line.global));
            return;
        }
        m_value = std::move(*value);
    }
    if (auto read = readRuleInput(m_line); !read) {
        end(printFailure(read.error(), m_line.global));
        return;
    } else if (isRuleChange(m_line)) {
        m_arguments.insert(QStringLiteral("rules"), QString::fromStdString(*read));
    } else {
        m_input = std::move(*read);
        m_operation = m_line.dryRun ? QStringLiteral("rule.list") : m_operation;
    }
    if (m_line.command == Command::Log && m_line.log.follow) {
        m_operation = QStringLiteral("log.follow");
    }
    m_client = ControlClient::connectTo(m_paths.socket);
    if (m_client) {
        m_client->onEvent([this](const QJsonObject& event) { follow(event); });
        sendToInstance();
    } else if (needsInstance(m_line.command) || m_operation == QLatin1String("log.follow")) {
        end(printFailure({FailureCode::NotRunning, {}}, m_line.global));
    } else {
        workAlone(0);
    }
}

Secrets SimpleCommand::secretsToSend(bool withProof) const {
    Secrets secrets;
    if (!m_value.isEmpty()) {
        secrets.emplace("value", m_value.clone());
    }
    if (withProof && !m_proof.passphrase.isEmpty()) {
        secrets.emplace("passphrase", m_proof.passphrase.clone());
    } else if (withProof && !m_proof.keyFile.empty()) {
        if (auto bytes = vault::readKeyFile(m_proof.keyFile)) {
            secrets.emplace("key-file", std::move(*bytes));
        }
    }
    return secrets;
}

void SimpleCommand::sendToInstance() {
    const Operation* operation = findOperation(m_operation);
    const bool withProof = operation != nullptr && isGuarded(*operation);
    m_client->request(
        m_operation, m_arguments, secretsToSend(withProof), [this](const core::Outcome<QJsonObject>& outcome) {
            // Without a window the instance cannot ask, but perhaps a person sits at this terminal.
            const bool couldPrompt =
                !outcome && !m_prompted && !m_proof.isGiven() &&
                (outcome.error().code == FailureCode::ConfirmationNeeded ||
                 (m_line.command == Command::Unlock && outcome.error().code != FailureCode::InsideLaunch));
            if (couldPrompt && canPrompt()) {
                m_prompted = true;
                auto passphrase = promptHidden(tr("Passphrase of the vault: ").toStdString());
                if (passphrase) {
                    m_proof.passphrase = std::move(*passphrase);
                    sendToInstance();
                    return;
                }
            }
            answered(outcome);
        });
}

void SimpleCommand::workAlone(int attempt) {
    if (!m_proof.isGiven()) {
        dropRedirectingVariables(); // a keychain would open the vault for whoever set them
    }
    auto runtime = Runtime::create(m_paths, {});
    if (!runtime && runtime.error().code == FailureCode::InUse && attempt < kLockAttempts) {
        m_client = ControlClient::connectTo(m_paths.socket);
        if (m_client) {
            sendToInstance();
        } else {
            QTimer::singleShot(200, this, [this, attempt] { workAlone(attempt + 1); });
        }
        return;
    }
    if (!runtime) {
        end(printFailure(runtime.error(), m_line.global));
        return;
    }
    m_runtime = std::move(*runtime);
    m_operations = std::make_unique<ControlOperations>(*m_runtime);
    m_session = std::make_unique<ControlSession>(Caller{::getpid(), ::geteuid()}, nullptr, nullptr);
    m_operations->guard().setProvenAtStart(m_proof.isGiven());
    if (worksLocked(m_line.command)) {
        perform();
        return;
    }
    const Proof given = m_proof.clone();
    openVault(*m_runtime, given.clone(), this, [this](const core::Outcome<void>& opened) {
        if (!opened) {
            // What was logged can be read without the key.
            if (m_line.command == Command::Log && opened.error().code == FailureCode::VaultLocked &&
                m_line.log.agent.empty() && m_line.log.secret.empty()) {
                perform();
            } else {
                if (const Operation* operation = findOperation(m_operation);
                    operation != nullptr && isGuarded(*operation)) {
                    m_runtime->noteRefusal(opened.error());
                }
                end(printFailure(opened.error(), m_line.global));
            }
            return;
        }
        perform();
    });
}

void SimpleCommand::perform() {
    const bool promptedHere = m_runtime->vault().openedByPerson();
    if (promptedHere) {
        m_operations->guard().setProvenAtStart(true);
    }
    m_operations->handle(m_operation, m_arguments, secretsToSend(false), *m_session,
                         [this](const core::Outcome<QJsonObject>& outcome) { answered(outcome); });
}

void SimpleCommand::answered(const core::Outcome<QJsonObject>& outcome) {
    m_value.clear();
    if (!outcome) {
        // The connection of a followed log ended with the instance; what was asked for was given.
        end(printFailure(outcome.error(), m_line.global));
        return;
    }
    succeeded(*outcome);
}

void SimpleCommand::succeeded(const QJsonObject& result) {
    if (m_operation == QLatin1String("rule.list")) {
        end(finishRuleCommand(m_line, result, m_input));
        return;
    }
    const QJsonObject check = result.value(QLatin1String("check")).toObject();
    const bool isStoring = m_line.command == Command::SecretAdd || m_line.command == Command::SecretRotate;
    if (isStoring && !result.value(QLatin1String("saved")).toBool()) {
        printNote(checkText(check) + QLatin1Char(' ') +
                  (check.value(QLatin1String("result")) == QLatin1String("rejected")
                       ? tr("Nothing was stored.")
                       : tr("Nothing was stored; --save-unverified stores it anyway.")));
        if (m_line.global.json) {
            printJson(result);
        }
        end(kVerificationFailed);
        return;
    }
    if (m_line.command == Command::SecretTest) {
        if (m_line.global.json) {
            printJson(check);
        } else {
            printLine(checkText(check));
        }
        end(check.value(QLatin1String("result")) == QLatin1String("valid") ? kDone : kVerificationFailed);
        return;
    }
    if (m_line.command == Command::CaExport || m_line.command == Command::CaBundle) {
        const std::string pem = result.value(QLatin1String("pem")).toString().toStdString();
        if (!m_line.out.empty()) {
            if (const auto written = writePublicFile(m_line.out, pem); !written) {
                end(printFailure(written.error(), m_line.global));
                return;
            }
        }
        if (m_line.global.json) {
            printJson(m_line.out.empty() ? result
                                         : QJsonObject{{QStringLiteral("file"), QString::fromStdString(m_line.out)}});
        } else if (m_line.out.empty()) {
            std::fwrite(pem.data(), 1, pem.size(), stdout);
        }
        end(kDone);
        return;
    }
    if (m_line.command == Command::Log && m_line.global.json) {
        for (const QJsonValue& row : result.value(QLatin1String("rows")).toArray()) {
            printJson(row.toObject());
        }
    } else if (m_line.global.json) {
        QJsonObject printed = result;
        if (isStoring) {
            printed = result.value(QLatin1String("secret")).toObject();
            if (!check.isEmpty()) {
                printed.insert(QStringLiteral("check"), check);
            }
        }
        printJson(printed);
    } else {
        if (isStoring && !check.isEmpty()) {
            printLine(checkText(check));
        }
        printResult(m_line, result);
    }
    if (m_operation == QLatin1String("log.follow")) {
        connect(m_client.get(), &ControlClient::closed, this, [this] { end(kDone); });
        return;
    }
    end(kDone);
}

void SimpleCommand::follow(const QJsonObject& event) {
    for (const QJsonValue& row : event.value(QLatin1String("rows")).toArray()) {
        if (m_line.global.json) {
            printJson(row.toObject());
        } else {
            printLine(activityLine(row.toObject()));
        }
    }
}

} // namespace keysluice::app
