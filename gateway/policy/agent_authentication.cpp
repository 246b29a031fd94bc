#include "gateway/policy/agent_authentication.h"

#include "core/secret_bytes.h"
#include "gateway/http/syntax.h"

#include <array>

namespace keysluice::gateway::policy {

namespace {

constexpr std::size_t kLongestBasic = 1024; // base64 of user name and token

int base64Value(char c) {
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (http::isDigit(c)) {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// Decodes into `out`; -1: not base64 (RFC 4648, section 4; padding may be missing).
std::ptrdiff_t decodeBase64(std::string_view text, std::span<char> out) {
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    std::size_t size = 0;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const int value = base64Value(c);
        if (value < 0 || size == out.size()) {
            return -1;
        }
        bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffffU;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out[size++] = static_cast<char>(bits >> count & 0xffU);
        }
    }
    return count == 6 ? -1 : static_cast<std::ptrdiff_t>(size);
}

std::optional<core::TokenHash> hashIfToken(std::string_view text) {
    return core::looksLikeAgentToken(text) ? std::optional(core::hashToken(text)) : std::nullopt;
}

std::optional<core::TokenHash> basicToken(std::string_view encoded) {
    std::array<char, kLongestBasic> decoded{};
    if (encoded.size() > kLongestBasic) {
        return std::nullopt;
    }
    const std::ptrdiff_t size = decodeBase64(encoded, decoded);
    std::optional<core::TokenHash> hash;
    if (size > 0) {
        const std::string_view text(decoded.data(), static_cast<std::size_t>(size));
        const std::size_t colon = text.find(':'); // a user name has no colon (RFC 7617, section 2)
        hash = colon == std::string_view::npos ? std::nullopt : hashIfToken(text.substr(colon + 1));
    }
    core::wipe(decoded);
    return hash;
}

const SnapshotAgent* agentById(const Snapshot& snapshot, const core::RecordId& id) {
    for (const SnapshotAgent& agent : snapshot.agents) {
        if (agent.id == id) {
            return &agent;
        }
    }
    return nullptr;
}

AgentIdentity identityOf(const Snapshot& snapshot, const SnapshotToken* token, core::UnixMs now) {
    if (token == nullptr || (token->expiresAt != 0 && token->expiresAt <= now)) {
        return {};
    }
    const SnapshotAgent* agent = agentById(snapshot, token->agentId);
    return agent == nullptr ? AgentIdentity{} : AgentIdentity{agent, token};
}

} // namespace

std::optional<core::TokenHash> presentedToken(std::string_view authorization) {
    const std::size_t space = authorization.find(' ');
    if (space == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view scheme = authorization.substr(0, space);
    const std::string_view value = http::trimmed(authorization.substr(space + 1));
    if (http::equalsIgnoringCase(scheme, "bearer")) {
        return hashIfToken(value);
    }
    return http::equalsIgnoringCase(scheme, "basic") ? basicToken(value) : std::nullopt;
}

std::optional<core::TokenHash> presentedToken(const http::Head& head) {
    const http::Field* found = nullptr;
    for (const http::Field& field : head.fields) {
        if (field.id != http::FieldId::ProxyAuthorization) {
            continue;
        }
        if (found != nullptr) {
            return std::nullopt;
        }
        found = &field;
    }
    return found == nullptr ? std::nullopt : presentedToken(found->value);
}

std::optional<core::TokenHash> tokenInKey(std::string_view value) {
    if (const std::string_view token = core::agentTokenIn(value); !token.empty()) {
        return core::hashToken(token);
    }
    const std::size_t space = value.find(' ');
    if (space != std::string_view::npos) {
        const std::string_view token = core::agentTokenIn(http::trimmed(value.substr(space + 1)));
        if (!token.empty()) {
            return core::hashToken(token);
        }
    }
    return presentedToken(value);
}

AgentIdentity authenticate(const Snapshot& snapshot, const core::TokenHash& hash, core::UnixMs now) {
    const SnapshotToken* found = nullptr;
    for (const SnapshotToken& token : snapshot.tokens) { // every token, so that time does not tell which one is near
        if (core::sameToken(token.hash, hash)) {
            found = &token;
        }
    }
    return identityOf(snapshot, found, now);
}

AgentIdentity agentOfToken(const Snapshot& snapshot, const core::RecordId& tokenId, core::UnixMs now) {
    for (const SnapshotToken& token : snapshot.tokens) {
        if (token.id == tokenId) {
            return identityOf(snapshot, &token, now);
        }
    }
    return {};
}

} // namespace keysluice::gateway::policy
