#include "fuzz/fuzz_input.h"
#include "gateway/http/query.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/request_writer.h"
#include "gateway/policy/client_credential.h"
#include "gateway/policy/decision.h"
#include "unit/gateway/snapshot_builder.h"

#include <memory>
#include <string>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

const std::string kSecret = "k+ey/0123456789=abcdefghijklmnopqrstuvwxyz&";

struct Scene {
    Snapshot snapshot;
    http::Authority authority;
    core::Injection injection;
    std::string written; ///< the key as it stands in the head
};

Scene sceneWith(core::Injection injection) {
    Scene scene{gateway::test::runningSnapshot(), *http::parseAuthority("a.test", 443), std::move(injection), {}};
    SnapshotCredential credential;
    credential.id = credential.name = "key";
    credential.hosts = {"a.test"};
    credential.injection = scene.injection;
    scene.snapshot.credentials = {std::move(credential)};
    scene.written.resize(core::writtenSize(scene.injection.place, kSecret));
    core::writeValue(scene.injection.place, kSecret, scene.written);
    return scene;
}

core::Injection gemini() {
    core::Injection injection = core::injectionIntoHeader("x-goog-api-key", "{value}").value();
    injection.remove.emplace_back("authorization");
    injection.removeParameters = {"key", "$key"};
    return injection;
}

std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

/// What of a query is none of the key's business, in order. Nothing at all is no parameter where it stands alone.
std::string others(std::string_view query, const core::Injection& injection) {
    std::string result;
    http::QueryReader reader(query);
    for (http::QueryParameter parameter; reader.next(parameter);) {
        if (!parameter.text.empty() && !injection.replacesParameter(parameter.name)) {
            result.append(parameter.text).append("\n");
        }
    }
    return result;
}

void decideAndSend(const Scene& scene, const http::RequestHead& head, std::string_view text) {
    const policy::RequestDecision decision =
        policy::decideRequest(scene.snapshot, scene.snapshot.agents.front(), {head, scene.authority, true, true});
    if (decision.action != policy::RequestDecision::Action::Forward) {
        return;
    }
    if (decision.credential == nullptr) { // the client's own key, for a path that ours is not for
        fuzz::require(scene.injection.place != core::Injection::Place::Header &&
                          !scene.injection.slotIn(head.target.path) &&
                          (scene.injection.place == core::Injection::Place::Path || head.target.path == "*"),
                      "sent without its key");
        return;
    }
    http::RequestForward forward{
        .head = head, .authority = scene.authority, .injection = &decision.credential->injection, .secret = kSecret};
    forward.dropped = decision.client.placeholderHeaders;
    forward.droppedParameters = decision.client.placeholderParameters;
    const std::size_t bound = http::requestBound(forward);
    const auto room = std::make_unique<char[]>(bound); // exactly: the address sanitizer sees one byte more
    const auto size = http::writeRequest(forward, {room.get(), bound});
    fuzz::require(size.has_value(), "not written");
    const std::string_view sent(room.get(), *size);
    http::RequestParser second(core::Limits{});
    fuzz::require(second.parse(sent) == http::ParseState::Done && second.consumed() == sent.size(),
                  "we would not take what the provider gets");
    fuzz::require(occurrences(text, scene.written) > 0 || occurrences(sent, scene.written) == 1,
                  "the key is not there exactly once");
    const http::Target& before = head.target;
    const http::Target& after = second.head().target;
    fuzz::require(decision.client.placeholderParameters.empty()
                      ? others(before.query, scene.injection) == others(after.query, scene.injection)
                      : others(before.query, scene.injection).size() > others(after.query, scene.injection).size(),
                  "the rest of the query is another one");
    std::size_t credentials = 0;
    http::QueryReader reader(after.query);
    for (http::QueryParameter parameter; reader.next(parameter);) {
        credentials += scene.injection.replacesParameter(parameter.name) ? 1U : 0U;
    }
    fuzz::require(credentials == (scene.injection.place == core::Injection::Place::Query ? 1U : 0U),
                  "another key in the query");
    const bool isWholeServer = before.form == http::TargetForm::Absolute && before.pathAndQuery.empty();
    fuzz::require(scene.injection.maskedPath(after.path) == scene.injection.maskedPath(before.path) ||
                      (isWholeServer && head.method == "OPTIONS" && after.path == "*"),
                  "the rest of the path is another one");
    fuzz::require(http::checkInterceptedPath(after.path) == http::HttpError::None, "a way up");
    const auto found = policy::findClientCredential(second.head(), nullptr);
    fuzz::require(found.placeholderHeaders.empty() && found.placeholderParameters.empty(),
                  "a placeholder or an agent's token went on");
}

} // namespace

/// A head, and what becomes of it with a key beside its query, in its query and in its path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Scene kScenes[] = {sceneWith(gemini()), sceneWith(core::injectionIntoQuery("appid").value()),
                                    sceneWith(core::injectionIntoPath("/bot{value}/").value())};
    const std::string_view text = fuzz::textOf(data, size);
    http::RequestParser parser(core::Limits{});
    if (parser.parse(text) != http::ParseState::Done || parser.head().method == "CONNECT") {
        return 0;
    }
    for (const Scene& scene : kScenes) {
        decideAndSend(scene, parser.head(), text);
    }
    return 0;
}
