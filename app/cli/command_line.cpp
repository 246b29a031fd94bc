#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>

namespace keysluice::app {

namespace {

constexpr const char* kAbout =
    "Lets local AI agents use LLM APIs without ever holding the keys.\n"
    "Without a command it opens the window; with one it never needs a display.\n\n"
    "Exit codes: 0 done, 1 refused or not found, 2 usage, 3 vault locked or wrong passphrase,\n"
    "4 gateway not running, 5 verification failed, 6 data damaged or of a newer version.\n"
    "\"run\" passes on the exit code of its command; \"rule test\" answers 0 allow, 10 block, 11 ask, 12 limited.";

constexpr const char* kAboutBaseUrl = "For clients that can use no proxy: also set the providers' base URLs to the "
                                      "gateway, and their API keys to a token";

/// Builds the parser for one command line and remembers which leaf was chosen.
class Parser {
public:
    explicit Parser(CommandLine& target) : m_line(target), m_app(kAbout, "keysluice") {
        m_app.fallthrough();
        m_app.set_version_flag("--version", "keysluice " KEYSLUICE_VERSION);
        m_app.failure_message(CLI::FailureMessage::simple);
        addGlobals();
        addServing(m_app, true);
        addVault();
        addLaunching();
        addSecrets();
        addAgents();
        addRules();
        addState();
        addApprovals();
        addAuthority();
        addDiagnosis();
    }

    CLI::App& app() { return m_app; }
    EnvironmentShell shell() const {
        static const std::map<std::string, EnvironmentShell> kShells{{"sh", EnvironmentShell::Posix},
                                                                     {"fish", EnvironmentShell::Fish},
                                                                     {"powershell", EnvironmentShell::PowerShell},
                                                                     {"json", EnvironmentShell::Json}};
        return kShells.at(m_shell);
    }

private:
    CLI::App* leaf(CLI::App& parent, const std::string& name, const std::string& about, Command command) {
        CLI::App* sub = parent.add_subcommand(name, about);
        sub->fallthrough();
        sub->parse_complete_callback([this, command] { m_line.command = command; });
        return sub;
    }

    CLI::App* group(const std::string& name, const std::string& about) {
        CLI::App* sub = m_app.add_subcommand(name, about);
        sub->fallthrough();
        sub->require_subcommand(1);
        return sub;
    }

    void addGlobals() {
        GlobalOptions& global = m_line.global;
        const std::string section = "Options of every command";
        m_app.add_option("--data-dir", global.dataDirectory, "Folder of the vault (default: $XDG_DATA_HOME/keysluice)")
            ->type_name("DIR")
            ->group(section);
        auto* file = m_app
                         .add_option("--passphrase-file", global.passphraseFile,
                                     "Read the vault's passphrase from the first line of FILE")
                         ->type_name("FILE")
                         ->group(section);
        auto* descriptor = m_app
                               .add_option("--passphrase-fd", global.passphraseDescriptor,
                                           "Read the vault's passphrase from file descriptor N")
                               ->type_name("N")
                               ->check(CLI::NonNegativeNumber)
                               ->group(section);
        descriptor->excludes(file);
        m_app
            .add_option("--key-file", global.keyFile,
                        "Open the vault with a key file. Whoever can read that file can read every key in the vault")
            ->type_name("FILE")
            ->group(section);
        m_app.add_flag("--json", global.json, "Print JSON")->group(section);
        m_app.add_flag("-v,--verbose", global.verbose, "Say more on standard error")->group(section);
    }

    void addServing(CLI::App& app, bool window) {
        ServeOptions& serve = m_line.serve;
        const std::string section = window ? "Options of the window and of \"serve\"" : "Options";
        app.add_option_function<std::uint16_t>(
               "--port", [&serve](const std::uint16_t& port) { serve.port = port; },
               "Listen on this port (0: any free one)")
            ->type_name("PORT")
            ->group(section);
        app.add_option("--listen", serve.listen, "Listen on this address; may be given again")
            ->type_name("ADDRESS")
            ->allow_extra_args(false)
            ->group(section);
        app.add_option("--upstream-ca", serve.upstreamCa, "Also trust the certificates in FILE (PEM) towards providers")
            ->type_name("FILE")
            ->group(section);
        app.add_option(
               "--resolve", serve.resolve,
               "Connect to ADDR when HOST:PORT is meant; may be given again. The certificate is still checked for HOST")
            ->type_name("HOST:PORT:ADDR[:PORT]")
            ->allow_extra_args(false)
            ->group(section);
        app.add_option("--upstream-proxy", serve.upstreamProxy, "Reach providers through this HTTP proxy")
            ->type_name("URL")
            ->group(section);
        app.add_flag("--allow-private-destinations", serve.allowPrivateDestinations,
                     "Let agents reach addresses of private networks")
            ->group(section);
    }

