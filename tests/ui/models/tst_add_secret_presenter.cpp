#include "support/memory_ports.h"
#include "ui/models/add_secret_presenter.h"

#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using ui::AddSecretPresenter;
using ui::NoteTone;
using Result = ui::KeyCheckOutcome::Result;
using Stage = AddSecretPresenter::Stage;
using Focus = AddSecretPresenter::Focus;

Q_DECLARE_METATYPE(keysluice::ui::AddSecretPresenter::Focus)

namespace {

const std::string kApiKey = "sk-ant-api03-" + std::string(80, 'm') + "-7QAA";
const std::string kOAuth = "sk-ant-oat01-" + std::string(80, 'n') + "-kGwA";
const std::string kOpenAi = "sk-proj-" + std::string(80, 'o') + "x9Tf";

} // namespace

class AddSecretPresenterTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Focus>(); }
    void init();
    void recognises_data();
    void recognises();
    void notesWhatWasTrimmed();
    void selectsTheProviderAndTellsMismatch();
    void savesWhatIsValid();
    void refusesWhatIsRejected();
    void offersSavingWhatIsLimited_data();
    void offersSavingWhatIsLimited();
    void offersTryingAgain_data();
    void offersTryingAgain();
    void cancels();
    void countsSeconds();
    void refusesNames();
    void keepsTheFormWhenSavingFails();
    void rotates();
    void neverSendsAKeyToAnotherCompany();
    void ignoresEditsWhileVerifying();
    void survivesBeingDeletedWhileVerifying();

private:
    void paste(const std::string& text) { m_presenter->setKey(core::SecretBytes::copyOf(std::string_view(text))); }
    std::unique_ptr<uitest::MemoryCredentials> m_port;
    uitest::TestClock m_clock;
    std::unique_ptr<AddSecretPresenter> m_presenter;
};

void AddSecretPresenterTest::init() {
    m_presenter.reset();
    m_port = std::make_unique<uitest::MemoryCredentials>();
    m_presenter = std::make_unique<AddSecretPresenter>(*m_port, m_clock);
}

