#include "gateway/http/client_hello.h"

#include "gateway/http/syntax.h"

#include <algorithm>
#include <cstdint>

namespace keysluice::gateway::http {

namespace {

constexpr std::uint8_t kHandshakeRecord = 22;
constexpr std::uint8_t kClientHelloMessage = 1;
constexpr std::uint16_t kServerNameExtension = 0;
constexpr std::uint8_t kHostNameType = 0;
constexpr std::size_t kRecordHeader = 5;
constexpr std::size_t kMaximumRecord = 16384;
constexpr std::size_t kHelloHeader = 4;

std::uint8_t byteAt(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

/// Reads big-endian numbers and length-prefixed vectors; once it ran past the end it stays failed.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    std::size_t number(std::size_t width) {
        std::size_t value = 0;
        for (const char c : take(width)) {
            value = value << 8 | static_cast<std::uint8_t>(c);
        }
        return value;
    }
    std::string_view vector(std::size_t lengthWidth) { return take(number(lengthWidth)); }
    std::string_view take(std::size_t size) {
        if (m_isFailed || size > m_bytes.size()) {
            m_isFailed = true;
            return {};
        }
        const std::string_view taken = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return taken;
    }
    [[nodiscard]] bool isFailed() const { return m_isFailed; }
    [[nodiscard]] bool atEnd() const { return m_bytes.empty(); }

private:
    std::string_view m_bytes;
    bool m_isFailed = false;
};

bool isHostName(std::string_view name) {
    return !name.empty() && name.size() <= 254 && std::all_of(name.begin(), name.end(), [](char c) {
        return isDigit(c) || isLetter(c) || c == '-' || c == '_' || c == '.';
    });
}

bool readServerName(std::string_view extension, std::string& serverName) {
    Reader whole(extension);
    Reader list(whole.vector(2));
    if (!whole.atEnd()) {
        return false; // another reader might look for names in what follows
    }
    while (!list.atEnd() && !list.isFailed()) {
        const std::size_t type = list.number(1);
        const std::string_view name = list.vector(2);
        if (list.isFailed() || type != kHostNameType || !serverName.empty() || !isHostName(name)) {
            return false; // RFC 6066: at most one name of a type, and no other type exists
        }
        serverName.assign(name.substr(0, name.back() == '.' ? name.size() - 1 : name.size()));
        std::transform(serverName.begin(), serverName.end(), serverName.begin(), lowered);
    }
    return !list.isFailed() && !serverName.empty();
}

ClientHello parseHello(std::string_view body) {
    ClientHello hello;
    hello.state = ClientHello::State::Malformed;
    Reader reader(body);
    reader.take(2 + 32); // version, random
    reader.vector(1);    // session id
    reader.vector(2);    // cipher suites
    reader.vector(1);    // compression methods
    if (reader.isFailed()) {
        return hello;
    }
    if (reader.atEnd()) { // extensions are optional before TLS 1.3
        hello.state = ClientHello::State::Done;
        return hello;
    }
    Reader extensions(reader.vector(2));
    if (reader.isFailed() || !reader.atEnd()) {
        return hello;
    }
    bool sawServerName = false;
    while (!extensions.atEnd()) {
        const std::size_t type = extensions.number(2);
        const std::string_view data = extensions.vector(2);
        const bool isServerName = type == kServerNameExtension;
        if (extensions.isFailed() || (isServerName && (sawServerName || !readServerName(data, hello.serverName)))) {
            hello.serverName.clear(); // also one from an extension before
            return hello;
        }
        sawServerName = sawServerName || isServerName;
    }
    hello.state = ClientHello::State::Done;
    return hello;
}

ClientHello verdict(ClientHello::State state) {
    ClientHello hello;
    hello.state = state;
    return hello;
}

} // namespace

ClientHello peekClientHello(std::string_view bytes) {
    using State = ClientHello::State;
    std::string message; // the handshake message, put together from its records
    std::size_t wanted = kHelloHeader;
    std::size_t at = 0;
    while (true) {
        if (at >= kClientHelloLimit) {
            return verdict(State::Malformed);
        }
        const std::string_view record = bytes.substr(std::min(at, bytes.size()));
        if (!record.empty() && byteAt(record, 0) != kHandshakeRecord) {
            return verdict(at == 0 ? State::NotTls : State::Malformed);
        }
        if (record.size() > 1 && byteAt(record, 1) != 3) {
            return verdict(at == 0 ? State::NotTls : State::Malformed);
        }
        if (record.size() < kRecordHeader) {
            return verdict(State::NeedMore);
        }
        const std::size_t length = static_cast<std::size_t>(byteAt(record, 3)) << 8 | byteAt(record, 4);
        if (length == 0 || length > kMaximumRecord) {
            return verdict(State::Malformed);
        }
        const std::string_view payload = record.substr(kRecordHeader, length);
        message.append(payload);
        if (!message.empty() && byteAt(message, 0) != kClientHelloMessage) {
            return verdict(State::Malformed);
        }
        if (message.size() >= kHelloHeader) {
            wanted = kHelloHeader + (static_cast<std::size_t>(byteAt(message, 1)) << 16 |
                                     static_cast<std::size_t>(byteAt(message, 2)) << 8 | byteAt(message, 3));
            if (wanted > kClientHelloLimit) {
                return verdict(State::Malformed);
            }
            if (message.size() >= wanted) {
                return parseHello(std::string_view(message).substr(kHelloHeader, wanted - kHelloHeader));
            }
        }
        if (payload.size() < length) {
            return verdict(State::NeedMore);
        }
        at += kRecordHeader + length;
    }
}

} // namespace keysluice::gateway::http
