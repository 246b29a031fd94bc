#include "app/control/failure_names.h"

#include <array>
#include <utility>

namespace keysluice::app {

namespace {

using core::FailureCode;

constexpr std::array kNames{
    std::pair{FailureCode::NotFound, std::string_view("NotFound")},
    std::pair{FailureCode::NameTaken, std::string_view("NameTaken")},
    std::pair{FailureCode::NameInvalid, std::string_view("NameInvalid")},
    std::pair{FailureCode::ValueEmpty, std::string_view("ValueEmpty")},
    std::pair{FailureCode::ValueMalformed, std::string_view("ValueMalformed")},
    std::pair{FailureCode::ValueTooLong, std::string_view("ValueTooLong")},
    std::pair{FailureCode::ValueIsPlaceholder, std::string_view("ValueIsPlaceholder")},
    std::pair{FailureCode::RulesInvalid, std::string_view("RulesInvalid")},
    std::pair{FailureCode::ProviderUnknown, std::string_view("ProviderUnknown")},
    std::pair{FailureCode::Unsupported, std::string_view("Unsupported")},
    std::pair{FailureCode::VaultAbsent, std::string_view("VaultAbsent")},
    std::pair{FailureCode::VaultExists, std::string_view("VaultExists")},
    std::pair{FailureCode::VaultLocked, std::string_view("VaultLocked")},
    std::pair{FailureCode::WrongPassphrase, std::string_view("WrongPassphrase")},
    std::pair{FailureCode::NoSuchSlot, std::string_view("NoSuchSlot")},
    std::pair{FailureCode::LastSlot, std::string_view("LastSlot")},
    std::pair{FailureCode::PassphraseTooShort, std::string_view("PassphraseTooShort")},
    std::pair{FailureCode::Damaged, std::string_view("Damaged")},
    std::pair{FailureCode::NewerVersion, std::string_view("NewerVersion")},
    std::pair{FailureCode::PolicyUnverified, std::string_view("PolicyUnverified")},
    std::pair{FailureCode::RolledBack, std::string_view("RolledBack")},
    std::pair{FailureCode::KeychainAbsent, std::string_view("KeychainAbsent")},
    std::pair{FailureCode::KeychainLocked, std::string_view("KeychainLocked")},
    std::pair{FailureCode::KeychainDismissed, std::string_view("KeychainDismissed")},
    std::pair{FailureCode::KeychainHung, std::string_view("KeychainHung")},
    std::pair{FailureCode::KeychainEntryMissing, std::string_view("KeychainEntryMissing")},
    std::pair{FailureCode::KeychainFailed, std::string_view("KeychainFailed")},
    std::pair{FailureCode::DiskFull, std::string_view("DiskFull")},
    std::pair{FailureCode::ReadOnly, std::string_view("ReadOnly")},
    std::pair{FailureCode::PermissionDenied, std::string_view("PermissionDenied")},
    std::pair{FailureCode::InsecurePermissions, std::string_view("InsecurePermissions")},
    std::pair{FailureCode::InUse, std::string_view("InUse")},
    std::pair{FailureCode::IoFailed, std::string_view("IoFailed")},
    std::pair{FailureCode::PortTaken, std::string_view("PortTaken")},
    std::pair{FailureCode::AddressUnavailable, std::string_view("AddressUnavailable")},
    std::pair{FailureCode::UpstreamProxyIsGateway, std::string_view("UpstreamProxyIsGateway")},
    std::pair{FailureCode::NotRunning, std::string_view("NotRunning")},
    std::pair{FailureCode::Refused, std::string_view("Refused")},
    std::pair{FailureCode::ConfirmationNeeded, std::string_view("ConfirmationNeeded")},
    std::pair{FailureCode::InsideLaunch, std::string_view("InsideLaunch")},
    std::pair{FailureCode::RedirectionNeedsPassphrase, std::string_view("RedirectionNeedsPassphrase")},
};

} // namespace

std::string failureName(FailureCode code) {
    for (const auto& [known, name] : kNames) {
        if (known == code) {
            return std::string(name);
        }
    }
    return "IoFailed";
}

std::optional<FailureCode> failureFromName(std::string_view text) {
    for (const auto& [code, name] : kNames) {
        if (name == text) {
            return code;
        }
    }
    return std::nullopt;
}

} // namespace keysluice::app
