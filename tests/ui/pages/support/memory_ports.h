#pragma once

#include "support/memory_approvals.h"
#include "support/memory_credentials.h"
#include "support/memory_rules.h"
#include "support/memory_support.h"
#include "ui/ports/activity_port.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/gateway_port.h"
#include "ui/ports/settings_port.h"
#include "ui/ports/vault_port.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QPointer>

#include <algorithm>
#include <functional>
#include <memory>

/// The ports of the window, kept in memory, for tests of pages. Each operation can be made to fail with `nextFailure`.
namespace keysluice::uitest {

class MemoryVault final : public ui::VaultPort {
public:
    core::VaultState current = core::VaultState::Open;
    std::optional<core::Failure> why;
    std::vector<core::SlotInfo> slotRows;
    std::optional<core::Failure> keychainProblem;
    std::string passphrase = "correct horse";
    std::optional<core::Failure> nextFailure;
    QStringList calls;

    core::VaultState state() const override { return current; }
    std::optional<core::Failure> trouble() const override { return why; }
    std::vector<core::SlotInfo> slotList() const override { return slotRows; }
    std::optional<int> minutesToLock() const override { return std::nullopt; }

    void become(core::VaultState state) {
        current = state;
        Q_EMIT stateChanged();
    }
    void addSlot(core::SlotKind kind) {
        slotRows.push_back({"slot" + std::to_string(slotRows.size() + 1), kind, 1'799'000'000'000});
        Q_EMIT slotsChanged();
    }
    bool has(core::SlotKind kind) const {
        return std::any_of(slotRows.begin(), slotRows.end(),
                           [kind](const core::SlotInfo& slot) { return slot.kind == kind; });
    }

    void probeKeychain(QObject* context, ui::Done<void> done) override {
        answerLater<void>(context, std::move(done),
                          keychainProblem ? core::Outcome<void>(tl::make_unexpected(*keychainProblem))
                                          : core::Outcome<void>());
    }
    void create(bool keychain, core::SecretBytes secret, QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("create");
        answerLater<void>(context, std::move(done), run([&] {
                              if (keychain) {
                                  addSlot(core::SlotKind::Keychain);
                              }
                              if (!secret.isEmpty()) {
                                  passphrase = std::string(secret.view());
                                  addSlot(core::SlotKind::Passphrase);
                              }
                              become(core::VaultState::Open);
                          }));
    }
    void unlock(core::SecretBytes proof, QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("unlock");
        answerLater<void>(context, std::move(done), proven(proof, [&] { become(core::VaultState::Open); }));
    }
    void unlockWithKeychain(QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("unlockWithKeychain");
        answerLater<void>(context, std::move(done), run([&] { become(core::VaultState::Open); }));
    }
    void lock() override {
        calls += QStringLiteral("lock");
        become(core::VaultState::Locked);
    }
    void setPassphrase(core::SecretBytes proof, core::SecretBytes fresh, QObject* context,
                       ui::Done<void> done) override {
        calls += QStringLiteral("setPassphrase");
        answerLater<void>(context, std::move(done), proven(proof, [&] {
                              passphrase = std::string(fresh.view());
                              if (!has(core::SlotKind::Passphrase)) {
                                  addSlot(core::SlotKind::Passphrase);
                              }
                          }));
    }
    void addKeychainSlot(core::SecretBytes proof, QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("addKeychainSlot");
        answerLater<void>(context, std::move(done), proven(proof, [&] { addSlot(core::SlotKind::Keychain); }));
    }
    void createRecoveryCode(core::SecretBytes proof, QObject* context, ui::Done<core::SecretBytes> done) override {
        calls += QStringLiteral("createRecoveryCode");
        const core::Outcome<void> result = proven(proof, [&] { addSlot(core::SlotKind::RecoveryCode); });
        answerLater<core::SecretBytes>(context, std::move(done),
                                       result ? core::Outcome<core::SecretBytes>(core::SecretBytes::copyOf(
                                                    std::string_view("ABCDE-FGHIJ-KLMNO-PQRST")))
                                              : core::Outcome<core::SecretBytes>(tl::make_unexpected(result.error())));
    }
    void removeSlot(const core::RecordId& id, core::SecretBytes proof, QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("removeSlot");
        if (slotRows.size() == 1) {
            answerLater<void>(context, std::move(done), core::fail(core::FailureCode::LastSlot));
            return;
        }
        answerLater<void>(context, std::move(done), proven(proof, [&] {
                              slotRows.erase(std::remove_if(slotRows.begin(), slotRows.end(),
                                                            [&](const core::SlotInfo& slot) { return slot.id == id; }),
                                             slotRows.end());
                              Q_EMIT slotsChanged();
                          }));
    }
    void rotateDataKey(core::SecretBytes proof, QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("rotateDataKey");
        answerLater<void>(context, std::move(done), proven(proof, [] {}));
    }
    void acceptPolicy(core::SecretBytes proof, QObject* context, ui::Done<void> done) override {
        calls += QStringLiteral("acceptPolicy");
        answerLater<void>(context, std::move(done), proven(proof, [&] { become(core::VaultState::Open); }));
    }

private:
    template <class F>
    core::Outcome<void> run(F change) {
        if (nextFailure) {
            const core::Failure failure = *std::exchange(nextFailure, std::nullopt);
            return tl::make_unexpected(failure);
        }
        change();
        return {};
    }
    template <class F>
    core::Outcome<void> proven(const core::SecretBytes& proof, F change) {
        const bool needsProof = has(core::SlotKind::Passphrase) || has(core::SlotKind::RecoveryCode);
        if (needsProof && proof.view() != passphrase) {
            return core::fail(core::FailureCode::WrongPassphrase);
        }
        return run(change);
    }
};

class MemoryGateway final : public ui::GatewayPort {
public:
    State current = State::Running;
    std::optional<core::Failure> why;
    std::optional<core::Failure> caution;
    QString listening = QStringLiteral("127.0.0.1:5397");
    core::UnixMs until = 0;
    int lastPause = -1;
    int resumed = 0;
    int movedPort = 0;

