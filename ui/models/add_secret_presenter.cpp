#include "ui/models/add_secret_presenter.h"

#include "ui/models/key_check_text.h"
#include "ui/models/visible_text.h"
#include "ui/text/failure_text.h"

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kTickMilliseconds = 250;
constexpr core::MonotonicNs kSecond = 1'000'000'000;

} // namespace

AddSecretPresenter::AddSecretPresenter(CredentialPort& credentials, const core::Clock& clock, QObject* parent)
    : QObject(parent), m_credentials(credentials), m_clock(clock) {
    m_tick.setInterval(kTickMilliseconds);
    connect(&m_tick, &QTimer::timeout, this, &AddSecretPresenter::changed);
    reset();
}

AddSecretPresenter::~AddSecretPresenter() = default;

void AddSecretPresenter::beginRotation(const core::CredentialInfo& credential) {
    m_rotated = credential;
    reset();
}

QString AddSecretPresenter::rotatedName() const {
    return m_rotated ? visibleText(m_rotated->name) : QString();
}

void AddSecretPresenter::reset() {
    if (m_check) {
        m_check->disconnect(this);
        m_check.release()->deleteLater();
    }
    m_tick.stop();
    m_key.clear();
    m_recognition = {};
    m_maskedEnd = QString::fromStdString(core::maskedPreview({}));
    m_outcome = {};
    m_failure.reset();
    m_nameError.clear();
    m_agents.reset();
    m_nameIsOwn = m_rotated.has_value();
    m_stage = Stage::Editing;
    if (m_rotated) {
        m_providerId = m_rotated->providerId;
        m_kindId = m_rotated->kindId;
        m_name = visibleText(m_rotated->name);
    } else {
        const core::Provider& first = catalogue().providers().front();
        m_providerId = first.id;
        m_kindId = first.kinds.front().id;
        m_name = suggestedName();
    }
    Q_EMIT changed();
}

const core::CredentialKind* AddSecretPresenter::kind() const {
    return provider() == nullptr ? nullptr : provider()->kind(m_kindId);
}

QString AddSecretPresenter::suggestedName() const {
    const QString base = providerName(catalogue(), m_providerId);
    const std::vector<core::CredentialInfo> stored = m_credentials.credentials();
    const auto isTaken = [&stored](const QString& name) {
        return std::any_of(stored.begin(), stored.end(), [&name](const core::CredentialInfo& one) {
            return name.compare(QString::fromStdString(one.name), Qt::CaseInsensitive) == 0;
        });
    };
    if (!isTaken(base)) {
        return base;
    }
    int number = 2;
    while (isTaken(base + QLatin1Char(' ') + QString::number(number))) {
        ++number;
    }
    return base + QLatin1Char(' ') + QString::number(number);
}

void AddSecretPresenter::edited() {
    m_stage = Stage::Editing;
    m_failure.reset();
    if (!m_nameIsOwn) {
        m_name = suggestedName();
        m_nameError.clear();
    }
    Q_EMIT changed();
}

void AddSecretPresenter::setKey(core::SecretBytes pasted) {
    if (isVerifying() || m_stage == Stage::Saved) {
        return;
    }
    m_recognition = core::recogniseKey(pasted.view(), catalogue());
    m_key = core::trimmedKey(pasted.view());
    m_maskedEnd = previewEnd(QString::fromStdString(core::maskedPreview(m_key.view())));
    if (!m_rotated && !m_recognition.providerId.empty()) {
        m_providerId = m_recognition.providerId;
        m_kindId = m_recognition.kindId;
    }
    edited();
}

void AddSecretPresenter::chooseProvider(const std::string& providerId) {
    const core::Provider* chosen = catalogue().provider(providerId);
    if (isVerifying() || m_rotated || chosen == nullptr || providerId == m_providerId) {
        return;
    }
    m_providerId = providerId;
    m_kindId = m_recognition.providerId == providerId ? m_recognition.kindId : chosen->kinds.front().id;
    edited();
}

void AddSecretPresenter::chooseKind(const std::string& kindId) {
    if (isVerifying() || m_rotated || provider() == nullptr || provider()->kind(kindId) == nullptr ||
        kindId == m_kindId) {
        return;
    }
    m_kindId = kindId;
    edited();
}

void AddSecretPresenter::setName(const QString& name) {
    if (isVerifying() || m_rotated || name == m_name) {
        return;
    }
    m_name = name;
    m_nameIsOwn = !name.isEmpty();
    m_nameError.clear();
    Q_EMIT changed();
}

void AddSecretPresenter::setAgents(std::optional<std::vector<core::RecordId>> agents) {
    if (!isVerifying()) {
        m_agents = std::move(agents);
    }
}

bool AddSecretPresenter::isOfOtherProvider() const {
    return !m_recognition.providerId.empty() && m_recognition.providerId != m_providerId;
}

