#pragma once

#include "core/provider_catalogue.h"
#include "core/records.h"
#include "core/secret_bytes.h"
#include "ui/ports/done.h"

#include <QObject>

#include <memory>
#include <string>
#include <vector>

namespace keysluice::ui {

/// What the provider's model list said about a key.
struct KeyCheckOutcome {
    enum class Result {
        Valid,
        Rejected,    ///< 401
        Restricted,  ///< 403
        RateLimited, ///< 429
        OutOfCredit, ///< 402
        DnsFailed,
        ConnectFailed,
        TlsFailed,
        ProxyFailed,
        TimedOut,
        ProviderBusy,  ///< 529
        ProviderError, ///< 5xx
        Unexpected,    ///< a redirect, not a model list, or another status
        Cancelled,
    };
    Result result = Result::Unexpected;
    int status = 0;
    int models = -1;
    std::int64_t retryAfterSeconds = -1;
    std::string host;
    std::string detail; ///< technical text for "Details"; never holds the key

    [[nodiscard]] bool savesChecked() const { return result == Result::Valid; }
    /// The key itself is known to work, or nothing is known: saving is offered.
    [[nodiscard]] bool mayBeSaved() const { return result != Result::Rejected && result != Result::Cancelled; }
};

/// A running check; delete it to forget about it.
class KeyCheck : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void cancel() = 0;

Q_SIGNALS:
    void finished(const keysluice::ui::KeyCheckOutcome& outcome);
};

struct NewCredential {
    std::string name;
    std::string providerId;
    std::string kindId;
    /// Agents that may use it; nullopt: every agent.
    std::optional<std::vector<core::RecordId>> agents;
    KeyCheckOutcome check; ///< as it came from checkKey()
};

/// Stored secrets. Implemented by `app`. Thread: gui.
class CredentialPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual const core::ProviderCatalogue& catalogue() const = 0;
    /// In the user's order.
    [[nodiscard]] virtual std::vector<core::CredentialInfo> credentials() const = 0;
    [[nodiscard]] virtual std::vector<core::CredentialEvent> history(const core::RecordId& id) const = 0;
    [[nodiscard]] virtual int requestsToday(const core::RecordId& id) const = 0;
    /// Requests of agents that its provider answered 401, since it last accepted the key. At most 10,000 are counted.
    [[nodiscard]] virtual int rejectedRequests(const core::RecordId& id) const = 0;

    /// Starts asking the provider; the caller owns the check. Nothing is stored.
    [[nodiscard]] virtual std::unique_ptr<KeyCheck> checkKey(const std::string& providerId, const std::string& kindId,
                                                             core::SecretBytes key) = 0;
    [[nodiscard]] virtual core::Outcome<core::RecordId> add(const NewCredential& credential, core::SecretBytes key) = 0;
    [[nodiscard]] virtual core::Outcome<void> rotate(const core::RecordId& id, core::SecretBytes key,
                                                     const KeyCheckOutcome& check) = 0;
    /// Asks the provider about a stored key; the result lands in its health.
    virtual void test(const core::RecordId& id) = 0;
    [[nodiscard]] virtual bool isTesting(const core::RecordId& id) const = 0;
    [[nodiscard]] virtual core::Outcome<void> setEnabled(const core::RecordId& id, bool enabled) = 0;
    /// What becomes of a key that an agent brings itself.
    [[nodiscard]] virtual core::Outcome<void> setForeignKeys(const core::RecordId& id, core::ForeignKeys mode) = 0;
    [[nodiscard]] virtual core::Outcome<void> rename(const core::RecordId& id, const std::string& name) = 0;
    [[nodiscard]] virtual core::Outcome<void> move(const core::RecordId& id, int position) = 0;
    [[nodiscard]] virtual core::Outcome<void> remove(const core::RecordId& id) = 0;
    /// The raw value, after the vault or recovery passphrase; NoSuchSlot when the vault has neither.
    virtual void reveal(const core::RecordId& id, core::SecretBytes proof, QObject* context,
                        Done<core::SecretBytes> done) = 0;

Q_SIGNALS:
    /// Anything in credentials() or isTesting() is different.
    void changed();
    /// requestsToday(), rejectedRequests() or lastUsedAt is different. At most once a second.
    void usageChanged();
};

} // namespace keysluice::ui

Q_DECLARE_METATYPE(keysluice::ui::KeyCheckOutcome)
