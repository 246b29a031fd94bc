#include "core/credential_header.h"

#include "core/injection.h"

#include <algorithm>
#include <iterator>

namespace keysluice::core {

namespace {

constexpr std::string_view kUsualHeaders[] = {"authorization", "x-api-key", "api-key", "x-goog-api-key"};

} // namespace

bool isCredentialHeader(std::string_view name, const Provider* provider, const Injection* stored) {
    if (std::any_of(std::begin(kUsualHeaders), std::end(kUsualHeaders),
                    [&](std::string_view usual) { return sameFoldedName(usual, name); })) {
        return true;
    }
    if (stored != nullptr && stored->replaces(name)) {
        return true;
    }
    return provider != nullptr &&
           std::any_of(provider->kinds.begin(), provider->kinds.end(),
                       [&](const CredentialKind& kind) { return kind.injection.replaces(name); });
}

} // namespace keysluice::core
