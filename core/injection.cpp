#include "core/injection.h"

#include <algorithm>

namespace keysluice::core {

namespace {

char folded(char c) {
    if (c >= 'A' && c <= 'Z') {
        return static_cast<char>(c - 'A' + 'a');
    }
    return c == '_' ? '-' : c;
}

} // namespace

bool Injection::replaces(std::string_view name) const {
    return sameFoldedName(header, name) ||
           std::any_of(remove.begin(), remove.end(),
                       [name](const std::string& removed) { return sameFoldedName(removed, name); });
}

std::string foldedHeaderName(std::string_view name) {
    std::string result(name);
    std::transform(result.begin(), result.end(), result.begin(), folded);
    return result;
}

bool sameFoldedName(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return folded(x) == folded(y); });
}

} // namespace keysluice::core
