#include "support/memory_ports.h"
#include "support/page_queries.h"
#include "ui/pages/settings/gateway_section.h"
#include "ui/pages/settings/interface_sections.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/settings/trust_section.h"
#include "ui/pages/settings/vault_section.h"
#include "ui/widgets/sidebar.h"

#include <QAccessible>
#include <QCheckBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;
using namespace keysluice::uitest;

/// The page Settings and its sections.
class SettingsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void networkMistakesAreToldBesideTheirField() {
        MemoryPorts p;
        ui::GatewaySection section(p.settings, p.gateway);
        section.show();
        named<QLineEdit>(section, QStringLiteral("Port"))->setText(QStringLiteral("99999"));
        section.apply();
        QVERIFY(shows(section, QStringLiteral("A port is a number from 1 to 65535.")));
        QCOMPARE(int(p.settings.protectedValues.port), 5397);
        named<QLineEdit>(section, QStringLiteral("Port"))->setText(QStringLiteral("6000"));
        named<QLineEdit>(section, QStringLiteral("Addresses"))->setText(QStringLiteral("0.0.0.0"));
        QVERIFY(shows(section, QStringLiteral("Other computers can reach the gateway")));
        p.settings.nextFailure = core::Failure{core::FailureCode::PortTaken, "6000"};
        section.apply();
        QVERIFY(shows(section, QStringLiteral("Port 6000 is in use")));
        QCOMPARE(named<QLineEdit>(section, QStringLiteral("Port"))->text(), QStringLiteral("6000"));
        section.apply();
        QCOMPARE(int(p.settings.protectedValues.port), 6000);
    }
    void proxyPasswordGoesToTheVaultOnly() {
        MemoryPorts p;
        ui::GatewaySection section(p.settings, p.gateway);
        section.show();
        named<QLineEdit>(section, QStringLiteral("Upstream proxy"))->setText(QStringLiteral("proxy.example:3128"));
        named<QLineEdit>(section, QStringLiteral("Proxy user"))->setText(QStringLiteral("me"));
        named<QLineEdit>(section, QStringLiteral("Proxy password"))->setText(QStringLiteral("s:ecret"));
        section.apply();
        QCOMPARE(p.settings.proxyCredentials, std::string("me:s:ecret"));
        QCOMPARE(p.settings.protectedValues.upstreamProxy, std::string("http://proxy.example:3128"));
        QVERIFY(named<QLineEdit>(section, QStringLiteral("Proxy password"))->text().isEmpty());
    }
    void anAuthorityIsTrustedOnlyAfterAQuestion() {
        MemoryPorts p;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("ca.pem"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n-----BEGIN "
                   "CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n");
        file.close();
        ui::TrustSection section(p.settings);
        section.show();
        section.importFrom(path);
        QVERIFY(p.settings.protectedValues.extraCaPem.empty());
        named<QPushButton>(*openDialog<QMessageBox>(section), QStringLiteral("Trust"))->click();
        QVERIFY(p.settings.protectedValues.extraCaPem.find("PRIVATE") == std::string::npos);
        QVERIFY(p.settings.protectedValues.extraCaPem.find("AA") != std::string::npos);
        named<QPushButton>(section, QStringLiteral("Remove CN=Corporate root 1"))->click();
        QVERIFY(p.settings.protectedValues.extraCaPem.empty());
    }
    void lockSettingsAreInForceAtOnceOrToldInPlace() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        ui::VaultSection section(p.vault, p.settings);
        section.show();
        auto* sleep = named<QCheckBox>(section, QStringLiteral("Lock when the computer sleeps"));
        sleep->click();
        QVERIFY(p.settings.lockValues.onSuspend);
        p.settings.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        sleep->click();
        QVERIFY(sleep->isChecked());
        QVERIFY(shows(section, QStringLiteral("The vault is locked. Unlock it first.")));
    }
    void aSettingIsFound() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        ui::SettingsPage page(p.vault, p.settings, p.gateway);
        page.resize(1000, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto* field = named<QLineEdit>(page, QStringLiteral("Find a setting"));
        auto* list = page.findChild<ui::Sidebar*>();
        const auto sections = [&] {
            QList<int> result;
            for (int at = ui::SettingsPage::Vault; at <= ui::SettingsPage::Language; ++at) {
                if (!list->isPageHidden(at)) {
                    result += at;
                }
            }
            return result;
        };
        const QList<int> all = sections();
        QCOMPARE(all.size(), 6);
        page.focusSection();
        QVERIFY(!field->hasFocus());
        QTest::keyClick(&page, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(field->hasFocus());

        QTest::keyClicks(field, QStringLiteral("PROXY user")); // by its label, in any case
        QCOMPARE(sections(), QList<int>{ui::SettingsPage::Gateway});
        QCOMPARE(page.section(), ui::SettingsPage::Gateway);
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Proxy user"))->isVisible());
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Proxy password")) == nullptr);
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Port")) == nullptr);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Proxy user"))->hasFocus());

        field->setText(QStringLiteral("panel's text colour")); // by its help
        QCOMPARE(sections(), QList<int>{ui::SettingsPage::Start});
        QVERIFY(named<QCheckBox>(page, QStringLiteral("Coloured tray icon"))->isVisible());
        QVERIFY(named<QCheckBox>(page, QStringLiteral("Start when you log in")) == nullptr);
        field->setText(QStringLiteral("tunnelled")); // by the help of a choice
        QCOMPARE(sections(), QList<int>{ui::SettingsPage::Gateway});
        field->setText(QStringLiteral("recovery code")); // what is not a row
        QVERIFY(sections().contains(ui::SettingsPage::Vault));
        field->setText(QStringLiteral("gateway port")); // section and row
        QCOMPARE(page.section(), ui::SettingsPage::Gateway);
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Port"))->isVisible());
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Proxy user")) == nullptr);

        field->setText(QStringLiteral("<b>kettle</b>"));
        QVERIFY(sections().isEmpty());
        QVERIFY(shows(page, QStringLiteral("No setting has “<b>kettle</b>” in its name or explanation.")));
        for (const QLabel* label : page.findChildren<QLabel*>()) {
            QVERIFY(!label->text().contains(QStringLiteral("kettle")) || label->textFormat() == Qt::PlainText);
        }
        named<QPushButton>(page, QStringLiteral("Show every setting"))->click();
        QCOMPARE(sections(), all);
        QCOMPARE(page.section(), ui::SettingsPage::Vault); // as before the search
        QVERIFY(field->text().isEmpty());

        field->setText(QStringLiteral("kettle"));
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(sections(), all);
        // warnings show themselves as before, and who is sent to a section sees all of it
        field->setText(QStringLiteral("kettle"));
        page.showSection(ui::SettingsPage::Gateway);
        QCOMPARE(sections(), all);
        QCOMPARE(page.section(), ui::SettingsPage::Gateway);
        QVERIFY(named<QLineEdit>(page, QStringLiteral("Port"))->isVisible());
        QVERIFY(!shows(page, QStringLiteral("An agent can then reach routers")));
        named<QCheckBox>(page, QStringLiteral("Allow private destinations"))->click();
        QVERIFY(shows(page, QStringLiteral("An agent can then reach routers")));
    }
    void assistiveTechnologyChoosesTheAppearance() {
        MemoryPorts p;
        ui::AppearanceSection section(p.settings);
        QAccessibleInterface* face =
            QAccessible::queryAccessibleInterface(named<QRadioButton>(section, QStringLiteral("Dark")));
        face->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
        QCOMPARE(p.settings.interfaceSettings().appearance, core::Appearance::Dark);
    }
    void aRecoveryCodeThatIsNotConfirmedIsTakenBack() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        ui::VaultSection section(p.vault, p.settings);
        section.show();
        section.createRecoveryCode();
        auto* dialog = openDialog<QDialog>(section);
        QVERIFY(dialog != nullptr);
        named<QLineEdit>(*dialog, QStringLiteral("Passphrase or recovery code"))->setText(QStringLiteral("wrong"));
        named<QPushButton>(*dialog, QStringLiteral("Create code"))->click();
        QTRY_VERIFY(shows(*dialog, QStringLiteral("This passphrase does not open the vault.")));
        named<QLineEdit>(*dialog, QStringLiteral("Passphrase or recovery code"))
            ->setText(QStringLiteral("correct horse"));
        named<QPushButton>(*dialog, QStringLiteral("Create code"))->click();
        QTRY_VERIFY(named<QPushButton>(*dialog, QStringLiteral("I have it")) != nullptr);
        QVERIFY(p.vault.has(core::SlotKind::RecoveryCode));
        named<QPushButton>(*dialog, QStringLiteral("I have it"))->click();
        QVERIFY(dialog->isVisible());
        named<QPushButton>(*dialog, QStringLiteral("Discard the code"))->click();
        QTRY_VERIFY(!p.vault.has(core::SlotKind::RecoveryCode));
    }
};

QTEST_MAIN(SettingsTest)
#include "tst_settings.moc"
