#include "ui/models/network_form.h"

#include "ui/models/visible_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <arpa/inet.h>

#include <algorithm>

namespace keysluice::ui {

namespace {

struct NetworkText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::NetworkForm)
};

auto problem(FieldError error, const QString& context = {}) {
    return core::failure(FieldProblem{error, visibleText(context)});
}

/// Only the usual spellings: no "127.1", no zone.
bool isAddress(const QString& text) {
    const QByteArray bytes = text.toLatin1();
    unsigned char buffer[sizeof(in6_addr)];
    return inet_pton(AF_INET, bytes.constData(), buffer) == 1 || inet_pton(AF_INET6, bytes.constData(), buffer) == 1;
}

bool isHostName(const QString& text) {
    static const QRegularExpression shape(
        QStringLiteral("^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"));
    return shape.match(text).hasMatch();
}

QString bracketed(const QString& address) {
    return address.contains(QLatin1Char(':')) ? QString(QLatin1Char('[') + address + QLatin1Char(']')) : address;
}

/// Splits at colons that are not inside brackets; the brackets go away.
QStringList parts(const QString& line) {
    QStringList result{QString()};
    bool inside = false;
    for (const QChar c : line) {
        if (c == QLatin1Char('[')) {
            inside = true;
        } else if (c == QLatin1Char(']')) {
            inside = false;
        } else if (c == QLatin1Char(':') && !inside) {
            result += QString();
        } else {
            result.last() += c;
        }
    }
    return result;
}

FieldResult<core::ResolveOverride> parseOverride(const QString& line) {
    const QStringList fields = parts(line);
    if (fields.size() != 3 && fields.size() != 4) {
        return problem(FieldError::OverrideForm, line);
    }
    core::ResolveOverride result;
    const QString host = fields[0].toLower();
    if (!isHostName(host) && !isAddress(host)) {
        return problem(FieldError::OverrideHost, fields[0]);
    }
    result.host = host.toStdString();
    const FieldResult<std::uint16_t> hostPort = parsePort(fields[1]);
    if (!hostPort) {
        return problem(FieldError::OverridePort, fields[1]);
    }
    result.hostPort = *hostPort;
    if (!isAddress(fields[2])) {
        return problem(FieldError::OverrideAddress, fields[2]);
    }
    result.address = fields[2].toStdString();
    if (fields.size() == 4) {
        const FieldResult<std::uint16_t> port = parsePort(fields[3]);
        if (!port) {
            return problem(FieldError::OverridePort, fields[3]);
        }
        result.port = *port;
    }
    return result;
}

} // namespace

FieldResult<std::uint16_t> parsePort(const QString& text) {
    bool ok = false;
    const int port = text.trimmed().toInt(&ok);
    if (!ok || port < 1 || port > 65535) {
        return problem(FieldError::PortOutOfRange);
    }
    return static_cast<std::uint16_t>(port);
}

FieldResult<std::vector<std::string>> parseAddresses(const QString& text) {
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    std::vector<std::string> result;
    for (const QString& part : text.split(separators, Qt::SkipEmptyParts)) {
        QString address = part;
        if (address.startsWith(QLatin1Char('[')) && address.endsWith(QLatin1Char(']'))) {
            address = address.mid(1, address.size() - 2);
        }
        if (!isAddress(address)) {
            return problem(FieldError::NotAnAddress, part);
        }
        const std::string value = address.toStdString();
        if (std::find(result.begin(), result.end(), value) != result.end()) {
            return problem(FieldError::TwiceTheSame, part);
        }
        result.push_back(value);
    }
    if (result.empty()) {
        return problem(FieldError::NoAddress);
    }
    return result;
}

QString addressesText(const std::vector<std::string>& addresses) {
    QStringList list;
    for (const std::string& address : addresses) {
        list += QString::fromStdString(address);
    }
    return list.join(QStringLiteral(", "));
}

bool isLoopbackOnly(const std::vector<std::string>& addresses) {
    return std::all_of(addresses.begin(), addresses.end(), [](const std::string& address) {
        in_addr v4{};
        if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
            return (ntohl(v4.s_addr) >> 24U) == 127;
        }
        in6_addr v6{};
        return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
    });
}

