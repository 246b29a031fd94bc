#include "fuzz/fuzz_input.h"
#include "fuzz/session_stage.h"
#include "gateway/http/syntax.h"
#include "support/rfc9112_reader.h"

#include <map>
#include <string>

using namespace keysluice;
using namespace keysluice::fuzz;
using core::ActivityRecord;
using keysluice::test::FramedMessage;

namespace {

// A script is pieces with a byte 1E in front that no head can have. The first character of each says who does what:
//   a...  the agent sends        p...  a provider sends: the one that was asked last      P...  the other one
//   h     the agent ends its direction    x  it leaves, properly    X  it breaks off      g  no process holds its
//   socket e     the provider ends its direction                           r  it breaks off t0-t9 time passes s? a
//   snapshot is published                      d  the gateway drains
// `$T` is the agent's token, `$B` that for Basic, `$P` a placeholder, and, from a provider, `$V` the credential.
constexpr char kPiece = '\x1E';
constexpr std::int64_t kTimes[] = {1, 100, 600, 1'100, 5'000, 11'000, 31'000, 91'000, 301'000, 601'000};
constexpr std::size_t kMostPieces = 64;
constexpr int kSwitchingProtocols = 101;

void substitute(std::string& text, std::string_view mark, std::string_view value) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
    }
}

std::string spokenBy(std::string_view text, bool isInjected) {
    std::string result(text);
    substitute(result, "$B", "YTprc19BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"); // a:TOKEN
    substitute(result, "$T", kToken);
    substitute(result, "$P", kPlaceholder);
    if (isInjected) {
        substitute(result, "$V", kValue);
    }
    return result;
}

/// The provider that received something last, or the other one.
Played& providerAsked(SessionStage& stage, bool other) {
    Played* asked = stage.providers.front().get();
    Played* before = asked;
    for (const auto& provider : stage.providers) {
        if (!provider->received.empty() && provider.get() != asked) {
            before = asked;
            asked = provider.get();
        }
    }
    return other ? *before : *asked;
}

void publish(SessionStage& stage, char what) {
    using gateway::Snapshot;
    switch (what) {
    case 'l':
        stage.publish([](Snapshot& next) { next.state = gateway::GateState::Locked; });
        break;
    case 'L':
        stage.publish([](Snapshot& next) {
            next.state = gateway::GateState::Locked;
            next.cutStreamsOnLock = true;
        });
        break;
    case 'p':
        stage.publish([](Snapshot& next) { next.state = gateway::GateState::Paused; });
        break;
    case 'k':
        stage.publish([](Snapshot& next) { next.tokens.clear(); });
        break;
    case 'c':
        stage.publish([](Snapshot& next) { next.credentials.clear(); });
        break;
    case 's':
        stage.publish([](Snapshot& next) { next.strictMode = true; });
        break;
    default:
        stage.publish([](Snapshot&) {});
        break;
    }
}

void play(SessionStage& stage, std::string_view piece) {
    const char what = piece.front();
    const std::string_view text = piece.substr(1);
    switch (what) {
    case 'a':
        stage.agent.send(spokenBy(text, false));
        break;
    case 'p':
    case 'P': {
        Played& provider = providerAsked(stage, what == 'P');
        provider.send(spokenBy(text, provider.isInjected));
        break;
    }
    case 'h':
        stage.agent.endOutput();
        break;
    case 'x':
    case 'X':
        stage.holdAgent(false);
        stage.agent.leave(what == 'X');
        break;
    case 'g':
        stage.holdAgent(false);
        break;
    case 'e':
        providerAsked(stage, false).endOutput();
        break;
    case 'r':
        providerAsked(stage, false).leave(true);
        break;
    case 't':
        stage.pass(text.empty() || !gateway::http::isDigit(text.front())
                       ? 1
                       : kTimes[static_cast<std::size_t>(text.front() - '0')]);
        return;
    case 's':
        publish(stage, text.empty() ? 'u' : text.front());
        return;
    case 'd':
        stage.drain();
        return;
    default:
        return;
    }
    stage.settle();
}

/// Value of the first field of that name, folded as a server may fold it; and how many there are.
std::pair<std::string, int> fieldOf(std::string_view head, std::string_view name) {
    std::pair<std::string, int> found;
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos && at + 2 < head.size();) {
        at += 2;
        const std::size_t end = std::min(head.find("\r\n", at), head.size());
        const std::string_view line = head.substr(at, end - at);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && core::sameFoldedName(line.substr(0, colon), name) &&
            found.second++ == 0) {
            found.first = gateway::http::trimmed(line.substr(colon + 1));
        }
        at = end;
    }
    return found;
}

/// One request as a provider got it.
void requireNoAgentsSecret(std::string_view head, bool isInjected) {
    for (const char* name : {"authorization", "x-api-key", "api-key", "proxy-authorization"}) {
        const std::string value = fieldOf(head, name).first;
        // In base64 it is looked for where RFC 7617 puts it.
        const bool isBasic = gateway::http::startsWithIgnoringCase(value, "basic ");
        require(value.find(kToken) == std::string::npos && !(isBasic && value.find("YTprc19B") != std::string::npos),
                "a provider gets the agent's token");
        require(!isInjected || value.find("ksPlaceholder") == std::string::npos, "a provider gets a placeholder");
    }
    require(fieldOf(head, "proxy-authorization").second == 0, "Proxy-Authorization went on");
}

void requireInjectedOnce(std::string_view head) {
    const auto key = fieldOf(head, "x-api-key");
    require(key.second == 1 && key.first == kValue, "not our key, once");
    require(head.find(kValue) == head.rfind(kValue), "the key in another place, too");
    require(fieldOf(head, "authorization").second == 0, "another credential went on");
    require(fieldOf(head, "host").first == kProvider, "Host names another place");
}

