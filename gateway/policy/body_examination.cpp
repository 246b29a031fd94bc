#include "gateway/policy/body_examination.h"

#include "core/injection.h"
#include "core/rules/path_model.h"
#include "gateway/http/content_decoder.h"
#include "gateway/http/query.h"

#include <optional>
#include <vector>

namespace keysluice::gateway::policy {

namespace {

/// The body without its coding; nothing: it cannot be taken off, or there is too much of it.
std::optional<std::string> decoded(http::ContentCoding coding, std::string_view body, std::size_t maximum) {
    const auto decoder = http::ContentDecoder::make(coding);
    if (!decoder) {
        return std::nullopt;
    }
    std::string result;
    bool isTooLarge = false;
    // Piece by piece, so that what grows without measure is noticed before it is there.
    constexpr std::size_t kPiece = 64 * 1024;
    auto state = http::ContentDecoder::State::Reading;
    for (std::size_t at = 0; at < body.size(); at += kPiece) {
        state = decoder->push(body.substr(at, kPiece), [&](std::string_view bytes) {
            isTooLarge = bytes.size() > maximum - result.size();
            if (!isTooLarge) {
                result.append(bytes);
            }
            return !isTooLarge;
        });
        if (isTooLarge || state == http::ContentDecoder::State::Broken) {
            return std::nullopt;
        }
    }
    return state == http::ContentDecoder::State::Complete ? std::optional(std::move(result)) : std::nullopt;
}

} // namespace

BodyLabel BodyLabel::of(const http::RequestHead& head, std::string_view host) {
    BodyLabel label;
    for (const http::Field& field : head.fields) {
        if (field.id == http::FieldId::ContentEncoding) {
            label.coding = http::withContentCodings(label.coding, field.value);
        } else if (core::sameFoldedName(field.name, "content-type")) {
            label.contentType.append(label.contentType.empty() ? "" : ", ").append(field.value);
        }
    }
    label.model = core::rules::modelOfPath(host, head.target.path);
    http::QueryReader query(head.target.query);
    for (http::QueryParameter parameter; query.next(parameter);) {
        label.hasModelInQuery =
            label.hasModelInQuery || core::sameFoldedName(http::decodedParameter(parameter.name), "model");
    }
    return label;
}

std::unique_ptr<const ExaminedBody> examineBody(const Examination& how, std::string_view body) {
    auto examined = std::make_unique<ExaminedBody>();
    std::optional<std::string> content;
    if (how.label.coding != http::ContentCoding::Identity) {
        content = decoded(how.label.coding, body, how.maximumBytes);
        if (!content) {
            examined->excerpt.isWhole = false;
            return examined;
        }
        body = *content;
    }
    if (body.size() > how.maximumBytes) {
        return examined;
    }
    if (how.excerptBytes != 0) {
        examined->excerpt = core::rules::body::excerptOf(body, how.excerptBytes);
    }
    core::rules::BodyFactsReader reader;
    examined->facts = reader.read({how.endpoint, how.label.contentType, body, how.prices.get(), how.at},
                                  how.readsTexts ? &examined->text : nullptr);
    if (how.label.model) {
        examined->facts.models = std::vector{*how.label.model};
    }
    if (how.label.hasModelInQuery) {
        examined->facts.models.reset();
        examined->facts.costMicros.reset();
    }
    return examined;
}

} // namespace keysluice::gateway::policy
