#include "ui/text/failure_text.h"

#include <QCoreApplication>

namespace keysluice::ui {

namespace {

struct FailureWords {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::Failure)
};

} // namespace

QString failureText(const core::Failure& failure) {
    using Code = core::FailureCode;
    const QString context = QString::fromStdString(failure.context);
    switch (failure.code) {
    case Code::NotFound:
        return FailureWords::tr("There is no “%1”.").arg(context);
    case Code::NameTaken:
        return FailureWords::tr("The name “%1” is in use. Choose another one.").arg(context);
    case Code::NameInvalid:
        return FailureWords::tr("A name has 1 to 64 characters, without line breaks.");
    case Code::ValueEmpty:
        return FailureWords::tr("No key was given.");
    case Code::ValueMalformed:
        return FailureWords::tr("A key has no spaces, line breaks or special characters inside. Copy it again.");
    case Code::ValueTooLong:
        return FailureWords::tr("This is too long for a key. Copy only the key itself.");
    case Code::ValueIsPlaceholder:
        return FailureWords::tr("This looks like an agent's placeholder, not a provider's key.");
    case Code::RulesInvalid:
        return FailureWords::tr("These rules cannot be used: %1").arg(context);
    case Code::ProviderUnknown:
        return context.isEmpty()
                   ? FailureWords::tr("Whose key this is cannot be told from its beginning. Name its provider.")
                   : FailureWords::tr("The provider “%1” is not known.").arg(context);
    case Code::Unsupported:
        return FailureWords::tr("This is not possible here: %1").arg(context);
    case Code::VaultAbsent:
        return FailureWords::tr("There is no vault yet. Create one with “keysluice init” or in the window.");
    case Code::VaultExists:
        return FailureWords::tr("There is a vault already in this data directory. Nothing was changed.");
    case Code::VaultLocked:
        return FailureWords::tr("The vault is locked. Unlock it first.");
    case Code::WrongPassphrase:
        return FailureWords::tr("This passphrase does not open the vault.");
    case Code::NoSuchSlot:
        return FailureWords::tr("The vault has no passphrase. Set one in Settings first.");
    case Code::LastSlot:
        return FailureWords::tr("This is the only way to open the vault. Add another one first.");
    case Code::PassphraseTooShort:
        return FailureWords::tr("A passphrase needs at least 8 characters.");
    case Code::Damaged:
        return FailureWords::tr("The data is damaged (%1). Nothing was changed; restore a copy of the data directory.")
            .arg(context);
    case Code::NewerVersion:
        return FailureWords::tr("The data was written by a newer version of Keysluice. Update the application.");
    case Code::PolicyUnverified:
        return FailureWords::tr(
            "Agents or settings were changed outside Keysluice. Requests are refused until you have looked.");
    case Code::RolledBack:
        return FailureWords::tr("The vault file is older than the one used last. It may have been replaced.");
    case Code::KeychainAbsent:
        return FailureWords::tr("There is no system keychain in this session. Use a passphrase.");
    case Code::KeychainLocked:
        return FailureWords::tr("The system keychain is locked. Unlock it, or use the passphrase.");
    case Code::KeychainDismissed:
        return FailureWords::tr("The keychain's prompt was closed. Try again, or use the passphrase.");
    case Code::KeychainHung:
        return FailureWords::tr("The system keychain does not answer. Use the passphrase, or try again.");
    case Code::KeychainEntryMissing:
        return FailureWords::tr("The keychain has no entry of this vault. Use the passphrase or the recovery code.");
    case Code::KeychainFailed:
        return FailureWords::tr("The system keychain failed: %1").arg(context);
    case Code::DiskFull:
        return FailureWords::tr("The disk is full. Nothing was lost; make room and try again.");
    case Code::ReadOnly:
        return FailureWords::tr("“%1” cannot be written. Choose another data directory.").arg(context);
    case Code::PermissionDenied:
        return FailureWords::tr("“%1” may not be opened by this user.").arg(context);
    case Code::InsecurePermissions:
        return FailureWords::tr("“%1” can be read or replaced by others. Make it yours alone (mode 0600, folder 0700).")
            .arg(context);
    case Code::InUse:
        return FailureWords::tr("Another Keysluice uses this data directory.");
    case Code::IoFailed:
        return FailureWords::tr("It failed: %1").arg(context);
    case Code::PortTaken:
        return FailureWords::tr("Port %1 is in use by another program. No agent can connect.").arg(context);
    case Code::AddressUnavailable:
        return FailureWords::tr("The address %1 does not exist on this computer.").arg(context);
    case Code::UpstreamProxyIsGateway:
        return FailureWords::tr("The upstream proxy %1 is this gateway itself. It is not used: providers are reached "
                                "directly.")
            .arg(context);
    case Code::NotRunning:
        return FailureWords::tr("Keysluice is not running. Start it with “keysluice” or “keysluice serve”.");
    case Code::Refused:
        return FailureWords::tr("It was refused.");
    case Code::ConfirmationNeeded:
        return FailureWords::tr(
            "This needs a person: confirm it in the window, or prove the passphrase with --passphrase-file.");
    case Code::InsideLaunch:
        return FailureWords::tr("A launched agent may not do this.");
    case Code::RedirectionNeedsPassphrase:
        return FailureWords::tr(
                   "%1 is honoured only when the vault is opened with a passphrase or key file given for this start. "
                   "The same choice is in Settings.")
            .arg(context);
    }
    Q_UNREACHABLE();
}

} // namespace keysluice::ui
