#include "core/rules/dry_run.h"

#include "core/provider_catalogue.h"
#include "core/rules/body_facts_reader.h"
#include "core/rules/path_model.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

using Record = ActivityRecord;

constexpr std::size_t kPathBytes = 2048; ///< longer ones were cut
constexpr ConditionKind kOfFacts[] = {
    ConditionKind::Models, ConditionKind::MaximumTokens, ConditionKind::ThinkingTokens, ConditionKind::Effort,
    ConditionKind::Cost,   ConditionKind::Streaming,     ConditionKind::HostedTools,    ConditionKind::McpServers,
    ConditionKind::Images, ConditionKind::Documents};

/// Whether rules are asked about such a row.
bool isJudged(const Record& record) {
    const bool isKind = record.kind == Record::Kind::Request || record.kind == Record::Kind::WebSocket ||
                        record.kind == Record::Kind::Tunnel;
    const bool isRefused = record.decision == Record::Decision::Blocked || record.decision == Record::Decision::Limited;
    const bool isByRule = !record.ruleId.empty() || record.approval != Record::Approval::NotAsked;
    return isKind && !record.agentId.empty() && (!isRefused || isByRule);
}

DryOutcome outcomeThen(const Record& record) {
    if (record.approval != Record::Approval::NotAsked) {
        return DryOutcome::Asked;
    }
    return record.decision == Record::Decision::Blocked ? DryOutcome::Blocked : DryOutcome::Allowed;
}

DryOutcome outcomeOf(Decision decision) {
    switch (decision) {
    case Decision::Allow:
        return DryOutcome::Allowed;
    case Decision::Block:
        return DryOutcome::Blocked;
    case Decision::Ask:
        return DryOutcome::Asked;
    }
    return DryOutcome::Blocked;
}

/// As it was sent: not the text that stands for one, masked, or cut.
bool isPathKept(const Record& record) {
    return record.path.starts_with('/') && record.path.size() < kPathBytes && !record.injectedHeader.starts_with('/');
}

bool isKnown(const BodyFacts& facts, ConditionKind kind) {
    switch (kind) {
    case ConditionKind::Models:
        return facts.models.has_value();
    case ConditionKind::MaximumTokens:
        return facts.maximumTokens.has_value();
    case ConditionKind::ThinkingTokens:
        return facts.thinkingTokens.has_value();
    case ConditionKind::Effort:
        return facts.effort.has_value();
    case ConditionKind::Cost:
        return facts.costMicros.has_value();
    case ConditionKind::Streaming:
        return facts.isStreaming.has_value();
    case ConditionKind::HostedTools:
        return facts.hostedTools.has_value();
    case ConditionKind::McpServers:
        return facts.mcpServers.has_value();
    case ConditionKind::Images:
        return facts.hasImages.has_value();
    case ConditionKind::Documents:
        return facts.hasDocuments.has_value();
    default:
        return false;
    }
}

/// What any body says there; nothing of it is known where the endpoint is not listed.
BodyFacts factsOfEndpoint(const ProviderEndpoint* endpoint) {
    BodySource source;
    source.endpoint = endpoint;
    source.contentType = "application/octet-stream";
    source.body = "-";
    return BodyFactsReader().read(source, nullptr);
}

/// The body as the draft would have got it; what history does not tell of it is added to `forgotten`.
BodyFacts bodyOf(const Record& record, const ProviderEndpoint* endpoint, ConditionKinds& forgotten) {
    forgotten.add(ConditionKind::Texts);
    if (record.facts) {
        return *record.facts;
    }
    const bool isListed = !isPathKept(record) || endpoint != nullptr;
    BodyFacts facts = factsOfEndpoint(endpoint);
    if (const auto model = isPathKept(record) ? modelOfPath(record.host, record.path) : std::nullopt) {
        facts.models = std::vector{*model};
    }
    for (const ConditionKind kind : kOfFacts) {
        if (isListed && !isKnown(facts, kind)) {
            forgotten.add(kind);
        }
    }
    return facts;
}

} // namespace

