#include "ui/widgets/dialog_frame.h"

#include "ui/style/theme.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kFooterHeight = 56;

class Body final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter(this).fillRect(rect(), Theme::of(palette()).color(Role::Surface));
    }
};

class Footer final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        painter.fillRect(rect(), theme.color(Role::Window));
        painter.fillRect(QRect(0, 0, width(), 1), theme.color(Role::Border));
    }
};

} // namespace

DialogFrame frameDialog(QDialog* dialog) {
    auto* outer = new QVBoxLayout(dialog);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* body = new Body(dialog);
    auto* footer = new Footer(dialog);
    footer->setMinimumHeight(kFooterHeight);
    outer->addWidget(body, 1);
    outer->addWidget(footer);
    DialogFrame frame{new QVBoxLayout(body), new QHBoxLayout(footer)};
    frame.body->setContentsMargins(24, 20, 24, 20);
    frame.body->setSpacing(8);
    frame.footer->setContentsMargins(24, 12, 24, 12);
    frame.footer->setSpacing(8);
    return frame;
}

} // namespace keysluice::ui
