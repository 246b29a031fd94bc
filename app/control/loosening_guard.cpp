#include "app/control/loosening_guard.h"

#include "app/services/launch_registry.h"
#include "app/services/vault_service.h"

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;

namespace {

/// More questions than these are nagging: a person who is asked often enough says yes.
constexpr int kMaximumQuestions = 3;

} // namespace

void LooseningGuard::check(const Operation& operation, const QString& command, Secrets& secrets,
                           ControlSession& session, std::function<void(Outcome<void>)> done) {
    auto passphrase = secrets.extract("passphrase");
    auto keyFile = secrets.extract("key-file");
    if (m_launches.enclosing(session.caller().pid) != nullptr) {
        done(fail(FailureCode::InsideLaunch));
        return;
    }
    if (m_provenAtStart) {
        done({});
        return;
    }
    if (!passphrase.empty()) {
        m_vault.prove(std::move(passphrase.mapped()), &session, std::move(done));
        return;
    }
    if (!keyFile.empty()) {
        done(m_vault.proveKeyFile(keyFile.mapped()));
        return;
    }
    if (m_confirmation == nullptr || operation.effect == Effect::Answering) {
        done(fail(FailureCode::ConfirmationNeeded, command.toStdString()));
        return;
    }
    if (m_asking >= kMaximumQuestions) {
        done(fail(FailureCode::Refused));
        return;
    }
    ui::ConfirmationRequest request;
    request.callerPid = session.caller().pid;
    request.callerCommand = QString::fromStdString(commandLineOf(session.caller().pid));
    request.command = command;
    request.effect = consequenceText(operation);
    ++m_asking;
    auto answered = std::make_shared<bool>(false);
    const auto finish = [this, answered] {
        if (!*answered) {
            *answered = true;
            --m_asking;
        }
    };
    QObject::connect(&session, &ControlSession::closed, &session, finish);
    m_confirmation->ask(request, &session, [finish, done = std::move(done)](bool confirmed) {
        finish();
        done(confirmed ? Outcome<void>() : fail(FailureCode::Refused));
    });
}

} // namespace keysluice::app
