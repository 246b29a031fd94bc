#pragma once

#include "ui/models/rule_list_model.h"

#include <QListView>

namespace keysluice::ui {

/// The rules or the limits with their keys and clicks turned into requests. Thread: gui.
class RuleList final : public QListView {
    Q_OBJECT
public:
    /// The model must outlive the view's use of it.
    RuleList(RuleListModel& model, const QString& name, QWidget* parent = nullptr);

    /// As high as its rows: the page scrolls, not the list.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, sizeHint().height()}; }

Q_SIGNALS:
    void openRequested(const QModelIndex& index);
    void toggleRequested(const QModelIndex& index);
    void duplicateRequested(const QModelIndex& index);
    void deleteRequested(const QModelIndex& index);
    void menuRequested(const QModelIndex& index, const QPoint& globalPosition);
    void stepRequested(const QModelIndex& index, int step); ///< -1 up, 1 down
    void currentRowChanged(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void relayout();

    RuleListModel& m_model;
    mutable int m_height = -1; ///< of all rows; -1: to be measured
};

/// Column heads above the rules, at the same places. Thread: gui.
class RuleListHeader final : public QWidget {
    Q_OBJECT
public:
    RuleListHeader(const RuleListModel& model, QWidget* parent);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const RuleListModel& m_model;
};

} // namespace keysluice::ui
