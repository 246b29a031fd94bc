#pragma once

#include "core/settings.h"

#include <QDBusVariant>
#include <QObject>
#include <QPalette>

namespace keysluice::ui {

/// Puts style and colours on the application and keeps them: the user's choice, else the desktop's color-scheme
/// (org.freedesktop.appearance), else the lightness of the palette the desktop gave. Thread: gui. One per application.
class AppearanceController final : public QObject {
    Q_OBJECT
public:
    /// Sets KsStyle on the application; it owns the style.
    explicit AppearanceController(QObject* parent);

    void setAppearance(core::Appearance appearance);
    [[nodiscard]] core::Appearance appearance() const { return m_appearance; }
    [[nodiscard]] bool isDark() const { return m_dark; }

private Q_SLOTS:
    void onPortalSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void apply();

    QPalette m_systemPalette;
    core::Appearance m_appearance = core::Appearance::System;
    int m_portalScheme = 0; ///< 0 no preference, 1 dark, 2 light
    bool m_dark = false;
};

} // namespace keysluice::ui