void AddSecretPresenterTest::recognises_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<NoteTone>("tone");
    QTest::addColumn<QString>("part");
    QTest::addColumn<bool>("mayVerify");
    const auto row = [](const char* name, const std::string& text, NoteTone tone, const char* part, bool may) {
        QTest::newRow(name) << text << tone << QString::fromUtf8(part) << may;
    };
    row("empty", "", NoteTone::Neutral, "Paste it here", false);
    row("api key", kApiKey, NoteTone::Ok, "Anthropic API key, recognised by its prefix", true);
    row("oauth", kOAuth, NoteTone::Ok, "Anthropic OAuth token, recognised", true);
    row("openai", kOpenAi, NoteTone::Ok, "OpenAI API key, recognised", true);
    row("cut off", "sk-ant-api03-abc", NoteTone::Warning, "the end is missing", false);
    row("inner space", "sk-ant-api03-" + std::string(40, 'a') + " " + std::string(40, 'b'), NoteTone::Danger,
        "space or a line break inside", false);
    row("two lines", kApiKey + "\n" + kOAuth, NoteTone::Danger, "space or a line break inside", false);
    row("not ascii", "sk-ant-api03-" + std::string(40, 'a') + "é", NoteTone::Danger, "plain letters", false);
    row("100 kB", "sk-ant-api03-" + std::string(100'000, 'a'), NoteTone::Danger, "too long for a key", false);
    row("placeholder", "sk-ant-api03-ksPlaceholder" + std::string(80, 'a'), NoteTone::Danger, "placeholder", false);
    row("unknown", std::string(48, 'z'), NoteTone::Info, "taken for Anthropic API key", true);
}

void AddSecretPresenterTest::recognises() {
    QFETCH(std::string, text);
    QFETCH(NoteTone, tone);
    QFETCH(QString, part);
    QFETCH(bool, mayVerify);
    paste(text);
    const ui::NoteLine line = m_presenter->recognitionLine();
    QCOMPARE(line.tone, tone);
    QVERIFY2(line.text.contains(part), qPrintable(line.text));
    QCOMPARE(m_presenter->isPrimaryEnabled(), mayVerify);
    QVERIFY(!line.text.contains(QStringLiteral("mmmm")));
    m_presenter->activatePrimary();
    QCOMPARE(m_presenter->isVerifying(), mayVerify);
}

void AddSecretPresenterTest::notesWhatWasTrimmed() {
    paste("\"" + kApiKey + "\"\n");
    QCOMPARE(m_presenter->trimmedNote(), QStringLiteral("Quotes and a line break around it were removed."));
    m_presenter->activatePrimary();
    QCOMPARE(m_port->checkedKey, kApiKey);
    m_presenter->cancelCheck();
    paste("  " + kApiKey);
    QCOMPARE(m_presenter->trimmedNote(), QStringLiteral("White space around it was removed."));
    paste(kApiKey);
    QVERIFY(m_presenter->trimmedNote().isEmpty());
}

void AddSecretPresenterTest::selectsTheProviderAndTellsMismatch() {
    m_presenter->chooseProvider("openai");
    QCOMPARE(m_presenter->name(), QStringLiteral("OpenAI"));
    QCOMPARE(m_presenter->injection().header, QStringLiteral("authorization: Bearer ••••"));
    paste(kOAuth);
    QCOMPARE(m_presenter->providerId(), std::string("anthropic"));
    QCOMPARE(m_presenter->kindId(), std::string("oauth_token"));
    QCOMPARE(m_presenter->injection().header, QStringLiteral("authorization: Bearer ••••kGwA"));
    QCOMPARE(m_presenter->injection().addition, QStringLiteral("anthropic-beta: oauth-2025-04-20"));
    m_presenter->chooseProvider("openai");
    QCOMPARE(m_presenter->recognitionLine().tone, NoteTone::Warning);
    QVERIFY(m_presenter->recognitionLine().text.contains(QStringLiteral("a key of Anthropic, not of OpenAI")));
    m_presenter->chooseProvider("anthropic");
    QCOMPARE(m_presenter->kindId(), std::string("oauth_token"));
    m_presenter->chooseKind("api_key");
    QVERIFY(m_presenter->recognitionLine().text.contains(QStringLiteral("OAuth token")));
    QCOMPARE(m_presenter->recognitionLine().tone, NoteTone::Warning);
}

void AddSecretPresenterTest::savesWhatIsValid() {
    QSignalSpy saved(m_presenter.get(), &AddSecretPresenter::saved);
    QSignalSpy focus(m_presenter.get(), &AddSecretPresenter::focusRequested);
    m_port->put("Anthropic");
    m_presenter->reset();
    QCOMPARE(m_presenter->name(), QStringLiteral("Anthropic 2"));
    paste(kApiKey);
    m_presenter->setName(QStringLiteral(" Personal "));
    m_presenter->setAgents(std::vector<core::RecordId>{"agent-a"});
    m_presenter->activatePrimary();
    QCOMPARE(focus.last().at(0).value<Focus>(), Focus::Cancel);
    QVERIFY(m_presenter->progressText().contains(QStringLiteral("api.anthropic.com")));
    QVERIFY(!m_port->calls.contains(QStringLiteral("add")));
    m_port->check->settle(Result::Valid);
    QCOMPARE(m_presenter->stage(), Stage::Saved);
    QCOMPARE(saved.count(), 1);
    QCOMPARE(saved.at(0).at(1).toString(), QStringLiteral("Personal"));
    QCOMPARE(m_port->lastAdded.name, std::string("Personal"));
    QCOMPARE(m_port->lastAdded.check.models, 9);
    QVERIFY(m_port->lastAdded.agents.has_value());
    QCOMPARE(m_port->values.at("cred-Personal"), kApiKey);
    QVERIFY(!m_presenter->isPrimaryEnabled());
}

void AddSecretPresenterTest::refusesWhatIsRejected() {
    QSignalSpy focus(m_presenter.get(), &AddSecretPresenter::focusRequested);
    paste(kApiKey);
    m_presenter->activatePrimary();
    m_port->check->settle(Result::Rejected, 401);
    QCOMPARE(m_presenter->stage(), Stage::Rejected);
    QCOMPARE(m_presenter->banner().tone, NoteTone::Danger);
    QCOMPARE(m_presenter->banner().heading, QStringLiteral("Anthropic rejected this key (401). Nothing was saved."));
    QVERIFY(m_presenter->keyHasError());
    QCOMPARE(focus.last().at(0).value<Focus>(), Focus::Key);
    QVERIFY(m_presenter->secondaryText().isEmpty());
    m_presenter->activateSecondary();
    QVERIFY(!m_port->calls.contains(QStringLiteral("add")));
    paste(kOAuth);
    QCOMPARE(m_presenter->stage(), Stage::Editing);
    QVERIFY(m_presenter->banner().heading.isEmpty());
}

void AddSecretPresenterTest::offersSavingWhatIsLimited_data() {
    QTest::addColumn<Result>("result");
    QTest::addColumn<int>("status");
    QTest::newRow("restricted") << Result::Restricted << 403;
    QTest::newRow("rate-limited") << Result::RateLimited << 429;
    QTest::newRow("no credit") << Result::OutOfCredit << 402;
}

void AddSecretPresenterTest::offersSavingWhatIsLimited() {
    QFETCH(Result, result);
    QFETCH(int, status);
    paste(kApiKey);
    m_presenter->activatePrimary();
    m_port->check->settle(result, status);
    QCOMPARE(m_presenter->stage(), Stage::Limited);
    QCOMPARE(m_presenter->banner().tone, NoteTone::Warning);
    QVERIFY(m_presenter->banner().heading.contains(QString::number(status)));
    QCOMPARE(m_presenter->primaryText(), QStringLiteral("Save"));
    m_presenter->activatePrimary();
    QCOMPARE(m_presenter->stage(), Stage::Saved);
    QCOMPARE(m_port->lastAdded.check.result, result);
}

void AddSecretPresenterTest::offersTryingAgain_data() {
    QTest::addColumn<Result>("result");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, Result result, const char* reason) {
        QTest::newRow(name) << result << QString::fromUtf8(reason);
    };
    row("dns", Result::DnsFailed, "could not be found");
    row("connect", Result::ConnectFailed, "could not be reached");
    row("tls", Result::TlsFailed, "certificate");
    row("proxy", Result::ProxyFailed, "proxy");
    row("time-out", Result::TimedOut, "within 10 s");
    row("busy", Result::ProviderBusy, "overloaded");
    row("error", Result::ProviderError, "problem of its own");
    row("unexpected", Result::Unexpected, "not a list of models");
}

