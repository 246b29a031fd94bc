#pragma once

#include <QListView>
#include <QTimer>

namespace keysluice::ui {

class CredentialDelegate;

/// The list of credentials with its keys and clicks turned into requests. Thread: gui.
class CredentialList final : public QListView {
    Q_OBJECT
public:
    explicit CredentialList(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// As high as its rows, so that what follows stands right below.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 120}; }
    void setReordering(bool reordering);

Q_SIGNALS:
    void editRequested(const QModelIndex& index);
    void toggleRequested(const QModelIndex& index);
    void testRequested(const QModelIndex& index);
    void remedyRequested(const QModelIndex& index);
    void deleteRequested(const QModelIndex& index);
    void menuRequested(const QModelIndex& index, const QPoint& globalPosition);
    /// -1 up, 1 down; only while reordering.
    void stepRequested(const QModelIndex& index, int step);
    void currentRowChanged(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void relayout();
    void followChecks();

    CredentialDelegate* m_delegate;
    QTimer m_spin;
    int m_degrees = 0;
    bool m_reordering = false;
};

/// Column heads above the list, at the same places. Thread: gui.
class CredentialListHeader final : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace keysluice::ui
