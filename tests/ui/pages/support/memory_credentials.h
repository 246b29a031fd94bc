#pragma once

#include "core/provider_catalogue.h"
#include "support/memory_support.h"
#include "ui/ports/credential_port.h"

#include <QByteArray>
#include <QFile>
#include <QPointer>
#include <QStringList>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace keysluice::uitest {

/// A check that ends when the test says so.
class ScriptedCheck final : public ui::KeyCheck {
public:
    explicit ScriptedCheck(bool* cancelled) : m_cancelled(cancelled) {}
    void cancel() override { *m_cancelled = true; }
    void settle(ui::KeyCheckOutcome::Result result, int status = 0) {
        ui::KeyCheckOutcome outcome;
        outcome.result = result;
        outcome.status = status;
        outcome.host = "api.anthropic.com";
        if (result == ui::KeyCheckOutcome::Result::Valid) {
            outcome.status = 200;
            outcome.models = 9;
        }
        settle(outcome);
    }
    void settle(const ui::KeyCheckOutcome& outcome) { Q_EMIT finished(outcome); }

private:
    bool* m_cancelled;
};

/// Stored secrets in memory: what was asked of them is in `calls`, what goes wrong next in `nextFailure`.
class MemoryCredentials final : public ui::CredentialPort {
public:
    std::shared_ptr<const core::ProviderCatalogue> providers;
    std::vector<core::CredentialInfo> rows;
    std::map<core::RecordId, std::string> values;
    std::map<core::RecordId, int> today;
    std::map<core::RecordId, int> refused; ///< with 401
    std::map<core::RecordId, std::vector<core::CredentialEvent>> events;
    std::set<core::RecordId> testing;
    std::optional<core::Failure> nextFailure;
    std::string passphrase; ///< empty: the vault has none, no reveal
    QStringList calls;
    QPointer<ScriptedCheck> check;
    bool checkWasCancelled = false;
    std::string checkedProvider;
    std::string checkedKind;
    std::string checkedKey;
    ui::NewCredential lastAdded;

