#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace keysluice::ui {

/// Rows of a settings section: label at the start, control and help at the end. Thread: gui.
class SettingRows final : public QWidget {
    Q_OBJECT
public:
    explicit SettingRows(QWidget* parent = nullptr);

    /// The label becomes the control's name; returns the help line (empty text: none shown).
    QLabel* add(const QString& label, QWidget* control, const QString& help = {});
    /// On or off, in force at once.
    QCheckBox* addToggle(const QString& label, const QString& help = {});
    /// Belongs to the row before it.
    void addWide(QWidget* widget);
    /// Goes away when no row is left to see.
    void setHeading(QLabel* heading) { m_heading = heading; }
    /// Shows only rows whose label, help, choices and heading have all words (any case), every row for none. How many
    /// it shows.
    int showOnly(const QStringList& words);

private:
    struct Row {
        QLabel* caption = nullptr;
        QWidget* control = nullptr;
        QLabel* help = nullptr;
        std::vector<QWidget*> wide; ///< frames: what is in them shows and hides itself
        int space = 0;              ///< the grid row that keeps it apart from the next
    };
    QWidget* framed(QWidget* widget);
    [[nodiscard]] QString textOf(const Row& row) const;

    QGridLayout* m_grid;
    QLabel* m_heading = nullptr;
    std::vector<Row> m_rows;
    int m_row = 0;
};

[[nodiscard]] bool hasEveryWord(const QString& text, const QStringList& words);

} // namespace keysluice::ui
