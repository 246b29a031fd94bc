#include "core/rules/body/json.h"

#include <algorithm>
#include <cmath>

namespace keysluice::core::rules::body {

namespace {

/// Two letters outside ASCII are the same as `s` and `k` without case (Unicode, CaseFolding).
constexpr std::string_view kLongS = "\xc5\xbf";
constexpr std::string_view kKelvin = "\xe2\x84\xaa";
constexpr std::size_t kFewNames = 12; ///< compared with each other rather than sorted

/// Takes the next byte that counts off `name`; 0 at its end. A name with a NUL is ambiguous anyway.
char takeFolded(std::string_view& name) {
    while (!name.empty() && (name.front() == '_' || name.front() == '-')) {
        name.remove_prefix(1);
    }
    if (name.empty()) {
        return 0;
    }
    const char c = name.front();
    if (static_cast<unsigned char>(c) >= 0x80U && name.starts_with(kLongS)) {
        name.remove_prefix(kLongS.size());
        return 's';
    }
    if (static_cast<unsigned char>(c) >= 0x80U && name.starts_with(kKelvin)) {
        name.remove_prefix(kKelvin.size());
        return 'k';
    }
    name.remove_prefix(1);
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isLooselySame(std::string_view name, std::string_view other) {
    for (;;) {
        const char c = takeFolded(name);
        if (c != takeFolded(other)) {
            return false;
        }
        if (c == 0) {
            return true;
        }
    }
}

bool hasTwice(std::vector<std::string_view>& names) {
    if (names.size() <= kFewNames) {
        for (std::size_t i = 1; i < names.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (names[i] == names[j]) {
                    return true;
                }
            }
        }
        return false;
    }
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

} // namespace

std::string foldedName(std::string_view name) {
    std::string folded;
    folded.reserve(name.size());
    while (const char c = takeFolded(name)) {
        folded += c;
    }
    return folded;
}

std::optional<std::string_view> textOf(const Element& element) {
    std::string_view text;
    return element.get_string().get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

std::optional<std::int64_t> countOf(const Element& element) {
    std::int64_t whole = 0;
    if (element.type() == simdjson::dom::element_type::INT64 && element.get_int64().get(whole) == simdjson::SUCCESS) {
        return whole >= 0 ? std::optional(whole) : std::nullopt;
    }
    constexpr double kExact = 9007199254740992.0; // 2^53: every whole number up to here is itself as a double
    double number = 0;
    if (element.type() == simdjson::dom::element_type::DOUBLE &&
        element.get_double().get(number) == simdjson::SUCCESS && number >= 0 && number <= kExact &&
        std::trunc(number) == number) {
        return static_cast<std::int64_t>(number);
    }
    return {};
}

std::optional<Object> objectOf(const Element& element) {
    Object object;
    return element.get_object().get(object) == simdjson::SUCCESS ? std::optional(object) : std::nullopt;
}

std::optional<Array> arrayOf(const Element& element) {
    Array array;
    return element.get_array().get(array) == simdjson::SUCCESS ? std::optional(array) : std::nullopt;
}

std::optional<Element> member(const Object& object, std::string_view name, RequestReading& reading) {
    std::optional<Element> found;
    for (const auto& [key, value] : object) {
        if (key == name) {
            found = value;
        } else if (isLooselySame(key, name)) {
            reading.isAmbiguous = true;
        }
    }
    return found && !found->is_null() ? found : std::nullopt;
}

void Survey::walk(const Element& element) {
    switch (element.type()) {
    case simdjson::dom::element_type::OBJECT:
        walkObject(*objectOf(element));
        break;
    case simdjson::dom::element_type::ARRAY:
        walkArray(*arrayOf(element));
        break;
    case simdjson::dom::element_type::STRING:
        addText(*textOf(element));
        break;
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
        ++m_tally.numbers;
        break;
    case simdjson::dom::element_type::BOOL:
    case simdjson::dom::element_type::NULL_VALUE:
        break;
    }
}

void Survey::walkArray(const Array& array) {
    for (const Element item : array) {
        walk(item);
    }
}

void Survey::walkObject(const Object& object) {
    m_names.clear(); // before anything below needs it
    for (const auto& [name, value] : object) {
        m_names.push_back(name);
        m_isAmbiguous = m_isAmbiguous || name.find('\0') != std::string_view::npos;
    }
    m_isAmbiguous = m_isAmbiguous || hasTwice(m_names);
    for (const auto& [name, value] : object) {
        addText(name);
        if (name == "cache_control") {
            noteCaching(value);
        }
        walk(value);
    }
}

void Survey::addText(std::string_view text) {
    m_tally.addText(text);
    if (m_text != nullptr) {
        m_text->append(text).push_back('\n');
    }
}

void Survey::noteCaching(const Element& control) {
    if (control.is_null()) {
        return;
    }
    RequestReading ignored;
    const auto object = objectOf(control);
    const auto life = object ? member(*object, "ttl", ignored) : std::nullopt;
    const bool isShort = !life || textOf(*life) == "5m";
    m_cacheWrite = std::max(m_cacheWrite, isShort ? CacheWrite::FiveMinutes : CacheWrite::OneHour);
}

} // namespace keysluice::core::rules::body
