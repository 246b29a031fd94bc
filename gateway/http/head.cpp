#include "gateway/http/head.h"

#include "core/injection.h"
#include "gateway/http/syntax.h"

namespace keysluice::gateway::http {

namespace {

bool hasFoldedPrefix(std::string_view name, std::string_view prefix) {
    return name.size() >= prefix.size() && core::sameFoldedName(name.substr(0, prefix.size()), prefix);
}

struct KnownName {
    std::string_view name;
    FieldId id;
};

constexpr KnownName kKnownNames[] = {
    {"host", FieldId::Host},
    {"content-length", FieldId::ContentLength},
    {"transfer-encoding", FieldId::TransferEncoding},
    {"connection", FieldId::Connection},
    {"keep-alive", FieldId::HopByHop},
    {"te", FieldId::HopByHop},
    {"trailer", FieldId::HopByHop},
    {"upgrade", FieldId::Upgrade},
    {"expect", FieldId::Expect},
    {"accept-encoding", FieldId::AcceptEncoding},
    {"content-encoding", FieldId::ContentEncoding},
    {"forwarded", FieldId::Forwarding},
    {"via", FieldId::Forwarding},
    {"alt-svc", FieldId::AltSvc},
    {"retry-after", FieldId::RetryAfter},
    {"user-agent", FieldId::UserAgent},
};

/// Bit n: some known name has n characters. Most names of a head are told apart by that alone.
constexpr std::uint64_t kKnownLengths = [] {
    std::uint64_t lengths = 0;
    for (const KnownName& known : kKnownNames) {
        lengths |= std::uint64_t{1} << known.name.size();
    }
    return lengths;
}();

bool hasKnownLength(std::string_view name) {
    constexpr std::size_t kBits = 64;
    return name.size() < kBits && (kKnownLengths >> name.size() & 1U) != 0;
}

} // namespace

FieldId identifyField(std::string_view name) {
    const char first = lowered(name.empty() ? '\0' : name.front());
    switch (first) {
    case 'p':
        if (equalsIgnoringCase(name, "proxy-authorization")) {
            return FieldId::ProxyAuthorization;
        }
        return hasFoldedPrefix(name, "proxy-") ? FieldId::HopByHop : FieldId::Other;
    case 'x':
        return hasFoldedPrefix(name, "x-forwarded-") || hasFoldedPrefix(name, "x-keysluice-") ? FieldId::Forwarding
                                                                                              : FieldId::Other;
    default:
        break;
    }
    if (!hasKnownLength(name)) {
        return FieldId::Other;
    }
    for (const KnownName& known : kKnownNames) {
        if (known.name.size() == name.size() && known.name.front() == first && core::sameFoldedName(known.name, name)) {
            return known.id;
        }
    }
    return FieldId::Other;
}

const Field* Head::find(FieldId id) const {
    for (const Field& field : fields) {
        if (field.id == id) {
            return &field;
        }
    }
    return nullptr;
}

const Field* Head::find(std::string_view name) const {
    for (const Field& field : fields) {
        if (equalsIgnoringCase(field.name, name)) {
            return &field;
        }
    }
    return nullptr;
}

bool Head::isNominated(std::string_view name) const {
    for (const std::string_view option : connectionOptions) {
        if (core::sameFoldedName(option, name)) {
            return true;
        }
    }
    return false;
}

} // namespace keysluice::gateway::http
