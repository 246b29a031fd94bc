#include "fuzz/fuzz_input.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/request_writer.h"
#include "gateway/policy/client_credential.h"
#include "gateway/policy/decision.h"
#include "support/rfc9112_reader.h"
#include "unit/gateway/snapshot_builder.h"

#include <memory>
#include <string>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

constexpr std::string_view kSecret = "sk-real-0123456789abcdefghijklmnopqrstuvwxyz";

/// A key for each provider.
struct Scene {
    Snapshot snapshot;
};

Scene sceneWith(const char* anthropicKind) {
    Scene scene{gateway::test::runningSnapshot()};
    fuzz::require(scene.snapshot.catalogue != nullptr, "the catalogue cannot be read");
    scene.snapshot.credentials = {gateway::test::credential(*scene.snapshot.catalogue, "a", "anthropic", anthropicKind),
                                  gateway::test::credential(*scene.snapshot.catalogue, "o", "openai", "api_key")};
    return scene;
}

std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

/// Fields that the provider would take a credential from.
std::size_t credentialFields(const http::Head& head, const core::Injection& injection) {
    std::size_t count = 0;
    for (const http::Field& field : head.fields) {
        bool isOne = core::sameFoldedName(field.name, injection.name);
        for (const std::string& name : injection.remove) {
            isOne = isOne || core::sameFoldedName(field.name, name);
        }
        count += isOne ? 1 : 0;
    }
    return count;
}

void requireExactlyOurs(std::string_view sent, const http::RequestHead& head, const core::Injection& injection,
                        bool clientHasSecret) {
    fuzz::require(clientHasSecret || occurrences(sent, kSecret) == 1, "the key is not there exactly once");
    fuzz::require(credentialFields(head, injection) == 1, "not exactly one credential");
    const http::Field* field = head.find(injection.name);
    fuzz::require(field != nullptr && field->value == injection.before + std::string(kSecret),
                  "the credential is another one");
}

void requireSentAsDecided(const http::RequestHead& head, const policy::RequestFacts& facts,
                          const policy::RequestDecision& decision, std::string_view text) {
    http::RequestForward forward{.head = head, .authority = facts.authority, .secret = {}};
    forward.defaultPort = facts.isHttps ? 443 : 80;
    forward.dropped = decision.client.placeholderHeaders;
    forward.droppedParameters = decision.client.placeholderParameters;
    if (decision.credential != nullptr) {
        forward.injection = &decision.credential->injection;
        forward.secret = kSecret;
    }
    const std::size_t bound = http::requestBound(forward);
    const auto room = std::make_unique<char[]>(bound); // exactly: the address sanitizer sees one byte more
    const auto size = http::writeRequest(forward, {room.get(), bound});
    fuzz::require(size.has_value(), "the bound is too small");
    const std::string_view sent(room.get(), *size);

    core::Limits limits; // Host, the key and a list's value may come to what the agent's limits let in
    limits.headerLines += 8;
    limits.headBytes += 4096;
    http::RequestParser second(limits);
    fuzz::require(second.parse(sent) == http::ParseState::Done && second.consumed() == sent.size(),
                  "we would not take what the provider gets");
    fuzz::require(second.head().body == head.body && second.head().method == head.method, "it is framed differently");
    const auto book = keysluice::test::readRequestByTheBook(sent);
    fuzz::require(book.head == keysluice::test::FramedMessage::Verdict::Framed && book.headBytes == sent.size(),
                  "RFC 9112 does not take what the provider gets");
    fuzz::require(second.head().host == facts.authority.toString(forward.defaultPort), "Host names another place");
    fuzz::require(second.head().connectionOptions.size() == (head.isWebSocket ? 1 : 0), "Connection went on");
    fuzz::require(second.head().isWebSocket == head.isWebSocket, "an upgrade went on, or did not");
    fuzz::require(policy::findClientCredential(second.head(), decision.provider).placeholderHeaders.empty(),
                  "a placeholder or an agent's token went on");
    if (decision.credential != nullptr) {
        requireExactlyOurs(sent, second.head(), decision.credential->injection, occurrences(text, kSecret) > 0);
    }
}

void decideAndSend(const Scene& scene, const http::RequestHead& head, const http::Authority& authority, bool isHttps,
                   std::string_view text) {
    const SnapshotAgent& agent = scene.snapshot.agents.front();
    const policy::RequestFacts facts{head, authority, isHttps, isHttps};
    const policy::RequestDecision decision = policy::decideRequest(scene.snapshot, agent, facts);
    if (decision.action != policy::RequestDecision::Action::Forward) {
        return;
    }
    const bool isOpened = policy::isIntercepted(scene.snapshot, authority.host);
    fuzz::require(decision.credential == nullptr || (isOpened && isHttps), "a key for a place without one");
    fuzz::require(!isOpened || decision.credential != nullptr, "a provider without its key");
    fuzz::require(head.host.empty() || http::meansAuthority(head.host, authority, isHttps ? 443 : 80),
                  "Host and place differ");
    fuzz::require(!isOpened || http::checkInterceptedPath(head.target.path) == http::HttpError::None, "a way up");
    requireSentAsDecided(head, facts, decision, text);
}

void decideTunnel(const Scene& scene, const http::RequestHead& head) {
    const auto authority = http::parseAuthority(head.target.authority, 0);
    fuzz::require(authority.has_value(), "CONNECT to what is no authority");
    const auto decision = policy::decideConnect(scene.snapshot, scene.snapshot.agents.front(), *authority, false);
    if (decision.action == policy::ConnectDecision::Action::Tunnel) {
        fuzz::require(authority->port == 443 && !authority->literal &&
                          !policy::isForbiddenServerName(scene.snapshot, authority->host),
                      "a provider in a tunnel that nobody looks into");
    }
}

} // namespace

/// A head, the decision on it, the head that the provider gets, and what it makes of that.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Scene kScenes[] = {sceneWith("api_key"), sceneWith("oauth_token")};
    static const auto kAnthropic = *http::parseAuthority("api.anthropic.com", 443);
    static const auto kOpenAi = *http::parseAuthority("api.openai.com", 443);
    const std::string_view text = fuzz::textOf(data, size);
    http::RequestParser parser(core::Limits{});
    if (parser.parse(text) != http::ParseState::Done) {
        return 0;
    }
    const http::RequestHead& head = parser.head();
    for (const Scene& scene : kScenes) {
        if (head.method == "CONNECT") {
            decideTunnel(scene, head);
            continue;
        }
        decideAndSend(scene, head, kAnthropic, true, text);
        decideAndSend(scene, head, kOpenAi, true, text);
        if (head.target.form == http::TargetForm::Absolute) {
            const auto authority = http::parseAuthority(head.target.authority, head.target.isHttps ? 443 : 80);
            fuzz::require(authority.has_value(), "a target that cannot be read");
            decideAndSend(scene, head, *authority, head.target.isHttps, text);
        }
    }
    return 0;
}
