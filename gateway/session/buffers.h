#pragma once

#include "gateway/net/stream.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::gateway::session {

/// Free lists of one worker's relay buffers: a connection holds one only while it has bytes in it.
/// Thread: one worker.
class BufferPool final {
public:
    static constexpr std::size_t kInputBytes = 66 * 1024;  ///< one turn's bytes; a whole head with the limit's default
    static constexpr std::size_t kOutputBytes = 68 * 1024; ///< one turn's bytes with their chunk lines

    [[nodiscard]] std::unique_ptr<char[]> takeInput();
    void giveInput(std::unique_ptr<char[]> buffer);
    [[nodiscard]] std::string takeOutput();
    void giveOutput(std::string buffer);

private:
    static constexpr std::size_t kKept = 64;

    std::vector<std::unique_ptr<char[]>> m_inputs;
    std::vector<std::string> m_outputs;
};

/// Bytes received and not yet consumed. Thread: one worker.
class InputBuffer final {
public:
    explicit InputBuffer(BufferPool& pool) : m_pool(pool) {}
    ~InputBuffer() { release(); }
    InputBuffer(const InputBuffer&) = delete;
    InputBuffer& operator=(const InputBuffer&) = delete;

    [[nodiscard]] std::string_view view() const { return {m_data.get() + m_begin, m_end - m_begin}; }
    [[nodiscard]] bool isEmpty() const { return m_begin == m_end; }
    /// Nothing more fits behind the bytes that are there.
    [[nodiscard]] bool isFull() const { return m_data && m_begin == 0 && m_end == BufferPool::kInputBytes; }
    /// Views stay valid; the memory goes back when the last byte is consumed and `release` is called.
    void consume(std::size_t count) { m_begin += count; }
    /// One read from `stream` behind what is there (which may move). Gives the buffer back when nothing came.
    [[nodiscard]] net::IoResult fill(net::Stream& stream);
    /// Gives the memory back if no byte is left in it.
    void releaseIfEmpty();
    void release();
    /// What came holds a secret: wiped before the memory is used for something else.
    void wipe();

private:
    BufferPool& m_pool;
    std::unique_ptr<char[]> m_data;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

/// Bytes to be sent that the stream did not take yet. Thread: one worker.
class Outbox final {
public:
    explicit Outbox(BufferPool& pool) : m_pool(pool) {}
    ~Outbox() { clear(); }
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    void append(std::string_view bytes);
    /// To append to, for who writes text piece by piece.
    [[nodiscard]] std::string& text();
    /// Room for `size` bytes at the end, to be written into; `shrinkBy` gives back what was not needed.
    [[nodiscard]] std::span<char> extend(std::size_t size);
    void shrinkBy(std::size_t size) { m_bytes.resize(m_bytes.size() - size); }
    /// What is in it now holds a secret: wiped as soon as it was handed to TLS.
    void markSensitive() { m_isSensitive = true; }

    /// Sends `bytes` without a copy when nothing waits before them; the rest is kept.
    [[nodiscard]] net::IoStatus writeThrough(net::Stream& stream, std::string_view bytes);
    /// Done: nothing is left here or in the stream.
    [[nodiscard]] net::IoStatus flush(net::Stream& stream);
    [[nodiscard]] bool isEmpty() const { return m_sent == m_bytes.size(); }
    [[nodiscard]] std::size_t size() const { return m_bytes.size() - m_sent; }
    /// Something waits whose beginning the stream has taken.
    [[nodiscard]] bool isPartlySent() const { return m_sent > 0; }
    void clear();

private:
    BufferPool& m_pool;
    std::string m_bytes;
    std::size_t m_sent = 0;
    bool m_hasBuffer = false;
    bool m_isSensitive = false;
};

} // namespace keysluice::gateway::session
