#include "app/verify/check_outcome.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace keysluice::app {

using Result = ui::KeyCheckOutcome::Result;

Result resultOfStatus(int status, bool isModelList) {
    switch (status) {
    case 401:
        return Result::Rejected;
    case 402:
        return Result::OutOfCredit;
    case 403:
        return Result::Restricted;
    case 429:
        return Result::RateLimited;
    case 529:
        return Result::ProviderBusy;
    default:
        break;
    }
    if (status >= 500 && status < 600) {
        return Result::ProviderError;
    }
    return status == 200 && isModelList ? Result::Valid : Result::Unexpected;
}

Result resultOfError(QNetworkReply::NetworkError error) {
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return Result::DnsFailed;
    case QNetworkReply::SslHandshakeFailedError:
        return Result::TlsFailed;
    case QNetworkReply::TimeoutError:
        return Result::TimedOut;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return Result::ProxyFailed;
    default:
        return Result::ConnectFailed;
    }
}

std::optional<int> modelCount(const QByteArray& body) {
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue data = document.object().value(QLatin1String("data"));
    if (!document.isObject() || !data.isArray()) {
        return std::nullopt;
    }
    return static_cast<int>(data.toArray().size());
}

QDateTime httpDate(const QByteArray& value) {
    // Qt reads the numeric zone only, HTTP writes GMT (RFC 9110, section 5.6.7).
    return QDateTime::fromString(QString::fromLatin1(value.trimmed().replace("GMT", "+0000")), Qt::RFC2822Date);
}

std::int64_t retryAfterSeconds(const QByteArray& value, core::UnixMs now) {
    bool isNumber = false;
    const qlonglong seconds = value.trimmed().toLongLong(&isNumber);
    if (isNumber) {
        return std::clamp<qlonglong>(seconds, 0, 30LL * 24 * 3600);
    }
    const QDateTime date = httpDate(value);
    if (!date.isValid()) {
        return -1;
    }
    return std::clamp<qlonglong>((date.toMSecsSinceEpoch() - now + 999) / 1000, 0, 30LL * 24 * 3600);
}

core::HealthReport healthOf(const ui::KeyCheckOutcome& outcome, core::UnixMs now) {
    core::HealthReport report;
    switch (outcome.result) {
    case Result::Valid:
        report.health = core::Health::Valid;
        break;
    case Result::Rejected:
        report.health = core::Health::Rejected;
        break;
    case Result::Restricted:
        report.health = core::Health::Restricted;
        break;
    case Result::RateLimited:
        report.health = core::Health::RateLimited;
        break;
    case Result::OutOfCredit:
        report.health = core::Health::OutOfCredit;
        break;
    default:
        report.health = core::Health::Unchecked;
        break;
    }
    report.checkedAt = outcome.result == Result::Cancelled ? 0 : now;
    report.status = outcome.status;
    report.models = outcome.models;
    if (outcome.result == Result::RateLimited && outcome.retryAfterSeconds >= 0) {
        report.acceptedAgainAt = now + outcome.retryAfterSeconds * 1000;
    }
    return report;
}

const char* resultName(Result result) {
    switch (result) {
    case Result::Valid:
        return "valid";
    case Result::Rejected:
        return "rejected";
    case Result::Restricted:
        return "restricted";
    case Result::RateLimited:
        return "rate_limited";
    case Result::OutOfCredit:
        return "out_of_credit";
    case Result::DnsFailed:
        return "dns_failed";
    case Result::ConnectFailed:
        return "connect_failed";
    case Result::TlsFailed:
        return "tls_failed";
    case Result::ProxyFailed:
        return "proxy_failed";
    case Result::TimedOut:
        return "timed_out";
    case Result::ProviderBusy:
        return "provider_busy";
    case Result::ProviderError:
        return "provider_error";
    case Result::Unexpected:
        return "unexpected";
    case Result::Cancelled:
        return "cancelled";
    }
    return "unexpected";
}

} // namespace keysluice::app
