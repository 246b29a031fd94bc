#pragma once

#include "ui/pages/parts.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;

namespace keysluice::ui {

/// What a page shows while it has nothing: icon, heading, one sentence, what to do. Thread: gui.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& icon, const QString& heading, const QString& sentence, QWidget* parent);
    QPushButton* addAction(const QString& text, ButtonRole role, std::function<void()> action);

private:
    QHBoxLayout* m_actions;
};

} // namespace keysluice::ui