    State state() const override { return current; }
    std::optional<core::Failure> trouble() const override { return why; }
    std::optional<core::Failure> warning() const override { return caution; }
    QString address() const override { return listening; }
    core::UnixMs runningSince() const override { return 1'799'990'000'000; }
    core::UnixMs pausedUntil() const override { return until; }
    void pause(int minutes) override {
        lastPause = minutes;
        become(State::Paused);
    }
    void resume() override {
        ++resumed;
        become(State::Running);
    }
    void useNextPort() override { ++movedPort; }
    int nextFreePort() const override { return 5398; }
    void become(State state) {
        current = state;
        Q_EMIT changed();
    }
};

class MemoryAgents final : public ui::AgentPort {
public:
    std::vector<core::AgentInfo> rows;
    std::map<std::string, std::vector<core::Launch>> running;
    std::map<std::string, int> today;
    std::vector<ui::FoundProgram> programs;
    core::Freeze all = core::Freeze::None;
    bool launches_ = true;
    std::optional<core::Failure> nextFailure;
    QStringList calls;
    int minted = 0;

    core::AgentInfo& put(const std::string& name) {
        core::AgentInfo agent;
        agent.id = "agent-" + name;
        agent.name = name;
        agent.createdAt = 1'799'000'000'000;
        rows.push_back(agent);
        Q_EMIT changed();
        return rows.back();
    }
    core::AgentInfo* find(const core::RecordId& id) {
        for (core::AgentInfo& agent : rows) {
            if (agent.id == id) {
                return &agent;
            }
        }
        return nullptr;
    }

