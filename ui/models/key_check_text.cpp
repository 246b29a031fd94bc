#include "ui/models/key_check_text.h"

#include "ui/models/visible_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace keysluice::ui {

namespace {

struct KeyCheckText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::KeyCheckText)
};

using Result = KeyCheckOutcome::Result;

QString couldNotCheckReason(const KeyCheckOutcome& outcome, const QString& provider) {
    const QString host = isolated(visibleText(outcome.host));
    switch (outcome.result) {
    case Result::DnsFailed:
        return KeyCheckText::tr("The address of %1 could not be found. Is this computer online?").arg(host);
    case Result::ConnectFailed:
        return KeyCheckText::tr("%1 could not be reached.").arg(host);
    case Result::TlsFailed:
        return KeyCheckText::tr("The certificate of %1 could not be trusted, so the key was not sent.").arg(host);
    case Result::ProxyFailed:
        return KeyCheckText::tr("The proxy refused or did not answer.");
    case Result::TimedOut:
        return KeyCheckText::tr("%1 did not answer within 10 s.").arg(host);
    case Result::ProviderBusy:
        return KeyCheckText::tr("%1 is overloaded (%2).").arg(provider).arg(outcome.status);
    case Result::ProviderError:
        return KeyCheckText::tr("%1 has a problem of its own (%2).").arg(provider).arg(outcome.status);
    default:
        return outcome.status > 0 ? KeyCheckText::tr("%1 gave an answer that is not a list of models (%2).")
                                        .arg(host)
                                        .arg(outcome.status)
                                  : KeyCheckText::tr("%1 gave an answer that is not a list of models.").arg(host);
    }
}

NoteBanner limitedBanner(const KeyCheckOutcome& outcome, const QString& provider) {
    NoteBanner banner;
    banner.tone = NoteTone::Warning;
    if (outcome.result == Result::Restricted) {
        banner.heading = KeyCheckText::tr("The key works, but it is restricted (%1).").arg(outcome.status);
        banner.text = KeyCheckText::tr("%1 does not let it see the models. Agents can use what it allows; it shows "
                                       "“Restricted” until a check succeeds.")
                          .arg(provider);
    } else if (outcome.result == Result::OutOfCredit) {
        banner.heading = KeyCheckText::tr("The key works, but no credit is left (%1).").arg(outcome.status);
        banner.text =
            KeyCheckText::tr("Agents receive this answer until credit is added in the %1 console.").arg(provider);
    } else {
        banner.heading = KeyCheckText::tr("The key works, but it is rate-limited now (%1).").arg(outcome.status);
        banner.text =
            outcome.retryAfterSeconds > 0
                ? KeyCheckText::tr("%1 accepts requests again in %n s. Agents receive 429 until then.", nullptr,
                                   static_cast<int>(qMin<std::int64_t>(outcome.retryAfterSeconds, 86'400)))
                      .arg(provider)
                : KeyCheckText::tr("Agents receive 429 until %1 accepts requests again.").arg(provider);
    }
    return banner;
}

} // namespace

bool isLimitedOutcome(KeyCheckOutcome::Result result) {
    return result == Result::Restricted || result == Result::RateLimited || result == Result::OutOfCredit;
}

NoteBanner outcomeBanner(const KeyCheckOutcome& outcome, const QString& provider, bool replacing) {
    if (outcome.result == Result::Valid || outcome.result == Result::Cancelled) {
        return {};
    }
    if (outcome.result == Result::Rejected) {
        return {
            NoteTone::Danger,
            replacing
                ? KeyCheckText::tr("%1 rejected this key (%2). The old key stays.").arg(provider).arg(outcome.status)
                : KeyCheckText::tr("%1 rejected this key (%2). Nothing was saved.").arg(provider).arg(outcome.status),
            KeyCheckText::tr("Check that all of it was pasted and that it is still active in the %1 console.")
                .arg(provider)};
    }
    if (isLimitedOutcome(outcome.result)) {
        return limitedBanner(outcome, provider);
    }
    NoteBanner banner;
    banner.tone = NoteTone::Warning;
    banner.heading = KeyCheckText::tr("Could not check the key now.");
    //: %1 is a sentence with the reason
    banner.text =
        (replacing ? KeyCheckText::tr("%1 This says nothing about the key. Replace the old one anyway: it shows "
                                      "“Unchecked” until a check succeeds.")
                   : KeyCheckText::tr("%1 This says nothing about the key. Save it anyway: it shows “Unchecked” "
                                      "until a check succeeds."))
            .arg(couldNotCheckReason(outcome, provider));
    return banner;
}

QString outcomeDetails(const KeyCheckOutcome& outcome) {
    QStringList lines;
    if (!outcome.host.empty()) {
        lines += KeyCheckText::tr("Host: %1").arg(visibleText(outcome.host));
    }
    if (outcome.status > 0) {
        lines += KeyCheckText::tr("Status: %1").arg(outcome.status);
    }
    if (!outcome.detail.empty()) {
        lines += visibleText(outcome.detail);
    }
    return lines.join(QLatin1Char('\n'));
}

QString trimmedText(const core::Trimmed& trimmed) {
    if (trimmed.quotes && trimmed.lineBreak) {
        return KeyCheckText::tr("Quotes and a line break around it were removed.");
    }
    if (trimmed.quotes && trimmed.space) {
        return KeyCheckText::tr("Quotes and white space around it were removed.");
    }
    if (trimmed.quotes) {
        return KeyCheckText::tr("Quotes around it were removed.");
    }
    if (trimmed.lineBreak) {
        return KeyCheckText::tr("A line break around it was removed.");
    }
    return trimmed.space ? KeyCheckText::tr("White space around it was removed.") : QString();
}

} // namespace keysluice::ui
