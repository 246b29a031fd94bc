#pragma once

#include "ui/widgets/choice_button.h"

#include <QString>

#include <string>
#include <vector>

namespace keysluice::ui {

/// Some of several, chosen by name: a button with a menu of check marks. Thread: gui.
class MultiChoice final : public ChoiceButton {
    Q_OBJECT
public:
    struct Entry {
        std::string value;
        QString name; ///< ready to show
    };

    /// `name`: for the screen reader, to whom the choice is said with it.
    MultiChoice(QString name, std::vector<Entry> entries, QWidget* parent = nullptr);

    /// What is not among the entries stays chosen, and is shown as it is.
    void setChosen(const std::vector<std::string>& values);
    /// In the order of the entries.
    [[nodiscard]] std::vector<std::string> chosen() const;

Q_SIGNALS:
    void chosenChanged();

private:
    struct Choice {
        Entry entry;
        bool isChosen = false;
    };
    void fillMenu();
    void showChoice();

    QString m_name;
    std::vector<Choice> m_all;
};

} // namespace keysluice::ui
