#include "fuzz/fuzz_input.h"
#include "gateway/http/client_hello.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

using namespace keysluice;
using namespace keysluice::gateway;
using http::ClientHello;
using State = ClientHello::State;

namespace {

bool isSame(const ClientHello& a, const ClientHello& b) {
    return a.state == b.state && a.serverName == b.serverName;
}

/// More bytes turn NeedMore into something, and nothing else into anything.
void requireOneVerdict(std::string_view text, const ClientHello& whole) {
    fuzz::Dice dice(text);
    auto ends = text.size() <= 200 ? fuzz::everyByte(text.size()) : fuzz::cuts(dice, text.size());
    for (const std::size_t end : ends) {
        const std::string prefix(text.substr(0, end));
        const ClientHello seen = http::peekClientHello(prefix);
        fuzz::require(seen.state == State::NeedMore || isSame(seen, whole), "more bytes change the verdict");
    }
}

void requirePlainName(const ClientHello& hello) {
    fuzz::require(hello.state == State::Done || hello.serverName.empty(), "a name without a hello");
    for (const char c : hello.serverName) {
        fuzz::require((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.',
                      "a name with a byte that none has");
    }
}

/// What the records carry, in records of another size, is the same hello.
void requireRecordsDoNotMatter(std::string_view text, const ClientHello& whole) {
    std::string message;
    for (std::size_t at = 0; at + 5 <= text.size() && text[at] == 22;) {
        const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(text[at + 3])) << 8U |
                                   static_cast<unsigned char>(text[at + 4]);
        message += text.substr(at + 5, length);
        at += 5 + length;
    }
    fuzz::Dice dice(text);
    std::string again;
    std::size_t at = 0;
    for (const std::size_t end : fuzz::cuts(dice, message.size())) {
        again += std::string("\x16\x03\x01\0", 4) + static_cast<char>(end - at); // pieces are at most 256 bytes
        if (end - at > 255) {
            return;
        }
        again += message.substr(at, end - at);
        at = end;
    }
    if (again.size() < http::kClientHelloLimit) {
        fuzz::require(isSame(http::peekClientHello(again), whole), "the name depends on the records");
    }
}

struct Seen {
    bool isHello = false;
    std::string serverName; ///< as it was sent
};

int onHello(SSL* ssl, int* /*alert*/, void* /*context*/) {
    auto* seen = static_cast<Seen*>(SSL_get_ex_data(ssl, 0));
    seen->isHello = true;
    const unsigned char* data = nullptr;
    std::size_t size = 0;
    if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &data, &size) == 1 && size > 5) {
        seen->serverName.assign(reinterpret_cast<const char*>(data) + 5, size - 5); // list, type and name lengths
    }
    return SSL_CLIENT_HELLO_ERROR; // seen enough
}

/// The name that OpenSSL, as the server at the other end of the tunnel would, finds in the same bytes.
Seen seenByOpenSsl(std::string_view text) {
    static const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context = [] {
        std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
        SSL_CTX_set_client_hello_cb(made.get(), &onHello, nullptr);
        return made;
    }();
    Seen seen;
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), &SSL_free);
    BIO* in = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    SSL_set_ex_data(ssl.get(), 0, &seen);
    SSL_set_accept_state(ssl.get());
    (void)SSL_do_handshake(ssl.get());
    return seen;
}

std::string normalName(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!name.empty() && name.back() == '.') {
        name.pop_back();
    }
    return name;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    const ClientHello whole = http::peekClientHello(text);
    requirePlainName(whole);
    requireOneVerdict(text, whole);
    if (whole.state != State::Done) {
        return 0; // nothing of it is passed on
    }
    requireRecordsDoNotMatter(text, whole);
    if (const Seen seen = seenByOpenSsl(text); seen.isHello) {
        fuzz::require(normalName(seen.serverName) == whole.serverName, "a server sees another name");
    }
    return 0;
}