    std::vector<core::AgentInfo> agents() const override { return rows; }
    std::vector<core::Launch> launches(const core::RecordId& agent) const override {
        const auto found = running.find(agent);
        return found == running.end() ? std::vector<core::Launch>() : found->second;
    }
    int requestsToday(const core::RecordId& agent) const override {
        const auto found = today.find(agent);
        return found == today.end() ? 0 : found->second;
    }
    core::Outcome<core::RecordId> add(const std::string& name) override {
        calls += QStringLiteral("add ") + QString::fromStdString(name);
        if (nextFailure) {
            return tl::make_unexpected(*std::exchange(nextFailure, std::nullopt));
        }
        return put(name).id;
    }
    core::Outcome<void> rename(const core::RecordId& agent, const std::string& name) override {
        return change(QStringLiteral("rename"), [&] { find(agent)->name = name; });
    }
    core::Outcome<void> remove(const core::RecordId& agent) override {
        return change(QStringLiteral("remove"), [&] {
            rows.erase(
                std::remove_if(rows.begin(), rows.end(), [&](const core::AgentInfo& row) { return row.id == agent; }),
                rows.end());
        });
    }
    core::Outcome<ui::MintedToken> mintToken(const core::RecordId& agent, const std::string& label, int days) override {
        core::TokenInfo token;
        token.id = "token" + std::to_string(++minted);
        token.label = label;
        token.createdAt = 1'800'000'000'000;
        token.expiresAt = days == 0 ? 0 : token.createdAt + days * 86'400'000LL;
        const core::Outcome<void> result =
            change(QStringLiteral("mint"), [&] { find(agent)->tokens.push_back(token); });
        if (!result) {
            return tl::make_unexpected(result.error());
        }
        return ui::MintedToken{token.id, "ks_shownOnce" + std::to_string(minted), token.expiresAt};
    }
    core::Outcome<void> revokeToken(const core::RecordId& agent, const core::RecordId& token) override {
        return change(QStringLiteral("revoke"), [&] {
            auto& tokens = find(agent)->tokens;
            tokens.erase(std::remove_if(tokens.begin(), tokens.end(),
                                        [&](const core::TokenInfo& info) { return info.id == token; }),
                         tokens.end());
        });
    }
    core::Outcome<void> revokeAll(const core::RecordId& agent) override {
        return change(QStringLiteral("revokeAll"), [&] {
            find(agent)->tokens.clear();
            running.erase(agent);
        });
    }
    core::Outcome<void> setGrants(const core::RecordId& agent, bool every,
                                  const std::vector<core::RecordId>& granted) override {
        return change(QStringLiteral("setGrants"), [&] {
            find(agent)->everyCredential = every;
            find(agent)->granted = granted;
        });
    }
    core::Outcome<void> setHostAccess(const core::RecordId& agent, core::HostAccess access) override {
        return change(QStringLiteral("hostAccess %1").arg(static_cast<int>(access)),
                      [&] { find(agent)->hostAccess = access; });
    }
    core::Outcome<void> setFreeze(const core::RecordId& agent, core::Freeze freeze) override {
        return change(QStringLiteral("freeze %1").arg(static_cast<int>(freeze)), [&] { find(agent)->freeze = freeze; });
    }
    core::Freeze freezeOfAll() const override { return all; }
    core::Outcome<void> setFreezeOfAll(core::Freeze freeze) override {
        return change(QStringLiteral("freeze all %1").arg(static_cast<int>(freeze)), [&] { all = freeze; });
    }
    core::Outcome<std::string> environmentSnippet(const core::RecordId& agent, ui::SnippetShell shell,
                                                  const std::string& label) override {
        const auto token = mintToken(agent, label, 30);
        if (!token) {
            return tl::make_unexpected(token.error());
        }
        return "HTTPS_PROXY=http://agent:" + token->token + "@127.0.0.1:5397 #" +
               std::to_string(static_cast<int>(shell));
    }
    std::vector<ui::FoundProgram> programsOnPath() const override { return programs; }
    core::Outcome<void> launch(const core::RecordId& agent, const std::string& command,
                               const std::string& folder) override {
        return change(QStringLiteral("launch ") + QString::fromStdString(agent + " " + command + " " + folder), [&] {
            running[agent].push_back({"launch1", command, folder, 4711, 1'799'999'000'000});
        });
    }
    bool canLaunch() const override { return launches_; }
    core::Outcome<void> stopLaunch(const core::RecordId& launch) override {
        return change(QStringLiteral("stop"), [&] {
            for (auto& entry : running) {
                auto& list = entry.second;
                list.erase(std::remove_if(list.begin(), list.end(),
                                          [&](const core::Launch& item) { return item.id == launch; }),
                           list.end());
            }
        });
    }

private:
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

class MemoryActivity final : public ui::ActivityPort {
public:
    std::vector<core::ActivityRecord> rows; // oldest first
    std::map<core::RecordId, std::int64_t> hits;
    ui::TodaySummary summary;
    std::optional<core::Failure> why;

    static core::ActivityRecord make(std::int64_t sequence) {
        core::ActivityRecord record;
        record.sequence = sequence;
        record.at = 1'799'999'000'000 + sequence * 10;
        record.agentId = "agent-claude-code";
        record.agentName = "claude-code";
        record.method = "POST";
        record.scheme = "https";
        record.host = "api.anthropic.com";
        record.port = 443;
        record.path = "/v1/messages";
        record.credentialId = "cred-Work";
        record.credentialName = "Work";
        record.injectedHeader = "x-api-key";
        record.client = "claude-cli/2.1.330";
        record.status = 200;
        record.statusFromProvider = true;
        record.complete = true;
        record.connectUs = 38'000;
        record.firstByteUs = 1'460'000;
        record.totalUs = 8'420'000;
        record.bytesToProvider = 48'000;
        record.bytesToAgent = 9'400;
        return record;
    }
    void append(std::vector<core::ActivityRecord> fresh, bool dropped = false) {
        for (core::ActivityRecord& record : fresh) {
            record.sequence = static_cast<std::int64_t>(rows.size()) + 1;
            rows.push_back(record);
        }
        Q_EMIT rowsAdded(fresh, dropped);
        Q_EMIT todayChanged();
    }
    void appendMany(int count) {
        std::vector<core::ActivityRecord> fresh;
        for (int i = 0; i < count; ++i) {
            fresh.push_back(make(static_cast<std::int64_t>(rows.size()) + i + 1));
        }
        append(std::move(fresh));
    }

