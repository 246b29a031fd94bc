#include "ui/widgets/toast.h"

#include "ui/style/paint.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>

namespace keysluice::ui {

namespace {

/// The action of a toast: a link in exchanged colours.
class ToastButton final : public QPushButton {
public:
    explicit ToastButton(QWidget* parent) : QPushButton(parent) { setCursor(Qt::PointingHandCursor); }
    QSize sizeHint() const override {
        const QFontMetrics metrics(textFont(TextStyle::BodyBold));
        return {metrics.horizontalAdvance(text()) + 8, metrics.height() + 6};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QFont font = textFont(TextStyle::BodyBold);
        font.setUnderline(true);
        painter.setFont(font);
        painter.setPen(Theme::of(palette()).color(Role::Surface));
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
};

} // namespace

Toast::Toast(QWidget* page)
    : QFrame(page),
      m_icon(new IconLabel(QStringLiteral("info"), 18, Role::Surface, this)),
      m_text(new StyledLabel(QString(), TextStyle::Body, Role::Surface, this)),
      m_action(new ToastButton(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(12);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    layout->addWidget(m_action);
    m_timer.setSingleShot(true);
    m_timer.setInterval(8000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (underMouse() || m_action->hasFocus()) {
            m_timer.start();
        } else {
            hide();
        }
    });
    connect(m_action, &QPushButton::clicked, this, &Toast::act);
    auto* shortcut = new QShortcut(QKeySequence::Undo, page);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [this] {
        if (isVisible() && m_undo) {
            act();
        }
    });
    page->installEventFilter(this);
    hide();
}

void Toast::show(const QString& icon, const QString& text, const QString& action, std::function<void()> onAction,
                 bool undo) {
    m_icon->set(icon, Role::Surface);
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_onAction = std::move(onAction);
    m_undo = undo;
    adjustSize();
    place();
    setVisible(true);
    raise();
    m_timer.start();
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Toast::text() const {
    return m_text->text();
}

void Toast::act() {
    hide();
    m_timer.stop();
    if (m_onAction) {
        std::exchange(m_onAction, nullptr)();
    }
}

void Toast::place() {
    const QWidget* page = parentWidget();
    move((page->width() - width()) / 2, page->height() - height() - 20);
}

bool Toast::eventFilter(QObject* object, QEvent* event) {
    if (object == parentWidget() && event->type() == QEvent::Resize) {
        place();
    }
    return QFrame::eventFilter(object, event);
}

void Toast::enterEvent(QEnterEvent*) {
    m_timer.stop();
}

void Toast::leaveEvent(QEvent*) {
    m_timer.start();
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBox(&painter, rect(), 6, Theme::of(palette()).color(Role::Text), {});
}

} // namespace keysluice::ui
