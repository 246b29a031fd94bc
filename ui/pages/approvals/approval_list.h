#pragma once

#include <QListView>

namespace keysluice::ui {

/// A list of requests, as high as its rows: the page scrolls, not the list. Thread: gui.
class ApprovalList final : public QListView {
    Q_OBJECT
public:
    ApprovalList(QAbstractItemModel& model, const QString& name, QWidget* parent);

    void selectRow(int row);
    [[nodiscard]] int selectedRow() const; ///< -1: none
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rowSelected(int row); ///< -1: none any more
    void rowActivated(int row);
};

} // namespace keysluice::ui
