#include "gateway/http/content_coding.h"

#include "gateway/http/syntax.h"

namespace keysluice::gateway::http {

ContentCoding contentCodingOf(std::string_view name) {
    if (equalsIgnoringCase(name, "identity")) {
        return ContentCoding::Identity;
    }
    if (equalsIgnoringCase(name, "gzip") || equalsIgnoringCase(name, "x-gzip")) {
        return ContentCoding::Gzip;
    }
    if (equalsIgnoringCase(name, "br")) {
        return ContentCoding::Brotli;
    }
    return equalsIgnoringCase(name, "zstd") ? ContentCoding::Zstd : ContentCoding::Unknown;
}

ContentCoding withContentCodings(ContentCoding before, std::string_view list) {
    ContentCoding all = before;
    std::string_view name;
    while (nextElement(list, name)) {
        const ContentCoding one = contentCodingOf(name);
        if (one != ContentCoding::Identity) {
            all = all == ContentCoding::Identity ? one : ContentCoding::Unknown;
        }
    }
    return all;
}

bool acceptsKnownCoding(std::string_view element) {
    const ContentCoding coding = contentCodingOf(trimmed(element.substr(0, element.find(';'))));
    return coding != ContentCoding::Unknown && coding != ContentCoding::Identity;
}

} // namespace keysluice::gateway::http