    std::map<core::RecordId, std::int64_t> ruleHits(core::UnixMs) const override { return hits; }
    std::vector<core::ActivityRecord> page(const ui::ActivityFilter& filter, std::int64_t before,
                                           int limit) const override {
        std::vector<core::ActivityRecord> result;
        for (auto it = rows.rbegin(); it != rows.rend() && static_cast<int>(result.size()) < limit; ++it) {
            const bool counted = it->kind == core::ActivityRecord::Kind::Request ||
                                 it->decision != core::ActivityRecord::Decision::Allowed;
            const bool fits = (counted || !filter.countedOnly) &&
                              (filter.agentId.empty() || filter.agentId == it->agentId) &&
                              (!filter.decision || *filter.decision == it->decision) &&
                              (filter.text.empty() || it->path.find(filter.text) != std::string::npos ||
                               it->agentName.find(filter.text) != std::string::npos);
            if ((before == 0 || it->sequence < before) && fits) {
                result.push_back(*it);
            }
        }
        return result;
    }
    ui::TodaySummary today() const override { return summary; }
    std::optional<core::Failure> trouble() const override { return why; }
};

class MemorySettings final : public ui::SettingsPort {
public:
    core::ProtectedSettings protectedValues;
    core::LockSettings lockValues;
    core::InterfaceSettings interfaceValues;
    std::string proxyCredentials;
    QHash<QString, QByteArray> views;
    bool atLogin = false;
    std::optional<core::Failure> nextFailure;

    core::ProtectedSettings protectedSettings() const override { return protectedValues; }
    core::ProtectedSettings storedSettings() const override { return protectedValues; }
    core::Outcome<void> setProtectedSettings(const core::ProtectedSettings& settings) override {
        return change([&] { protectedValues = settings; });
    }
    core::Outcome<void> setUpstreamProxyCredentials(core::SecretBytes value) override {
        return change([&] {
            proxyCredentials = std::string(value.view());
            protectedValues.upstreamProxyHasCredentials = !value.isEmpty();
        });
    }
    core::LockSettings lockSettings() const override { return lockValues; }
    core::Outcome<void> setLockSettings(const core::LockSettings& settings) override {
        return change([&] { lockValues = settings; });
    }
    core::InterfaceSettings interfaceSettings() const override { return interfaceValues; }
    core::Outcome<void> setInterfaceSettings(const core::InterfaceSettings& settings) override {
        return change([&] { interfaceValues = settings; });
    }
    QByteArray viewState(const QString& name) const override { return views.value(name); }
    void setViewState(const QString& name, const QByteArray& state) override { views[name] = state; }
    bool launchAtLogin() const override { return atLogin; }
    core::Outcome<void> setLaunchAtLogin(bool enabled) override {
        return change([&] { atLogin = enabled; });
    }
    core::Outcome<std::vector<std::string>> certificateSubjects(const std::string& pem) const override {
        if (pem.find("BEGIN CERTIFICATE") == std::string::npos) {
            return core::fail(core::FailureCode::Damaged, "no certificate");
        }
        std::vector<std::string> subjects;
        for (std::size_t at = pem.find("BEGIN CERTIFICATE"); at != std::string::npos;
             at = pem.find("BEGIN CERTIFICATE", at + 1)) {
            subjects.push_back("CN=Corporate root " + std::to_string(subjects.size() + 1));
        }
        return subjects;
    }
    std::string authorityFingerprint() const override {
        return "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";
    }
    core::UnixMs authorityNotAfter() const override { return 1'830'000'000'000; }
    std::vector<std::string> authorityHosts() const override { return {"api.anthropic.com", "api.openai.com"}; }
    core::Outcome<void> exportAuthority(const QString& file) const override {
        QFile out(file);
        return out.open(QIODevice::WriteOnly)
                   ? core::Outcome<void>()
                   : core::Outcome<void>(core::fail(core::FailureCode::PermissionDenied, file.toStdString()));
    }
    std::string dataDirectory() const override { return "/home/me/.local/share/keysluice"; }

private:
    template <class F>
    core::Outcome<void> change(F apply) {
        if (nextFailure) {
            return tl::make_unexpected(*std::exchange(nextFailure, std::nullopt));
        }
        apply();
        Q_EMIT changed();
        return {};
    }
};

/// All of them together.
struct MemoryPorts {
    TestClock clock;
    MemoryVault vault;
    MemoryGateway gateway;
    MemoryCredentials credentials;
    MemoryAgents agents;
    MemoryRules rules;
    MemoryApprovals approvals{clock, rules};
    MemoryActivity activity;
    MemorySettings settings;
};

} // namespace keysluice::uitest
