#pragma once

#include "core/rules/body/request_reading.h"

#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core::rules::body {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

/// As readers compare names that compare them loosely: without case, `_` and `-`.
[[nodiscard]] std::string foldedName(std::string_view name);

[[nodiscard]] std::optional<std::string_view> textOf(const Element& element);
/// Not negative; also written as 1024.0, which strict readers and lax ones take for the same. Nothing: no such number.
[[nodiscard]] std::optional<std::int64_t> countOf(const Element& element);
[[nodiscard]] std::optional<Object> objectOf(const Element& element);
[[nodiscard]] std::optional<Array> arrayOf(const Element& element);

/// A member with this name. `null` is as if it were not there. A name that only a loose reader would take for this one
/// makes `reading` ambiguous.
[[nodiscard]] std::optional<Element> member(const Object& object, std::string_view name, RequestReading& reading);

/// One walk over everything: what makes a body ambiguous, its text, and how much it is. Depth is bounded by the parser.
class Survey final {
public:
    explicit Survey(std::string* text) : m_text(text) {}

    void walk(const Element& element);

    [[nodiscard]] bool isAmbiguous() const { return m_isAmbiguous; } ///< a name twice in an object, or with a NUL
    [[nodiscard]] const Tally& tally() const { return m_tally; }
    [[nodiscard]] CacheWrite cacheWrite() const { return m_cacheWrite; }

private:
    void walkArray(const Array& array);
    void walkObject(const Object& object);
    void addText(std::string_view text);
    void noteCaching(const Element& control);

    std::string* m_text;
    std::vector<std::string_view> m_names; ///< of the object that is looked at
    Tally m_tally;
    CacheWrite m_cacheWrite = CacheWrite::None;
    bool m_isAmbiguous = false;
};

} // namespace keysluice::core::rules::body
