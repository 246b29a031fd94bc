#include "app/services/start_options.h"

#include <QByteArray>
#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>
#include <QUrl>

#include <array>
#include <cstdlib>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

namespace {

constexpr qint64 kMaximumCaBytes = 1024 * 1024;
constexpr std::array kRedirecting{"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy",
                                  "ALL_PROXY",     "all_proxy",    "HTTP_PROXY",  "http_proxy"};

std::optional<std::uint16_t> portOf(std::string_view text) {
    bool isNumber = false;
    const uint port = QByteArray(text.data(), static_cast<qsizetype>(text.size())).toUInt(&isNumber);
    if (!isNumber || port == 0 || port > 65535) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(port);
}

} // namespace

std::optional<core::ResolveOverride> parseResolve(const std::string& text) {
    const std::size_t first = text.find(':');
    const std::size_t second = first == std::string::npos ? first : text.find(':', first + 1);
    if (first == 0 || second == std::string::npos) {
        return std::nullopt;
    }
    core::ResolveOverride entry;
    entry.host = QString::fromStdString(text.substr(0, first)).toLower().toStdString();
    const auto hostPort = portOf(std::string_view(text).substr(first + 1, second - first - 1));
    std::string rest = text.substr(second + 1);
    std::string port;
    if (rest.starts_with('[')) {
        const std::size_t end = rest.find(']');
        if (end == std::string::npos || (end + 1 < rest.size() && rest[end + 1] != ':')) {
            return std::nullopt;
        }
        if (end + 1 < rest.size()) {
            port = rest.substr(end + 2);
            if (port.empty()) {
                return std::nullopt;
            }
        }
        rest = rest.substr(1, end - 1);
    } else if (const std::size_t colon = rest.find(':'); colon != std::string::npos && colon == rest.rfind(':')) {
        port = rest.substr(colon + 1);
        rest.resize(colon);
        if (port.empty()) {
            return std::nullopt;
        }
    }
    const auto targetPort = port.empty() ? std::optional<std::uint16_t>(0) : portOf(port);
    if (!hostPort || !targetPort || QHostAddress(QString::fromStdString(rest)).isNull()) {
        return std::nullopt;
    }
    entry.hostPort = *hostPort;
    entry.address = rest;
    entry.port = *targetPort;
    return entry;
}

std::optional<ProxyUrl> parseProxyUrl(const std::string& text) {
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String("http") || url.host().isEmpty() || url.port() <= 0 ||
        !(url.path().isEmpty() || url.path() == QLatin1String("/")) || url.hasQuery()) {
        return std::nullopt;
    }
    ProxyUrl proxy;
    proxy.host = url.host().toStdString();
    proxy.port = static_cast<std::uint16_t>(url.port());
    if (!url.userName().isEmpty()) {
        proxy.credentials =
            url.userName(QUrl::FullyDecoded).toStdString() + ":" + url.password(QUrl::FullyDecoded).toStdString();
    }
    return proxy;
}

std::vector<std::string> redirectingVariables() {
    std::vector<std::string> found;
    for (const char* name : kRedirecting) {
        if (!qEnvironmentVariableIsEmpty(name)) {
            found.emplace_back(name);
        }
    }
    return found;
}

std::vector<std::string> dropRedirectingVariables() {
    std::vector<std::string> found = redirectingVariables();
    for (const std::string& name : found) {
        qunsetenv(name.c_str());
    }
    return found;
}

core::Outcome<StartOptions> startOptions(const ServeOptions& given, bool proven, std::vector<std::string>& ignored) {
    StartOptions options;
    options.port = given.port;
    for (const std::string& address : given.listen) {
        // An IPv6 address also as it stands in a URL.
        const bool isBracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
        options.listen.push_back(isBracketed ? address.substr(1, address.size() - 2) : address);
    }
    for (const std::string& address : options.listen) {
        if (QHostAddress(QString::fromStdString(address)).isNull()) {
            return fail(FailureCode::AddressUnavailable, address);
        }
    }
    if (const auto redirecting = given.redirecting(); !proven && !redirecting.empty()) {
        return fail(FailureCode::RedirectionNeedsPassphrase, redirecting.front());
    }
    std::string proxy = given.upstreamProxy;
    if (!proven) {
        ignored = dropRedirectingVariables();
    } else if (proxy.empty()) {
        for (const char* name : {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}) {
            if (const QByteArray value = qgetenv(name); proxy.empty() && !value.isEmpty()) {
                proxy = value.toStdString();
            }
        }
    }
    for (const std::string& text : given.resolve) {
        const auto entry = parseResolve(text);
        if (!entry) {
            return fail(FailureCode::Unsupported, "--resolve " + text);
        }
        options.access.resolve.push_back(*entry);
    }
    if (!given.upstreamCa.empty()) {
        QFile file(QString::fromStdString(given.upstreamCa));
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(FailureCode::NotFound, given.upstreamCa);
        }
        const QByteArray pem = file.read(kMaximumCaBytes);
        if (QSslCertificate::fromData(pem, QSsl::Pem).isEmpty()) {
            return fail(FailureCode::Damaged, given.upstreamCa);
        }
        options.access.extraCaPem = pem.toStdString();
    }
    if (!proxy.empty()) {
        const auto url = parseProxyUrl(proxy);
        if (!url) {
            return fail(FailureCode::Unsupported, "upstream proxy (http://host:port is understood)");
        }
        options.access.proxyHost = url->host;
        options.access.proxyPort = url->port;
        if (!url->credentials.empty()) {
            options.access.proxyCredentials =
                std::make_shared<const core::SecretBytes>(core::SecretBytes::copyOf(url->credentials));
        }
    }
    options.access.allowPrivateDestinations = given.allowPrivateDestinations;
    return options;
}

} // namespace keysluice::app
