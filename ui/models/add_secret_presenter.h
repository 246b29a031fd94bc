#pragma once

#include "core/clock.h"
#include "core/key_recognition.h"
#include "ui/models/credential_text.h"
#include "ui/models/note.h"
#include "ui/ports/credential_port.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace keysluice::ui {

/// Adding a secret, and putting a new key into an existing one: everything the form shows, without a widget.
///
/// Holds the key (SecretBytes) from typing until it is saved, given up or the presenter goes; no text it hands out has
/// more of it than its last four characters. Thread: gui.
class AddSecretPresenter final : public QObject {
    Q_OBJECT
public:
    enum class Stage {
        Editing,
        Verifying,
        Rejected,      ///< 401: cannot be saved
        Limited,       ///< the key works, but is restricted, limited or without credit: "Save"
        CouldNotCheck, ///< nothing is known about the key: "Try again" or "Save unchecked"
        Saved,
    };
    enum class Focus { Key, Name, Cancel, Primary };

    static constexpr int kTimeLimitSeconds = 10;

    AddSecretPresenter(CredentialPort& credentials, const core::Clock& clock, QObject* parent = nullptr);
    ~AddSecretPresenter() override;

    /// Puts a new key into `credential`: provider, kind, name and agents are fixed.
    void beginRotation(const core::CredentialInfo& credential);
    [[nodiscard]] bool isRotation() const { return m_rotated.has_value(); }
    [[nodiscard]] QString rotatedName() const;

    // what the person does
    void setKey(core::SecretBytes pasted);
    void chooseProvider(const std::string& providerId);
    void chooseKind(const std::string& kindId);
    void setName(const QString& name);
    /// nullopt: every agent.
    void setAgents(std::optional<std::vector<core::RecordId>> agents);
    void activatePrimary();
    void activateSecondary();
    /// Gives up the running check. False: none runs, so the form may close.
    bool cancelCheck();
    /// Wipes the key and starts again.
    void reset();

    // what is shown
    [[nodiscard]] Stage stage() const { return m_stage; }
    [[nodiscard]] bool isVerifying() const { return m_stage == Stage::Verifying; }
    [[nodiscard]] const core::ProviderCatalogue& catalogue() const { return m_credentials.catalogue(); }
    [[nodiscard]] const std::string& providerId() const { return m_providerId; }
    [[nodiscard]] const std::string& kindId() const { return m_kindId; }
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] NoteLine recognitionLine() const;
    [[nodiscard]] QString trimmedNote() const;
    [[nodiscard]] QString nameError() const { return m_nameError; }
    [[nodiscard]] bool keyHasError() const;
    [[nodiscard]] InjectionText injection() const;
    [[nodiscard]] NoteBanner banner() const;
    [[nodiscard]] QString details() const;
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] int elapsedSeconds() const;
    [[nodiscard]] QString primaryText() const;
    [[nodiscard]] bool isPrimaryEnabled() const;
    [[nodiscard]] QString secondaryText() const; ///< empty: there is none
    [[nodiscard]] core::RecordId savedId() const { return m_savedId; }

Q_SIGNALS:
    /// Anything shown is different.
    void changed();
    void focusRequested(keysluice::ui::AddSecretPresenter::Focus where);
    /// Stored; the key is wiped.
    void saved(const std::string& id, const QString& name);

private:
    void edited();
    void verify();
    void checkFinished(const KeyCheckOutcome& outcome);
    void save();
    void enter(Stage stage, Focus focus);
    [[nodiscard]] bool nameIsGood();
    [[nodiscard]] QString suggestedName() const;
    [[nodiscard]] const core::Provider* provider() const { return catalogue().provider(m_providerId); }
    [[nodiscard]] const core::CredentialKind* kind() const;
    [[nodiscard]] bool isOfOtherProvider() const;

    CredentialPort& m_credentials;
    const core::Clock& m_clock;
    std::optional<core::CredentialInfo> m_rotated;
    core::SecretBytes m_key; ///< trimmed
    core::KeyRecognition m_recognition;
    QString m_maskedEnd;
    std::string m_providerId;
    std::string m_kindId;
    QString m_name;
    bool m_nameIsOwn = false; ///< typed by the person
    QString m_nameError;
    std::optional<std::vector<core::RecordId>> m_agents;
    Stage m_stage = Stage::Editing;
    std::unique_ptr<KeyCheck> m_check;
    core::MonotonicNs m_checkStarted = 0;
    KeyCheckOutcome m_outcome;
    std::optional<core::Failure> m_failure; ///< of saving
    QTimer m_tick;
    core::RecordId m_savedId;
};

} // namespace keysluice::ui
