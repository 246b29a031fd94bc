#include "gateway/net/stream_bio.h"

#include "gateway/net/stream.h"

#include <algorithm>
#include <cstring>

namespace keysluice::gateway::net {

namespace {
/// Above this a write asks OpenSSL to come back: one turn's bytes and their record headers fit.
constexpr std::size_t kScratchLimit = 80 * 1024;
} // namespace

BIO* StreamBio::create(Stream& stream) {
    static BIO_METHOD* const kMethod = makeMethod();
    BIO* bio = kMethod == nullptr ? nullptr : BIO_new(kMethod);
    if (bio != nullptr) {
        BIO_set_data(bio, &stream);
        BIO_set_init(bio, 1);
    }
    return bio;
}

BIO_METHOD* StreamBio::makeMethod() {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "keysluice stream");
    if (method != nullptr) {
        BIO_meth_set_write_ex(method, &StreamBio::write);
        BIO_meth_set_read_ex(method, &StreamBio::read);
        BIO_meth_set_ctrl(method, &StreamBio::control);
    }
    return method;
}

int StreamBio::write(BIO* bio, const char* data, std::size_t size, std::size_t* written) {
    auto& stream = *static_cast<Stream*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    std::string& scratch = stream.m_loop.sendScratch();
    if (stream.m_writeBroken) {
        return 0;
    }
    if (!stream.m_unsent.empty() || scratch.size() + size > kScratchLimit) {
        const IoStatus status = stream.flush();
        if (status != IoStatus::Done) {
            if (status == IoStatus::Again) {
                BIO_set_retry_write(bio);
            }
            return 0;
        }
    }
    scratch.append(data, size);
    *written = size;
    return 1;
}

int StreamBio::read(BIO* bio, char* data, std::size_t size, std::size_t* got) {
    auto& stream = *static_cast<Stream*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    if (stream.m_preloadUsed < stream.m_preload.size()) {
        *got = std::min(size, stream.m_preload.size() - stream.m_preloadUsed);
        std::memcpy(data, stream.m_preload.data() + stream.m_preloadUsed, *got);
        stream.m_preloadUsed += *got;
        if (stream.m_preloadUsed == stream.m_preload.size()) {
            std::string().swap(stream.m_preload); // its memory, too
            stream.m_preloadUsed = 0;
        }
        return 1;
    }
    const IoResult result = stream.receive({data, size});
    if (result.status == IoStatus::Again) {
        BIO_set_retry_read(bio);
    }
    *got = result.count;
    return result.status == IoStatus::Done ? 1 : 0;
}

long StreamBio::control(BIO* bio, int command, long, void*) {
    auto& stream = *static_cast<Stream*>(BIO_get_data(bio));
    switch (command) {
    case BIO_CTRL_FLUSH:
        if (SSL_get_state(stream.m_ssl.get()) == TLS_ST_SW_SESSION_TICKET) {
            return 1; // the handshake is over for both sides; a send for this alone would only wake the agent up
        }
        // The end of a handshake flight. What the socket does not take is kept; the handshake goes on regardless.
        return stream.flush() == IoStatus::Error ? 0 : 1;
    case BIO_CTRL_EOF:
        return stream.m_endOfInput ? 1 : 0;
    default:
        return 0;
    }
}

} // namespace keysluice::gateway::net
