#pragma once

#include "core/result.h"

#include <string>

namespace keysluice::core {

/// Everything that can go wrong in an operation a person asked for (window or command line). Codes only: the sentence
/// shown is made in one place, `ui/text/failure_text.h`. The gateway's answers to agents have codes of their own.
enum class FailureCode {
    // the request itself
    NotFound,           ///< no record of that name or id
    NameTaken,          ///< another record has that name
    NameInvalid,        ///< empty, longer than 64 characters, or with control characters
    ValueEmpty,         ///< no secret given
    ValueMalformed,     ///< white space, line breaks or non-ASCII inside a secret
    ValueTooLong,       ///< a secret above 16 KiB
    ValueIsPlaceholder, ///< one of our own placeholders was pasted as a key
    RulesInvalid,       ///< the context says in English where, and what is wrong there
    ProviderUnknown,    ///< not in the catalogue; no context: none was given, and the key does not tell
    Unsupported,        ///< the option does not exist here (context names it)
    // the vault
    VaultAbsent,        ///< there is no vault in this data directory yet
    VaultExists,        ///< create was asked for, and there is one
    VaultLocked,        ///< the operation needs an open vault
    WrongPassphrase,    ///< passphrase, recovery code or key file does not open any slot
    NoSuchSlot,         ///< the vault has no slot of that kind
    LastSlot,           ///< the last way to open the vault cannot be removed
    PassphraseTooShort, ///< below 8 characters
    Damaged,            ///< the database or a record does not verify (context names it)
    NewerVersion,       ///< written by a newer version of the application
    PolicyUnverified,   ///< agents or protected settings were changed outside the application
    RolledBack,         ///< the file is older than the generation noted in the keychain
    // the keychain
    KeychainAbsent,       ///< no session bus or no Secret Service
    KeychainLocked,       ///< the keyring is locked and stayed so
    KeychainDismissed,    ///< the user closed its prompt
    KeychainHung,         ///< no answer within 2 s
    KeychainEntryMissing, ///< the keyring is open and has no entry of this vault
    KeychainFailed,       ///< any other answer (context has it)
    // files and the system
    DiskFull,
    ReadOnly, ///< read-only file system or folder
    PermissionDenied,
    InsecurePermissions, ///< a file or folder that others can read or write, or a symbolic link
    InUse,               ///< another instance owns the data directory
    IoFailed,            ///< any other input/output failure (context has it)
    // the gateway
    PortTaken, ///< context: the port
    AddressUnavailable,
    UpstreamProxyIsGateway, ///< it is not used (context: host and port)
    NotRunning,             ///< the operation needs a running instance
    // permission
    Refused,                    ///< the user said no, or nobody answered
    ConfirmationNeeded,         ///< a loosening act without a person (context says which)
    InsideLaunch,               ///< a loosening act from below a launched agent
    RedirectionNeedsPassphrase, ///< an option that redirects the provider, with a vault opened by the keychain
};

/// One failure: its code and what the machine knows about it. Never holds a secret.
struct Failure {
    FailureCode code;
    std::string context;

    friend bool operator==(const Failure&, const Failure&) = default;
};

template <class T>
using Outcome = Result<T, Failure>;

[[nodiscard]] inline auto fail(FailureCode code, std::string context = {}) {
    return tl::make_unexpected(Failure{code, std::move(context)});
}

} // namespace keysluice::core
