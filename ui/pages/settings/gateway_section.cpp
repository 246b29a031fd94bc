#include "ui/pages/settings/gateway_section.h"

#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/pages/settings/setting_row.h"
#include "ui/text/failure_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

GatewaySection::GatewaySection(SettingsPort& settings, GatewayPort& gateway, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_gateway(gateway),
      m_exposed(helpText({}, this)),
      m_mode(new QComboBox(this)),
      m_cut(nullptr),
      m_forgetProxyUser(textButton(tr("Forget"), this, ButtonRole::Normal, {}, true)),
      m_overrides(new QPlainTextEdit(this)),
      m_overridesError(new ErrorLine(this)),
      m_private(nullptr),
      m_privateWarning(helpText({}, this)),
      m_apply(textButton(tr("Apply"), this, ButtonRole::Primary)),
      m_revert(textButton(tr("Revert"), this)),
      m_error(new ErrorLine(this)),
      m_listening(helpText({}, this)) {
    build();
    connect(m_apply, &QPushButton::clicked, this, &GatewaySection::apply);
    connect(m_revert, &QPushButton::clicked, this, &GatewaySection::showStored);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &GatewaySection::changed);
    connect(m_cut, &QCheckBox::toggled, this, &GatewaySection::changed);
    connect(m_private, &QCheckBox::toggled, this, &GatewaySection::changed);
    connect(m_overrides, &QPlainTextEdit::textChanged, this, &GatewaySection::changed);
    connect(m_forgetProxyUser, &QPushButton::clicked, this, [this] {
        if (m_error->take(m_settings.setUpstreamProxyCredentials({}))) {
            m_forgetProxyUser->hide();
        }
    });
    connect(&m_gateway, &GatewayPort::changed, this, &GatewaySection::warn);
    connect(&m_settings, &SettingsPort::changed, this, [this] {
        if (!m_apply->isEnabled()) {
            showStored(); // nothing typed would be lost
        }
    });
    showStored();
}

GatewaySection::Field GatewaySection::addField(SettingRows& rows, const QString& label, const QString& help,
                                               bool isCode) {
    Field field;
    field.edit = new QLineEdit(this);
    field.edit->setMinimumWidth(260);
    field.edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    if (isCode) {
        field.edit->setFont(codeFont(*field.edit));
        field.edit->setLayoutDirection(Qt::LeftToRight);
    }
    rows.add(label, field.edit, help);
    field.error = new ErrorLine(this);
    rows.addWide(field.error);
    connect(field.edit, &QLineEdit::textChanged, this, [this, error = field.error] {
        error->clear();
        changed();
    });
    return field;
}

void GatewaySection::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sectionTitle(tr("Listening"), this));
    layout->addWidget(m_listening);
    auto* listening = new SettingRows(this);
    m_port = addField(*listening, tr("Port"), {}, true);
    m_addresses =
        addField(*listening, tr("Addresses"), tr("127.0.0.1 and ::1 are reachable from this computer only."), true);
    m_exposed->setRole(Role::Warning);
    m_exposed->setText(
        tr("Other computers can reach the gateway at such an address. They still need an agent's token, and that token "
           "travels unencrypted."));
    listening->addWide(m_exposed);
    m_mode->addItem(tr("Open: other hosts pass unseen"), false);
    m_mode->addItem(tr("Strict: only hosts with a key"), true);
    listening->add(
        tr("Hosts without a key"), m_mode,
        tr("In open mode they are tunnelled on port 443 and only counted; in strict mode they are refused."));
    m_cut = listening->addToggle(tr("Cut answers when the vault locks"),
                                 tr("Otherwise answers that are on their way may finish."));
    layout->addWidget(listening);
    layout->addSpacing(8);

    QLabel* towards = sectionTitle(tr("Towards the providers"), this);
    layout->addWidget(towards);
    auto* upstream = new SettingRows(this);
    upstream->setHeading(towards);
    m_proxy =
        addField(*upstream, tr("Upstream proxy"), tr("For example http://proxy.example:3128. Empty: none."), true);
    m_proxyUser = addField(*upstream, tr("Proxy user"), {}, false);
    m_proxyPassword = addField(*upstream, tr("Proxy password"), {}, false);
    m_proxyPassword.edit->setEchoMode(QLineEdit::Password);
    upstream->addWide(m_forgetProxyUser);
    m_overrides->setFont(textFont(TextStyle::Mono));
    m_overrides->setLayoutDirection(Qt::LeftToRight);
    m_overrides->setTabChangesFocus(true);
    m_overrides->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_overrides->setMinimumHeight(m_overrides->fontMetrics().lineSpacing() * 3 + 16);
    m_overrides->setMaximumHeight(m_overrides->fontMetrics().lineSpacing() * 6 + 16);
    upstream->add(tr("Address overrides"), m_overrides,
                  tr("One a line: host:port:address, or host:port:address:port. The provider's certificate must still "
                     "fit its name."));
    upstream->addWide(m_overridesError);
    m_private = upstream->addToggle(tr("Allow private destinations"));
    m_privateWarning->setRole(Role::Warning);
    m_privateWarning->setText(
        tr("An agent can then reach routers, databases and other machines of your network through the gateway."));
    upstream->addWide(m_privateWarning);
    layout->addWidget(upstream);
    layout->addWidget(m_error);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_revert);
    buttons->addWidget(m_apply);
    layout->addLayout(buttons);
    layout->addStretch();
}

