#include "ui/widgets/freeze_button.h"

#include "ui/style/icons.h"
#include "ui/text/freeze_text.h"

#include <QMenu>

namespace keysluice::ui {

FreezeButton::FreezeButton(QString freeze, QString thaw, const std::function<void(core::Freeze)>& act, QWidget* parent)
    : QPushButton(parent), m_freezeWord(std::move(freeze)), m_thawWord(std::move(thaw)), m_choices(new QMenu(this)) {
    for (const core::Freeze freeze : {core::Freeze::Requests, core::Freeze::Streams}) {
        m_choices->addAction(freezeChoiceText(freeze), this, [act, freeze] { act(freeze); });
    }
    connect(this, &QPushButton::clicked, this, [this, act] {
        if (menu() == nullptr) {
            act(core::Freeze::None);
        }
    });
    setFrozen(false);
}

void FreezeButton::setFrozen(bool isFrozen) {
    setText(isFrozen ? m_thawWord : m_freezeWord);
    setIcon(symbolicIcon(isFrozen ? QStringLiteral("play") : QStringLiteral("freeze")));
    setMenu(isFrozen ? nullptr : m_choices);
}

} // namespace keysluice::ui
