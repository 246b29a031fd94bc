#include "app/cli/init_command.h"

#include "app/cli/output.h"
#include "app/cli/secret_input.h"
#include "app/control/client.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace keysluice::app {

namespace {

struct KeyFileText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::app::CommandLine)
};

} // namespace

void printKeyFileWarning(const std::string& file) {
    printNote(
        KeyFileText::tr(
            "The vault opens with the key file %1. That protects copies and backups of the vault without the file, and "
            "nothing else: whoever can read this file can read every key. Add a passphrase or use a keychain where you "
            "can.")
            .arg(QString::fromStdString(file)));
}

void InitCommand::start() {
    auto proof = proofOf(m_line.global);
    if (!proof) {
        Q_EMIT finished(printFailure(proof.error(), m_line.global));
        return;
    }
    const auto paths =
        instancePaths(m_line.global.dataDirectory.empty() ? defaultDataDirectory()
                                                          : std::filesystem::path(m_line.global.dataDirectory),
                      true);
    if (!paths) {
        Q_EMIT finished(printFailure(paths.error(), m_line.global));
        return;
    }
    if (!proof->isGiven()) {
        dropRedirectingVariables();
    }
    auto runtime = Runtime::create(*paths, {});
    if (!runtime) {
        Q_EMIT finished(printFailure(runtime.error(), m_line.global));
        return;
    }
    m_runtime = std::move(*runtime);
    if (m_runtime->vault().state() != core::VaultState::Absent) {
        const auto trouble = m_runtime->vault().trouble();
        Q_EMIT finished(
            printFailure(trouble.value_or(core::Failure{core::FailureCode::VaultExists, {}}), m_line.global));
        return;
    }
    if (!proof->isGiven() && !m_line.keychain) {
        if (!canPrompt()) {
            printNote(tr(
                "init: how is the vault opened? Give --keychain, --passphrase-file, --passphrase-fd or --key-file."));
            Q_EMIT finished(kUsage);
            return;
        }
        auto first = promptHidden(tr("New passphrase (8 characters or more): ").toStdString());
        auto second =
            first ? promptHidden(tr("The same again: ").toStdString()) : core::fail(core::FailureCode::Refused);
        if (!first || !second || !first->equals(*second)) {
            if (first && second) {
                printNote(tr("The two passphrases differ. Nothing was created."));
            }
            Q_EMIT finished(kRefused);
            return;
        }
        proof->passphrase = std::move(*first);
    }
    VaultCreation creation;
    creation.keychain = m_line.keychain;
    creation.recoveryCode = m_line.recoveryCode;
    creation.passphrase = std::move(proof->passphrase);
    creation.keyFile = proof->keyFile;
    m_usesKeyFile = !proof->keyFile.empty();
    m_runtime->vault().createWith(std::move(creation), this,
                                  [this](core::Outcome<core::SecretBytes> outcome) { created(std::move(outcome)); });
}

void InitCommand::created(core::Outcome<core::SecretBytes> outcome) {
    if (!outcome) {
        Q_EMIT finished(printFailure(outcome.error(), m_line.global));
        return;
    }
    if (m_usesKeyFile) {
        printKeyFileWarning(m_line.global.keyFile);
    }
    if (!outcome->isEmpty()) {
        printNote(tr("The recovery code opens the vault like a passphrase. It is shown only now; keep it on paper:"));
        const std::string_view code = outcome->view();
        std::fwrite(code.data(), 1, code.size(), stdout);
        std::fputc('\n', stdout);
        std::fflush(stdout);
    }
    if (m_line.global.json) {
        QJsonArray slotKinds;
        for (const core::SlotInfo& slot : m_runtime->vault().slotList()) {
            slotKinds.append(static_cast<int>(slot.kind) == 0            ? QStringLiteral("keychain")
                             : slot.kind == core::SlotKind::Passphrase   ? QStringLiteral("passphrase")
                             : slot.kind == core::SlotKind::RecoveryCode ? QStringLiteral("recovery_code")
                                                                         : QStringLiteral("key_file"));
        }
        printJson({{QStringLiteral("created"), true},
                   {QStringLiteral("dataDirectory"), QString::fromStdString(m_runtime->paths().data.string())},
                   {QStringLiteral("slots"), slotKinds}});
    } else {
        printLine(tr("The vault is in %1.").arg(QString::fromStdString(m_runtime->paths().data.string())));
    }
    Q_EMIT finished(kDone);
}

} // namespace keysluice::app
