#include "gallery.h"
#include "ui/dialogs/add_secret_dialog.h"
#include "ui/dialogs/add_secret_form.h"
#include "ui/dialogs/delete_question.h"
#include "ui/dialogs/rename_dialog.h"
#include "ui/dialogs/reveal_dialog.h"
#include "ui/dialogs/secret_field.h"
#include "ui/pages/connections/credential_pane.h"
#include "ui/pages/connections/key_box.h"
#include "ui/pages/connections/llms_page.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace keysluice::uitest {

namespace {

using Result = ui::KeyCheckOutcome::Result;

constexpr QSize kWindow{1280, 800};

std::unique_ptr<QWidget> llms(GalleryStage& stage) {
    auto* page =
        new ui::LlmsPage(stage.ports.credentials, stage.ports.agents, stage.ports.vault, stage.ports.clock, nullptr);
    return inWindow(stage, QStringLiteral("llms"), page);
}

std::unique_ptr<QWidget> filled(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    return llms(stage);
}

std::unique_ptr<QWidget> dialog(GalleryStage& stage) {
    fillWithSamples(stage.ports);
    return std::make_unique<ui::AddSecretDialog>(stage.ports.credentials, stage.ports.agents, stage.ports.clock,
                                                 nullptr);
}

ui::AddSecretDialog& asDialog(QWidget& window) {
    return static_cast<ui::AddSecretDialog&>(window);
}

void paste(QWidget& window, const QString& text) {
    window.findChild<ui::SecretField*>()->setText(text);
    ui::AddSecretPresenter& presenter = asDialog(window).form().presenter();
    if (!presenter.isRotation()) {
        presenter.setName(QStringLiteral("Personal"));
    }
}

/// Not a key: letters of one kind, with the ending that the pictures show.
QString sampleKey() {
    return QStringLiteral("sk-ant-api03-") + QString(60, QLatin1Char('x')) + QStringLiteral("7QAA");
}

GalleryShot state(const char* name, std::function<void(GalleryStage&, QWidget&)> arrange) {
    return {QString::fromLatin1(name), {}, dialog, std::move(arrange)};
}

GalleryShot outcome(const char* name, Result result, int status, const char* detail = "") {
    return state(name, [=](GalleryStage& stage, QWidget& window) {
        paste(window, sampleKey());
        asDialog(window).form().presenter().activatePrimary();
        ui::KeyCheckOutcome answer;
        answer.result = result;
        answer.status = status;
        answer.host = "api.anthropic.com";
        answer.detail = detail;
        answer.retryAfterSeconds = status == 429 ? 120 : -1;
        stage.ports.credentials.check->settle(answer);
    });
}

template <class Dialog, class... More>
GalleryShot question(const char* name, More... more) {
    return {QString::fromLatin1(name),
            {},
            [more...](GalleryStage& stage) -> std::unique_ptr<QWidget> {
                fillWithSamples(stage.ports);
                return std::make_unique<Dialog>(stage.ports.credentials, stage.ports.credentials.rows.front(), more...,
                                                nullptr);
            },
            {}};
}

std::vector<GalleryShot> pageShots() {
    return {
        {QStringLiteral("connections-llms"), kWindow, filled, {}},
        {QStringLiteral("connections-empty"), kWindow, llms, {}},
        {QStringLiteral("connections-narrow"), QSize(880, 560), filled, {}},
        {QStringLiteral("connections-checking"), kWindow, filled,
         [](GalleryStage& stage, QWidget&) { stage.ports.credentials.test("cred-Work"); }},
        {QStringLiteral("connections-disabled"), kWindow, filled,
         [](GalleryStage& stage, QWidget& window) {
             (void)stage;
             window.findChild<ui::CredentialPane*>()->enabledChosen(false);
         }},
        {QStringLiteral("connections-order"), kWindow, filled,
         [](GalleryStage&, QWidget& window) {
             for (QPushButton* button : window.findChildren<QPushButton*>()) {
                 if (button->text() == ui::LlmsPage::tr("Change the order")) {
                     button->click();
                     return;
                 }
             }
         }},
        {QStringLiteral("connections-filtered"), kWindow, filled,
         [](GalleryStage&, QWidget& window) {
             window.findChild<ui::LlmsPage*>()->findChild<QLineEdit*>()->setText(QStringLiteral("mistral"));
         }},
        {QStringLiteral("connections-revealed"), kWindow, filled,
         [](GalleryStage&, QWidget& window) {
             window.findChild<ui::KeyBox*>()->reveal(
                 core::SecretBytes::copyOf(std::string_view(sampleKey().toStdString())));
         }},
    };
}

std::vector<GalleryShot> addSecretShots() {
    return {
        state("add-secret-0-empty", {}),
        state("add-secret-1-recognised",
              [](GalleryStage&, QWidget& window) {
                  paste(window, QLatin1Char('"') + sampleKey() + QStringLiteral("\"\n"));
              }),
        state("add-secret-2-verifying",
              [](GalleryStage& stage, QWidget& window) {
                  paste(window, sampleKey());
                  asDialog(window).form().presenter().activatePrimary();
                  stage.ports.clock.value += 3'400;
                  asDialog(window).form().presenter().changed();
              }),
        outcome("add-secret-3-rejected", Result::Rejected, 401),
        outcome("add-secret-4-could-not-check", Result::ProxyFailed, 0, "proxy.corp.example:3128: connection refused"),
        {QStringLiteral("add-secret-5-details"),
         {},
         dialog,
         [](GalleryStage& stage, QWidget& window) {
             outcome("", Result::TlsFailed, 0, "self-signed certificate in certificate chain").arrange(stage, window);
             for (QPushButton* button : window.findChildren<QPushButton*>()) {
                 if (button->isCheckable()) {
                     button->click();
                 }
             }
         }},
        outcome("add-secret-6-limited", Result::RateLimited, 429),
        outcome("add-secret-7-restricted", Result::Restricted, 403),
        state("add-secret-8-placeholder",
              [](GalleryStage&, QWidget& window) {
                  paste(window, QStringLiteral("sk-ant-api03-ksPlaceholder") + QString(60, QLatin1Char('a')));
              }),
        state("add-secret-9-rotate",
              [](GalleryStage& stage, QWidget& window) {
                  asDialog(window).beginRotation(stage.ports.credentials.rows.front());
                  paste(window, sampleKey());
              }),
    };
}

} // namespace

std::vector<GalleryShot> connectionsShots() {
    std::vector<GalleryShot> shots = pageShots();
    for (GalleryShot& shot : addSecretShots()) {
        shots.push_back(std::move(shot));
    }
    shots.push_back(question<ui::RenameDialog>("secret-edit"));
    shots.push_back({QStringLiteral("secret-delete"),
                     {},
                     [](GalleryStage& stage) -> std::unique_ptr<QWidget> {
                         fillWithSamples(stage.ports);
                         return std::make_unique<ui::DeleteQuestion>(stage.ports.credentials,
                                                                     stage.ports.credentials.rows.at(2),
                                                                     stage.ports.agents.rows, nullptr);
                     },
                     {}});
    shots.push_back(question<ui::RevealDialog>("secret-reveal", ui::RevealDialog::Purpose::Show,
                                               std::function<void(core::SecretBytes)>()));
    return shots;
}

} // namespace keysluice::uitest
