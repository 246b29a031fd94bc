#pragma once

#include "core/records.h"
#include "ui/models/add_secret_presenter.h"

#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QButtonGroup;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;

namespace keysluice::ui {

class AgentChooser;
class AgentPort;
class CodeBox;
class IconLabel;
class NoteBannerBox;
class ProviderTile;
class SecretField;
class StyledLabel;

/// The one form of adding a secret and of rotating one, in every state; its buttons are an AddSecretFooter (dialog) or
/// those of the page around it. The key is wiped from the field when it is stored, and by clear(). Thread: gui.
class AddSecretForm final : public QWidget {
    Q_OBJECT
public:
    AddSecretForm(CredentialPort& credentials, AgentPort& agents, const core::Clock& clock, QWidget* parent = nullptr);
    ~AddSecretForm() override;

    void beginRotation(const core::CredentialInfo& credential);
    [[nodiscard]] AddSecretPresenter& presenter() { return m_presenter; }
    /// Takes what the clipboard has as the key.
    void pasteKey();
    /// Ends a running check and wipes the key, in the field and behind it. Call on every way of closing.
    void clear();
    void focusKey();

private:
    [[nodiscard]] QWidget* makeKeySection();
    [[nodiscard]] QWidget* makeProviderSection();
    [[nodiscard]] QWidget* makeNameSection(AgentPort& agents);
    [[nodiscard]] QWidget* makeProgress();
    void refresh();
    void showRecognition();
    void showProvider();
    void showInjection();
    void showProgress();
    void moveFocus(AddSecretPresenter::Focus where);

    AddSecretPresenter m_presenter;
    NoteBannerBox* m_banner;
    SecretField* m_key = nullptr;
    IconLabel* m_recognitionIcon = nullptr;
    QLabel* m_recognition = nullptr;
    QWidget* m_trimmedRow = nullptr;
    StyledLabel* m_trimmed = nullptr;
    QWidget* m_providerSection = nullptr;
    QButtonGroup* m_tiles = nullptr;
    std::vector<std::pair<std::string, ProviderTile*>> m_tileOf;
    QComboBox* m_kind = nullptr;
    std::string m_kindsOf; ///< provider whose kinds the box lists
    QWidget* m_nameSection = nullptr;
    QLineEdit* m_name = nullptr;
    StyledLabel* m_nameError = nullptr;
    AgentChooser* m_agents = nullptr;
    CodeBox* m_injection;
    QWidget* m_progress = nullptr;
    StyledLabel* m_progressText = nullptr;
    StyledLabel* m_progressTime = nullptr;
    QProgressBar* m_progressBar = nullptr;
};

/// The line of an injection box: "to  api.anthropic.com", words at equal width.
[[nodiscard]] QString injectionLines(const InjectionText& injection);

} // namespace keysluice::ui
