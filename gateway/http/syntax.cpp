#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t';
}

} // namespace

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

int hexValue(char c) {
    if (isDigit(c)) {
        return c - '0';
    }
    const char letter = lowered(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lowered(x) == lowered(y); });
}

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equalsIgnoringCase(text.substr(0, prefix.size()), prefix);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool nextElement(std::string_view& list, std::string_view& element) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        element = trimmed(list.substr(0, comma));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        if (!element.empty()) {
            return true;
        }
    }
    return false;
}

bool listHas(std::string_view list, std::string_view wanted) {
    std::string_view element;
    while (nextElement(list, element)) {
        if (equalsIgnoringCase(element, wanted)) {
            return true;
        }
    }
    return false;
}

} // namespace keysluice::gateway::http
