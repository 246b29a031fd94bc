#pragma once

#include "core/rules/facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core {

/// How the body of a request is to be read, and with that where it keeps its model.
enum class BodyDialect {
    None,              ///< nothing can be read from it: a file, a form, or a format that nobody looks into
    AnthropicMessages, ///< `model` at the top
    AnthropicBatch,    ///< `requests[].params`, each as in AnthropicMessages
    OpenAiChat,        ///< `model` at the top
    OpenAiResponses,   ///< `model` at the top
    OpenAiEmbeddings,  ///< `model` at the top
    OpenAiImages,      ///< `model` at the top
};

/// A path as the catalogue writes it: literal segments, `*` for one, and at the end `**` for one or more. Literals are
/// compared byte for byte. What a star stands for is not empty, no dot segment, and made of unreserved characters,
/// `:` and `@` (RFC 3986, section 3.3) without percent-encoding: how a provider decodes a path is its own affair, so an
/// encoded one is none that is listed. Thread: any (immutable).
class EndpointPath final {
public:
    /// Nothing: not a path of this form.
    [[nodiscard]] static std::optional<EndpointPath> parse(std::string_view text);

    /// `path`: as it will be sent, without query.
    [[nodiscard]] bool matches(std::string_view path) const;
    /// Whether there is a path that both match.
    [[nodiscard]] bool overlaps(const EndpointPath& other) const;

private:
    std::vector<std::string> m_segments; ///< "*" is a star
    bool m_hasMore = false;              ///< ends with `**`
};

/// An endpoint of a provider: methods and a path, what they are for, and how a body is read. Thread: any (value).
struct ProviderEndpoint {
    std::vector<std::string> methods;
    EndpointPath path;
    rules::Endpoint use = rules::Endpoint::Other;
    BodyDialect body = BodyDialect::None;

    /// HEAD asks for what GET does. Methods are compared with their case (RFC 9110, section 9.1).
    [[nodiscard]] bool matches(std::string_view method, std::string_view onPath) const;
};

} // namespace keysluice::core
