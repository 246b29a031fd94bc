#include "ui/widgets/choice_button.h"

#include "ui/style/icons.h"
#include "ui/style/paint.h"

#include <QAction>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>

namespace keysluice::ui {

namespace {

/// Stays open while check marks are set, so that several are chosen in one go.
class CheckMenu final : public QMenu {
public:
    using QMenu::QMenu;

protected:
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (QAction* action = actionAt(event->position().toPoint()); action != nullptr && action->isEnabled()) {
            action->trigger();
            return;
        }
        QMenu::mouseReleaseEvent(event);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Space && activeAction() != nullptr) {
            activeAction()->trigger();
            return;
        }
        QMenu::keyPressEvent(event);
    }
};

} // namespace

ChoiceButton::ChoiceButton(QWidget* parent) : QPushButton(parent), m_menu(new CheckMenu(this)) {
    setMenu(m_menu);
}

void ChoiceButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    style()->drawControl(QStyle::CE_PushButtonBevel, &option, &painter, this);
    if (!isEnabled()) {
        painter.setOpacity(0.45);
    }
    const Theme theme = Theme::of(palette());
    const QRect words = rect().adjusted(11, 0, -32, 0);
    painter.setPen(theme.color(Role::Text));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words),
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    const QRect arrow(width() - 26, (height() - 16) / 2, 16, 16);
    paintIcon(&painter, QStringLiteral("down"), QStyle::visualRect(layoutDirection(), rect(), arrow),
              theme.color(Role::Text), layoutDirection());
}

} // namespace keysluice::ui
