#include "gateway/session/approval_request.h"

#include <openssl/evp.h>

#include <memory>

namespace keysluice::gateway::session {

RequestHash hashOfRequest(std::string_view head, std::string_view body) {
    RequestHash hash{};
    const std::string size = std::to_string(head.size()) + ' ';
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const bool isDone = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1 &&
                        EVP_DigestUpdate(context.get(), size.data(), size.size()) == 1 &&
                        EVP_DigestUpdate(context.get(), head.data(), head.size()) == 1 &&
                        EVP_DigestUpdate(context.get(), body.data(), body.size()) == 1 &&
                        EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1;
    return isDone ? hash : RequestHash{};
}

core::ApprovalRequest approvalRequest(const Verdict& verdict, std::string_view head, std::string_view body,
                                      const policy::ExaminedBody& examined) {
    core::ApprovalRequest request;
    request.agentId = verdict.identity.agent->id;
    request.agentName = verdict.identity.agent->name;
    request.launch = verdict.identity.token->launch;
    if (verdict.provider != nullptr) {
        request.providerId = verdict.provider->id;
        request.providerName = verdict.provider->name;
    }
    if (const SnapshotCredential* credential = verdict.decision.credential) {
        request.credentialId = credential->id;
        request.credentialName = credential->name;
    }
    request.isTunnel = verdict.record.kind == core::ActivityRecord::Kind::Tunnel;
    request.host = verdict.authority.host;
    request.port = verdict.authority.port;
    request.method = verdict.record.method;
    request.path = verdict.record.path;
    request.models = examined.facts.models.value_or(std::vector<std::string>());
    request.inputTokens = examined.facts.inputTokens;
    request.costMicros = examined.facts.costMicros;
    request.bodyBytes = body.size();
    request.excerpt = examined.excerpt.text;
    request.isExcerptWhole = examined.excerpt.isWhole;
    request.hash = hashOfRequest(head, body);
    request.rule = *verdict.asking->rule;
    request.rulePlace = verdict.asking->place;
    request.unknownCondition = verdict.asking->unknownCondition;
    return request;
}

} // namespace keysluice::gateway::session