void GatewaySection::showStored() {
    m_filling = true;
    const core::ProtectedSettings settings = m_settings.protectedSettings();
    m_port.edit->setText(QString::number(settings.port));
    m_addresses.edit->setText(addressesText(settings.listenAddresses));
    m_mode->setCurrentIndex(m_mode->findData(settings.strictMode));
    m_cut->setChecked(settings.cutStreamsOnLock);
    m_proxy.edit->setText(QString::fromStdString(settings.upstreamProxy));
    m_proxyUser.edit->clear();
    m_proxyPassword.edit->clear();
    m_proxyUser.edit->setPlaceholderText(settings.upstreamProxyHasCredentials ? tr("Stored; type to replace")
                                                                              : QString());
    m_forgetProxyUser->setText(tr("Forget the proxy's user and password"));
    m_forgetProxyUser->setVisible(settings.upstreamProxyHasCredentials);
    m_overrides->setPlainText(overridesText(settings.resolve));
    m_private->setChecked(settings.allowPrivateDestinations);
    for (ErrorLine* error :
         {m_port.error, m_addresses.error, m_proxy.error, m_proxyUser.error, m_overridesError, m_error}) {
        error->clear();
    }
    m_filling = false;
    m_apply->setEnabled(false);
    m_revert->setEnabled(false);
    warn();
}

void GatewaySection::changed() {
    if (m_filling) {
        return;
    }
    m_overridesError->clear();
    m_apply->setEnabled(true);
    m_revert->setEnabled(true);
    warn();
}

void GatewaySection::warn() {
    const auto addresses = parseAddresses(m_addresses.edit->text());
    m_exposed->setVisible(addresses && !isLoopbackOnly(*addresses));
    m_privateWarning->setVisible(m_private->isChecked());
    const auto trouble = m_gateway.trouble();
    m_listening->setText(m_gateway.address().isEmpty() ? (trouble ? failureText(*trouble) : tr("Not listening."))
                                                       : tr("Listening at %1").arg(m_gateway.address()));
}

bool GatewaySection::applyCredentials() {
    const QString user = m_proxyUser.edit->text();
    if (user.isEmpty() && m_proxyPassword.edit->text().isEmpty()) {
        return true;
    }
    if (user.isEmpty() || user.contains(QLatin1Char(':'))) {
        m_proxyUser.error->show(tr("A user name is needed, without a colon."));
        return false;
    }
    core::SecretBytes password = takeSecret(*m_proxyPassword.edit);
    const std::string name = user.toStdString();
    core::SecretBytes both(name.size() + 1 + password.size());
    std::copy(name.begin(), name.end(), both.writable().begin());
    both.writable()[name.size()] = ':';
    std::copy(password.bytes().begin(), password.bytes().end(),
              both.writable().begin() + static_cast<std::ptrdiff_t>(name.size()) + 1);
    return m_proxyUser.error->take(m_settings.setUpstreamProxyCredentials(std::move(both)));
}

void GatewaySection::apply() {
    const auto port = parsePort(m_port.edit->text());
    const auto addresses = parseAddresses(m_addresses.edit->text());
    const auto proxy = parseProxy(m_proxy.edit->text(), port.value_or(0));
    const auto overrides = parseOverrides(m_overrides->toPlainText());
    QWidget* wrong = nullptr;
    const auto check = [&wrong](const auto& result, ErrorLine* error, QWidget* field) {
        if (result) {
            error->clear();
            return;
        }
        error->show(fieldProblemText(result.error()));
        wrong = wrong == nullptr ? field : wrong;
    };
    check(port, m_port.error, m_port.edit);
    check(addresses, m_addresses.error, m_addresses.edit);
    check(proxy, m_proxy.error, m_proxy.edit);
    check(overrides, m_overridesError, m_overrides);
    if (wrong != nullptr) {
        wrong->setFocus();
        return;
    }
    if (!applyCredentials()) {
        return;
    }
    core::ProtectedSettings settings = m_settings.protectedSettings();
    settings.port = *port;
    settings.listenAddresses = *addresses;
    settings.upstreamProxy = *proxy;
    settings.resolve = *overrides;
    settings.strictMode = m_mode->currentData().toBool();
    settings.cutStreamsOnLock = m_cut->isChecked();
    settings.allowPrivateDestinations = m_private->isChecked();
    const core::Outcome<void> outcome = m_settings.setProtectedSettings(settings);
    if (!outcome) {
        // What was typed stays, so that it can be corrected and tried again.
        const bool isPort = outcome.error().code == core::FailureCode::PortTaken;
        const bool isAddress = outcome.error().code == core::FailureCode::AddressUnavailable;
        (isPort ? m_port.error : isAddress ? m_addresses.error : m_error)->show(outcome.error());
        return;
    }
    showStored();
}

} // namespace keysluice::ui
