#include "gateway/tls/record_buffers.h"

#include <openssl/crypto.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <malloc.h>

namespace keysluice::gateway::tls {

namespace {

// A record has at most 16 KiB of text, and its head, padding and tag (RFC 8446, section 5.2).
constexpr std::size_t kSmallestRecord = std::size_t{16} * 1024;
constexpr std::size_t kRecordBytes = std::size_t{18} * 1024;
constexpr std::size_t kKept = 8; ///< of each thread: two or three are in use at once

struct Kept {
    std::array<void*, kKept> buffers;
    std::size_t count;
    bool isOver; ///< the thread ends; OpenSSL may free something after that
};
thread_local constinit Kept threadsKept{};

/// Gives a thread's buffers back when it ends.
struct Undertaker {
    bool isNeeded = false;
    ~Undertaker() {
        threadsKept.isOver = true;
        while (threadsKept.count > 0) {
            std::free(threadsKept.buffers.at(--threadsKept.count));
        }
    }
};
thread_local Undertaker undertaker;

void* allocate(std::size_t size, const char* /*file*/, int /*line*/) {
    if (size < kSmallestRecord || size > kRecordBytes) {
        return size == 0 ? nullptr : std::malloc(size);
    }
    return threadsKept.count > 0 ? threadsKept.buffers.at(--threadsKept.count) : std::malloc(kRecordBytes);
}

void release(void* memory, const char* /*file*/, int /*line*/) {
    // Whatever has the size will do, wherever it came from.
    constexpr std::size_t kMostRounding = 64;
    const std::size_t size = ::malloc_usable_size(memory);
    if (size < kRecordBytes || size > kRecordBytes + kMostRounding || threadsKept.isOver ||
        threadsKept.count == kKept) {
        std::free(memory);
        return;
    }
    undertaker.isNeeded = true;
    threadsKept.buffers.at(threadsKept.count++) = memory;
}

void* reallocate(void* memory, std::size_t size, const char* file, int line) {
    if (memory == nullptr) {
        return allocate(size, file, line);
    }
    if (size == 0) {
        release(memory, file, line);
        return nullptr;
    }
    return std::realloc(memory, size);
}

} // namespace

bool keepRecordBuffers() {
    return CRYPTO_set_mem_functions(allocate, reallocate, release) == 1;
}

} // namespace keysluice::gateway::tls
