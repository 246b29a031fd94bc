#include "gateway/http/chunk_writer.h"

namespace keysluice::gateway::http {

ChunkLine::ChunkLine(std::size_t size) : m_begin(m_text.size()) {
    m_text[--m_begin] = '\n';
    m_text[--m_begin] = '\r';
    do {
        m_text[--m_begin] = "0123456789abcdef"[size & 0xf];
        size >>= 4;
    } while (size > 0);
}

} // namespace keysluice::gateway::http
