#pragma once

#include "gateway/tls/openssl_handles.h"

namespace keysluice::gateway::net {

class Stream;

/// What OpenSSL calls for bytes; see Stream. Thread: one worker.
struct StreamBio {
    /// Null when memory ran out.
    [[nodiscard]] static BIO* create(Stream& stream);

private:
    static int write(BIO* bio, const char* data, std::size_t size, std::size_t* written);
    static int read(BIO* bio, char* data, std::size_t size, std::size_t* got);
    static long control(BIO* bio, int command, long number, void* pointer);
    static BIO_METHOD* makeMethod();
};

} // namespace keysluice::gateway::net