/// Counts the requests that the strictest reader sees, by method.
void countRequests(const Played& provider, std::map<std::string, int>& seen) {
    if (!provider.isInjected) {
        require(provider.received.find(kValue) == std::string::npos, "the key at a place that it is not for");
    }
    std::string_view rest = provider.received;
    while (!rest.empty()) {
        const FramedMessage message = keysluice::test::readRequestByTheBook(rest);
        if (!provider.isInjected && message.head == FramedMessage::Verdict::Refused) {
            return; // a tunnel's bytes, or TLS
        }
        require(message.head == FramedMessage::Verdict::Framed, "a provider gets what is no request");
        const std::string_view head = rest.substr(0, message.headBytes);
        requireNoAgentsSecret(head, provider.isInjected);
        if (provider.isInjected) {
            requireInjectedOnce(head);
            ++seen[message.start];
        }
        const bool isSwitched = message.start == "CONNECT" || fieldOf(head, "upgrade").second > 0;
        if (message.body != FramedMessage::Verdict::Framed || (isSwitched && provider.saidAnything)) {
            require(message.body != FramedMessage::Verdict::Refused, "a provider gets a body that it cannot read");
            return;
        }
        rest.remove_prefix(message.bytes);
    }
}

void requireProvidersAreRight(const SessionStage& stage) {
    std::map<std::string, int> seen;
    for (const auto& provider : stage.providers) {
        countRequests(*provider, seen);
    }
    std::map<std::string, int> told;
    for (const ActivityRecord& row : stage.sink.begun()) {
        told[row.method] += row.credentialId.empty() ? 0 : 1;
    }
    for (const auto& [method, count] : seen) {
        const bool mayRepeat = method == "GET" || method == "HEAD" || method == "OPTIONS";
        require(count <= told[method] * (mayRepeat ? 2 : 1), "a provider gets a request that nobody recorded");
    }
}

/// The answers that the agent sees, each with the row that tells of it.
void requireAnswersAreTold(const SessionStage& stage) {
    const Played& agent = stage.agent;
    std::string_view rest = agent.received;
    for (const ActivityRecord& row : stage.sink.ended()) {
        if (row.status == 0) {
            continue; // nothing was answered
        }
        FramedMessage answer;
        for (;;) {
            answer = keysluice::test::readAnswerByTheBook(rest, row.method == "HEAD");
            const bool isOther =
                answer.head == FramedMessage::Verdict::Framed &&
                ((answer.start.front() == '1' && answer.start != "101") ||
                 (answer.body == FramedMessage::Verdict::Framed && answer.content.starts_with("{\"status\":")));
            if (!isOther) {
                break;
            }
            rest.remove_prefix(answer.start.front() == '1' ? answer.headBytes : answer.bytes);
        }
        const bool isTunnel = row.kind == ActivityRecord::Kind::Connect || row.kind == ActivityRecord::Kind::Tunnel ||
                              row.status == kSwitchingProtocols;
        if (agent.hasLeft) {
            return; // it did not see everything
        }
        require(answer.head != FramedMessage::Verdict::Refused, "the agent gets what is no answer");
        require(!row.complete || isTunnel || answer.head == FramedMessage::Verdict::Framed, "an answer is missing");
        if (answer.head != FramedMessage::Verdict::Framed) {
            require(rest.empty() || agent.end != Played::End::Clean, "a clean end inside a head");
            return;
        }
        require(answer.start == std::to_string(row.status), "another status than the row's");
        if (isTunnel && (answer.start == "101" || answer.start == "200")) {
            return;
        }
        if (answer.kind == FramedMessage::Body::UntilClose) {
            require(row.complete || agent.end != Played::End::Clean, "a clean end of a truncated answer");
            return;
        }
        if (answer.body != FramedMessage::Verdict::Framed) {
            require(answer.body == FramedMessage::Verdict::Incomplete, "the agent gets a body that it cannot read");
            require(!row.complete, "a truncated answer counts as complete");
            require(agent.end != Played::End::Clean, "a clean end of a truncated answer");
            return;
        }
        rest.remove_prefix(answer.bytes);
    }
}

/// Time ends everything, whatever was left half done.
void requireItEnds(SessionStage& stage) {
    for (int i = 0; i < 12 && !stage.isClosed(); ++i) {
        stage.pass(kTimes[9]);
        stage.pass(kTimes[3]);
    }
    require(stage.isClosed(), "a connection outlives every limit");
    stage.settle();
    stage.agent.receiveToItsEnd();
    require(stage.agent.hasLeft || stage.agent.end != Played::End::Open, "a connection that nobody closed");
    require(stage.sink.open() == 0, "a row never ends");
    require(stage.counters.exchanges == 0, "an exchange is left over");
}

} // namespace

/// A whole session: real connections, exchange and relays, both sides played by the input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = textOf(data, size);
    if (text.find(kValue) != std::string_view::npos) {
        return 0; // an agent that knows the key already
    }
    SessionStage stage;
    std::string_view rest = text;
    for (std::size_t pieces = 0; !rest.empty() && pieces < kMostPieces; ++pieces) {
        const std::string_view piece = rest.substr(0, rest.find(kPiece));
        rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
        if (!piece.empty()) {
            play(stage, piece);
        }
    }
    requireItEnds(stage);
    require(stage.agent.received.find(kValue) == std::string::npos, "the agent gets the key");
    requireProvidersAreRight(stage);
    requireAnswersAreTold(stage);
    return 0;
}
