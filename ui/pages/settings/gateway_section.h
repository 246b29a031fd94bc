#pragma once

#include "ui/models/network_form.h"
#include "ui/ports/gateway_port.h"
#include "ui/ports/settings_port.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace keysluice::ui {

class ErrorLine;
class SettingRows;
class StyledLabel;

/// Settings > Gateway and network: everything is applied together, mistakes are told beside their field. Thread: gui.
class GatewaySection final : public QWidget {
    Q_OBJECT
public:
    GatewaySection(SettingsPort& settings, GatewayPort& gateway, QWidget* parent = nullptr);

    void apply();

private:
    struct Field {
        QLineEdit* edit = nullptr;
        ErrorLine* error = nullptr;
    };
    Field addField(SettingRows& rows, const QString& label, const QString& help, bool isCode);
    void build();
    void showStored();
    void changed();
    void warn();
    bool applyCredentials();

    SettingsPort& m_settings;
    GatewayPort& m_gateway;
    Field m_port;
    Field m_addresses;
    StyledLabel* m_exposed;
    QComboBox* m_mode;
    QCheckBox* m_cut;
    Field m_proxy;
    Field m_proxyUser;
    Field m_proxyPassword;
    QPushButton* m_forgetProxyUser;
    QPlainTextEdit* m_overrides;
    ErrorLine* m_overridesError;
    QCheckBox* m_private;
    StyledLabel* m_privateWarning;
    QPushButton* m_apply;
    QPushButton* m_revert;
    ErrorLine* m_error;
    StyledLabel* m_listening;
    bool m_filling = false;
};

} // namespace keysluice::ui