void AddSecretPresenterTest::offersTryingAgain() {
    QFETCH(Result, result);
    QFETCH(QString, reason);
    QSignalSpy focus(m_presenter.get(), &AddSecretPresenter::focusRequested);
    paste(kApiKey);
    m_presenter->activatePrimary();
    ui::KeyCheckOutcome outcome;
    outcome.result = result;
    outcome.host = "api.anthropic.com";
    outcome.detail = "machine text";
    m_port->check->settle(outcome);
    QCOMPARE(m_presenter->stage(), Stage::CouldNotCheck);
    QVERIFY2(m_presenter->banner().text.contains(reason), qPrintable(m_presenter->banner().text));
    QVERIFY(m_presenter->banner().text.contains(QStringLiteral("This says nothing about the key")));
    QVERIFY(m_presenter->details().contains(QStringLiteral("machine text")));
    QCOMPARE(m_presenter->primaryText(), QStringLiteral("Try again"));
    QCOMPARE(focus.last().at(0).value<Focus>(), Focus::Primary);
    m_presenter->activatePrimary();
    QVERIFY(m_presenter->isVerifying());
    m_port->check->settle(outcome);
    QCOMPARE(m_presenter->secondaryText(), QStringLiteral("Save unchecked"));
    m_presenter->activateSecondary();
    QCOMPARE(m_presenter->stage(), Stage::Saved);
    QCOMPARE(m_port->rows.back().health.health, core::Health::Unchecked);
}

void AddSecretPresenterTest::cancels() {
    paste(kApiKey);
    QVERIFY(!m_presenter->cancelCheck());
    m_presenter->activatePrimary();
    QVERIFY(m_presenter->cancelCheck());
    QVERIFY(m_port->checkWasCancelled);
    QCOMPARE(m_presenter->stage(), Stage::Editing);
    QVERIFY(m_presenter->isPrimaryEnabled()); // the key is kept for another try
    QVERIFY(!m_port->calls.contains(QStringLiteral("add")));
}

