#pragma once

#include <QRadioButton>
#include <QWidget>

class QLabel;

namespace keysluice::ui {

/// One of several ways, at least 56 px high: radio button, tile, name, second line, and something at the end. A click
/// anywhere chooses it. Thread: gui.
class ChoiceRow final : public QWidget {
    Q_OBJECT
public:
    ChoiceRow(const QString& icon, const QString& name, const QString& text, const QString& end, QWidget* parent);

    [[nodiscard]] QRadioButton* radio() const { return m_radio; }
    void setText(const QString& text);
    [[nodiscard]] QString text() const;

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRadioButton* m_radio;
    QLabel* m_text;
};

} // namespace keysluice::ui
