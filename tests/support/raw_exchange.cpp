#include "support/raw_exchange.h"

#include <algorithm>
#include <cctype>

namespace keysluice::test {

namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// As many bytes as are wanted, or what there is before the end.
std::string receiveExactly(BlockingPeer& peer, std::size_t count) {
    std::string raw;
    while (raw.size() < count) {
        const std::string bytes = peer.receive(count - raw.size());
        if (bytes.empty()) {
            break;
        }
        raw += bytes;
    }
    return raw;
}

std::string receiveChunks(BlockingPeer& peer) {
    std::string raw;
    for (;;) {
        const std::string line = peer.receiveUntil("\r\n");
        if (line.empty()) {
            return raw + receiveExactly(peer, peer.buffered().size());
        }
        const std::size_t size = std::stoul("0" + line, nullptr, 16);
        raw += line + receiveExactly(peer, size + 2);
        if (size == 0) {
            return raw;
        }
    }
}

} // namespace

std::string receiveRaw(BlockingPeer& peer) {
    std::string raw = peer.receiveHead();
    const std::string head = lowered(raw);
    if (head.find("\r\ntransfer-encoding: chunked\r\n") != std::string::npos) {
        return raw + receiveChunks(peer);
    }
    const std::size_t at = head.find("\r\ncontent-length: ");
    return raw + receiveExactly(peer, at == std::string::npos ? 0 : std::stoul(head.substr(at + 18)));
}

LoopbackOrigin::Script recordingRaw(std::vector<std::string> answers) {
    return [answers = std::move(answers),
            next = std::make_shared<std::atomic<std::size_t>>(0)](BlockingPeer& peer, LoopbackOrigin& origin) {
        for (;;) {
            WireMessage request;
            request.head = receiveRaw(peer);
            const bool isOver = request.head.empty();
            if (isOver && peer.buffered().empty()) {
                return;
            }
            request.head = isOver ? "left over: " + peer.buffered() : std::move(request.head);
            origin.note(std::move(request));
            if (isOver || !peer.send(answers[std::min((*next)++, answers.size() - 1)])) {
                return;
            }
        }
    };
}

std::vector<std::string> received(const LoopbackOrigin& origin) {
    std::vector<std::string> all;
    for (const WireMessage& request : origin.requests()) {
        all.push_back(request.head);
    }
    return all;
}

std::string faultOfNextExchange(ProviderScene& scene, std::size_t before) {
    BlockingPeer agent = scene.gate.openTunnel();
    if (!agent.send(getRequest())) {
        return "the next request cannot be sent";
    }
    const WireMessage answer = agent.receiveMessage();
    if (answer.head + answer.body != kJsonAnswer) {
        return "the next answer is " + answer.head + answer.body;
    }
    const std::vector<std::string> all = received(scene.origin);
    if (all.size() != before + 1) {
        return "the provider has seen " + std::to_string(all.size()) + " requests";
    }
    return all.back() == kCleanGet ? std::string() : "the provider received " + all.back();
}

} // namespace keysluice::test
