#include "gateway/http/request_writer.h"

#include "gateway/http/query.h"
#include "gateway/http/syntax.h"

#include <algorithm>
#include <cstring>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kFixedBytes = 256; // version, line ends, fields the gateway adds
constexpr std::string_view kIdentity = "accept-encoding: identity\r\n";

/// Appends to memory of the caller and remembers whether it was enough.
class SpanWriter {
public:
    explicit SpanWriter(std::span<char> out) : m_out(out) {}

    void put(std::string_view text) {
        if (text.size() > m_out.size() - m_used) {
            m_isFull = true;
            return;
        }
        if (!text.empty()) {
            std::memcpy(m_out.data() + m_used, text.data(), text.size());
            m_used += text.size();
        }
    }
    void value(core::Injection::Place place, std::string_view secret) {
        const std::size_t size = core::writtenSize(place, secret);
        if (size > m_out.size() - m_used) {
            m_isFull = true;
            return;
        }
        core::writeValue(place, secret, m_out.subspan(m_used, size));
        m_used += size;
    }
    void field(std::string_view name, std::string_view value) {
        put(name);
        put(": ");
        put(value);
        put("\r\n");
    }
    [[nodiscard]] bool isFull() const { return m_isFull; }
    [[nodiscard]] std::size_t used() const { return m_used; }

private:
    std::span<char> m_out;
    std::size_t m_used = 0;
    bool m_isFull = false;
};