bool AddSecretPresenter::nameIsGood() {
    if (m_rotated) {
        return true;
    }
    const QString name = m_name.trimmed();
    constexpr int kLongestName = 64;
    if (name.isEmpty() || name.toUcs4().size() > kLongestName || hiddenCharacters(name) > 0) {
        m_nameError = failureText({core::FailureCode::NameInvalid, {}});
        return false;
    }
    const std::string wanted = name.toStdString();
    for (const core::CredentialInfo& one : m_credentials.credentials()) {
        if (one.name == wanted) {
            m_nameError = failureText({core::FailureCode::NameTaken, wanted});
            return false;
        }
    }
    return true;
}

void AddSecretPresenter::activatePrimary() {
    if (!isPrimaryEnabled()) {
        return;
    }
    if (!nameIsGood()) {
        Q_EMIT changed();
        Q_EMIT focusRequested(Focus::Name);
        return;
    }
    if (m_stage == Stage::Limited) {
        save();
    } else {
        verify();
    }
}

void AddSecretPresenter::activateSecondary() {
    if (m_stage != Stage::CouldNotCheck) {
        return;
    }
    if (!nameIsGood()) {
        Q_EMIT changed();
        Q_EMIT focusRequested(Focus::Name);
        return;
    }
    save();
}

void AddSecretPresenter::enter(Stage stage, Focus focus) {
    m_stage = stage;
    Q_EMIT changed();
    Q_EMIT focusRequested(focus);
}

void AddSecretPresenter::verify() {
    m_failure.reset();
    m_outcome = {};
    m_checkStarted = m_clock.monotonic();
    m_check = m_credentials.checkKey(m_providerId, m_kindId, m_key.clone());
    connect(m_check.get(), &KeyCheck::finished, this, &AddSecretPresenter::checkFinished);
    m_tick.start();
    enter(Stage::Verifying, Focus::Cancel);
}

bool AddSecretPresenter::cancelCheck() {
    if (!isVerifying()) {
        return false;
    }
    m_check->disconnect(this);
    m_check->cancel();
    m_check.release()->deleteLater();
    m_tick.stop();
    enter(Stage::Editing, Focus::Key);
    return true;
}

void AddSecretPresenter::checkFinished(const KeyCheckOutcome& outcome) {
    m_outcome = outcome;
    m_check->disconnect(this);
    // it is still inside its signal
    m_check.release()->deleteLater();
    m_tick.stop();
    switch (outcome.result) {
    case KeyCheckOutcome::Result::Valid:
        save();
        return;
    case KeyCheckOutcome::Result::Rejected:
        enter(Stage::Rejected, Focus::Key);
        return;
    case KeyCheckOutcome::Result::Cancelled:
        enter(Stage::Editing, Focus::Key);
        return;
    default:
        enter(isLimitedOutcome(outcome.result) ? Stage::Limited : Stage::CouldNotCheck, Focus::Primary);
    }
}

void AddSecretPresenter::save() {
    core::Outcome<core::RecordId> result;
    if (m_rotated) {
        const core::Outcome<void> rotated = m_credentials.rotate(m_rotated->id, m_key.clone(), m_outcome);
        result = rotated ? core::Outcome<core::RecordId>(m_rotated->id)
                         : core::Outcome<core::RecordId>(tl::make_unexpected(rotated.error()));
    } else {
        result = m_credentials.add({m_name.trimmed().toStdString(), m_providerId, m_kindId, m_agents, m_outcome},
                                   m_key.clone());
    }
    if (!result) {
        if (result.error().code == core::FailureCode::NameTaken ||
            result.error().code == core::FailureCode::NameInvalid) {
            m_nameError = failureText(result.error());
            enter(Stage::Editing, Focus::Name);
            return;
        }
        m_failure = result.error();
        enter(m_stage == Stage::Verifying ? Stage::Editing : m_stage, Focus::Primary);
        return;
    }
    m_key.clear();
    m_recognition = {};
    m_savedId = *result;
    m_stage = Stage::Saved;
    Q_EMIT changed();
    Q_EMIT saved(m_savedId, visibleText(m_name.trimmed()));
}

