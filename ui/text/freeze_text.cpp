#include "ui/text/freeze_text.h"

#include <QCoreApplication>

namespace keysluice::ui {

namespace {

struct FreezeText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::FreezeText)
};

} // namespace

QString freezeChoiceText(core::Freeze freeze) {
    return freeze == core::Freeze::Streams ? FreezeText::tr("Cut running answers")
                                           : FreezeText::tr("Let running answers finish");
}

} // namespace keysluice::ui
