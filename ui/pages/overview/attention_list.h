#pragma once

#include "ui/models/overview_presenter.h"

#include <QWidget>

class QVBoxLayout;

namespace keysluice::ui {

/// What needs attention, one row each: icon, what, what it means, and its button. Thread: gui.
class AttentionList final : public QWidget {
    Q_OBJECT
public:
    explicit AttentionList(QWidget* parent = nullptr);

    void setItems(const std::vector<AttentionItem>& items);

Q_SIGNALS:
    void activated(const keysluice::ui::AttentionItem& item);

private:
    QVBoxLayout* m_rows;
};

} // namespace keysluice::ui
