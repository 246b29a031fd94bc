#pragma once

#include <QStringList>
#include <QWidget>

namespace keysluice::ui {

/// The steps at the start side: done, now, next, by shape as well as colour. Thread: gui.
class StepList final : public QWidget {
    Q_OBJECT
public:
    explicit StepList(QWidget* parent = nullptr);

    void setSteps(const QStringList& names, const QStringList& results, int current);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int stepHeight() const;

    QStringList m_names;
    QStringList m_results;
    int m_current = 0;
};

} // namespace keysluice::ui
