#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::app {

/// Exit codes are a contract with scripts.
enum ExitCode : int {
    kDone = 0,
    kRefused = 1, ///< refused, not found, or failed
    kUsage = 2,
    kLocked = 3, ///< vault locked or wrong passphrase
    kNotRunning = 4,
    kVerificationFailed = 5,
    kDamaged = 6, ///< data damaged or of a newer version
    // of `rule test`
    kBlocked = 10,
    kAsked = 11,
    kLimited = 12,
};

enum class Command {
    Window,
    Init,
    Serve,
    Run,
    Env,
    SecretAdd,
    SecretList,
    SecretShow,
    SecretTest,
    SecretRotate,
    SecretEnable,
    SecretDisable,
    SecretForeign,
    SecretRemove,
    AgentAdd,
    AgentList,
    AgentToken,
    AgentGrant,
    AgentUngrant,
    AgentRevoke,
    AgentMode,
    AgentRemove,
    RuleList,
    RuleAdd,
    RuleEdit,
    RuleMove,
    RuleEnable,
    RuleDisable,
    RuleRemove,
    RuleTest,
    RuleExport,
    RuleImport,
    Status,
    Lock,
    Unlock,
    Pause,
    Resume,
    Freeze,
    Thaw,
    Mode,
    ApprovalList,
    ApprovalApprove,
    ApprovalDeny,
    CaExport,
    CaBundle,
    Log,
    Doctor,
};

/// Accepted before and after every subcommand.
struct GlobalOptions {
    std::string dataDirectory;
    std::string passphraseFile;
    int passphraseDescriptor = -1;
    std::string keyFile;
    bool json = false;
    bool verbose = false;
};

/// Of `serve` and of the window: where to listen and how providers are reached, for this start only.
struct ServeOptions {
    std::optional<std::uint16_t> port;
    std::vector<std::string> listen;
    std::string upstreamCa; ///< file
    std::vector<std::string> resolve;
    std::string upstreamProxy;
    bool allowPrivateDestinations = false;
    bool create = false; ///< make the vault when there is none

    /// The options that decide where a key is sent.
    [[nodiscard]] std::vector<std::string> redirecting() const;
};

enum class EnvironmentShell { Posix, Fish, PowerShell, Json };

struct LogOptions {
    bool follow = false;
    int limit = 50;
    std::string agent;
    std::string secret;
    std::string decision; ///< allowed, blocked, limited, error
    std::string text;
};

/// Of `rule test`.
struct RuleTestOptions {
    std::string url;
    std::string method; ///< empty: POST with a body, GET without
    std::string agent;
    std::string secret;
    std::vector<std::string> headers; ///< "name: value"
    std::string body;                 ///< file; "-": standard input; empty: none
};

/// One parsed command line. Thread: any (value).
struct CommandLine {
    Command command = Command::Window;
    GlobalOptions global;
    ServeOptions serve;
    LogOptions log;
    RuleTestOptions ruleTest;
    EnvironmentShell shell = EnvironmentShell::Posix;
    std::string agent;
    std::string name;   ///< the secret, agent or rule meant
    std::string second; ///< the secret of grant and ungrant, the token of revoke
    std::string provider;
    std::string kind;
    std::string label;
    std::string out;            ///< file of `ca export --out` and `rule export --out`
    std::string file = "-";     ///< what a rule command reads; "-": standard input
    int place = 0;              ///< of `rule add` and `rule move`, from 1; 0: the usual one
    bool dryRun = false;        ///< of `rule import`
    std::string mode;           ///< of `mode`, `agent mode` and `secret foreign`
    bool baseUrl = false;       ///< of `run` and `env`
    bool cut = false;           ///< of `freeze`: running answers, too
    std::string scope = "once"; ///< of `approval approve`
    bool freeze = false;        ///< of `approval deny`: the agent, too
    int days = 30;
    int minutes = 0; ///< of `pause`; 0: until resumed
    bool verify = true;
    bool saveUnverified = false;
    bool keychain = false;
    bool recoveryCode = false;
    std::vector<std::string> run;
};

/// Either a command, or what to print and the code to exit with (help, version, usage errors).
struct ParsedCommandLine {
    std::optional<CommandLine> command;
    int exitCode = kDone;
    std::string output;
    std::string error;
};

/// Thread: any.
[[nodiscard]] ParsedCommandLine parseCommandLine(const std::vector<std::string>& arguments);

} // namespace keysluice::app