NoteLine AddSecretPresenter::recognitionLine() const {
    if (m_stage == Stage::Rejected) {
        return {NoteTone::Danger, tr("Correct the key, or paste another one."), {}};
    }
    const QString recognisedProvider = providerName(catalogue(), m_recognition.providerId);
    const core::Provider* owner = catalogue().provider(m_recognition.providerId);
    const core::CredentialKind* ownKind = owner == nullptr ? nullptr : owner->kind(m_recognition.kindId);
    //: %1 is a provider ("Anthropic"), %2 a kind of key ("API key")
    const QString what = ownKind == nullptr ? QString() : tr("%1 %2").arg(recognisedProvider, kindName(*ownKind));
    switch (m_recognition.shape) {
    case core::KeyShape::Empty:
        return {NoteTone::Neutral, tr("Paste it here. Provider and kind are recognised from it."), {}};
    case core::KeyShape::HasInnerSpace:
        return {NoteTone::Danger, tr("There is a space or a line break inside. Copy the key again, in one piece."), {}};
    case core::KeyShape::NotAscii:
        return {NoteTone::Danger, tr("A key has only plain letters, digits and signs. Copy it again."), {}};
    case core::KeyShape::TooLong:
        return {NoteTone::Danger, failureText({core::FailureCode::ValueTooLong, {}}), {}};
    case core::KeyShape::Placeholder:
        return {NoteTone::Danger, failureText({core::FailureCode::ValueIsPlaceholder, {}}), {}};
    case core::KeyShape::TooShort:
        return {NoteTone::Warning, tr("%1: the beginning is right, but the end is missing. Copy all of it.").arg(what),
                what};
    case core::KeyShape::Recognised:
    case core::KeyShape::Unrecognised:
        break;
    }
    const QString chosen = providerName(catalogue(), m_providerId);
    if (m_recognition.shape == core::KeyShape::Unrecognised) {
        return {NoteTone::Info,
                kind() == nullptr
                    ? tr("Its beginning is not known. It is taken for a key of %1.").arg(chosen)
                    : tr("Its beginning is not known. It is taken for %1 %2.").arg(chosen, kindName(*kind())),
                {}};
    }
    if (isOfOtherProvider()) {
        return {NoteTone::Warning,
                m_rotated ? tr("This is a key of %1. “%2” goes to %3: add it as a new secret instead.")
                                .arg(recognisedProvider, rotatedName(), chosen)
                          : tr("This looks like a key of %1, not of %2.").arg(recognisedProvider, chosen),
                {}};
    }
    if (m_recognition.kindId != m_kindId && ownKind != nullptr && kind() != nullptr) {
        return {NoteTone::Warning,
                tr("By its prefix this is an %1, not an %2.").arg(kindName(*ownKind), kindName(*kind())),
                {}};
    }
    if (isVerifying() || m_stage == Stage::CouldNotCheck || m_stage == Stage::Limited) {
        return {NoteTone::Neutral, what, {}};
    }
    return {NoteTone::Ok,
            tr("%1, recognised by its prefix %2").arg(what, isolated(QString::fromStdString(m_recognition.prefix))),
            what};
}

QString AddSecretPresenter::trimmedNote() const {
    return m_stage == Stage::Editing ? trimmedText(m_recognition.trimmed) : QString();
}

bool AddSecretPresenter::keyHasError() const {
    return m_stage == Stage::Rejected || (m_recognition.shape != core::KeyShape::Empty && !m_recognition.isUsable());
}

InjectionText AddSecretPresenter::injection() const {
    if (kind() == nullptr) {
        return {};
    }
    const QString host = m_rotated && !m_rotated->hosts.empty() ? visibleText(m_rotated->hosts.front())
                                                                : QString::fromStdString(provider()->hosts.front());
    return injectionText(*kind(), host, m_maskedEnd);
}

NoteBanner AddSecretPresenter::banner() const {
    if (m_failure) {
        return {NoteTone::Danger,
                m_rotated ? tr("The old key stays: the new one could not be stored.")
                          : tr("The key could not be stored."),
                failureText(*m_failure)};
    }
    switch (m_stage) {
    case Stage::Rejected:
    case Stage::Limited:
    case Stage::CouldNotCheck:
        return outcomeBanner(m_outcome, providerName(catalogue(), m_providerId), isRotation());
    default:
        return {};
    }
}

QString AddSecretPresenter::details() const {
    return m_stage == Stage::CouldNotCheck && !m_failure ? outcomeDetails(m_outcome) : QString();
}

QString AddSecretPresenter::progressText() const {
    return tr("Asking %1 which models this key can see").arg(isolated(injection().host));
}

int AddSecretPresenter::elapsedSeconds() const {
    if (!isVerifying()) {
        return 0;
    }
    return static_cast<int>(
        std::clamp<core::MonotonicNs>((m_clock.monotonic() - m_checkStarted) / kSecond, 0, kTimeLimitSeconds));
}

QString AddSecretPresenter::primaryText() const {
    switch (m_stage) {
    case Stage::Limited:
        return m_rotated ? tr("Replace") : tr("Save");
    case Stage::CouldNotCheck:
        return tr("Try again");
    default:
        return m_rotated ? tr("Verify and replace") : tr("Verify and save");
    }
}

bool AddSecretPresenter::isPrimaryEnabled() const {
    // a new key for a stored credential never goes to another company than its own
    return !isVerifying() && m_stage != Stage::Saved && m_recognition.isUsable() && !(m_rotated && isOfOtherProvider());
}

QString AddSecretPresenter::secondaryText() const {
    if (m_stage != Stage::CouldNotCheck) {
        return {};
    }
    return m_rotated ? tr("Replace unchecked") : tr("Save unchecked");
}

} // namespace keysluice::ui
