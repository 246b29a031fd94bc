#include "fuzz/fuzz_input.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/request_writer.h"
#include "gateway/policy/base_url.h"
#include "gateway/policy/decision.h"
#include "unit/gateway/snapshot_builder.h"

#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

const std::string kSecret = "sk-REAL-VALUE-0123456789abcdefghijklmnop";

Snapshot scene() {
    Snapshot snapshot = gateway::test::runningSnapshot();
    snapshot.credentials.push_back(gateway::test::credential(*snapshot.catalogue, "a", "anthropic", "api_key"));
    snapshot.credentials.push_back(gateway::test::credential(*snapshot.catalogue, "o", "openai", "api_key"));
    return snapshot;
}

/// What the request should become, read from its target's text alone, without a line of the gateway's.
struct Expected {
    std::string host;
    std::string path;
};

std::optional<Expected> readTarget(const std::string& target) {
    struct Known {
        std::string door;
        std::string host;
        std::vector<std::string> roots;
    };
    static const Known kKnown[] = {{"/anthropic", "api.anthropic.com", {"v1", "api", "mcp-registry"}},
                                   {"/openai", "api.openai.com", {"v1"}}};
    const std::string path = target.substr(0, target.find('?'));
    for (const Known& known : kKnown) {
        if (path.compare(0, known.door.size(), known.door) != 0) {
            continue;
        }
        const std::string rest = path.substr(known.door.size());
        if (rest.empty() || rest == "/") {
            return Expected{known.host, "/"};
        }
        if (rest[0] != '/' || rest.compare(0, 2, "//") == 0) {
            return std::nullopt;
        }
        for (const std::string& root : known.roots) {
            const std::string whole = "/" + root;
            if (rest == whole || rest.compare(0, whole.size() + 1, whole + "/") == 0) {
                return Expected{known.host, rest};
            }
        }
        return Expected{known.host, "/v1" + rest};
    }
    return std::nullopt;
}

std::string percentDecoded(const std::string& text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool isEscape = text[at] == '%' && at + 2 < text.size() &&
                              std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
                              std::isxdigit(static_cast<unsigned char>(text[at + 2])) != 0;
        if (isEscape) {
            result += static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16));
            at += 2;
        } else {
            result += text[at];
        }
    }
    return result;
}

/// "ks_" and 43 characters of base64url, wherever they stand.
std::vector<std::string> tokensIn(const std::string& text) {
    constexpr std::size_t kSize = 46;
    std::vector<std::string> tokens;
    for (std::size_t at = 0; at + kSize <= text.size(); ++at) {
        if (text.compare(at, 3, "ks_") != 0) {
            continue;
        }
        bool isToken = true;
        for (std::size_t i = at + 3; i < at + kSize; ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            isToken = isToken && (std::isalnum(c) != 0 || c == '-' || c == '_');
        }
        if (isToken) {
            tokens.push_back(text.substr(at, kSize));
        }
    }
    return tokens;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

/// Whose token counts must have been in the request. Inside `Basic` it cannot be seen here.
void checkToken(const policy::BaseUrlRequest& request, const std::string& text) {
    std::string folded = text;
    for (char& c : folded) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (!request.token() || folded.find("basic") != std::string::npos) {
        return;
    }
    bool isThere = false;
    for (const std::string& token : tokensIn(percentDecoded(text))) {
        isThere = isThere || core::hashToken(token) == *request.token();
    }
    fuzz::require(isThere, "a token that nobody presented");
}

void checkSent(const Snapshot& snapshot, const policy::BaseUrlRequest& request, const Expected& expected,
               const std::string& text) {
    const policy::RequestDecision decision =
        policy::decideRequest(snapshot, snapshot.agents.front(), {request.head(), request.authority(), true, false});
    if (decision.action != policy::RequestDecision::Action::Forward) {
        return;
    }
    fuzz::require(decision.credential != nullptr, "sent without its key");
    http::RequestForward forward{.head = request.head(),
                                 .authority = request.authority(),
                                 .injection = &decision.credential->injection,
                                 .secret = kSecret};
    forward.dropped = decision.client.placeholderHeaders;
    forward.droppedParameters = decision.client.placeholderParameters;
    const std::size_t bound = http::requestBound(forward);
    const auto room = std::make_unique<char[]>(bound); // exactly: the address sanitizer sees one byte more
    const auto size = http::writeRequest(forward, {room.get(), bound});
    fuzz::require(size.has_value(), "not written");
    const std::string sent(room.get(), *size);
    http::RequestParser second(core::Limits{});
    fuzz::require(second.parse(sent) == http::ParseState::Done && second.consumed() == sent.size(),
                  "we would not take what the provider gets");
    fuzz::require(second.head().host == expected.host, "another provider");
    const std::string target(second.head().rawTarget);
    fuzz::require(target.substr(0, target.find('?')) == expected.path, "another path");
    fuzz::require(tokensIn(sent).empty() && tokensIn(percentDecoded(target)).empty(), "an agent's token went on");
    fuzz::require(occurrences(text, kSecret) > 0 || occurrences(sent, kSecret) == 1,
                  "the key is not there exactly once");
}

} // namespace

/// A head that came for the base URL of a provider, and what of it reaches that provider.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Snapshot kSnapshot = scene();
    const std::string text(fuzz::textOf(data, size));
    http::RequestParser parser(core::Limits{});
    if (parser.parse(text) != http::ParseState::Done || parser.head().target.form != http::TargetForm::Origin) {
        return 0;
    }
    const auto request = policy::BaseUrlRequest::from(*kSnapshot.catalogue, parser.head());
    const auto expected = readTarget(std::string(parser.head().rawTarget));
    fuzz::require((request != nullptr) == expected.has_value(), "a provider that was not named, or is not seen");
    if (!request) {
        return 0;
    }
    fuzz::require(request->authority().host == expected->host && request->head().host == expected->host,
                  "another provider");
    fuzz::require(request->authority().port == 443, "another port");
    fuzz::require(request->head().target.path == expected->path, "another path");
    fuzz::require(request->holdsTokenInPath() == !tokensIn(percentDecoded(expected->path)).empty(),
                  "a token in the path that is not seen, or none that is");
    checkToken(*request, text);
    if (request->isForLoopback() && !request->holdsTokenInPath()) {
        checkSent(kSnapshot, *request, *expected, text);
    }
    return 0;
}
