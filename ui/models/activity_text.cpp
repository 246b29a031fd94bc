#include "ui/models/activity_text.h"

#include "ui/models/visible_text.h"

#include <QCoreApplication>
#include <QHash>

namespace keysluice::ui {

namespace {

struct ActivityText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ActivityText)
};

using Record = core::ActivityRecord;

QString reason(int status) {
    switch (status) {
    case 101:
        return QStringLiteral("Switching Protocols");
    case 200:
        return QStringLiteral("OK");
    case 201:
        return QStringLiteral("Created");
    case 202:
        return QStringLiteral("Accepted");
    case 204:
        return QStringLiteral("No Content");
    case 400:
        return QStringLiteral("Bad Request");
    case 401:
        return QStringLiteral("Unauthorized");
    case 403:
        return QStringLiteral("Forbidden");
    case 404:
        return QStringLiteral("Not Found");
    case 407:
        return QStringLiteral("Proxy Authentication Required");
    case 408:
        return QStringLiteral("Request Timeout");
    case 413:
        return QStringLiteral("Content Too Large");
    case 421:
        return QStringLiteral("Misdirected Request");
    case 429:
        return QStringLiteral("Too Many Requests");
    case 500:
        return QStringLiteral("Internal Server Error");
    case 502:
        return QStringLiteral("Bad Gateway");
    case 503:
        return QStringLiteral("Service Unavailable");
    case 504:
        return QStringLiteral("Gateway Timeout");
    case 529:
        return QStringLiteral("Overloaded");
    default:
        return {};
    }
}

QHash<QString, QString> sentences() {
    const auto key = [](const char* code) { return QString::fromLatin1(code); };
    return {
        {key("agent_unknown"),
         ActivityText::tr("The caller did not prove which agent it is, or its token was revoked or has expired.")},
        {key("vault_locked"), ActivityText::tr("The vault was locked. Unlock it, then the agent can try again.")},
        {key("policy_unverified"),
         ActivityText::tr("Agents or settings were changed outside Keysluice. Look at them, then accept them.")},
        {key("log_unavailable"), ActivityText::tr("The activity could not be written, so the request was not made.")},
        {key("credential_missing"), ActivityText::tr("No key is stored for this provider. Add one under LLMs.")},
        {key("foreign_credential"),
         ActivityText::tr("The agent brought a key of its own, which strict mode or the stored key refuses.")},
        {key("credential_disabled"),
         ActivityText::tr("The key for this provider is switched off. Enable it under LLMs.")},
        {key("credential_not_granted"),
         ActivityText::tr("The agent may not use the key of this provider. Grant it under Agents.")},
        {key("credential_unreadable"), ActivityText::tr("The stored key could not be opened. Put it in again.")},
        {key("host_not_allowed"), ActivityText::tr("Strict mode refuses hosts that have no key here.")},
        {key("destination_refused"),
         ActivityText::tr("The address or port is one that the gateway never connects to.")},
        {key("agent_frozen"), ActivityText::tr("The agent was frozen. Thaw it under Agents.")},
        {key("blocked_by_rule"), ActivityText::tr("One of your rules blocks this.")},
        {key("body_not_examined"),
         ActivityText::tr("One of your rules has to look into the request, and could not make out what is in it.")},
        {key("rate_limited"), ActivityText::tr("One of your limits was reached.")},
        {key("approval_denied"), ActivityText::tr("One of your rules asked you about this, and you denied it.")},
        {key("approval_timeout"),
         ActivityText::tr("One of your rules asked you about this, and there was no answer in time.")},
        {key("approval_unavailable"),
         ActivityText::tr("One of your rules asks you about this, and you could not be asked.")},
        {key("paused"), ActivityText::tr("The gateway was paused.")},
        {key("too_many_connections"), ActivityText::tr("Too many connections were open at once.")},
        {key("busy"), ActivityText::tr("The gateway had no memory left for this request.")},
        {key("plaintext_refused"), ActivityText::tr("The agent asked for http, which would send the key unencrypted.")},
        {key("authority_mismatch"), ActivityText::tr("The request names another host than the connection it came on.")},
        {key("bad_request"), ActivityText::tr("The request was malformed, so nothing of it was sent on.")},
        {key("too_large"), ActivityText::tr("The head of the request was larger than the gateway accepts.")},
        {key("request_timeout"), ActivityText::tr("The agent took too long to send its request.")},
        {key("method_not_allowed"), ActivityText::tr("The method is not one that the gateway passes on.")},
        {key("upstream_dns"), ActivityText::tr("The provider's name could not be resolved. Check the network.")},
        {key("upstream_refused"), ActivityText::tr("The provider's address refused the connection.")},
        {key("upstream_reset"), ActivityText::tr("The provider closed the connection in the middle.")},
        {key("upstream_tls"),
         ActivityText::tr("The provider's certificate did not verify. Nothing of the request was sent.")},
        {key("upstream_malformed"), ActivityText::tr("The provider's answer was malformed and was not passed on.")},
        {key("upstream_proxy"),
         ActivityText::tr("The upstream proxy refused or did not answer. Check it in Settings.")},
        {key("upstream_timeout"), ActivityText::tr("The provider did not answer in time.")},
        {key("leak_blocked"), ActivityText::tr("The provider's answer contained the key. It was kept from the agent.")},
        {key("shutting_down"), ActivityText::tr("Keysluice was shutting down.")},
        {key("websocket_not_examined"),
         ActivityText::tr("What is sent has to be examined, so the agent was told to use plain requests instead of a "
                          "WebSocket.")},
        {key("not_found"), ActivityText::tr("There is nothing at this address; the gateway is used as a proxy.")},
        // of rows only: no agent receives these
        {key("agent_gone"), ActivityText::tr("The agent closed the connection before the answer was complete.")},
        {key("agent_tls"),
         ActivityText::tr(
             "No TLS connection with the agent came about. It may not trust the certificate of Keysluice.")},
        {key("canceled"), ActivityText::tr("Keysluice cut this, because the vault was locked or the gateway stopped.")},
        {key("unfinished"), ActivityText::tr("This was still running when Keysluice ended without warning.")},
        {key("command_inside_launch"),
         ActivityText::tr("An agent, or something that it started, wanted to change what agents may do. It cannot.")},
        {key("command_unproven"), ActivityText::tr("The passphrase or key file that came with the command was wrong.")},
        {key("command_unconfirmed"),
         ActivityText::tr("Nobody could be asked: there was no window, and the command brought no passphrase.")},
        {key("command_refused"), ActivityText::tr("The question at the window was not answered with yes.")},
        {key("command_redirection"),
         ActivityText::tr("Keysluice was to be started with another address for a provider, without the passphrase.")},
        {key("command_failed"), ActivityText::tr("The command could not be carried out.")},
        {key("command_malformed"),
         ActivityText::tr("Something at the control socket did not speak its language. It was cut off.")},
        {key("idle"), ActivityText::tr("Nothing was sent for a long time, so the connection was closed.")},
    };
}

