#pragma once

#include <QStringList>
#include <QWidget>

namespace keysluice::ui {

/// Names as small chips that wrap. Thread: gui.
class ChipRow final : public QWidget {
    Q_OBJECT
public:
    explicit ChipRow(QWidget* parent = nullptr);
    void setNames(const QStringList& names);
    [[nodiscard]] const QStringList& names() const { return m_names; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Chips for a width, left to right.
    [[nodiscard]] QList<QRect> places(int width) const;

    QStringList m_names;
};

/// Two letters in a rounded square. Thread: gui.
class MonogramTile final : public QWidget {
    Q_OBJECT
public:
    explicit MonogramTile(QWidget* parent = nullptr);
    void setLetters(const QString& letters);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_letters;
};

} // namespace keysluice::ui
