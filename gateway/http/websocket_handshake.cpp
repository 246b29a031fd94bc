#include "gateway/http/websocket_handshake.h"

#include "core/injection.h"
#include "gateway/http/syntax.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace keysluice::gateway::http {

namespace {

constexpr std::string_view kKey = "sec-websocket-key";
constexpr std::string_view kVersion = "sec-websocket-version";
constexpr std::string_view kProtocol = "sec-websocket-protocol";
constexpr std::string_view kExtensions = "sec-websocket-extensions";
constexpr std::string_view kAccept = "sec-websocket-accept";
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, section 1.3
constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kKeyLetters = 24;
constexpr std::size_t kHashBytes = 20;

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(const unsigned char* bytes, std::size_t size) {
    std::string text((size + 2) / 3 * 4 + 1, '\0'); // the library ends it with NUL
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(size));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

/// The only value of a field that must be there once. False: missing, repeated, or in a spelling that some servers take
/// for it.
bool findOnce(const Head& head, std::string_view name, std::string_view& value) {
    bool found = false;
    for (const Field& field : head.fields) {
        if (!core::sameFoldedName(field.name, name)) {
            continue;
        }
        if (found || !equalsIgnoringCase(field.name, name) || head.isNominated(field.name)) {
            return false;
        }
        found = true;
        value = field.value;
    }
    return found;
}

bool isKey(std::string_view text) {
    if (text.size() != kKeyLetters) {
        return false;
    }
    std::array<unsigned char, kKeyLetters / 4 * 3> decoded{};
    // Written again, since a lenient decoder takes more than one spelling of the same bytes.
    return EVP_DecodeBlock(decoded.data(), bytesOf(text), static_cast<int>(text.size())) > 0 &&
           base64(decoded.data(), kKeyBytes) == text;
}

/// Of an extension with its parameters.
std::string_view nameOf(std::string_view element) {
    return trimmed(element.substr(0, element.find(';')));
}

bool hasExactly(std::string_view list, std::string_view wanted) {
    std::string_view element;
    while (nextElement(list, element)) {
        if (element == wanted) {
            return true;
        }
    }
    return false;
}

/// Joins the names of all fields of that name. False: one is no token, or a subprotocol comes twice.
bool collect(const Head& head, std::string_view name, bool mustBeUnique, std::string& list) {
    for (const Field& field : head.fields) {
        if (!core::sameFoldedName(field.name, name) || head.isNominated(field.name)) {
            continue;
        }
        std::string_view rest = field.value;
        std::string_view element;
        while (nextElement(rest, element)) {
            const std::string_view token = mustBeUnique ? element : nameOf(element);
            if (!isToken(token) || (mustBeUnique && hasExactly(list, token))) {
                return false;
            }
            list.append(list.empty() ? "" : ",").append(token);
        }
    }
    return true;
}

bool isUpgraded(const Head& head) {
    const Field* upgrade = head.find(FieldId::Upgrade);
    return upgrade != nullptr && equalsIgnoringCase(upgrade->value, "websocket") && head.isNominated("upgrade") &&
           std::count_if(head.fields.begin(), head.fields.end(),
                         [](const Field& field) { return field.id == FieldId::Upgrade; }) == 1;
}

bool announcesBody(const Head& head) {
    return head.body.kind != BodyKind::None || head.find(FieldId::ContentLength) != nullptr ||
           head.find(FieldId::TransferEncoding) != nullptr;
}

} // namespace

HttpError checkWebSocketRequest(const RequestHead& head) {
    if (head.method != "GET") {
        return HttpError::WebSocketMethod;
    }
    if (head.minorVersion != 1) {
        return HttpError::WebSocketHttp10;
    }
    if (!head.isNominated("upgrade")) {
        return HttpError::WebSocketConnection;
    }
    if (announcesBody(head)) {
        return HttpError::WebSocketBody;
    }
    std::string_view value;
    if (!findOnce(head, kVersion, value) || value != "13") {
        return HttpError::WebSocketVersion;
    }
    if (!findOnce(head, kKey, value) || !isKey(value)) {
        return HttpError::WebSocketKey;
    }
    std::string names;
    return collect(head, kProtocol, true, names) && collect(head, kExtensions, false, names)
               ? HttpError::None
               : HttpError::WebSocketOffered;
}

WebSocketOffer webSocketOffer(const RequestHead& head, bool passesExtensions) {
    WebSocketOffer offer;
    offer.path = head.target.path;
    std::string_view key;
    if (findOnce(head, kKey, key)) {
        offer.accept = webSocketAccept(key);
    }
    bool isFine = collect(head, kProtocol, true, offer.protocols);
    if (passesExtensions) {
        isFine = isFine && collect(head, kExtensions, false, offer.extensions);
    }
    return isFine ? offer : WebSocketOffer{};
}

HttpError checkWebSocketAnswer(const AnswerHead& head, const WebSocketOffer& offer) {
    if (head.minorVersion != 1 || !isUpgraded(head)) {
        return HttpError::WebSocketUpgrade;
    }
    if (announcesBody(head)) {
        return HttpError::WebSocketBody;
    }
    std::string_view value;
    if (!findOnce(head, kAccept, value) || offer.accept.empty() || value != offer.accept) {
        return HttpError::WebSocketAccept;
    }
    std::string protocols;
    std::string extensions;
    if (!collect(head, kExtensions, false, extensions)) {
        return HttpError::WebSocketExtension;
    }
    std::string_view rest = extensions;
    while (nextElement(rest, value)) {
        if (!hasExactly(offer.extensions, value)) {
            return HttpError::WebSocketExtension;
        }
    }
    const bool isProtocolFine =
        collect(head, kProtocol, true, protocols) && (protocols.empty() || hasExactly(offer.protocols, protocols));
    return isProtocolFine ? HttpError::None : HttpError::WebSocketProtocol;
}

std::string webSocketAccept(std::string_view key) {
    const std::string text = std::string(key).append(kGuid);
    std::array<unsigned char, kHashBytes> hash{};
    const int ok = EVP_Digest(text.data(), text.size(), hash.data(), nullptr, EVP_sha1(), nullptr);
    return ok == 1 ? base64(hash.data(), hash.size()) : std::string(); // which no answer fits
}

} // namespace keysluice::gateway::http
