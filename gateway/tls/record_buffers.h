#pragma once

namespace keysluice::gateway::tls {

/// OpenSSL takes a buffer of one record, some 17 KiB, for every read and write and gives it back right after, because
/// idle connections are not to hold any (SSL_MODE_RELEASE_BUFFERS). Out of the general allocator each costs a search
/// and a merge; from here on every thread keeps a few of them instead.
///
/// Call once, before OpenSSL is used: it takes other allocators only before its first allocation, and this is false
/// when it was too late, which changes nothing. Thread: main.
bool keepRecordBuffers();

} // namespace keysluice::gateway::tls
