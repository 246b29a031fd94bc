#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace keysluice::core {

/// Key material in guarded, locked memory that is wiped when it is released (`core/secret_memory.h`).
///
/// Move-only on purpose, without a stream operator or a conversion to a string: where a secret goes stays visible in
/// the code. Thread: any, one owner at a time; a `shared_ptr<const SecretBytes>` may be read from any thread. When
/// locked memory runs out, allocation aborts the process: continuing with swappable memory would be less protection.
class SecretBytes final {
public:
    SecretBytes() = default;
    /// `size` zero bytes.
    explicit SecretBytes(std::size_t size);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    /// Copies; the caller wipes its own copy.
    [[nodiscard]] static SecretBytes copyOf(std::span<const unsigned char> bytes);
    [[nodiscard]] static SecretBytes copyOf(std::string_view text);
    /// Copies, then wipes the source.
    [[nodiscard]] static SecretBytes take(std::span<char> text);
    [[nodiscard]] static SecretBytes random(std::size_t size);

    [[nodiscard]] SecretBytes clone() const { return copyOf(bytes()); }
    [[nodiscard]] std::span<const unsigned char> bytes() const { return {m_data, m_size}; }
    [[nodiscard]] std::span<unsigned char> writable() { return {m_data, m_size}; }
    /// The bytes seen as text, for handing to a parser; never store it.
    [[nodiscard]] std::string_view view() const;
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    /// Constant time for equal lengths.
    [[nodiscard]] bool equals(const SecretBytes& other) const;
    /// Wipes and releases.
    void clear();

private:
    unsigned char* m_data = nullptr;
    std::size_t m_size = 0;
};

/// Overwrites memory that held a secret and is not a SecretBytes (a relay buffer, a line read from a terminal).
void wipe(std::span<char> memory);

} // namespace keysluice::core
