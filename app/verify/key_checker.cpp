#include "app/verify/key_checker.h"

#include "app/verify/check_outcome.h"

#include <QDateTime>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>

#include <optional>

namespace keysluice::app {

namespace {

using Result = ui::KeyCheckOutcome::Result;

constexpr qint64 kReadBufferBytes = 64 * 1024;

/// The gateway's trust: the system's roots (or SSL_CERT_FILE, which is in the environment only when it may count) and
/// the imported ones.
QSslConfiguration tlsConfiguration(const UpstreamAccess& access) {
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QList<QSslCertificate> roots;
    const QString replacement = qEnvironmentVariable("SSL_CERT_FILE");
    if (QFile file(replacement); !replacement.isEmpty() && file.open(QIODevice::ReadOnly)) {
        roots = QSslCertificate::fromData(file.readAll(), QSsl::Pem);
    } else {
        roots = QSslConfiguration::systemCaCertificates();
    }
    if (!access.extraCaPem.empty()) {
        roots += QSslCertificate::fromData(QByteArray::fromStdString(access.extraCaPem), QSsl::Pem);
    }
    tls.setCaCertificates(roots);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setAllowedNextProtocols({});
    return tls;
}

QNetworkProxy proxyOf(const UpstreamAccess& access) {
    if (access.proxyHost.empty()) {
        return QNetworkProxy(QNetworkProxy::NoProxy);
    }
    QNetworkProxy proxy(QNetworkProxy::HttpProxy, QString::fromStdString(access.proxyHost), access.proxyPort);
    if (access.proxyCredentials) {
        const std::string_view both = access.proxyCredentials->view();
        const std::size_t colon = both.find(':');
        proxy.setUser(
            QString::fromUtf8(both.substr(0, colon).data(), static_cast<qsizetype>(both.substr(0, colon).size())));
        if (colon != std::string_view::npos) {
            const std::string_view password = both.substr(colon + 1);
            proxy.setPassword(QString::fromUtf8(password.data(), static_cast<qsizetype>(password.size())));
        }
    }
    return proxy;
}

class NetworkKeyCheck final : public ui::KeyCheck {
public:
    NetworkKeyCheck(const core::Provider& provider, const core::CredentialKind* kind, core::SecretBytes key,
                    UpstreamAccess access, KeyChecker::Limits limits)
        : m_provider(provider), m_key(std::move(key)), m_access(std::move(access)), m_limits(limits) {
        if (kind != nullptr) {
            m_injection = kind->injection;
        }
        m_outcome.host = provider.hosts.front();
        QTimer::singleShot(0, this, [this] { start(); });
    }

    ~NetworkKeyCheck() override {
        if (m_reply != nullptr) {
            m_reply->disconnect(this);
        }
    }

    void cancel() override { finish(Result::Cancelled); }

private:
    void start() {
        if (m_done) {
            return;
        }
        m_manager = std::make_unique<QNetworkAccessManager>();
        m_manager->setAutoDeleteReplies(false);
        m_manager->setStrictTransportSecurityEnabled(false);
        m_manager->setProxy(proxyOf(m_access));
        m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        m_reply = m_manager->get(request());
        m_key.clear();
        m_reply->setReadBufferSize(kReadBufferBytes);
        connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
            for (const QSslError& error : errors) {
                m_outcome.detail += (m_outcome.detail.empty() ? "" : "; ") + error.errorString().toStdString();
            }
        });
        connect(m_reply, &QNetworkReply::encrypted, this, [this] { m_wasEncrypted = true; });
        connect(m_reply, &QNetworkReply::readyRead, this, [this] { readSome(); });
        connect(m_reply, &QNetworkReply::finished, this, [this] { evaluate(); });
        QTimer::singleShot(m_limits.time, this, [this] { finish(Result::TimedOut); });
    }

    QNetworkRequest request() const {
        const std::string& host = m_provider.hosts.front();
        QUrl url;
        url.setScheme(QStringLiteral("https"));
        url.setHost(QString::fromStdString(host));
        url.setPath(QString::fromStdString(m_provider.verification.path));
        QNetworkRequest request;
        for (const core::ResolveOverride& entry : m_access.resolve) {
            if (entry.host == host && entry.hostPort == 443) {
                url.setHost(QString::fromStdString(entry.address));
                url.setPort(entry.port == 0 ? -1 : entry.port);
                request.setPeerVerifyName(QString::fromStdString(host));
                request.setRawHeader("Host", QByteArray::fromStdString(host));
                break;
            }
        }
        request.setUrl(url);
        request.setSslConfiguration(tlsConfiguration(m_access));
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        request.setRawHeader("Accept", "application/json");
        // Otherwise Qt asks for compression and a small answer may grow to anything.
        request.setRawHeader("Accept-Encoding", "identity");
        request.setRawHeader("User-Agent", "keysluice/" KEYSLUICE_VERSION);
        for (const auto& [name, value] : m_provider.verification.headers) {
            request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
        }
        if (m_injection) {
            inject(request);
            if (!m_injection->listHeader.empty()) {
                request.setRawHeader(QByteArray::fromStdString(m_injection->listHeader),
                                     QByteArray::fromStdString(m_injection->listValue));
            }
        }
        return request;
    }

