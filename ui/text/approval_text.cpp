#include "ui/text/approval_text.h"

#include <QCoreApplication>

namespace keysluice::ui {

using Approval = core::ActivityRecord::Approval;

namespace {

struct ApprovalText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ApprovalText)
};

} // namespace

QString approvalText(Approval approval) {
    switch (approval) {
    case Approval::NotAsked:
        return {};
    case Approval::Approved:
        return ApprovalText::tr("Approved");
    case Approval::Remembered:
        return ApprovalText::tr("Approved by an earlier answer");
    case Approval::Denied:
        return ApprovalText::tr("Denied");
    case Approval::TimedOut:
        return ApprovalText::tr("No answer in time");
    case Approval::Unavailable:
        return ApprovalText::tr("Nobody could be asked");
    case Approval::Withdrawn:
        return ApprovalText::tr("Over before it was answered");
    }
    return {}; // of a newer version
}

} // namespace keysluice::ui
