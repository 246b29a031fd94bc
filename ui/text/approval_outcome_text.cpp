#include "ui/text/approval_outcome_text.h"

#include <QCoreApplication>

namespace keysluice::ui {

using Approval = core::ActivityRecord::Approval;

namespace {

struct ApprovalOutcomeText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ApprovalOutcomeText)
};

} // namespace

QString approvalText(Approval approval) {
    switch (approval) {
    case Approval::NotAsked:
        return {};
    case Approval::Approved:
        return ApprovalOutcomeText::tr("Approved");
    case Approval::Remembered:
        return ApprovalOutcomeText::tr("Approved by an earlier answer");
    case Approval::Denied:
        return ApprovalOutcomeText::tr("Denied");
    case Approval::TimedOut:
        return ApprovalOutcomeText::tr("No answer in time");
    case Approval::Unavailable:
        return ApprovalOutcomeText::tr("Nobody could be asked");
    case Approval::Withdrawn:
        return ApprovalOutcomeText::tr("Over before it was answered");
    }
    return {}; // of a newer version
}

} // namespace keysluice::ui
