#include "core/secret_bytes.h"

#include "core/secret_memory.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace keysluice::core {

SecretBytes::SecretBytes(std::size_t size) : m_size(size) {
    if (size == 0) {
        return;
    }
    m_data = takeSecretMemory(size);
    if (m_data == nullptr) {
        std::abort();
    }
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        clear();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    clear();
}

SecretBytes SecretBytes::copyOf(std::span<const unsigned char> bytes) {
    SecretBytes copy(bytes.size());
    if (!bytes.empty()) {
        std::memcpy(copy.m_data, bytes.data(), bytes.size());
    }
    return copy;
}

SecretBytes SecretBytes::copyOf(std::string_view text) {
    return copyOf({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

SecretBytes SecretBytes::take(std::span<char> text) {
    SecretBytes copy = copyOf(std::string_view(text.data(), text.size()));
    wipe(text);
    return copy;
}

SecretBytes SecretBytes::random(std::size_t size) {
    SecretBytes bytes(size);
    if (size > 0) {
        randombytes_buf(bytes.m_data, size);
    }
    return bytes;
}

std::string_view SecretBytes::view() const {
    return {reinterpret_cast<const char*>(m_data), m_size};
}

bool SecretBytes::equals(const SecretBytes& other) const {
    return m_size == other.m_size && (m_size == 0 || sodium_memcmp(m_data, other.m_data, m_size) == 0);
}

void SecretBytes::clear() {
    if (m_data != nullptr) {
        giveSecretMemory(m_data, m_size);
    }
    m_data = nullptr;
    m_size = 0;
}

void wipe(std::span<char> memory) {
    if (!memory.empty()) {
        sodium_memzero(memory.data(), memory.size());
    }
}

} // namespace keysluice::core
