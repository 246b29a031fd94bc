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

std::string foldedHeaderName(std::string_view name) {
    std::string result(name);
    std::transform(result.begin(), result.end(), result.begin(), folded);
    return result;
}

bool sameFoldedName(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return folded(x) == folded(y); });
}

} // namespace keysluice::core
