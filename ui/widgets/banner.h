#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace keysluice::ui {

class IconLabel;

/// A sentence with at most one button, at the top of a page or dialog. Announced to screen readers when it appears.
/// Thread: gui.
class Banner final : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Info, Warning, Danger };
    Q_ENUM(Kind)

    explicit Banner(QWidget* parent = nullptr);

    /// Shows it. Empty `action`: no button.
    void show(Kind kind, const QString& text, const QString& action = {});
    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

Q_SIGNALS:
    void actionPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind = Kind::Info;
    IconLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
};

} // namespace keysluice::ui
