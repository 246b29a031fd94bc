#include "core/secret_memory.h"

#include <sodium.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace keysluice::core {

namespace {

/// What fits on one page beside libsodium's canary of 16 bytes; pages are 4 KiB or more.
constexpr std::size_t kPieceBytes = 4096 - 16;

/// Pieces of kPieceBytes that hold zeros. Never destroyed: secrets may be released while the process ends.
struct KeptPieces {
    std::mutex mutex;
    std::array<unsigned char*, kKeptSecretPieces> pieces{};
    std::size_t count = 0;
};

KeptPieces& kept() {
    static auto* const all = new KeptPieces;
    return *all;
}

unsigned char* makePiece(std::size_t size) {
    static const int ready = sodium_init();
    if (ready < 0) {
        std::abort();
    }
    auto* memory = static_cast<unsigned char*>(sodium_malloc(size));
    if (memory != nullptr) {
        std::memset(memory, 0, size); // libsodium fills it with another byte
    }
    return memory;
}

} // namespace

unsigned char* takeSecretMemory(std::size_t size) {
    if (size > kPieceBytes) {
        return makePiece(size);
    }
    unsigned char* piece = nullptr;
    {
        const std::lock_guard lock(kept().mutex);
        if (kept().count > 0) {
            piece = kept().pieces[--kept().count];
        }
    }
    if (piece == nullptr) {
        piece = makePiece(kPieceBytes);
    }
    // At its end, so that a read past the secret meets the guard page.
    return piece == nullptr ? nullptr : piece + (kPieceBytes - size);
}

void giveSecretMemory(unsigned char* memory, std::size_t size) {
    if (size > kPieceBytes) {
        sodium_free(memory); // wipes first
        return;
    }
    sodium_memzero(memory, size);
    unsigned char* piece = memory - (kPieceBytes - size);
    {
        const std::lock_guard lock(kept().mutex);
        if (kept().count < kept().pieces.size()) {
            kept().pieces[kept().count++] = piece;
            return;
        }
    }
    sodium_free(piece);
}

} // namespace keysluice::core
