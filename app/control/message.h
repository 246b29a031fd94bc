#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <QByteArray>
#include <QJsonObject>

#include <cstddef>
#include <map>
#include <string>

namespace keysluice::app {

/// Largest sizes on the control socket; exceeding one ends the connection.
struct ControlLimits {
    std::size_t requestLineBytes = 1024 * 1024; ///< a few thousand rules
    std::size_t answerLineBytes = 8 * 1024 * 1024;
    std::size_t secretBytes = 64 * 1024; ///< all secrets of one message together
    std::size_t secretsPerMessage = 4;
    std::size_t pendingBytes = 16 * 1024 * 1024; ///< written, but not yet read by the other side
    int messageMs = 10'000;                      ///< from a message's first byte to its last
    std::size_t connections = 256;
};

using Secrets = std::map<std::string, core::SecretBytes>;

/// One message of the control socket: a line of JSON, and the secrets that its member "secrets" announces as
/// [["name", length], …], whose raw bytes follow the line. So a passphrase or a key never passes through a JSON parser
/// or a Qt string: it goes from the socket into locked memory. Only requests carry secrets. Thread: one owner.
struct Message {
    QJsonObject head;
    Secrets secrets;
};

/// The members of answers; their form is documented in `app/README.md`.
[[nodiscard]] QJsonObject answerOf(qint64 id, const core::Outcome<QJsonObject>& outcome);
[[nodiscard]] core::Outcome<QJsonObject> outcomeOf(const QJsonObject& answer);
[[nodiscard]] QJsonObject failureObject(const core::Failure& failure);

} // namespace keysluice::app
