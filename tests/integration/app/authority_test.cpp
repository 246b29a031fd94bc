#include "app/services/authority_keeper.h"
#include "gateway/tls/certificate_builder.h"
#include "unit/vault/vault_fixture.h"
#include "vault/records/rule_repository.h"

#include <QFile>
#include <QTest>

using namespace keysluice;

namespace {

constexpr core::UnixMs kDay = 24LL * 3600 * 1000;
constexpr const char* kHost = "llm.example.org";

std::shared_ptr<const core::ProviderCatalogue> catalogue() {
    QFile file(QStringLiteral(KEYSLUICE_PROVIDERS));
    return file.open(QIODevice::ReadOnly) ? core::ProviderCatalogue::fromJson(file.readAll()).value_or(nullptr)
                                          : nullptr;
}

QByteArray contentOf(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Same key and same name, another certificate.
bool isReissue(const std::string& before, const std::string& after) {
    const auto older = gateway::tls::certificateFromPem(before);
    const auto newer = gateway::tls::certificateFromPem(after);
    return before != after &&
           X509_NAME_cmp(X509_get_subject_name(older->get()), X509_get_subject_name(newer->get())) == 0 &&
           EVP_PKEY_eq(X509_get0_pubkey(older->get()), X509_get0_pubkey(newer->get())) == 1;
}

bool permits(const app::AuthorityKeeper& keeper, const std::string& host) {
    const auto details = keeper.details();
    return details && std::find(details->permittedHosts.begin(), details->permittedHosts.end(), host) !=
                          details->permittedHosts.end();
}

} // namespace

/// The authority in the vault: made once, issued anew when it has to be, and given out without its key.
class AuthorityTest final : public QObject {
    Q_OBJECT

    tests::VaultFixture m_place;
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue;
    std::unique_ptr<vault::Vault> m_vault;
    std::unique_ptr<app::AuthorityKeeper> m_keeper;

    std::unique_ptr<app::AuthorityKeeper> keeper() {
        const std::filesystem::path folder(m_place.directory);
        return std::make_unique<app::AuthorityKeeper>(*m_vault, *m_catalogue, m_place.clock, folder / "ca.pem",
                                                      folder / "bundle.pem");
    }
    std::string pem() const { return m_keeper->certificatePem().value_or(std::string()); }

private Q_SLOTS:
    void initTestCase() {
        m_catalogue = catalogue();
        QVERIFY(m_catalogue != nullptr);
        m_vault = m_place.create();
        QVERIFY(m_vault != nullptr);
        m_keeper = keeper();
        QVERIFY(m_keeper->ensure());
        QVERIFY(permits(*m_keeper, "api.anthropic.com") && permits(*m_keeper, "api.openai.com"));
        QVERIFY(!permits(*m_keeper, kHost));
        QVERIFY(m_keeper->addedHosts().empty()); // nothing is older than the first one
    }

    void nothingChangesWithoutAReason() {
        const std::string before = pem();
        const auto signing = m_keeper->signing();
        QVERIFY(m_keeper->ensure());
        m_place.clock.advance(300 * kDay);
        QVERIFY(m_keeper->ensure());
        QCOMPARE(pem(), before);
        QCOMPARE(m_keeper->signing(), signing);
    }

    void aNewHostIssuesItAnew() {
        const std::string before = pem();
        const core::UnixMs now = m_place.clock.now();
        QVERIFY(m_vault->credentials().add({"own", "openai", "api_key", {kHost, "192.0.2.7"}, {}},
                                           tests::secret("sk-proj-" + std::string(60, 'x'))));
        QVERIFY(m_keeper->ensure());
        QVERIFY(isReissue(before, pem()));
        for (const char* host : {"api.anthropic.com", kHost, "192.0.2.7"}) {
            QVERIFY(permits(*m_keeper, host));
        }
        const std::map<std::string, core::UnixMs> expected{{kHost, now}, {"192.0.2.7", now}};
        QCOMPARE(m_keeper->addedHosts(), expected);
        QCOMPARE(m_keeper->signing()->addedHosts, expected);
        QCOMPARE(m_keeper->signing()->certificatePem, pem());
        // Another process of later knows of no launch that is older.
        const auto other = keeper();
        QVERIFY(other->ensure());
        QVERIFY(other->addedHosts().empty());
        QCOMPARE(other->certificatePem().value_or(std::string()), pem());
    }

    void hostsThatRulesNameAreVouchedFor() {
        core::rules::Rule rule;
        rule.conditions.hosts = {{"*.rules.example", "one.example:8443"}, {"but.example"}};
        core::rules::Rule off;
        off.isEnabled = false;
        off.conditions.hosts.among = {"off.example"};
        core::rules::Limit limit;
        limit.conditions.hosts.among = {"limit.example"};
        QVERIFY(m_vault->rules().setAll({{rule, off}, {limit}}));
        const std::string before = pem();
        QVERIFY(m_keeper->ensure());
        QVERIFY(isReissue(before, pem()));
        for (const char* host : {"rules.example", "one.example", "limit.example", kHost}) {
            QVERIFY2(permits(*m_keeper, host), host);
        }
        for (const char* host : {"but.example", "off.example", "*.rules.example"}) {
            QVERIFY2(!permits(*m_keeper, host), host);
        }
    }

    void itsYearIsRenewedInTime() {
        const std::string before = pem();
        const auto added = m_keeper->addedHosts();
        const core::UnixMs end = m_keeper->details()->notAfter;
        m_place.clock.advance(end - m_place.clock.now() - 31 * kDay);
        QVERIFY(m_keeper->ensure());
        QCOMPARE(pem(), before);
        m_place.clock.advance(2 * kDay);
        QVERIFY(m_keeper->ensure());
        QVERIFY(isReissue(before, pem()));
        QVERIFY(m_keeper->details()->notAfter > end + 330 * kDay);
        QVERIFY(permits(*m_keeper, kHost));
        QCOMPARE(m_keeper->addedHosts(), added); // no host is new
    }

    void oneThatIsNotValidYetIsReplaced() {
        const std::string before = pem();
        m_place.clock.advance(-20 * kDay); // the clock had been ahead
        QVERIFY(m_keeper->ensure());
        QVERIFY(isReissue(before, pem()));
        QVERIFY(m_keeper->details()->notBefore <= m_place.clock.now());
    }

    void filesHoldCertificatesOnly() {
        const std::string certificate = pem();
        QCOMPARE(contentOf(m_keeper->certificateFile()), QByteArray::fromStdString(certificate));
        QVERIFY(contentOf(m_keeper->bundleFile()).contains(QByteArray::fromStdString(certificate)));
        const std::string der(m_keeper->signing()->privateKeyDer->view());
        for (const auto& file : {m_keeper->certificateFile(), m_keeper->bundleFile()}) {
            const QByteArray content = contentOf(file);
            QVERIFY(!content.contains("PRIVATE KEY"));
            QVERIFY(!content.contains(QByteArray::fromStdString(der).toBase64().left(40)));
        }
    }

    void whileLockedTheCertificateIsStillGivenOut() {
        const std::string certificate = pem();
        m_vault->lock();
        m_keeper->forget();
        QVERIFY(m_keeper->signing() == nullptr);
        QCOMPARE(pem(), certificate);
        QVERIFY(!m_keeper->ensure()); // nothing is made or changed
        QCOMPARE(pem(), certificate);
    }
};

QTEST_GUILESS_MAIN(AuthorityTest)
#include "authority_test.moc"
