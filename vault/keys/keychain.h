#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <QDBusConnection>
#include <QObject>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace keysluice::vault {

/// What the keychain keeps for one vault: the secret of its keychain slot, and the generation of the vault's file that
/// was last noted (a file with a lower one was rolled back).
struct KeychainEntry {
    core::SecretBytes secret;
    std::uint64_t generation = 0;
};

/// The user's keychain: QtKeychain over the Secret Service, with a look over D-Bus first, because QtKeychain answers
/// "entry not found" for a locked keyring and a dismissed prompt too.
///
/// Thread: the main thread only (QtKeychain's jobs need it and the GLib event dispatcher). Nothing blocks. Every
/// callback comes exactly once, on the main thread, unless `context` is gone by then. Errors: KeychainAbsent,
/// KeychainLocked, KeychainDismissed, KeychainHung, KeychainEntryMissing, KeychainFailed.
class Keychain : public QObject {
    Q_OBJECT
public:
    template <class T>
    using Done = std::function<void(core::Outcome<T>)>;

    struct Times {
        std::chrono::milliseconds answer{2'000};   ///< for everything that needs no person
        std::chrono::milliseconds prompt{120'000}; ///< for the user to answer the keyring's prompt
    };

    enum class Prompt {
        Allowed,   ///< a locked keyring may ask the user
        Forbidden, ///< a locked keyring is an error
    };

    explicit Keychain(const QDBusConnection& session, QObject* parent = nullptr);
    Keychain(const QDBusConnection& session, Times times, QObject* parent = nullptr);
    ~Keychain() override;

    /// Could a keychain hold the key? Without a prompt; a locked keyring is KeychainLocked.
    virtual void probe(QObject* context, Done<void> done);
    virtual void read(const std::string& vaultId, Prompt prompt, QObject* context, Done<KeychainEntry> done);
    virtual void write(const std::string& vaultId, KeychainEntry entry, Prompt prompt, QObject* context,
                       Done<void> done);
    /// A missing entry is not an error.
    virtual void remove(const std::string& vaultId, Prompt prompt, QObject* context, Done<void> done);

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace keysluice::vault
