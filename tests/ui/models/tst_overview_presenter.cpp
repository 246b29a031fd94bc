#include "support/memory_ports.h"
#include "ui/models/overview_presenter.h"

#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using Kind = ui::AttentionItem::Kind;
using uitest::MemoryPorts;

namespace {

std::vector<Kind> kinds(const ui::OverviewPresenter& presenter) {
    std::vector<Kind> result;
    for (const ui::AttentionItem& item : presenter.attention()) {
        result.push_back(item.kind);
    }
    return result;
}

struct Scene {
    MemoryPorts p;
    ui::OverviewPresenter presenter{p.vault, p.gateway, p.credentials, p.activity, p.clock};

    const ui::AttentionItem& first() const { return presenter.attention().front(); }
};

} // namespace

class OverviewPresenterTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingWhenAllIsWell() {
        Scene s;
        QCOMPARE(kinds(s.presenter), std::vector<Kind>{Kind::NoCredential});
        s.p.credentials.put("Work");
        s.p.credentials.put("New", "openai", core::Health::Unchecked, 0);
        QVERIFY(s.presenter.attention().empty());
    }

    void saysThatAProxyIsNotUsed() {
        Scene s;
        s.p.credentials.put("Work");
        s.p.gateway.caution = core::Failure{core::FailureCode::UpstreamProxyIsGateway, "127.0.0.1:5397"};
        s.p.gateway.become(ui::GatewayPort::State::Running);
        QCOMPARE(kinds(s.presenter), std::vector<Kind>{Kind::GatewayWarning});
        QVERIFY(s.first().text.contains(QLatin1String("127.0.0.1:5397")));
        QCOMPARE(s.first().button, QStringLiteral("Settings"));
        s.p.gateway.caution.reset();
        s.p.gateway.become(ui::GatewayPort::State::Running);
        QVERIFY(s.presenter.attention().empty());
    }

    void everyStateOfTheVaultHasItsButton_data() {
        QTest::addColumn<core::VaultState>("state");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("button");
        QTest::newRow("absent") << core::VaultState::Absent << int(Kind::VaultAbsent) << "Set up";
        QTest::newRow("locked") << core::VaultState::Locked << int(Kind::VaultLocked) << "Unlock";
        QTest::newRow("unverified") << core::VaultState::PolicyUnverified << int(Kind::PolicyUnverified) << "Review";
        QTest::newRow("unusable") << core::VaultState::Unusable << int(Kind::VaultUnusable) << "";
    }
    void everyStateOfTheVaultHasItsButton() {
        QFETCH(core::VaultState, state);
        QFETCH(int, kind);
        QFETCH(QString, button);
        Scene s;
        s.p.credentials.put("Work");
        QSignalSpy changed(&s.presenter, &ui::OverviewPresenter::attentionChanged);
        s.p.vault.become(state);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(kinds(s.presenter), std::vector<Kind>{static_cast<Kind>(kind)});
        QCOMPARE(s.first().button, button);
        s.p.vault.become(state); // nothing new is no news
        QCOMPARE(changed.count(), 1);
        s.p.vault.become(core::VaultState::Open);
        QVERIFY(s.presenter.attention().empty());
    }

    void healthOfKeysIsTold_data() {
        QTest::addColumn<core::Health>("health");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::newRow("rejected") << core::Health::Rejected << 401 << int(Kind::CredentialRejected) << "401";
        QTest::newRow("restricted") << core::Health::Restricted << 403 << int(Kind::CredentialRestricted) << "403";
        QTest::newRow("no credit") << core::Health::OutOfCredit << 402 << int(Kind::CredentialOutOfCredit) << "402";
        QTest::newRow("limited") << core::Health::RateLimited << 429 << int(Kind::CredentialRateLimited) << "429";
    }
    void healthOfKeysIsTold() {
        QFETCH(core::Health, health);
        QFETCH(int, status);
        QFETCH(int, kind);
        QFETCH(QString, text);
        Scene s;
        s.p.credentials.put("Wo\u202Erk", "openai", health, status);
        QCOMPARE(kinds(s.presenter), std::vector<Kind>{static_cast<Kind>(kind)});
        QCOMPARE(s.first().credential, std::string("cred-Wo\u202Erk"));
        QVERIFY(s.first().title.contains(QStringLiteral("“Wo[U+202E]rk”")));
        QVERIFY2(s.first().text.contains(text), qPrintable(s.first().text));
        QVERIFY(!s.first().button.isEmpty());
        // what is switched off bothers nobody, and a locked vault shows no keys
        s.p.vault.become(core::VaultState::Locked);
        QCOMPARE(kinds(s.presenter), std::vector<Kind>{Kind::VaultLocked});
        s.p.vault.become(core::VaultState::Open);
        QVERIFY(s.p.credentials.setEnabled("cred-Wo\u202Erk", false).has_value());
        QVERIFY(s.presenter.attention().empty());
    }

    void aLimitThatHasPassedIsNoNews() {
        Scene s;
        s.p.credentials.put("Work", "openai", core::Health::RateLimited, 429).health.acceptedAgainAt =
            s.p.clock.value + 1;
        Q_EMIT s.p.credentials.changed();
        QVERIFY(s.first().text.contains(QStringLiteral("accepts it again at")));
        s.p.clock.value += 1;
        Q_EMIT s.p.credentials.changed();
        QVERIFY(s.presenter.attention().empty());
    }

    void theGatewaysTroubleOffersWhatHelps() {
        Scene s;
        s.p.credentials.put("Work");
        s.p.gateway.why = core::Failure{core::FailureCode::PortTaken, "5397"};
        s.p.gateway.become(ui::GatewayPort::State::Error);
        QCOMPARE(s.first().button, QStringLiteral("Use 5398"));
        s.p.gateway.why = core::Failure{core::FailureCode::AddressUnavailable, "192.0.2.1"};
        s.p.gateway.become(ui::GatewayPort::State::Error);
        QCOMPARE(s.first().button, QStringLiteral("Settings"));
        QCOMPARE(s.presenter.subtitle(), QStringLiteral("Not reachable"));
        s.p.gateway.why.reset();
        s.p.gateway.become(ui::GatewayPort::State::Paused);
        QCOMPARE(s.first().title, QStringLiteral("Paused until you resume"));
        QCOMPARE(s.first().button, QStringLiteral("Resume"));
        s.p.gateway.become(ui::GatewayPort::State::Frozen);
        QCOMPARE(s.first().title, QStringLiteral("All agents are frozen"));
        QCOMPARE(s.first().button, QStringLiteral("Thaw"));
        s.p.gateway.until = s.p.clock.value + 900'000;
        s.p.gateway.become(ui::GatewayPort::State::Paused);
        QVERIFY(s.first().title.startsWith(QStringLiteral("Paused until ")));
    }

    void theMostSeriousStandsFirst() {
        Scene s;
        s.p.credentials.put("Slow", "openai", core::Health::RateLimited, 429);
        s.p.credentials.put("Dead", "openai", core::Health::Rejected, 401);
        s.p.activity.why = core::Failure{core::FailureCode::DiskFull, {}};
        Q_EMIT s.p.activity.troubleChanged();
        s.p.gateway.become(ui::GatewayPort::State::Error);
        QCOMPARE(kinds(s.presenter), (std::vector<Kind>{Kind::GatewayError, Kind::ActivityTrouble,
                                                        Kind::CredentialRejected, Kind::CredentialRateLimited}));
    }
};

QTEST_GUILESS_MAIN(OverviewPresenterTest)
#include "tst_overview_presenter.moc"
