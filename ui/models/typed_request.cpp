#include "ui/models/typed_request.h"

#include "core/injection.h"

#include <QStringList>
#include <QUrl>

#include <optional>

namespace keysluice::ui {

namespace {

using Fault = TypedRequestFault;

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

bool isMethod(const QString& word) {
    for (const QChar c : word) {
        if (c < QLatin1Char('A') || c > QLatin1Char('Z')) {
            return false;
        }
    }
    return !word.isEmpty();
}

/// "host", "host:port", "[::1]:port".
bool takeAuthority(const QString& authority, std::uint16_t standard, TypedRequest& request) {
    const QUrl url(QStringLiteral("https://") + authority, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.path().isEmpty()) {
        return false;
    }
    const QString host = url.host(QUrl::FullyEncoded).toLower();
    request.host = (host.contains(QLatin1Char(':')) && !host.startsWith(QLatin1Char('['))
                        ? QString(QLatin1Char('[') + host + QLatin1Char(']'))
                        : host)
                       .toStdString();
    request.port = static_cast<std::uint16_t>(url.port(standard));
    return true;
}

void takeTarget(const QString& target, TypedRequest& request) {
    const QString plain = target.section(QLatin1Char('#'), 0, 0);
    const auto question = plain.indexOf(QLatin1Char('?'));
    const QString path = question < 0 ? plain : plain.left(question);
    request.path = path.isEmpty() ? "/" : path.toStdString();
    request.query = question < 0 ? std::string() : plain.mid(question + 1).toStdString();
}

/// Host, port, path and query of a URL that is written as it will be sent.
bool takeUrl(const QString& url, TypedRequest& request) {
    const bool isHttps = url.startsWith(QLatin1String("https://"), Qt::CaseInsensitive);
    if (!isHttps && !url.startsWith(QLatin1String("http://"), Qt::CaseInsensitive)) {
        return false;
    }
    const QString rest = url.mid(url.indexOf(QLatin1String("//")) + 2);
    qsizetype end = 0;
    while (end < rest.size() && !QStringLiteral("/?#").contains(rest[end])) {
        ++end;
    }
    takeTarget(rest.mid(end), request);
    return takeAuthority(rest.left(end), isHttps ? kHttpsPort : kHttpPort, request);
}

/// Sets `target` to what is left for the Host line: a path.
std::optional<Fault> takeFirstLine(const QString& line, TypedRequest& request, QString& target) {
    QStringList words = line.simplified().split(QLatin1Char(' '));
    if (words.size() > 1 && words.last().startsWith(QLatin1String("HTTP/"), Qt::CaseInsensitive)) {
        words.removeLast();
    }
    if (words.size() == 2 && isMethod(words[0].toUpper())) {
        request.method = words[0].toUpper().toStdString();
        target = words[1];
    } else if (words.size() == 1) {
        target = words[0];
    } else {
        return Fault::FirstLine;
    }
    if (target.startsWith(QLatin1Char('/')) && !request.method.empty()) {
        takeTarget(target, request);
        return std::nullopt;
    }
    if (!target.contains(QLatin1String("://"))) {
        return Fault::FirstLine;
    }
    if (!takeUrl(target, request)) {
        return Fault::Address;
    }
    target.clear();
    return std::nullopt;
}

bool beginsBody(const QString& line) {
    return line.startsWith(QLatin1Char('{')) || line.startsWith(QLatin1Char('['));
}

} // namespace

std::string TypedRequest::header(std::string_view name) const {
    std::string joined;
    for (const auto& [other, value] : headers) {
        if (core::sameFoldedName(other, name)) {
            joined.append(joined.empty() ? "" : ", ").append(value);
        }
    }
    return joined;
}

core::Result<TypedRequest, TypedRequestFault> readTypedRequest(const QString& text) {
    QStringList lines = QString(text).replace(QLatin1String("\r\n"), QLatin1String("\n")).split(QLatin1Char('\n'));
    while (!lines.isEmpty() && lines.first().trimmed().isEmpty()) {
        lines.removeFirst();
    }
    if (lines.isEmpty()) {
        return tl::make_unexpected(Fault::Empty);
    }
    TypedRequest request;
    QString target;
    if (const std::optional<Fault> fault = takeFirstLine(lines.takeFirst(), request, target)) {
        return tl::make_unexpected(*fault);
    }
    while (!lines.isEmpty() && !lines.first().trimmed().isEmpty() && !beginsBody(lines.first())) {
        const QString line = lines.takeFirst();
        const auto colon = line.indexOf(QLatin1Char(':'));
        if (colon <= 0) {
            return tl::make_unexpected(Fault::Header);
        }
        request.headers.emplace_back(line.left(colon).trimmed().toStdString(),
                                     line.mid(colon + 1).trimmed().toStdString());
    }
    if (!lines.isEmpty() && lines.first().trimmed().isEmpty()) {
        lines.removeFirst();
    }
    request.body = lines.join(QLatin1Char('\n')).toStdString();
    if (request.method.empty()) {
        request.method = request.body.empty() ? "GET" : "POST";
    }
    if (!target.isEmpty() && !takeAuthority(QString::fromStdString(request.header("host")), kHttpsPort, request)) {
        return tl::make_unexpected(Fault::Address);
    }
    return request;
}

} // namespace keysluice::ui