    void addVault() {
        CLI::App* init = leaf(m_app, "init", "Create the vault", Command::Init);
        init->add_flag("--keychain", m_line.keychain, "Keep the vault's key in the system's keychain");
        init->add_flag("--recovery-code", m_line.recoveryCode, "Also make a recovery code and print it once");
        CLI::App* serve = leaf(m_app, "serve", "Run the gateway without a window", Command::Serve);
        addServing(*serve, false);
        serve->add_flag(
            "--create", m_line.serve.create,
            "Create the vault when there is none: with the passphrase or key file given, else in the keychain, "
            "else with a key file in the data directory");
    }

    void addLaunching() {
        CLI::App* run =
            leaf(m_app, "run",
                 "Run a command with its traffic through the gateway: run [--agent NAME] -- COMMAND [ARGUMENT...]",
                 Command::Run);
        run->add_option("--agent", m_line.agent, "Run it as this agent")->type_name("NAME");
        run->add_flag("--base-url", m_line.baseUrl, kAboutBaseUrl);
        CLI::App* env =
            leaf(m_app, "env",
                 "Print the environment for programs started by hand; it is valid while the calling shell lives",
                 Command::Env);
        env->add_option("--agent", m_line.agent, "For this agent")->type_name("NAME");
        env->add_flag("--base-url", m_line.baseUrl, kAboutBaseUrl);
        env->add_option("--shell", m_shell, "Syntax: sh, fish, powershell or json")
            ->check(CLI::IsMember({"sh", "fish", "powershell", "json"}))
            ->type_name("NAME");
    }

    CLI::App* secretCommand(CLI::App& secrets, const std::string& name, const std::string& about, Command command) {
        CLI::App* sub = leaf(secrets, name, about, command);
        sub->add_option("secret", m_line.name, "Name of the secret")->required()->type_name("NAME");
        return sub;
    }

    void addSecrets() {
        CLI::App& secrets = *group("secret", "Keys of providers");
        CLI::App* add = leaf(secrets, "add", "Store a key, read from standard input or a prompt", Command::SecretAdd);
        add->add_option("--provider", m_line.provider,
                        "Provider, e.g. anthropic or openai (default: by the key's prefix)")
            ->type_name("ID");
        add->add_option("--kind", m_line.kind, "Kind of key: api_key or oauth_token (default: by the key's prefix)")
            ->type_name("ID");
        add->add_option("--name", m_line.name, "Name of the secret")->required()->type_name("NAME");
        add->add_flag("!--no-verify", m_line.verify, "Store it without asking the provider");
        add->add_flag("--save-unverified", m_line.saveUnverified, "Store it when the provider cannot be asked now");
        leaf(secrets, "list", "List the stored secrets, never their values", Command::SecretList);
        secretCommand(secrets, "show", "Show what is known about a secret, never its value", Command::SecretShow);
        secretCommand(secrets, "test", "Ask the provider whether the key works", Command::SecretTest);
        CLI::App* rotate =
            secretCommand(secrets, "rotate", "Replace the key; the new one is read from standard input or a prompt",
                          Command::SecretRotate);
        rotate->add_flag("!--no-verify", m_line.verify, "Store it without asking the provider");
        rotate->add_flag("--save-unverified", m_line.saveUnverified, "Store it when the provider cannot be asked now");
        secretCommand(secrets, "enable", "Let agents use it again", Command::SecretEnable);
        secretCommand(secrets, "disable", "Keep it, but let no agent use it", Command::SecretDisable);
        CLI::App* foreign = secretCommand(
            secrets, "foreign", "Choose what happens to keys that agents bring instead of it", Command::SecretForeign);
        foreign
            ->add_option("mode", m_line.mode,
                         "replace: this key takes its place. refuse: the request is refused, and you see it. pass: it "
                         "goes to the provider as it is")
            ->required()
            ->check(CLI::IsMember({"replace", "refuse", "pass"}))
            ->type_name("MODE");
        secretCommand(secrets, "remove", "Destroy it", Command::SecretRemove);
    }