    MemoryCredentials() {
        QFile file(QStringLiteral(KEYSLUICE_PROVIDERS_JSON));
        if (file.open(QIODevice::ReadOnly)) {
            providers = core::ProviderCatalogue::fromJson(file.readAll()).value_or(nullptr);
        }
    }
    const core::ProviderCatalogue& catalogue() const override { return *providers; }
    std::vector<core::CredentialInfo> credentials() const override { return rows; }
    std::vector<core::CredentialEvent> history(const core::RecordId& id) const override {
        const auto found = events.find(id);
        return found == events.end() ? std::vector<core::CredentialEvent>() : found->second;
    }
    int requestsToday(const core::RecordId& id) const override {
        const auto found = today.find(id);
        return found == today.end() ? 0 : found->second;
    }
    int rejectedRequests(const core::RecordId& id) const override {
        const auto found = refused.find(id);
        return found == refused.end() ? 0 : found->second;
    }
    std::unique_ptr<ui::KeyCheck> checkKey(const std::string& provider, const std::string& kind,
                                           core::SecretBytes key) override {
        calls += QStringLiteral("checkKey");
        checkedProvider = provider;
        checkedKind = kind;
        checkedKey = std::string(key.view());
        checkWasCancelled = false;
        auto made = std::make_unique<ScriptedCheck>(&checkWasCancelled);
        check = made.get();
        return made;
    }
    core::Outcome<core::RecordId> add(const ui::NewCredential& credential, core::SecretBytes key) override {
        lastAdded = credential;
        const core::Outcome<void> result = change(QStringLiteral("add"), [&] {
            core::CredentialInfo& info =
                put(credential.name, credential.providerId,
                    credential.check.savesChecked() ? core::Health::Valid : core::Health::Unchecked,
                    credential.check.status);
            info.kindId = credential.kindId;
            values[info.id] = std::string(key.view());
        });
        if (!result) {
            return tl::make_unexpected(result.error());
        }
        return rows.back().id;
    }
    core::Outcome<void> rotate(const core::RecordId& id, core::SecretBytes key,
                               const ui::KeyCheckOutcome& outcome) override {
        return change(QStringLiteral("rotate"), [&] {
            values[id] = std::string(key.view());
            find(id)->version += 1;
            find(id)->health.health = outcome.savesChecked() ? core::Health::Valid : core::Health::Unchecked;
        });
    }
    void test(const core::RecordId& id) override {
        calls += QStringLiteral("test ") + QString::fromStdString(id);
        testing.insert(id);
        Q_EMIT changed();
    }
    void finishTest(const core::RecordId& id, core::Health health, int status) {
        testing.erase(id);
        find(id)->health.health = health;
        find(id)->health.status = status;
        Q_EMIT changed();
    }
    bool isTesting(const core::RecordId& id) const override { return testing.count(id) > 0; }
    core::Outcome<void> setEnabled(const core::RecordId& id, bool enabled) override {
        return change(enabled ? QStringLiteral("enable") : QStringLiteral("disable"),
                      [&] { find(id)->enabled = enabled; });
    }
    core::Outcome<void> setForeignKeys(const core::RecordId& id, core::ForeignKeys mode) override {
        return change(QStringLiteral("foreignKeys %1").arg(static_cast<int>(mode)),
                      [&] { find(id)->foreignKeys = mode; });
    }
    core::Outcome<void> rename(const core::RecordId& id, const std::string& name) override {
        const bool taken = std::any_of(rows.begin(), rows.end(), [&](const core::CredentialInfo& row) {
            return row.id != id && row.name == name;
        });
        if (taken) {
            return core::fail(core::FailureCode::NameTaken, name);
        }
        return change(QStringLiteral("rename"), [&] { find(id)->name = name; });
    }
    core::Outcome<void> move(const core::RecordId& id, int position) override {
        return change(QStringLiteral("move %1").arg(position), [&] {
            const core::CredentialInfo info = *find(id);
            erase(id);
            rows.insert(rows.begin() + std::min<std::ptrdiff_t>(position, static_cast<std::ptrdiff_t>(rows.size())),
                        info);
        });
    }
    core::Outcome<void> remove(const core::RecordId& id) override {
        return change(QStringLiteral("remove"), [&] { erase(id); });
    }
    void reveal(const core::RecordId& id, core::SecretBytes proof, QObject* context,
                ui::Done<core::SecretBytes> done) override {
        calls += QStringLiteral("reveal");
        if (passphrase.empty() || proof.view() != passphrase) {
            answerLater<core::SecretBytes>(
                context, std::move(done),
                core::fail(passphrase.empty() ? core::FailureCode::NoSuchSlot : core::FailureCode::WrongPassphrase));
            return;
        }
        answerLater<core::SecretBytes>(context, std::move(done),
                                       core::SecretBytes::copyOf(std::string_view(values[id])));
    }

    core::CredentialInfo& put(const std::string& name, const std::string& provider = "anthropic",
                              core::Health health = core::Health::Valid, int status = 200) {
        core::CredentialInfo info;
        info.id = "cred-" + name;
        info.name = name;
        info.providerId = provider;
        info.kindId = "api_key";
        info.hosts = {provider == "openai" ? "api.openai.com" : "api.anthropic.com"};
        info.preview = "sk-ant-api03-••••7QAA";
        info.health.health = health;
        info.health.status = status;
        info.position = static_cast<int>(rows.size());
        rows.push_back(info);
        Q_EMIT changed();
        return rows.back();
    }
    core::CredentialInfo* find(const core::RecordId& id) {
        const auto found =
            std::find_if(rows.begin(), rows.end(), [&](const core::CredentialInfo& row) { return row.id == id; });
        return found == rows.end() ? nullptr : &*found;
    }

private:
    void erase(const core::RecordId& id) {
        rows.erase(
            std::remove_if(rows.begin(), rows.end(), [&](const core::CredentialInfo& row) { return row.id == id; }),
            rows.end());
    }
    template <class F>
    core::Outcome<void> change(const QString& call, F apply) {
        calls += call;
        if (nextFailure) {
            return tl::make_unexpected(*std::exchange(nextFailure, std::nullopt));
        }
        apply();
        Q_EMIT changed();
        return {};
    }
};

} // namespace keysluice::uitest
