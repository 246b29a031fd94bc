#include "ui/widgets/page.h"

#include "ui/style/paint.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kFloatBelow = 1100 - 216; ///< window width minus the sidebar
constexpr int kPaneWidth = 352;

/// The header's line and the pane's background.
class Edge final : public QWidget {
public:
    Edge(Role fill, bool lineBelow, QWidget* parent) : QWidget(parent), m_fill(fill), m_lineBelow(lineBelow) {}

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        painter.fillRect(rect(), theme.color(m_fill));
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const QRect line =
            m_lineBelow ? QRect(0, height() - 1, width(), 1) : QRect(mirrored ? width() - 1 : 0, 0, 1, height());
        painter.fillRect(line, theme.color(Role::Border));
    }

private:
    Role m_fill;
    bool m_lineBelow;
};

} // namespace

Page::Page(const QString& title, QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    auto* header = new Edge(Role::Window, true, this);
    header->setMinimumHeight(56);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(24, 8, 24, 9);
    row->setSpacing(16);
    m_title = new StyledLabel(title, TextStyle::Title, Role::Text, header);
    m_subtitle = new StyledLabel(QString(), TextStyle::Body, Role::Muted, header);
    row->addWidget(m_title);
    row->addWidget(m_subtitle);
    row->addStretch(1);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(8);
    row->addLayout(m_actions);
    m_layout->addWidget(header);

    m_bannerRow = new QWidget(this);
    auto* bannerLayout = new QVBoxLayout(m_bannerRow);
    bannerLayout->setContentsMargins(24, 16, 24, 0);
    m_banner = new Banner(m_bannerRow);
    bannerLayout->addWidget(m_banner);
    m_layout->addWidget(m_bannerRow);
    m_bannerRow->hide();
    m_banner->installEventFilter(this);
    setWindowTitle(title);
}

QString Page::title() const {
    return m_title->text();
}

QString Page::subtitle() const {
    return m_subtitle->text();
}

void Page::setSubtitle(const QString& text) {
    m_subtitle->setText(text);
}

void Page::addHeaderAction(QWidget* action) {
    m_actions->addWidget(action);
}

void Page::focusContent() {
    for (QWidget* next = nextInFocusChain(); next != nullptr && next != this; next = next->nextInFocusChain()) {
        if (isAncestorOf(next) && next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus) != 0) {
            next->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

void Page::setBody(QWidget* body, bool padded) {
    auto* holder = new QVBoxLayout;
    holder->setContentsMargins(padded ? 24 : 0, padded ? 16 : 0, padded ? 24 : 0, padded ? 16 : 0);
    holder->addWidget(body);
    m_layout->addLayout(holder, 1);
}

void Page::setScrollingBody(QWidget* body) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 16, 24, 24);
    layout->addWidget(body);
    m_layout->addWidget(scrolling(content, this), 1);
}

void Page::setBodyWithPane(QWidget* body, QWidget* pane, bool padded) {
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    auto* start = new QWidget(m_splitter);
    auto* holder = new QVBoxLayout(start);
    holder->setContentsMargins(padded ? 24 : 0, padded ? 16 : 0, padded ? 24 : 0, padded ? 16 : 0);
    holder->addWidget(body);
    m_splitter->addWidget(start);
    m_paneFrame = new Edge(Role::Surface, false, this);
    auto* paneLayout = new QVBoxLayout(m_paneFrame);
    paneLayout->setContentsMargins(1, 0, 1, 0);
    paneLayout->addWidget(pane);
    m_paneFrame->setMinimumWidth(280);
    m_paneFrame->setMaximumWidth(520);
    m_splitter->addWidget(m_paneFrame);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_layout->addWidget(m_splitter, 1);
    m_paneFrame->hide();
}

bool Page::isPaneVisible() const {
    return m_paneVisible;
}

bool Page::isPaneFloating() const {
    return width() < kFloatBelow;
}

void Page::setPaneVisible(bool visible) {
    m_paneVisible = visible;
    layoutPane();
}

void Page::layoutPane() {
    if (m_paneFrame == nullptr) {
        return;
    }
    if (isPaneFloating()) {
        if (m_paneFrame->parentWidget() != this) {
            m_paneFrame->setParent(this);
        }
        const int wide = std::min(kPaneWidth, width() - 48);
        const QRect place(width() - wide, m_splitter->y(), wide, m_splitter->height());
        m_paneFrame->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
        m_paneFrame->raise();
    } else if (m_paneFrame->parentWidget() != m_splitter) {
        m_splitter->addWidget(m_paneFrame);
        m_splitter->setSizes({width() - kPaneWidth, kPaneWidth});
    }
    if (m_paneVisible && !m_paneFrame->isVisible() && !isPaneFloating()) {
        m_splitter->setSizes({width() - kPaneWidth, kPaneWidth});
    }
    m_paneFrame->setVisible(m_paneVisible);
}

void Page::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layoutPane();
}

void Page::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_paneVisible && isPaneFloating()) {
        setPaneVisible(false);
        Q_EMIT paneClosed();
        return;
    }
    QWidget::keyPressEvent(event);
}

void Page::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LayoutDirectionChange) {
        layoutPane();
    }
    QWidget::changeEvent(event);
}

bool Page::eventFilter(QObject* object, QEvent* event) {
    if (object == m_banner && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)) {
        m_bannerRow->setVisible(event->type() == QEvent::ShowToParent);
    }
    return QWidget::eventFilter(object, event);
}

QWidget* scrolling(QWidget* content, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(content);
    content->setAutoFillBackground(false); // setWidget() has just switched it on
    return area;
}

} // namespace keysluice::ui
