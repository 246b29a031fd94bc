#include "ui/models/starter_words.h"

#include <QCoreApplication>

namespace keysluice::ui {

namespace {

using namespace core::rules;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::StarterWords)
};

} // namespace

QString starterName(StarterKind kind) {
    switch (kind) {
    case StarterKind::OnlySmallModels:
        return Words::tr("Only small models");
    case StarterKind::AskBeforeOpus:
        return Words::tr("Ask before Opus");
    case StarterKind::AskAboveOneDollar:
        return Words::tr("Ask above $1 a request");
    case StarterKind::NoHostedWebTools:
        return Words::tr("No hosted web tools");
    case StarterKind::NoFilesBatchesOrAdmin:
        return Words::tr("No files, batches or admin endpoints");
    case StarterKind::WorkingHoursOnly:
        return Words::tr("Working hours only");
    case StarterKind::SixtyRequestsAMinute:
        return Words::tr("60 requests a minute");
    }
    return {};
}

QString starterAbout(StarterKind kind) {
    switch (kind) {
    case StarterKind::OnlySmallModels:
        return Words::tr("Blocks every model but Haiku, Sonnet and the small ones of other providers.");
    case StarterKind::AskBeforeOpus:
        return Words::tr("Holds each request to an Opus model until you have answered.");
    case StarterKind::AskAboveOneDollar:
        return Words::tr("Holds requests that may cost more than a dollar.");
    case StarterKind::NoHostedWebTools:
        return Words::tr("Blocks web search and web fetch that run at the provider.");
    case StarterKind::NoFilesBatchesOrAdmin:
        return Words::tr("Blocks uploads, batches, and whatever manages the account.");
    case StarterKind::WorkingHoursOnly:
        return Words::tr("Blocks everything outside Monday to Friday, 08:00 to 18:00.");
    case StarterKind::SixtyRequestsAMinute:
        return Words::tr("Limits what each agent asks of providers.");
    }
    return {};
}

StarterSet namedStarter(StarterSet starter) {
    const std::string name = starterName(starter.kind).toStdString();
    for (Rule& rule : starter.rules) {
        rule.name = name;
    }
    for (Limit& limit : starter.limits) {
        limit.name = name;
    }
    return starter;
}

} // namespace keysluice::ui