    /// The key as the gateway would set it; a `path` of the catalogue has its {value} where that goes.
    void inject(QNetworkRequest& request) const {
        QByteArray value(static_cast<qsizetype>(core::writtenSize(m_injection->place, m_key.view())), '\0');
        core::writeValue(m_injection->place, m_key.view(), {value.data(), static_cast<std::size_t>(value.size())});
        QUrl url = request.url();
        switch (m_injection->place) {
        case core::Injection::Place::Header:
            request.setRawHeader(QByteArray::fromStdString(m_injection->name),
                                 QByteArray::fromStdString(m_injection->before) + value +
                                     QByteArray::fromStdString(m_injection->after));
            return;
        case core::Injection::Place::Query:
            url.setQuery(QString::fromStdString(m_injection->name) + QLatin1Char('=') + QString::fromLatin1(value),
                         QUrl::StrictMode);
            break;
        case core::Injection::Place::Path: {
            std::string path = m_provider.verification.path;
            if (const auto slot = m_injection->slotIn(path)) {
                path.replace(slot->begin, slot->length, value.constData(), static_cast<std::size_t>(value.size()));
            }
            url.setPath(QString::fromStdString(path), QUrl::StrictMode);
            break;
        }
        }
        request.setUrl(url);
    }

    void readSome() {
        m_body += m_reply->readAll();
        if (m_body.size() > m_limits.answerBytes) {
            m_outcome.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            m_outcome.detail = "the answer is too large";
            finish(Result::Unexpected);
        }
    }

    void evaluate() {
        m_body += m_reply->readAll();
        m_outcome.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const auto error = m_reply->error();
        if (m_outcome.status == 0) {
            // With a status of 0 no answer came; an error beside a status is only the name of that status.
            if (m_outcome.detail.empty()) {
                m_outcome.detail = m_reply->errorString().toStdString();
            }
            Result result = error == QNetworkReply::NoError ? Result::Unexpected : resultOfError(error);
            // Qt names a proxy that is not there like a provider that is not; only the proxy was connected to so far.
            if (!m_access.proxyHost.empty() && !m_wasEncrypted &&
                (result == Result::ConnectFailed || result == Result::DnsFailed)) {
                result = Result::ProxyFailed;
            }
            finish(result);
            return;
        }
        const bool wasCut =
            error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::UnknownNetworkError;
        const auto models = wasCut ? std::nullopt : modelCount(m_body);
        m_outcome.models = m_outcome.status == 200 ? models.value_or(-1) : -1;
        const core::UnixMs now = QDateTime::currentMSecsSinceEpoch();
        if (m_reply->hasRawHeader("retry-after")) {
            m_outcome.retryAfterSeconds = retryAfterSeconds(m_reply->rawHeader("retry-after"), now);
        }
        if (!m_injection) {
            const QDateTime date = httpDate(m_reply->rawHeader("date"));
            m_outcome.detail = date.isValid() ? "date=" + std::to_string(date.toMSecsSinceEpoch()) : std::string();
        } else {
            m_outcome.detail = "HTTP " + std::to_string(m_outcome.status);
        }
        finish(resultOfStatus(m_outcome.status, models.has_value()));
    }

    void finish(Result result) {
        if (m_done) {
            return;
        }
        m_done = true;
        m_key.clear();
        m_outcome.result = result;
        if (result == Result::TimedOut && m_outcome.detail.empty()) {
            m_outcome.detail = "no answer within " + std::to_string(m_limits.time.count() / 1000) + " s";
        }
        if (m_reply != nullptr) {
            m_reply->disconnect(this);
            m_reply->abort();
        }
        m_body.clear();
        // Not from within the reply's own signal.
        QTimer::singleShot(0, this, [this] {
            m_reply = nullptr;
            m_manager.reset();
            const ui::KeyCheckOutcome outcome = m_outcome;
            Q_EMIT finished(outcome);
        });
    }

    core::Provider m_provider;
    std::optional<core::Injection> m_injection;
    core::SecretBytes m_key;
    UpstreamAccess m_access;
    KeyChecker::Limits m_limits;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QNetworkReply* m_reply = nullptr; ///< child of the manager
    QByteArray m_body;
    ui::KeyCheckOutcome m_outcome;
    bool m_done = false;
    bool m_wasEncrypted = false;
};

} // namespace

std::unique_ptr<ui::KeyCheck> KeyChecker::check(const core::Provider& provider, const core::CredentialKind& kind,
                                                core::SecretBytes key) const {
    return std::make_unique<NetworkKeyCheck>(provider, &kind, std::move(key), m_access(), m_limits);
}

std::unique_ptr<ui::KeyCheck> KeyChecker::reach(const core::Provider& provider) const {
    return std::make_unique<NetworkKeyCheck>(provider, nullptr, core::SecretBytes(), m_access(), m_limits);
}

} // namespace keysluice::app
