#pragma once

#include "core/records.h"
#include "ui/ports/credential_port.h"

#include <QByteArray>
#include <QDateTime>
#include <QNetworkReply>

#include <optional>

namespace keysluice::app {

/// What the provider's status and answer say about a key. Pure. `models`: of a model list, nothing when it is none.
[[nodiscard]] ui::KeyCheckOutcome::Result resultOfStatus(int status, bool isModelList);
/// Why there was no answer. Pure.
[[nodiscard]] ui::KeyCheckOutcome::Result resultOfError(QNetworkReply::NetworkError error);
/// Number of models in {"data": […]}; nothing when it is not such a list.
[[nodiscard]] std::optional<int> modelCount(const QByteArray& body);
[[nodiscard]] QDateTime httpDate(const QByteArray& value);
/// Seconds of a retry-after header: a number, or a date (RFC 9110, section 10.2.3); -1 when absent or unreadable.
[[nodiscard]] std::int64_t retryAfterSeconds(const QByteArray& value, core::UnixMs now);

/// How a check is stored with its credential.
[[nodiscard]] core::HealthReport healthOf(const ui::KeyCheckOutcome& outcome, core::UnixMs now);
[[nodiscard]] const char* resultName(ui::KeyCheckOutcome::Result result);

} // namespace keysluice::app