    CLI::App* agentCommand(CLI::App& agents, const std::string& name, const std::string& about, Command command) {
        CLI::App* sub = leaf(agents, name, about, command);
        sub->add_option("name", m_line.name, "Name of the agent")->required()->type_name("NAME");
        return sub;
    }

    void addAgents() {
        CLI::App& agents = *group("agent", "Who may use the keys");
        CLI::App* add = agentCommand(agents, "add", "Add an agent and print its token, once", Command::AgentAdd);
        add->add_option("--days", m_line.days, "Days until the token expires (0: never)")
            ->check(CLI::Range(0, 3650))
            ->capture_default_str();
        leaf(agents, "list", "List the agents", Command::AgentList);
        CLI::App* token = agentCommand(agents, "token", "Make another token and print it, once", Command::AgentToken);
        token->add_option("--label", m_line.label, "What the token is for")->type_name("TEXT");
        token->add_option("--days", m_line.days, "Days until it expires (0: never)")
            ->check(CLI::Range(0, 3650))
            ->capture_default_str();
        for (const bool grant : {true, false}) {
            CLI::App* sub =
                grant ? agentCommand(agents, "grant", "Let an agent use a secret", Command::AgentGrant)
                      : agentCommand(agents, "ungrant", "Stop an agent from using a secret", Command::AgentUngrant);
            sub->add_option("secret", m_line.second, "Name of the secret")->required()->type_name("SECRET");
        }
        CLI::App* revoke =
            agentCommand(agents, "revoke", "Revoke every token of an agent and end its launches", Command::AgentRevoke);
        revoke->add_option("--token", m_line.second, "Revoke only the token of this id")->type_name("ID");
        CLI::App* mode = agentCommand(agents, "mode", "Choose whether it reaches hosts that Keysluice does not handle",
                                      Command::AgentMode);
        mode->add_option("mode", m_line.mode,
                         "open: they are tunnelled. strict: they are refused. inherit: as \"keysluice mode\" says")
            ->required()
            ->check(CLI::IsMember({"inherit", "open", "strict"}))
            ->type_name("MODE");
        agentCommand(agents, "remove", "Remove an agent", Command::AgentRemove);
    }

    CLI::App* ruleCommand(CLI::App& rules, const std::string& name, const std::string& about, Command command) {
        CLI::App* sub = leaf(rules, name, about, command);
        sub->add_option("rule", m_line.name, "Its name, its id, or its number in \"rule list\"")
            ->required()
            ->type_name("RULE");
        return sub;
    }

    void addRules() {
        CLI::App& rules = *group("rule", "What agents may do: the first rule that fits decides");
        leaf(rules, "list", "List rules and limits, and how often each decided in the last seven days",
             Command::RuleList);
        CLI::App* add =
            leaf(rules, "add", "Add a rule or limit, read as JSON from a file or standard input", Command::RuleAdd);
        add->add_option("--place", m_line.place,
                        "Its number in the list (default: what blocks first of all, anything else behind the blocks at "
                        "the top)")
            ->check(CLI::PositiveNumber)
            ->type_name("N");
        CLI::App* edit = ruleCommand(rules, "edit",
                                     "Replace a rule or limit by another one, read as JSON from a file "
                                     "or standard input",
                                     Command::RuleEdit);
        CLI::App* move = ruleCommand(rules, "move", "Give a rule another place", Command::RuleMove);
        move->add_option("place", m_line.place, "The number that it will have in the list")
            ->required()
            ->check(CLI::PositiveNumber)
            ->type_name("N");
        ruleCommand(rules, "enable", "Put a rule or limit in force again", Command::RuleEnable);
        ruleCommand(rules, "disable", "Keep it, but let it decide nothing", Command::RuleDisable);
        ruleCommand(rules, "remove", "Remove it", Command::RuleRemove);
        addRuleTest(rules);
        CLI::App* exported = leaf(rules, "export", "Print all rules and limits as JSON", Command::RuleExport);
        exported->add_option("--out", m_line.out, "Write them to FILE")->type_name("FILE");
        CLI::App* import =
            leaf(rules, "import", "Replace all rules and limits by those of a file", Command::RuleImport);
        import->add_flag("--dry-run", m_line.dryRun, "Only tell what would be different");
        for (CLI::App* sub : {add, edit, import}) {
            sub->add_option("file", m_line.file, "JSON as \"rule export\" writes it (default: standard input)")
                ->type_name("FILE");
        }
    }

