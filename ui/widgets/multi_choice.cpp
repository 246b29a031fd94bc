#include "ui/widgets/multi_choice.h"

#include "ui/models/visible_text.h"

#include <QMenu>

#include <algorithm>

namespace keysluice::ui {

MultiChoice::MultiChoice(QString name, std::vector<Entry> entries, QWidget* parent)
    : ChoiceButton(parent), m_name(std::move(name)) {
    for (Entry& entry : entries) {
        m_all.push_back({std::move(entry)});
    }
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // as wide as its place: what is chosen elides
    connect(&choices(), &QMenu::aboutToShow, this, &MultiChoice::fillMenu);
    showChoice();
}

void MultiChoice::setChosen(const std::vector<std::string>& values) {
    for (Choice& one : m_all) {
        one.isChosen = std::find(values.begin(), values.end(), one.entry.value) != values.end();
    }
    for (const std::string& value : values) {
        const bool isKnown =
            std::any_of(m_all.begin(), m_all.end(), [&](const Choice& one) { return one.entry.value == value; });
        if (!isKnown) {
            m_all.push_back({{value, visibleText(value)}, true});
        }
    }
    showChoice();
}

std::vector<std::string> MultiChoice::chosen() const {
    std::vector<std::string> values;
    for (const Choice& one : m_all) {
        if (one.isChosen) {
            values.push_back(one.entry.value);
        }
    }
    return values;
}

void MultiChoice::fillMenu() {
    choices().clear();
    choices().setMinimumWidth(width());
    for (Choice& one : m_all) {
        QAction* action = choices().addAction(QString(one.entry.name).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(one.isChosen);
        connect(action, &QAction::toggled, this, [this, &one](bool isChosen) {
            one.isChosen = isChosen;
            showChoice();
            Q_EMIT chosenChanged();
        });
    }
}

void MultiChoice::showChoice() {
    QStringList names;
    for (const Choice& one : m_all) {
        if (one.isChosen) {
            names << one.entry.name;
        }
    }
    const QString text = names.isEmpty() ? tr("Choose") : names.join(QStringLiteral(", "));
    setText(text);
    setToolTip(names.isEmpty() ? QString() : text.toHtmlEscaped());
    //: %1: what is chosen from ("Agent"), %2: what is chosen
    setAccessibleName(tr("%1: %2").arg(m_name, text));
}

} // namespace keysluice::ui
