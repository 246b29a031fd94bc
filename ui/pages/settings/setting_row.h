#pragma once

#include <QWidget>

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
    void addWide(QWidget* widget);

private:
    QGridLayout* m_grid;
    int m_row = 0;
};

} // namespace keysluice::ui