void AddSecretPresenterTest::countsSeconds() {
    paste(kApiKey);
    m_presenter->activatePrimary();
    QCOMPARE(m_presenter->elapsedSeconds(), 0);
    m_clock.value += 3'400;
    QCOMPARE(m_presenter->elapsedSeconds(), 3);
    m_clock.value += 60'000;
    QCOMPARE(m_presenter->elapsedSeconds(), 10);
}

void AddSecretPresenterTest::refusesNames() {
    QSignalSpy focus(m_presenter.get(), &AddSecretPresenter::focusRequested);
    m_port->put("Work");
    paste(kApiKey);
    for (const QString& name : {QStringLiteral("Work"), QStringLiteral("   "), QString(65, QLatin1Char('a'))}) {
        m_presenter->setName(name);
        m_presenter->activatePrimary();
        QVERIFY(!m_presenter->isVerifying());
        QVERIFY(!m_presenter->nameError().isEmpty());
        QCOMPARE(focus.last().at(0).value<Focus>(), Focus::Name);
    }
    m_presenter->setName(QStringLiteral("Other"));
    QVERIFY(m_presenter->nameError().isEmpty());
}

void AddSecretPresenterTest::keepsTheFormWhenSavingFails() {
    paste(kApiKey);
    m_presenter->activatePrimary();
    m_port->nextFailure = core::Failure{core::FailureCode::DiskFull, {}};
    m_port->check->settle(Result::Valid);
    QCOMPARE(m_presenter->stage(), Stage::Editing);
    QVERIFY(m_presenter->banner().text.contains(QStringLiteral("disk is full")));
    QVERIFY(m_presenter->isPrimaryEnabled());
    QVERIFY(m_port->rows.empty());
}

void AddSecretPresenterTest::rotates() {
    m_port->put("Work");
    m_presenter->beginRotation(m_port->rows.front());
    QCOMPARE(m_presenter->primaryText(), QStringLiteral("Verify and replace"));
    m_presenter->chooseProvider("openai");
    m_presenter->setName(QStringLiteral("Else"));
    QCOMPARE(m_presenter->providerId(), std::string("anthropic"));
    paste(kApiKey);
    m_presenter->activatePrimary();
    m_port->check->settle(Result::Rejected, 401);
    QVERIFY(m_presenter->banner().heading.contains(QStringLiteral("The old key stays")));
    paste(kApiKey);
    m_presenter->activatePrimary();
    m_port->check->settle(Result::TimedOut);
    QCOMPARE(m_presenter->secondaryText(), QStringLiteral("Replace unchecked"));
    m_presenter->activatePrimary();
    m_port->check->settle(Result::Valid);
    QCOMPARE(m_presenter->stage(), Stage::Saved);
    QCOMPARE(m_port->rows.front().version, 2U);
    QCOMPARE(m_port->values.at("cred-Work"), kApiKey);
}

void AddSecretPresenterTest::neverSendsAKeyToAnotherCompany() {
    m_port->put("Work");
    m_presenter->beginRotation(m_port->rows.front());
    paste(kOpenAi);
    QCOMPARE(m_presenter->recognitionLine().tone, NoteTone::Warning);
    QVERIFY(!m_presenter->isPrimaryEnabled());
    m_presenter->activatePrimary();
    QVERIFY(!m_port->calls.contains(QStringLiteral("checkKey")));
}

void AddSecretPresenterTest::ignoresEditsWhileVerifying() {
    paste(kApiKey);
    m_presenter->activatePrimary();
    paste(kOpenAi);
    m_presenter->chooseProvider("openai");
    m_presenter->setName(QStringLiteral("Else"));
    QVERIFY(m_presenter->isVerifying());
    m_port->check->settle(Result::Valid);
    QCOMPARE(m_port->lastAdded.providerId, std::string("anthropic"));
    QCOMPARE(m_port->lastAdded.name, std::string("Anthropic"));
}

void AddSecretPresenterTest::survivesBeingDeletedWhileVerifying() {
    paste(kApiKey);
    m_presenter->activatePrimary();
    QVERIFY(!m_port->check.isNull());
    m_presenter.reset();
    QVERIFY(m_port->check.isNull());
}

QTEST_GUILESS_MAIN(AddSecretPresenterTest)
#include "tst_add_secret_presenter.moc"