bool contains(const std::string& text, const QString& part) {
    return QString::fromStdString(text).contains(part, Qt::CaseInsensitive);
}

} // namespace

QString decisionWord(Record::Decision decision) {
    switch (decision) {
    case Record::Decision::Allowed:
        return ActivityText::tr("Allowed");
    case Record::Decision::Blocked:
        return ActivityText::tr("Blocked");
    case Record::Decision::Limited:
        return ActivityText::tr("Limited");
    case Record::Decision::Error:
        return ActivityText::tr("Error");
    }
    Q_UNREACHABLE();
}

QString requestText(const Record& record) {
    const QString method = visibleText(record.method);
    if (record.kind == Record::Kind::Connect || record.kind == Record::Kind::Tunnel) {
        const QString target = visibleText(record.host) + QLatin1Char(':') + QString::number(record.port);
        return QStringLiteral("CONNECT ") + target;
    }
    if (method.isEmpty() && record.path.empty()) {
        return QStringLiteral("–");
    }
    return QString(method + QLatin1Char(' ') + visibleText(record.path)).trimmed();
}

QString agentText(const Record& record) {
    if (record.agentName.empty() && record.kind == Record::Kind::Command) {
        return ActivityText::tr("Command line");
    }
    return record.agentName.empty() ? ActivityText::tr("Unknown") : visibleText(record.agentName);
}

QString targetText(const Record& record) {
    return record.credentialName.empty() ? visibleText(record.host) : visibleText(record.credentialName);
}

QString answerText(const Record& record) {
    if (record.kind == Record::Kind::Command) {
        return record.errorCode.empty() ? ActivityText::tr("Done") : ActivityText::tr("Refused");
    }
    if (record.status == 0) {
        return ActivityText::tr("Nothing");
    }
    const QString status = QString(QString::number(record.status) + QLatin1Char(' ') + reason(record.status)).trimmed();
    if (!record.errorCode.empty() && !record.statusFromProvider) {
        //: %1 is an HTTP status, "403 Forbidden"
        return ActivityText::tr("%1, by Keysluice").arg(status);
    }
    return record.complete ? ActivityText::tr("%1, complete").arg(status) : ActivityText::tr("%1, cut off").arg(status);
}

QString ruleText(const Record& record) {
    if (record.ruleId.empty() && record.ruleName.empty()) {
        return {};
    }
    return record.ruleName.empty() ? ActivityText::tr("A rule without a name") : visibleText(record.ruleName);
}

QString errorSentence(const std::string& code) {
    if (code.empty()) {
        return {};
    }
    const QString known = sentences().value(QString::fromStdString(code));
    return known.isEmpty() ? ActivityText::tr("The request failed with the code “%1”.").arg(visibleText(code)) : known;
}

bool matches(const ActivityFilter& filter, const Record& record) {
    if (!filter.agentId.empty() && filter.agentId != record.agentId) {
        return false;
    }
    if (!filter.credentialId.empty() && filter.credentialId != record.credentialId) {
        return false;
    }
    if (filter.decision && *filter.decision != record.decision) {
        return false;
    }
    if (filter.countedOnly && record.kind != Record::Kind::Request && record.decision == Record::Decision::Allowed) {
        return false;
    }
    if (filter.text.empty()) {
        return true;
    }
    const QString part = QString::fromStdString(filter.text);
    return contains(record.agentName, part) || contains(record.host, part) || contains(record.path, part) ||
           contains(record.method, part) || contains(record.errorCode, part);
}

} // namespace keysluice::ui