    void addRuleTest(CLI::App& rules) {
        RuleTestOptions& test = m_line.ruleTest;
        CLI::App* sub = leaf(rules, "test", "Tell what the rules would do with a request, and why", Command::RuleTest);
        sub->add_option("url", test.url, "Where it would go, e.g. https://api.anthropic.com/v1/messages")
            ->required()
            ->type_name("URL");
        sub->add_option("--method", test.method, "Its method (default: POST with a body, else GET)")->type_name("NAME");
        sub->add_option("--agent", test.agent, "The agent that would send it")->type_name("NAME");
        sub->add_option("--secret", test.secret, "The secret that would be used")->type_name("NAME");
        sub->add_option("--header", test.headers, "A header of it, \"name: value\"; may be given again")
            ->allow_extra_args(false)
            ->type_name("HEADER");
        sub->add_option("--body", test.body, "Its body; \"-\" reads standard input")->type_name("FILE");
    }

    void addState() {
        leaf(m_app, "status", "Tell the state of vault and gateway", Command::Status);
        leaf(m_app, "lock", "Lock the vault; every request is refused from then on", Command::Lock);
        leaf(m_app, "unlock", "Unlock the vault of the running gateway", Command::Unlock);
        CLI::App* pause = leaf(m_app, "pause", "Refuse every request until resumed", Command::Pause);
        pause->add_option("--minutes", m_line.minutes, "Resume by itself after so many minutes")
            ->check(CLI::Range(1, 7 * 24 * 60))
            ->type_name("N");
        leaf(m_app, "resume", "End a pause", Command::Resume);
        CLI::App* freeze =
            leaf(m_app, "freeze", "Refuse every request of an agent, or of all agents, until thawed", Command::Freeze);
        freeze->add_flag("--cut", m_line.cut, "Cut running answers, too; else they may finish");
        CLI::App* thaw = leaf(m_app, "thaw", "End the freeze of an agent, or the one of all agents", Command::Thaw);
        for (CLI::App* sub : {freeze, thaw}) {
            sub->add_option("agent", m_line.name, "Name of the agent (default: all agents)")->type_name("NAME");
        }
        CLI::App* mode =
            leaf(m_app, "mode", "Choose whether agents reach hosts that Keysluice does not handle", Command::Mode);
        mode->add_option("mode", m_line.mode, "open: they are tunnelled. strict: they are refused")
            ->required()
            ->check(CLI::IsMember({"open", "strict"}))
            ->type_name("MODE");
    }

    void addApprovals() {
        CLI::App& approvals = *group("approval", "Requests that wait for a person");
        leaf(approvals, "list", "List what waits", Command::ApprovalList);
        CLI::App* approve =
            leaf(approvals, "approve", "Approve a request; takes the passphrase", Command::ApprovalApprove);
        approve->add_option("--for", m_line.scope, "once (default), session, 10m, 1h or always")
            ->check(CLI::IsMember({"once", "session", "10m", "1h", "always"}))
            ->type_name("SCOPE");
        CLI::App* deny = leaf(approvals, "deny", "Deny a request", Command::ApprovalDeny);
        deny->add_flag("--freeze", m_line.freeze, "Freeze the agent, too");
        for (CLI::App* sub : {approve, deny}) {
            sub->add_option("id", m_line.name, "As listed")->required()->type_name("ID");
        }
    }

