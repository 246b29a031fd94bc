#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace keysluice::ui {

/// What is wrong with one field of Settings > Gateway and network.
enum class FieldError {
    PortOutOfRange,
    NoAddress,
    NotAnAddress, ///< context: the part that is none
    TwiceTheSame, ///< context
    ProxyScheme,
    ProxyHost,
    ProxyHasCredentials,
    ProxyPath,
    ProxyIsGateway, ///< it would lead back here; the gateway ignores such a one
    OverrideForm,   ///< context: the line
    OverrideHost,
    OverridePort,
    OverrideAddress,
    CredentialsForm,
};

struct FieldProblem {
    FieldError error;
    QString context;
};

template <class T>
using FieldResult = core::Result<T, FieldProblem>;

/// Pure checks of what a person typed; nothing here touches the network. Thread: any, texts: gui.
[[nodiscard]] FieldResult<std::uint16_t> parsePort(const QString& text);
/// Addresses separated by white space or commas, as IP literals, each once.
[[nodiscard]] FieldResult<std::vector<std::string>> parseAddresses(const QString& text);
[[nodiscard]] QString addressesText(const std::vector<std::string>& addresses);
/// Is every address reachable from this computer only?
[[nodiscard]] bool isLoopbackOnly(const std::vector<std::string>& addresses);
/// "http://host:port", or "host:port" which becomes it; empty stays empty. Only the proxy's host and port are kept.
/// `ownPort`: where the gateway listens on this computer.
[[nodiscard]] FieldResult<std::string> parseProxy(const QString& text, std::uint16_t ownPort = 0);
/// Lines "host:port:address" or "host:port:address:port", IPv6 in brackets, as `--resolve` takes them.
[[nodiscard]] FieldResult<std::vector<core::ResolveOverride>> parseOverrides(const QString& lines);
[[nodiscard]] QString overridesText(const std::vector<core::ResolveOverride>& overrides);

[[nodiscard]] QString fieldProblemText(const FieldProblem& problem);

} // namespace keysluice::ui
