#include "core/random.h"

#include <sodium.h>

namespace keysluice::core {

RecordId newRecordId() {
    return randomText(32, "0123456789abcdef");
}

std::string randomText(std::size_t length, std::string_view alphabet) {
    std::string text(length, '\0');
    for (char& c : text) {
        c = alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return text;
}

} // namespace keysluice::core