DryRun::DryRun(std::shared_ptr<const CompiledRules> draft, std::shared_ptr<const ProviderCatalogue> catalogue,
               UtcOffset offset)
    : m_draft(std::move(draft)), m_catalogue(std::move(catalogue)), m_offset(std::move(offset)) {}

void DryRun::add(ActivityRecord record) {
    if (!isJudged(record)) {
        ++m_report.leftOut;
        return;
    }
    DryRow row;
    row.judgement = judge(record);
    row.isChange = row.judgement.outcome != DryOutcome::Open && row.judgement.outcome != outcomeThen(record);
    m_report.changes += row.isChange ? 1 : 0;
    if (m_report.counts[static_cast<std::size_t>(row.judgement.outcome)]++ < DryReport::kRowsOfEach) {
        row.record = std::move(record);
        m_report.rows.push_back(std::move(row));
    }
}

DryJudgement DryRun::judge(const Record& record) const {
    HeadFacts head;
    head.agentId = record.agentId;
    head.credentialId = record.credentialId;
    head.providerId = record.providerId;
    head.host = record.host;
    head.port = record.port;
    head.at = record.at;
    head.minuteOfWeek = minuteOfWeek(record.at, m_offset);
    ConditionKinds forgotten;
    if (record.kind == Record::Kind::Tunnel) {
        head.isBlind = true;
        return judgementOf(m_draft->recall(head, nullptr, forgotten));
    }
    forgotten.add(ConditionKind::Headers);
    head.method = record.method;
    head.path = record.path;
    const Provider* provider = m_catalogue->provider(record.providerId);
    const bool hasPath = isPathKept(record);
    const ProviderEndpoint* endpoint =
        provider == nullptr || !hasPath ? nullptr : provider->endpoint(record.method, record.path);
    if (endpoint != nullptr) {
        head.endpoint = endpoint->use;
    }
    if (!hasPath) {
        forgotten.add(ConditionKind::Paths);
        forgotten.add(ConditionKind::Endpoints);
    }
    if (record.kind == Record::Kind::WebSocket) {
        head.isUpgrade = true;
        head.bodyBytes = 0;
        return judgementOf(m_draft->recall(head, nullptr, forgotten));
    }
    if (record.decision == Record::Decision::Allowed && record.errorCode.empty()) {
        head.bodyBytes = record.bytesToProvider;
    } else {
        forgotten.add(ConditionKind::BodyBytes);
    }
    head.hasBody = record.bytesToProvider > 0;
    const BodyFacts body = bodyOf(record, endpoint, forgotten);
    return judgementOf(m_draft->recall(head, &body, forgotten));
}

DryJudgement DryRun::judgementOf(const Recollection& recollection) const {
    const Verdict& verdict = recollection.verdict;
    DryJudgement judgement;
    switch (verdict.outcome) {
    case Verdict::Outcome::NoRule:
        break;
    case Verdict::Outcome::Decided:
        judgement = {outcomeOf(verdict.decision), verdict.rule, {}};
        break;
    case Verdict::Outcome::NeedsBody: // not of what has a body, or can have none
    case Verdict::Outcome::MustBeExamined:
        judgement = {DryOutcome::Blocked, verdict.rule, {}};
        break;
    }
    const auto other = std::find_if(recollection.open.begin(), recollection.open.end(), [&](const auto& open) {
        return outcomeOf(m_draft->set().rules[open.rule].decision) != judgement.outcome;
    });
    if (other != recollection.open.end()) {
        return {DryOutcome::Open, other->rule, other->condition};
    }
    return judgement;
}

int minuteOfWeek(UnixMs at, const UtcOffset& offset) {
    constexpr std::int64_t kSecondsOfWeek = 7 * 86'400;
    constexpr std::int64_t kThursday = 3 * 86'400; // 1 January 1970
    const std::int64_t seconds = (at / 1000 + offset(at) + kThursday) % kSecondsOfWeek;
    return static_cast<int>(seconds / 60);
}

} // namespace keysluice::core::rules
