#pragma once

#include "support/provider_scene.h"

#include <string>
#include <vector>

/// What a provider received, byte for byte: for tests of requests and answers that two readers could cut differently.
namespace keysluice::test {

inline const std::string kRestOfHead = " HTTP/1.1\r\nHost: api.anthropic.com\r\n";
/// What must never be taken for a request.
inline const std::string kSmuggled = "GET /smuggled" + kRestOfHead + "\r\n";
inline const std::string kKeyLine = "x-api-key: " + kAnthropicValue + "\r\n";
inline const std::string kIdentityLine = "accept-encoding: identity\r\n";
/// What the gateway adds to a head that brings neither a key nor codings, and its end.
inline const std::string kAddedLines = kKeyLine + kIdentityLine + "\r\n";
/// What getRequest() becomes.
inline const std::string kCleanGet = "GET /v1/models" + kRestOfHead + kAddedLines;

/// Answers each request of all connections with the next of `answers`, the last one for ever. Notes each request as the
/// bytes it came in; what a connection ended with and was no request is noted as "left over: ...".
[[nodiscard]] LoopbackOrigin::Script recordingRaw(std::vector<std::string> answers);
/// The bytes of one request; at the end of the connection what there is of it.
[[nodiscard]] std::string receiveRaw(BlockingPeer& peer);
/// What recordingRaw() noted.
[[nodiscard]] std::vector<std::string> received(const LoopbackOrigin& origin);

/// What is wrong with a request in a tunnel of its own after all that was done before; empty: nothing. `before`: how
/// many requests the provider had received by then.
[[nodiscard]] std::string faultOfNextExchange(ProviderScene& scene, std::size_t before);

} // namespace keysluice::test