bool isUsableSecret(std::string_view secret) {
    return !secret.empty() && std::all_of(secret.begin(), secret.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Whether the target has a place for the value; in a path, the value must not become a dot segment.
bool hasRoomInTarget(const RequestForward& forward) {
    switch (forward.injection->place) {
    case core::Injection::Place::Header:
        break;
    case core::Injection::Place::Query:
        return forward.head.target.form != TargetForm::Asterisk;
    case core::Injection::Place::Path:
        return forward.injection->slotIn(forward.head.target.path) &&
               forward.secret.find_first_not_of('.') != std::string_view::npos;
    }
    return true;
}

bool holdsElement(std::string_view list, std::string_view wanted) {
    std::string_view element;
    while (nextElement(list, element)) {
        if (element == wanted) {
            return true;
        }
    }
    return false;
}

class RequestWriter {
public:
    RequestWriter(const RequestForward& forward, std::span<char> out) : m_forward(forward), m_out(out) {}

    std::optional<std::size_t> write() {
        findList();
        requestLine();
        if (m_forward.head.find(FieldId::Host) == nullptr) {
            m_out.field("host", m_host);
        }
        for (const Field& field : m_forward.head.fields) {
            one(field);
        }
        const core::Injection* injection = m_forward.injection;
        if (injection != nullptr) {
            injectOnce();
            if (!injection->listHeader.empty() && m_listField == nullptr && !m_isListed) {
                m_out.field(injection->listHeader, injection->listValue);
            }
            if (!m_hasCodings) {
                m_out.put(kIdentity);
            }
        }
        if (!m_forward.proxyAuthorization.empty()) {
            m_out.field("proxy-authorization", m_forward.proxyAuthorization);
        }
        m_out.put("\r\n");
        return m_out.isFull() ? std::nullopt : std::optional(m_out.used());
    }

private:
    bool isListHeader(const Field& field) const {
        return field.id == FieldId::Other && equalsIgnoringCase(field.name, m_forward.injection->listHeader) &&
               !m_forward.head.isNominated(field.name);
    }

    /// Where the list element goes: to the last field of that name, unless some field has it already.
    void findList() {
        if (m_forward.injection == nullptr || m_forward.injection->listHeader.empty()) {
            return;
        }
        for (const Field& field : m_forward.head.fields) {
            if (isListHeader(field)) {
                m_listField = &field;
                m_isListed = m_isListed || holdsElement(field.value, m_forward.injection->listValue);
            }
        }
    }

    void requestLine() {
        const Target& target = m_forward.head.target;
        m_out.put(m_forward.head.method);
        m_out.put(" ");
        if (m_forward.absoluteForm) {
            m_out.put("http://");
            m_out.put(m_host);
        }
        const bool isWholeServer = target.form == TargetForm::Absolute && target.pathAndQuery.empty() &&
                                   m_forward.head.method == "OPTIONS" && !m_forward.absoluteForm;
        if (isWholeServer && !goesIntoQuery()) {
            m_out.put("*"); // RFC 9112, section 3.2.4
        } else {
            if (target.pathAndQuery.empty() || target.pathAndQuery.front() == '?') {
                m_out.put("/");
            }
            pathAndQuery(target);
        }
        m_out.put(" HTTP/1.1\r\n");
    }

    void pathAndQuery(const Target& target) {
        const core::Injection* injection = m_forward.injection;
        if (m_forward.droppedParameters.empty() && (injection == nullptr || !injection->touchesTarget())) {
            m_out.put(target.pathAndQuery);
            return;
        }
        const std::size_t question = std::min(target.pathAndQuery.find('?'), target.pathAndQuery.size());
        const std::string_view path = target.pathAndQuery.substr(0, question);
        const auto slot = injection == nullptr ? std::nullopt : injection->slotIn(path);
        if (slot) {
            m_out.put(path.substr(0, slot->begin));
            m_out.value(injection->place, m_forward.secret);
            m_out.put(path.substr(slot->begin + slot->length));
        } else {
            m_out.put(path);
        }
        query(target.query);
        if (question < target.pathAndQuery.size() && target.query.empty() && !m_hasQuery) {
            m_out.put("?"); // as it came
        }
    }

    void query(std::string_view text) {
        QueryReader reader(text);
        for (QueryParameter parameter; reader.next(parameter);) {
            if (!isCredentialParameter(parameter.name)) {
                m_out.put(separator(parameter.separator));
                m_out.put(parameter.text);
            } else {
                parameterOnce(parameter.separator);
            }
        }
        parameterOnce('&');
    }

    /// '?' in front of whatever is written first.
    std::string_view separator(char written) {
        const bool isFirst = !m_hasQuery;
        m_hasQuery = true;
        return isFirst ? "?" : written == ';' ? ";" : "&";
    }

    bool goesIntoQuery() const {
        return m_forward.injection != nullptr && m_forward.injection->place == core::Injection::Place::Query;
    }

    void parameterOnce(char before) {
        if (m_isInjected || !goesIntoQuery()) {
            return;
        }
        m_isInjected = true;
        m_out.put(separator(before));
        m_out.put(m_forward.injection->name);
        m_out.put("=");
        m_out.value(core::Injection::Place::Query, m_forward.secret);
    }

    bool isCredentialParameter(std::string_view name) const {
        return (m_forward.injection != nullptr && m_forward.injection->replacesParameter(name)) ||
               std::any_of(m_forward.droppedParameters.begin(), m_forward.droppedParameters.end(),
                           [&](std::string_view dropped) { return dropped == name; });
    }

    void one(const Field& field) {
        switch (field.id) {
        case FieldId::HopByHop:
        case FieldId::ProxyAuthorization:
        case FieldId::Forwarding:
            return;
        case FieldId::Connection:
            upgradeOnce(field, "Upgrade", m_hasConnection);
            return;
        case FieldId::Upgrade:
            upgradeOnce(field, "websocket", m_hasUpgrade);
            return;
        case FieldId::Host:
            m_out.field(field.name, m_host);
            return;
        case FieldId::ContentLength:
            m_out.field(field.name, field.value); // digits, checked; framing is ours even if Connection names it
            return;
        case FieldId::TransferEncoding:
            m_out.field(field.name, "chunked");
            return;
        case FieldId::Expect:
            if (equalsIgnoringCase(field.value, "100-continue")) {
                return;
            }
            break;
        case FieldId::AcceptEncoding:
            if (m_forward.injection != nullptr) {
                if (!m_forward.head.isNominated(field.name)) {
                    knownCodings(field);
                }
                return;
            }
            break;
        case FieldId::ContentEncoding:
        case FieldId::AltSvc:
        case FieldId::RetryAfter:
        case FieldId::UserAgent:
        case FieldId::Other:
            break;
        }
        if (m_forward.head.isNominated(field.name) || isDropped(field.name) || isHiddenExtension(field.name)) {
            return;
        }
        if (isCredential(field.name)) {
            injectOnce();
            return;
        }
        if (&field == m_listField && !m_isListed) {
            listField(field);
            return;
        }
        m_out.field(field.name, field.value);
    }

    /// Both end here; a handshake has its own again, in the client's place and spelling.
    void upgradeOnce(const Field& field, std::string_view value, bool& isWritten) {
        if (m_forward.head.isWebSocket && !isWritten) {
            isWritten = true;
            m_out.field(field.name, value);
        }
    }

    bool isHiddenExtension(std::string_view name) const {
        return m_forward.head.isWebSocket && m_forward.injection != nullptr &&
               core::sameFoldedName(name, "sec-websocket-extensions");
    }

    void listField(const Field& field) {
        m_out.put(field.name);
        m_out.put(": ");
        m_out.put(field.value);
        m_out.put(field.value.empty() ? "" : ",");
        m_out.put(m_forward.injection->listValue);
        m_out.put("\r\n");
    }

    bool isDropped(std::string_view name) const {
        return std::any_of(m_forward.dropped.begin(), m_forward.dropped.end(),
                           [&](std::string_view dropped) { return core::sameFoldedName(dropped, name); });
    }

    bool isCredential(std::string_view name) const {
        return m_forward.injection != nullptr && m_forward.injection->replaces(name);
    }

    void injectOnce() {
        const core::Injection& injection = *m_forward.injection;
        if (m_isInjected || injection.place != core::Injection::Place::Header) {
            return;
        }
        m_isInjected = true;
        m_out.put(injection.name);
        m_out.put(": ");
        m_out.put(injection.before);
        m_out.put(m_forward.secret);
        m_out.put(injection.after);
        m_out.put("\r\n");
    }

    /// What the leak guard can look into, of what the client would take; in its words and order.
    void knownCodings(const Field& field) {
        std::string_view list = field.value;
        std::string_view element;
        bool isFirst = true;
        while (nextElement(list, element)) {
            if (acceptsKnownCoding(element)) {
                m_out.put(isFirst ? field.name : std::string_view(", "));
                m_out.put(isFirst ? ": " : "");
                m_out.put(element);
                isFirst = false;
            }
        }
        if (!isFirst) {
            m_out.put("\r\n");
            m_hasCodings = true;
        }
    }

    const RequestForward& m_forward;
    SpanWriter m_out;
    std::string m_host = m_forward.authority.toString(m_forward.defaultPort);
    const Field* m_listField = nullptr;
    bool m_isListed = false;
    bool m_isInjected = false;
    bool m_hasQuery = false; ///< something of it was written
    bool m_hasCodings = false;
    bool m_hasConnection = false;
    bool m_hasUpgrade = false;
};

} // namespace

std::size_t requestBound(const RequestForward& forward) {
    const RequestHead& head = forward.head;
    std::size_t bound = kFixedBytes + head.method.size() + head.target.pathAndQuery.size() +
                        2 * (forward.authority.host.size() + 8) + forward.proxyAuthorization.size();
    for (const Field& field : head.fields) {
        // Host and Accept-Encoding may grow; covered by the fixed part, the authority above, and a space for each
        // comma.
        bound += field.name.size() + field.value.size() + 4;
        if (field.id == FieldId::AcceptEncoding) {
            bound += field.value.size();
        }
    }
    if (forward.injection != nullptr) {
        const core::Injection& injection = *forward.injection;
        bound += injection.name.size() + injection.before.size() + injection.after.size() +
                 core::writtenSize(injection.place, forward.secret) + injection.listHeader.size() +
                 injection.listValue.size();
    }
    return bound;
}

std::optional<std::size_t> writeRequest(const RequestForward& forward, std::span<char> out) {
    if (forward.injection != nullptr && (!isUsableSecret(forward.secret) || !hasRoomInTarget(forward))) {
        return std::nullopt;
    }
    return RequestWriter(forward, out).write();
}

} // namespace keysluice::gateway::http