    void addAuthority() {
        CLI::App& authority = *group("ca", "The certificate authority of this installation");
        CLI::App* exported = leaf(authority, "export", "Print its certificate (PEM)", Command::CaExport);
        CLI::App* bundle =
            leaf(authority, "bundle", "Print the system's roots and its certificate (PEM)", Command::CaBundle);
        for (CLI::App* sub : {exported, bundle}) {
            sub->add_option("--out", m_line.out, "Write it to FILE")->type_name("FILE");
        }
    }

    void addDiagnosis() {
        LogOptions& log = m_line.log;
        CLI::App* sub = leaf(m_app, "log", "Show what agents did", Command::Log);
        sub->add_flag("-f,--follow", log.follow, "Wait for more");
        sub->add_option("-n,--limit", log.limit, "At most so many rows")
            ->check(CLI::Range(1, 10000))
            ->capture_default_str();
        sub->add_option("--agent", log.agent, "Only of this agent")->type_name("NAME");
        sub->add_option("--secret", log.secret, "Only with this secret")->type_name("NAME");
        sub->add_option("--decision", log.decision, "Only with this decision")
            ->check(CLI::IsMember({"allowed", "blocked", "limited", "error"}))
            ->type_name("");
        sub->add_option("--text", log.text, "Only rows with this in agent, host, path, method or code")
            ->type_name("TEXT");
        leaf(m_app, "doctor", "Check the installation and tell what to do", Command::Doctor);
    }

    CommandLine& m_line;
    CLI::App m_app;
    std::string m_shell = "sh";
};

/// Where the command of `run` begins when "--" was left out: at the first word after "run" that is neither an option of
/// ours nor the value of one.
std::vector<std::string>::const_iterator implicitCommand(const std::vector<std::string>& arguments) {
    static const std::vector<std::string> kTakeValue{"--data-dir", "--passphrase-file", "--passphrase-fd", "--key-file",
                                                     "--agent"};
    bool afterRun = false;
    for (auto it = arguments.begin(); it != arguments.end() && *it != "--"; ++it) {
        if (it->starts_with('-')) {
            if (std::find(kTakeValue.begin(), kTakeValue.end(), *it) != kTakeValue.end() && it + 1 != arguments.end()) {
                ++it;
            }
        } else if (afterRun) {
            return it;
        } else if (*it == "run") {
            afterRun = true;
        } else {
            break;
        }
    }
    return arguments.end();
}

} // namespace

std::vector<std::string> ServeOptions::redirecting() const {
    std::vector<std::string> given;
    if (!resolve.empty()) {
        given.emplace_back("--resolve");
    }
    if (!upstreamCa.empty()) {
        given.emplace_back("--upstream-ca");
    }
    if (!upstreamProxy.empty()) {
        given.emplace_back("--upstream-proxy");
    }
    if (allowPrivateDestinations) {
        given.emplace_back("--allow-private-destinations");
    }
    return given;
}

ParsedCommandLine parseCommandLine(const std::vector<std::string>& arguments) {
    ParsedCommandLine parsed;
    CommandLine line;
    // What the launched command is given belongs to it, whatever it looks like.
    const auto separator = std::find(arguments.begin(), arguments.end(), std::string("--"));
    const auto implicit = implicitCommand(arguments);
    const auto end = implicit != arguments.end() ? implicit : separator;
    std::vector<std::string> own(arguments.begin(), end);
    std::vector<std::string> rest(end == separator && end != arguments.end() ? end + 1 : end, arguments.end());
    Parser parser(line);
    std::ostringstream output;
    std::ostringstream error;
    try {
        std::reverse(own.begin(), own.end());
        parser.app().parse(std::move(own));
    } catch (const CLI::ParseError& problem) {
        const int code = parser.app().exit(problem, output, error);
        parsed.exitCode = code == 0 ? kDone : kUsage;
        parsed.output = output.str();
        parsed.error = error.str();
        return parsed;
    }
    line.shell = parser.shell();
    line.run = std::move(rest);
    if (line.command == Command::Run ? line.run.empty() : !line.run.empty()) {
        parsed.exitCode = kUsage;
        parsed.error = line.command == Command::Run
                           ? "run: which command? Usage: keysluice run [--agent NAME] -- COMMAND\n"
                           : "Only \"run\" takes a command after \"--\".\n";
        return parsed;
    }
    parsed.command = std::move(line);
    return parsed;
}

} // namespace keysluice::app
