#include "ui/text/rule_fault_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace keysluice::ui {

namespace {

using core::rules::RuleFault;
using Code = core::rules::RuleFaultCode;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::RuleFaultText)
};

/// A number of the detail as the person's locale writes it.
QString number(const QString& digits) {
    return QLocale().toString(digits.toLongLong());
}

QString rangeText(const QString& detail) { // "0 to 1000"
    const QStringList ends = detail.split(QStringLiteral(" to "));
    return ends.size() == 2 ? Words::tr("Give a whole number from %1 to %2.").arg(number(ends[0]), number(ends[1]))
                            : Words::tr("Give a number.");
}

QString fileFault(const RuleFault& fault) {
    const QString detail = QString::fromStdString(fault.detail);
    switch (fault.code) {
    case Code::NotJson:
        return Words::tr("This is not JSON: %1").arg(detail);
    case Code::FileTooLarge:
        return Words::tr("It is larger than %1 bytes.").arg(number(detail));
    case Code::NewerVersion:
        return Words::tr("It was written by a newer version of Keysluice.");
    case Code::MemberUnknown:
        return Words::tr("It is not known here: misspelt, or of a newer version.");
    case Code::MemberRepeated:
        return Words::tr("It is there twice.");
    case Code::MemberMissing:
        return Words::tr("It is missing.");
    case Code::WrongType:
        return Words::tr("It must be of another type: %1.").arg(detail);
    case Code::WrongWord:
        return Words::tr("It must be one of %1.").arg(detail);
    case Code::IdRepeated:
        return Words::tr("Another one before has the same id.");
    default:
        return {};
    }
}

QString formFault(Code code) {
    switch (code) {
    case Code::ProviderMalformed:
        return Words::tr("An id of a provider has lower-case letters, digits, - and _.");
    case Code::HostMalformed:
        return Words::tr("Give a host, *.suffix or an address, each alone or with :port.");
    case Code::MethodMalformed:
        return Words::tr("Give a method in capital letters.");
    case Code::PathMalformed:
        return Words::tr("A path begins with a slash and has neither blanks nor a query.");
    case Code::PatternMalformed:
        return Words::tr("Give ASCII characters without blanks.");
    case Code::HeaderNameMalformed:
        return Words::tr("This cannot be the name of a header.");
    case Code::TimeMalformed:
        return Words::tr("Give times as 08:30, from 00:00 to 24:00.");
    case Code::TimeEmpty:
        return Words::tr("Choose at least one day, and two different times.");
    default:
        return {};
    }
}

} // namespace

QString ruleFaultText(const RuleFault& fault) {
    const QString detail = QString::fromStdString(fault.detail);
    switch (fault.code) {
    case Code::ListEmpty:
        return Words::tr("Give at least one.");
    case Code::TextEmpty:
        return Words::tr("Give a text.");
    case Code::TooMany:
        return Words::tr("There may be %1 at most.").arg(number(detail));
    case Code::TooManyTexts:
        return Words::tr("All rules and limits together may look for %1 texts at most.").arg(number(detail));
    case Code::TooManyPatterns:
        return Words::tr("The conditions of all rules and limits may list %1 entries at most.").arg(number(detail));
    case Code::EntryRepeated:
        return Words::tr("It is in the list before.");
    case Code::TextTooLong:
        return Words::tr("It may have %1 characters at most.").arg(number(detail));
    case Code::TextUnprintable:
        return Words::tr("It has characters that cannot be seen, or that turn the direction of writing.");
    case Code::OutOfRange:
        return rangeText(detail);
    case Code::HighRiskNotAsk:
        return Words::tr("Only what is asked can need the passphrase.");
    case Code::AnswerTimeNotAsk:
        return Words::tr("Only what is asked waits for an answer.");
    case Code::ReasonWithAllow:
        return Words::tr("What is allowed has no reason.");
    case Code::ExpressionMalformed:
        return Words::tr("This expression cannot be used: %1").arg(detail);
    case Code::NothingAbove:
        return Words::tr("Nothing is above the greatest.");
    default: {
        const QString form = formFault(fault.code);
        return form.isEmpty() ? fileFault(fault) : form;
    }
    }
}

} // namespace keysluice::ui
