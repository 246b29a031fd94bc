#pragma once

#include "core/price_list.h"
#include "core/provider_catalogue.h"
#include "core/rules/body/excerpt.h"
#include "core/rules/body_facts_reader.h"
#include "gateway/http/head.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::gateway::policy {

/// What the head says of its body, and of what else would stand there, kept for when the head is gone.
/// Thread: any (value).
struct BodyLabel {
    http::ContentCoding coding = http::ContentCoding::Identity;
    std::string contentType;          ///< of several fields, joined with ", "
    std::optional<std::string> model; ///< the path has it; nothing: the body may
    /// The query has one, too: which of them counts is the provider's affair.
    bool hasModelInQuery = false;

    /// `host`: lower case, without port.
    [[nodiscard]] static BodyLabel of(const http::RequestHead& head, std::string_view host);
};

/// How a body is to be examined.
struct Examination {
    BodyLabel label;
    const core::ProviderEndpoint* endpoint = nullptr;         ///< null: not listed; of `catalogue`
    std::shared_ptr<const core::ProviderCatalogue> catalogue; ///< as long as the examination goes on
    std::shared_ptr<const core::PriceList> prices;            ///< null: costs are unknown
    core::UnixMs at = 0;
    std::size_t maximumBytes = 0; ///< decoded; nothing is known of what is larger
    bool readsTexts = false;
    std::size_t excerptBytes = 0; ///< of what a person is shown; 0: nobody will be
};

/// What a body was found to say; `facts` points into it.
struct ExaminedBody {
    core::rules::BodyFacts facts;
    std::string text;
    core::rules::body::Excerpt excerpt; ///< of what is left when the coding is taken off
};

/// Takes the content coding off and reads the body. A coding that is not known, broken, incomplete, or followed by
/// something else leaves every fact unknown, as does a body that is too large. Time is linear in the decoded size.
/// Thread: any (pure).
[[nodiscard]] std::unique_ptr<const ExaminedBody> examineBody(const Examination& how, std::string_view body);

} // namespace keysluice::gateway::policy
