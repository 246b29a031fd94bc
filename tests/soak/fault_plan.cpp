#include "tests/soak/fault_plan.h"

namespace keysluice::soak {

namespace {

const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string kChunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

Fault faultInPath(const std::string& startLine) {
    const std::size_t soak = startLine.find("/v1/soak/");
    const std::size_t slash = soak == std::string::npos ? soak : startLine.find('/', soak + 9);
    return slash == std::string::npos ? Fault::Plain : static_cast<Fault>(std::atoi(startLine.c_str() + slash + 1));
}

/// False: the connection is over.
bool answer(test::BlockingPeer& peer, Fault fault) {
    switch (fault) {
    case Fault::Plain:
    case Fault::Post:
    case Fault::ExpectContinue:
    case Fault::Pipelined:
    case Fault::MalformedRequest:
    case Fault::ForeignHost:
    case Fault::WrongToken:
    case Fault::NoTls:
        return peer.send(kOk);
    case Fault::Chunked:
        return peer.send(kChunkedHead + "1\r\no\r\n1\r\nk\r\n0\r\nA: b\r\n\r\n");
    case Fault::Head:
        return peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    case Fault::NoContent:
        return peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    case Fault::EarlyHints:
        return peer.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + kOk);
    case Fault::ResetBeforeAnswer:
        peer.reset();
        return false;
    case Fault::ResetInBody:
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        peer.reset();
        return false;
    case Fault::ClosedInChunk:
        peer.send(kChunkedHead + "9\r\nhalf");
        return false;
    case Fault::MalformedHead:
        return peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok");
    case Fault::MalformedChunk:
        return peer.send(kChunkedHead + "2\r\nok\r\nnonsense\r\n");
    case Fault::SurplusBytes:
        return peer.send(kOk + kOk);
    case Fault::TooManyHints: {
        std::string hints;
        for (int i = 0; i < 17; ++i) {
            hints += "HTTP/1.1 103 Early Hints\r\n\r\n";
        }
        return peer.send(hints + kOk);
    }
    case Fault::ClosesAfterAnswer:
        // Told: a POST that met the end of the connection would rightly fail.
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        return false;
    case Fault::LeavesInBody:
        peer.send(kChunkedHead + "4\r\nhalf\r\n");
        (void)peer.waitForEnd();
        return false;
    case Fault::LeavesBeforeAnswer:
    case Fault::LeavesInUpload:
        (void)peer.waitForEnd();
        return false;
    }
    return false;
}

} // namespace

Fault faultOf(std::int64_t id) {
    const std::uint64_t value = mixed(static_cast<std::uint64_t>(id) + 0x9e3779b97f4a7c15ULL);
    constexpr std::uint64_t kGood = static_cast<std::uint64_t>(Fault::EarlyHints) + 1;
    return static_cast<Fault>((value & 1) == 0 ? (value >> 1) % kGood : (value >> 1) % kFaults);
}

std::string pathOf(std::int64_t id) {
    return "/v1/soak/" + std::to_string(id) + '/' + std::to_string(static_cast<int>(faultOf(id)));
}

void playProvider(test::BlockingPeer& peer, const std::function<void(const std::string&)>& onSeen) {
    for (;;) {
        const std::string head = peer.receiveHead();
        if (head.empty()) {
            return;
        }
        test::WireMessage request;
        request.head = head;
        const Fault fault = faultInPath(request.startLine());
        if (fault == Fault::LeavesBeforeAnswer || fault == Fault::LeavesInUpload) {
            onSeen(request.startLine());
        } else if (request.count("content-length") > 0) {
            std::size_t left = std::stoul(request.field("content-length"));
            while (left > 0) {
                const std::string bytes = peer.receive(left);
                if (bytes.empty()) {
                    return;
                }
                left -= bytes.size();
            }
        }
        if (!answer(peer, fault)) {
            return;
        }
    }
}

} // namespace keysluice::soak