FieldResult<std::string> parseProxy(const QString& text, std::uint16_t ownPort) {
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        return std::string();
    }
    const QUrl url(trimmed.contains(QStringLiteral("://")) ? trimmed : QString(QStringLiteral("http://") + trimmed),
                   QUrl::StrictMode);
    if (url.isValid() && url.scheme() != QStringLiteral("http")) {
        return problem(FieldError::ProxyScheme, url.scheme());
    }
    if (!url.isValid() || url.host().isEmpty() || url.port() < 1) {
        return problem(FieldError::ProxyHost);
    }
    if (!url.userInfo().isEmpty()) {
        return problem(FieldError::ProxyHasCredentials);
    }
    if ((!url.path().isEmpty() && url.path() != QStringLiteral("/")) || url.hasQuery() || url.hasFragment()) {
        return problem(FieldError::ProxyPath);
    }
    if (url.port() == ownPort &&
        (url.host() == QStringLiteral("localhost") || isLoopbackOnly({url.host().toStdString()}))) {
        return problem(FieldError::ProxyIsGateway);
    }
    return QString(QStringLiteral("http://") + bracketed(url.host(QUrl::FullyEncoded)) + QLatin1Char(':') +
                   QString::number(url.port()))
        .toStdString();
}

FieldResult<std::vector<core::ResolveOverride>> parseOverrides(const QString& lines) {
    std::vector<core::ResolveOverride> result;
    for (const QString& line : lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const FieldResult<core::ResolveOverride> parsed = parseOverride(line.trimmed());
        if (!parsed) {
            return core::failure(parsed.error());
        }
        for (const core::ResolveOverride& other : result) {
            if (other.host == parsed->host && other.hostPort == parsed->hostPort) {
                return problem(FieldError::TwiceTheSame, line.trimmed());
            }
        }
        result.push_back(*parsed);
    }
    return result;
}

QString overridesText(const std::vector<core::ResolveOverride>& overrides) {
    QStringList lines;
    for (const core::ResolveOverride& item : overrides) {
        QString line = bracketed(QString::fromStdString(item.host)) + QLatin1Char(':') +
                       QString::number(item.hostPort) + QLatin1Char(':') +
                       bracketed(QString::fromStdString(item.address));
        if (item.port != 0) {
            line += QLatin1Char(':') + QString::number(item.port);
        }
        lines += line;
    }
    return lines.join(QLatin1Char('\n'));
}

QString fieldProblemText(const FieldProblem& problem) {
    switch (problem.error) {
    case FieldError::PortOutOfRange:
        return NetworkText::tr("A port is a number from 1 to 65535.");
    case FieldError::NoAddress:
        return NetworkText::tr("At least one address is needed; 127.0.0.1 is this computer only.");
    case FieldError::NotAnAddress:
        return NetworkText::tr("“%1” is not an IP address.").arg(problem.context);
    case FieldError::TwiceTheSame:
        return NetworkText::tr("“%1” is there twice.").arg(problem.context);
    case FieldError::ProxyScheme:
        return NetworkText::tr("Only http:// proxies are supported; “%1” is not one.").arg(problem.context);
    case FieldError::ProxyHost:
        return NetworkText::tr("Write the proxy as http://host:port.");
    case FieldError::ProxyHasCredentials:
        return NetworkText::tr("Leave user and password out of the address; they have a field of their own.");
    case FieldError::ProxyPath:
        return NetworkText::tr("Write only the proxy's host and port, without a path.");
    case FieldError::ProxyIsGateway:
        return NetworkText::tr("This is the gateway's own address. Requests would never leave it.");
    case FieldError::OverrideForm:
        return NetworkText::tr("“%1” is not of the form host:port:address or host:port:address:port.")
            .arg(problem.context);
    case FieldError::OverrideHost:
        return NetworkText::tr("“%1” is not a host name.").arg(problem.context);
    case FieldError::OverridePort:
        return NetworkText::tr("“%1” is not a port (1 to 65535).").arg(problem.context);
    case FieldError::OverrideAddress:
        return NetworkText::tr("“%1” is not an IP address; put IPv6 addresses in brackets.").arg(problem.context);
    case FieldError::CredentialsForm:
        return NetworkText::tr("Write user:password.");
    }
    Q_UNREACHABLE();
}

} // namespace keysluice::ui
