#include "gateway/tls/openssl_handles.h"

#include <openssl/err.h>

namespace keysluice::gateway::tls {

std::string takeErrorText() {
    const unsigned long first = ERR_get_error();
    ERR_clear_error();
    const char* reason = first == 0 ? nullptr : ERR_reason_error_string(first);
    return reason == nullptr ? std::string("unknown reason") : std::string(reason);
}

} // namespace keysluice::gateway::tls
