#pragma once

#include "gateway/http/http_error.h"

#include <QByteArray>
#include <QTest>

#include <string>
#include <vector>

/// Tables of what is refused, each vector with its one rule; and which rules need one where. Thread: any.
namespace keysluice::gateway::test {

struct RuleVector {
    const char* rule; ///< httpErrorName()
    const char* what;
    QByteArray bytes;
};

enum class Place { RequestHead, AnswerHead, ChunkedBody, InterceptedPath };

/// Where a rule can be broken. Without a default: a new rule has to say it.
constexpr bool canOccur(http::HttpError error, Place place) {
    using enum http::HttpError;
    const bool isRequest = place == Place::RequestHead;
    const bool isHead = isRequest || place == Place::AnswerHead;
    switch (error) {
    case None:
    case Truncated: // by the end of the connection, not by bytes
    // found after the head was parsed; test_websocket_handshake and test_websocket_guard have their tables
    case WebSocketMethod:
    case WebSocketHttp10:
    case WebSocketConnection:
    case WebSocketBody:
    case WebSocketVersion:
    case WebSocketKey:
    case WebSocketOffered:
    case WebSocketUpgrade:
    case WebSocketAccept:
    case WebSocketExtension:
    case WebSocketProtocol:
    case FrameReserved:
    case FrameMasking:
    case FrameLength:
    case FrameControl:
    case FrameSequence:
    case FrameHeld:
        return false;
    case BareCarriageReturn:
    case BareLineFeed:
        return isHead || place == Place::ChunkedBody;
    case NulByte:
    case ControlCharacter:
    case HeadTooLarge:
    case TooManyFields:
    case VersionUnsupported:
    case FieldNameMalformed:
    case SpaceBeforeColon:
    case ColonMissing:
    case FoldedLine:
    case ConnectionMalformed:
    case ContentLengthRepeated:
    case ContentLengthMalformed:
    case LengthAndTransferCoding:
    case TransferCodingUnknown:
    case TransferCodingInHttp10:
        return isHead;
    case StatusLineMalformed:
    case StatusOutOfRange:
        return place == Place::AnswerHead;
    case TargetTooLong:
    case RequestLineMalformed:
    case MethodMalformed:
    case TargetMalformed:
    case TargetFragment:
    case TargetUserInfo:
    case TargetScheme:
    case TargetAuthority:
    case TargetPercent:
    case TargetFormForMethod:
    case FieldNameAmbiguous: // no client folds names: it is no framing in an answer
    case HostMissing:
    case HostRepeated:
    case HostMalformed:
    case BodyOnConnect:
        return isRequest;
    case PathDotSegment:
    case PathBackslash:
    case PathControl:
    case PathEncodedSlash:
    case PathEmptySegment:
        return place == Place::InterceptedPath;
    case ChunkSizeMalformed:
    case ChunkExtensionMalformed:
    case ChunkLineTooLong:
    case ChunkEndMissing:
    case TrailerMalformed:
    case TrailerTooLarge:
        return place == Place::ChunkedBody;
    }
    return false;
}

/// Rules that can be broken there and have no vector, and vectors of rules that cannot; empty when all is well.
inline QByteArray withoutVector(Place place, const std::vector<RuleVector>& vectors) {
    QByteArray wrong;
    for (int i = 0; i <= static_cast<int>(http::HttpError::Truncated); ++i) {
        const auto error = static_cast<http::HttpError>(i);
        bool hasVector = false;
        for (const RuleVector& vector : vectors) {
            hasVector = hasVector || vector.rule == http::httpErrorName(error);
        }
        if (hasVector != canOccur(error, place)) {
            wrong += QByteArray::fromStdString(std::string(http::httpErrorName(error))) + ' ';
        }
    }
    return wrong;
}

/// The rows "bytes" and "error" of a test.
inline void addRows(const std::vector<RuleVector>& vectors) {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("error");
    for (const RuleVector& vector : vectors) {
        QTest::addRow("%s: %s", vector.rule, vector.what) << vector.bytes << QByteArray(vector.rule);
    }
}

} // namespace keysluice::gateway::test
