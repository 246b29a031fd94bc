#include "app/control/json_forms.h"
#include "app/control/operations.h"
#include "app/verify/check_outcome.h"
#include "core/key_recognition.h"

#include <QJsonArray>
#include <QPointer>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

core::Outcome<core::CredentialInfo> ControlOperations::secretNamed(const QJsonObject& arguments) const {
    const std::string name = arguments.value(QLatin1String("name")).toString().toStdString();
    for (core::CredentialInfo& info : m_runtime.credentials().credentials()) {
        if (info.name == name || info.id == name) {
            return std::move(info);
        }
    }
    return m_runtime.vault().state() == core::VaultState::Locked ? fail(FailureCode::VaultLocked)
                                                                 : fail(FailureCode::NotFound, name);
}

ControlOperations::Result ControlOperations::secretList() const {
    QJsonArray list;
    for (const core::CredentialInfo& info : m_runtime.credentials().credentials()) {
        list.append(credentialJson(info, m_runtime.credentials().requestsToday(info.id)));
    }
    return QJsonObject{{QStringLiteral("secrets"), list}};
}

ControlOperations::Result ControlOperations::secretSwitch(const QJsonObject& arguments, bool enabled) {
    const auto info = secretNamed(arguments);
    if (!info) {
        return core::failure(info.error());
    }
    const auto done = m_runtime.credentials().setEnabled(info->id, enabled);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

void ControlOperations::secretAdd(const QJsonObject& arguments, core::SecretBytes value, ControlSession& session,
                                  const Answer& answer) {
    ui::NewCredential credential;
    credential.name = arguments.value(QLatin1String("name")).toString().toStdString();
    credential.providerId = arguments.value(QLatin1String("provider")).toString().toStdString();
    credential.kindId = arguments.value(QLatin1String("kind")).toString().toStdString();
    for (const core::CredentialInfo& other : m_runtime.credentials().credentials()) {
        if (other.name == credential.name) {
            answer(fail(FailureCode::NameTaken, credential.name)); // before the provider is asked
            return;
        }
    }
    const core::KeyRecognition recognition = core::recogniseKey(value.view(), m_runtime.catalogue());
    if (credential.providerId.empty()) {
        credential.providerId = recognition.providerId;
    }
    const core::Provider* provider = m_runtime.catalogue().provider(credential.providerId);
    if (auto fit = m_runtime.credentials().acceptable(value); !fit) {
        answer(core::failure(fit.error()));
        return;
    }
    if (provider == nullptr) {
        answer(fail(FailureCode::ProviderUnknown, credential.providerId));
        return;
    }
    if (credential.kindId.empty()) {
        credential.kindId = recognition.providerId == provider->id && !recognition.kindId.empty()
                                ? recognition.kindId
                                : provider->kinds.front().id;
    }
    if (provider->kind(credential.kindId) == nullptr) {
        answer(fail(FailureCode::Unsupported, "kind " + credential.kindId));
        return;
    }
    verifyThenStore(provider->id, credential.kindId, arguments, std::move(value), session, answer,
                    [this, credential](core::SecretBytes key, const ui::KeyCheckOutcome& check) mutable -> Result {
                        credential.check = check;
                        const auto id = m_runtime.credentials().add(credential, std::move(key));
                        if (!id) {
                            return core::failure(id.error());
                        }
                        for (const core::CredentialInfo& info : m_runtime.credentials().credentials()) {
                            if (info.id == *id) {
                                return credentialJson(info, 0);
                            }
                        }
                        return fail(FailureCode::NotFound, credential.name);
                    });
}

void ControlOperations::secretRotate(const QJsonObject& arguments, core::SecretBytes value, ControlSession& session,
                                     const Answer& answer) {
    const auto info = secretNamed(arguments);
    if (!info) {
        answer(core::failure(info.error()));
        return;
    }
    if (auto fit = m_runtime.credentials().acceptable(value); !fit) {
        answer(core::failure(fit.error()));
        return;
    }
    verifyThenStore(info->providerId, info->kindId, arguments, std::move(value), session, answer,
                    [this, id = info->id](core::SecretBytes key, const ui::KeyCheckOutcome& check) -> Result {
                        const auto done = m_runtime.credentials().rotate(id, std::move(key), check);
                        if (!done) {
                            return core::failure(done.error());
                        }
                        for (const core::CredentialInfo& now : m_runtime.credentials().credentials()) {
                            if (now.id == id) {
                                return credentialJson(now, m_runtime.credentials().requestsToday(id));
                            }
                        }
                        return fail(FailureCode::NotFound, id);
                    });
}

void ControlOperations::verifyThenStore(const std::string& provider, const std::string& kind,
                                        const QJsonObject& arguments, core::SecretBytes value, ControlSession& session,
                                        const Answer& answer,
                                        std::function<Result(core::SecretBytes, const ui::KeyCheckOutcome&)> store) {
    // A check that was not made says "unchecked" about the key.
    ui::KeyCheckOutcome unchecked;
    unchecked.result = ui::KeyCheckOutcome::Result::Cancelled;
    if (!arguments.value(QLatin1String("verify")).toBool(true)) {
        auto stored = store(std::move(value), unchecked);
        answer(stored ? Result(QJsonObject{{QStringLiteral("saved"), true}, {QStringLiteral("secret"), *stored}})
                      : core::failure(stored.error()));
        return;
    }
    const bool saveUnverified = arguments.value(QLatin1String("saveUnverified")).toBool();
    auto key = std::make_shared<core::SecretBytes>(std::move(value));
    ui::KeyCheck* check = m_runtime.credentials().checkKey(provider, kind, key->clone()).release();
    check->setParent(&session);
    connect(check, &ui::KeyCheck::finished, &session,
            [check, key, answer, saveUnverified, store = std::move(store)](const ui::KeyCheckOutcome& outcome) {
                check->deleteLater();
                QJsonObject result{{QStringLiteral("check"), checkJson(outcome)}};
                const bool save = outcome.savesChecked() || (saveUnverified && outcome.mayBeSaved());
                result.insert(QStringLiteral("saved"), save);
                if (save) {
                    const auto stored = store(std::move(*key), outcome);
                    if (!stored) {
                        answer(core::failure(stored.error()));
                        return;
                    }
                    result.insert(QStringLiteral("secret"), *stored);
                }
                answer(result);
            });
}

void ControlOperations::secretTest(const QJsonObject& arguments, ControlSession& session, const Answer& answer) {
    const auto info = secretNamed(arguments);
    if (!info) {
        answer(core::failure(info.error()));
        return;
    }
    const QPointer<ControlSession> alive(&session);
    const auto started =
        m_runtime.credentials().testThen(info->id, [answer, alive](const ui::KeyCheckOutcome& outcome) {
            if (!alive.isNull()) {
                answer(QJsonObject{{QStringLiteral("check"), checkJson(outcome)}});
            }
        });
    if (!started) {
        answer(core::failure(started.error()));
    }
}

} // namespace keysluice::app
