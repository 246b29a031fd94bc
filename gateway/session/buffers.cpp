#include "gateway/session/buffers.h"

#include "core/secret_bytes.h"

#include <algorithm>
#include <cstring>

namespace keysluice::gateway::session {

using net::IoResult;
using net::IoStatus;

std::unique_ptr<char[]> BufferPool::takeInput() {
    if (m_inputs.empty()) {
        return std::unique_ptr<char[]>(new char[kInputBytes]); // not zeroed on purpose
    }
    auto buffer = std::move(m_inputs.back());
    m_inputs.pop_back();
    return buffer;
}

void BufferPool::giveInput(std::unique_ptr<char[]> buffer) {
    if (m_inputs.size() < kKept) {
        m_inputs.push_back(std::move(buffer));
    }
}

std::string BufferPool::takeOutput() {
    if (m_outputs.empty()) {
        std::string buffer;
        buffer.reserve(kOutputBytes);
        return buffer;
    }
    std::string buffer = std::move(m_outputs.back());
    m_outputs.pop_back();
    return buffer;
}

void BufferPool::giveOutput(std::string buffer) {
    // One that an unusual head made grow is not kept.
    if (m_outputs.size() < kKept && buffer.capacity() <= 2 * kOutputBytes) {
        buffer.clear();
        m_outputs.push_back(std::move(buffer));
    }
}

IoResult InputBuffer::fill(net::Stream& stream) {
    if (!m_data) {
        m_data = m_pool.takeInput();
        m_begin = m_end = 0;
    }
    if (m_begin == m_end) {
        m_begin = m_end = 0;
    } else if (m_begin > 0) {
        std::memmove(m_data.get(), m_data.get() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    const std::size_t room = std::min(BufferPool::kInputBytes - m_end, net::EventLoop::kBytesPerTurn);
    const IoResult result = stream.read({m_data.get() + m_end, room});
    m_end += result.count;
    releaseIfEmpty();
    return result;
}

void InputBuffer::releaseIfEmpty() {
    if (isEmpty()) {
        release();
    }
}

void InputBuffer::wipe() {
    if (m_data) {
        core::wipe({m_data.get(), BufferPool::kInputBytes});
    }
    m_begin = m_end = 0;
}

void InputBuffer::release() {
    if (m_data) {
        m_pool.giveInput(std::move(m_data));
    }
    m_begin = m_end = 0;
}

void Outbox::append(std::string_view bytes) {
    if (!bytes.empty()) {
        text().append(bytes);
    }
}

std::string& Outbox::text() {
    if (!m_hasBuffer) {
        m_bytes = m_pool.takeOutput();
        m_hasBuffer = true;
    }
    return m_bytes;
}

std::span<char> Outbox::extend(std::size_t size) {
    const std::size_t before = text().size();
    m_bytes.resize(before + size);
    return {m_bytes.data() + before, size};
}

IoStatus Outbox::writeThrough(net::Stream& stream, std::string_view bytes) {
    if (!isEmpty()) {
        append(bytes);
        return flush(stream);
    }
    while (!bytes.empty()) {
        const IoResult result = stream.write(bytes);
        if (result.status == IoStatus::Again) {
            append(bytes);
            return IoStatus::Again;
        }
        if (result.status != IoStatus::Done) {
            return IoStatus::Error;
        }
        bytes.remove_prefix(result.count);
    }
    return stream.flush();
}

IoStatus Outbox::flush(net::Stream& stream) {
    while (!isEmpty()) {
        const IoResult result = stream.write(std::string_view(m_bytes).substr(m_sent));
        if (result.status == IoStatus::Again) {
            return IoStatus::Again;
        }
        if (result.status != IoStatus::Done) {
            return IoStatus::Error;
        }
        m_sent += result.count;
    }
    clear();
    return stream.flush();
}

void Outbox::clear() {
    if (m_isSensitive) {
        core::wipe({m_bytes.data(), m_bytes.size()});
        m_isSensitive = false;
    }
    if (m_hasBuffer) {
        m_pool.giveOutput(std::move(m_bytes));
        m_bytes = {};
        m_hasBuffer = false;
    }
    m_sent = 0;
}

} // namespace keysluice::gateway::session
