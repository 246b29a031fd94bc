#pragma once

#include <unistd.h>
#include <utility>

namespace keysluice::gateway::net {

/// Owns one file descriptor. Thread: one at a time.
class Descriptor final {
public:
    Descriptor() = default;
    explicit Descriptor(int value) : m_value(value) {}
    Descriptor(Descriptor&& other) noexcept : m_value(std::exchange(other.m_value, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            m_value = std::exchange(other.m_value, -1);
        }
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int value() const { return m_value; }
    [[nodiscard]] bool isOpen() const { return m_value >= 0; }
    /// Gives it away; the caller closes it.
    [[nodiscard]] int release() { return std::exchange(m_value, -1); }
    void close() {
        if (m_value >= 0) {
            ::close(std::exchange(m_value, -1));
        }
    }

private:
    int m_value = -1;
};

} // namespace keysluice::gateway::net
