#include "ui/models/pem_blocks.h"

#include <string_view>

namespace keysluice::ui {

std::vector<std::string> certificateBlocks(const std::string& pem) {
    constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
    constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
    std::vector<std::string> blocks;
    std::size_t at = 0;
    while ((at = pem.find(kBegin, at)) != std::string::npos) {
        const std::size_t end = pem.find(kEnd, at);
        if (end == std::string::npos) {
            break;
        }
        blocks.push_back(pem.substr(at, end + kEnd.size() - at) + "\n");
        at = end + kEnd.size();
    }
    return blocks;
}

} // namespace keysluice::ui
