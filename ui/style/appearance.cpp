#include "ui/style/appearance.h"

#include "ui/style/focus_ring.h"
#include "ui/style/ks_style.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QPixmapCache>
#include <QToolTip>

namespace keysluice::ui {

namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

int schemeOf(const QVariant& value) {
    // Read answers a variant inside a variant
    return value.canConvert<QDBusVariant>() ? schemeOf(value.value<QDBusVariant>().variant()) : value.toInt();
}

} // namespace

AppearanceController::AppearanceController(QObject* parent)
    : QObject(parent), m_systemPalette(QApplication::palette()) {
    QApplication::setStyle(new KsStyle);
    new FocusRing(this);
    apply();
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (bus.isConnected()) {
        bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
                    SLOT(onPortalSetting(QString, QString, QDBusVariant)));
        askPortal();
    }
}

void AppearanceController::setAppearance(core::Appearance appearance) {
    m_appearance = appearance;
    apply();
}

void AppearanceController::onPortalSetting(const QString& group, const QString& key, const QDBusVariant& value) {
    if (group == kGroup && key == kKey) {
        m_portalScheme = schemeOf(value.variant());
        apply();
    }
}

void AppearanceController::askPortal() {
    QDBusMessage message = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    message << kGroup << kKey;
    message.setAutoStartService(false);
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QDBusVariant> reply = *done;
        done->deleteLater();
        if (!reply.isError()) {
            m_portalScheme = schemeOf(reply.value().variant());
            apply();
        }
    });
}

void AppearanceController::apply() {
    const bool system = m_appearance == core::Appearance::System;
    if (system && Theme::isHighContrast(m_systemPalette)) {
        m_dark = m_systemPalette.color(QPalette::Window).lightnessF() < 0.5;
        QApplication::setPalette(m_systemPalette);
    } else {
        const bool desktopDark =
            m_portalScheme != 0 ? m_portalScheme == 1 : m_systemPalette.color(QPalette::Window).lightnessF() < 0.5;
        m_dark = system ? desktopDark : m_appearance == core::Appearance::Dark;
        QApplication::setPalette((m_dark ? Theme::dark() : Theme::light()).palette());
    }
    QToolTip::setPalette(QApplication::palette());
    QPixmapCache::clear();
}

} // namespace keysluice::ui
