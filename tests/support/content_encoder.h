#pragma once

#include "gateway/http/content_coding.h"

#include <string>
#include <vector>

/// Bodies as servers compress them.
namespace keysluice::test {

/// `level` 0: stored blocks. `fileName`: put into the header as it is.
std::string gzipped(const std::string& text, int level = 6, const char* fileName = nullptr);
/// As a server that flushes each event.
std::string gzippedInPieces(const std::vector<std::string>& pieces);
std::string brotlied(const std::string& text);
/// `windowLog`: streamed, in a frame that names this window.
std::string zstded(const std::string& text, int windowLog = 0);
std::string coded(gateway::http::ContentCoding coding, const std::string& text);

} // namespace keysluice::test
