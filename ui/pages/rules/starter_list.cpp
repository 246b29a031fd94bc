#include "ui/pages/rules/starter_list.h"

#include "ui/models/starter_words.h"
#include "ui/pages/parts.h"
#include "ui/pages/rules/rule_look.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

using namespace core::rules;

StateLook lookOf(const StarterSet& starter) {
    using Kind = RuleListModel::Kind;
    if (starter.rules.empty()) {
        return ruleLook(Kind::Limit, true);
    }
    return ruleLook(starter.rules.front().decision == Decision::Ask ? Kind::Ask : Kind::Block, true);
}

} // namespace

StarterList::StarterList(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const StarterSet& starter : starterSets()) {
        if (layout->count() > 0) {
            layout->addWidget(hairline(Qt::Horizontal, this));
        }
        auto* row = new QHBoxLayout;
        row->setContentsMargins(16, 10, 16, 10);
        row->setSpacing(12);
        const StateLook look = lookOf(starter);
        row->addWidget(new IconLabel(look.icon, 16, look.color, this));
        auto* words = new QVBoxLayout;
        words->setSpacing(1);
        words->addWidget(strongText(starterName(starter.kind), this));
        words->addWidget(helpText(starterAbout(starter.kind), this));
        row->addLayout(words, 1);
        QPushButton* add = textButton(tr("Add"), this, ButtonRole::Normal, {}, true);
        add->setAccessibleName(tr("Add: %1").arg(starterName(starter.kind)));
        connect(add, &QPushButton::clicked, this, [this, kind = starter.kind] { Q_EMIT chosen(kind); });
        row->addWidget(add);
        layout->addLayout(row);
    }
}

} // namespace keysluice::ui
