#include "ui/pages/connections/key_box.h"

#include "ui/style/icons.h"
#include "ui/style/paint.h"
#include "ui/style/type_scale.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace keysluice::ui {

namespace {

constexpr int kPadding = 11;
constexpr int kButton = 26;
constexpr int kButtons = 2 * kButton + 6;

QToolButton* makeButton(const QString& icon, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(symbolicIcon(icon));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

KeyBox::KeyBox(QWidget* parent, std::chrono::milliseconds shownFor)
    : QFrame(parent),
      m_eye(makeButton(QStringLiteral("reveal"), tr("Show key"), this)),
      m_copy(makeButton(QStringLiteral("copy"), tr("Copy key"), this)) {
    // keys read left to right in every language
    setLayoutDirection(Qt::LeftToRight);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_timer.setSingleShot(true);
    m_timer.setInterval(shownFor);
    connect(&m_timer, &QTimer::timeout, this, &KeyBox::conceal);
    connect(m_eye, &QToolButton::clicked, this, [this] {
        if (isRevealed()) {
            conceal();
        } else {
            Q_EMIT revealRequested();
        }
    });
    connect(m_copy, &QToolButton::clicked, this, &KeyBox::copyRequested);
}

void KeyBox::setPreview(const QString& preview) {
    if (preview != m_preview) {
        conceal();
        m_preview = preview;
        update();
    }
}

void KeyBox::setRevealPossible(bool possible) {
    m_eye->setEnabled(possible);
    m_copy->setEnabled(possible);
}

void KeyBox::reveal(core::SecretBytes key) {
    m_key = std::move(key);
    m_timer.start();
    m_eye->setIcon(symbolicIcon(QStringLiteral("hide")));
    m_eye->setAccessibleName(tr("Hide key"));
    m_eye->setToolTip(tr("Hide key"));
    updateGeometry();
    update();
    Q_EMIT revealedChanged();
}

void KeyBox::conceal() {
    if (!isRevealed()) {
        return;
    }
    m_timer.stop();
    m_key.clear();
    m_eye->setIcon(symbolicIcon(QStringLiteral("reveal")));
    m_eye->setAccessibleName(tr("Show key"));
    m_eye->setToolTip(tr("Show key"));
    updateGeometry();
    update();
    Q_EMIT revealedChanged();
}

int KeyBox::charactersPerLine(int width) const {
    const double advance = QFontMetricsF(textFont(TextStyle::Mono)).horizontalAdvance(QLatin1Char('m'));
    return std::max(8, static_cast<int>((width - 2 * kPadding - kButtons) / advance));
}

int KeyBox::heightForWidth(int width) const {
    const int line = static_cast<int>(std::ceil(QFontMetricsF(textFont(TextStyle::Mono)).lineSpacing()));
    const int each = charactersPerLine(width);
    const int lines = isRevealed() ? (static_cast<int>(m_key.size()) + each - 1) / each : 1;
    return std::max(32, lines * line + 14);
}

QSize KeyBox::sizeHint() const {
    return {220, heightForWidth(width() > 0 ? width() : 220)};
}

void KeyBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    paintBox(&painter, rect(), 6, theme.color(Role::Code), theme.color(Role::Control));
    painter.setFont(textFont(TextStyle::Mono));
    painter.setPen(theme.color(Role::CodeText));
    const QRect words = rect().adjusted(kPadding, 0, -kPadding - kButtons, 0);
    if (!isRevealed()) {
        painter.drawText(words, int(Qt::AlignLeft | Qt::AlignVCenter),
                         painter.fontMetrics().elidedText(m_preview, Qt::ElideMiddle, words.width()));
        return;
    }
    const auto each = static_cast<std::size_t>(charactersPerLine(width()));
    const double line = QFontMetricsF(painter.font()).lineSpacing();
    const double advance = QFontMetricsF(painter.font()).horizontalAdvance(QLatin1Char('m'));
    const double ascent = QFontMetricsF(painter.font()).ascent();
    const std::string_view text = m_key.view();
    // one character at a time: no string of the whole key is made
    for (std::size_t at = 0; at < text.size(); ++at) {
        const QPointF place(words.left() + static_cast<double>(at % each) * advance,
                            7 + static_cast<double>(at / each) * line + ascent);
        painter.drawText(place, QString(QLatin1Char(text[at])));
    }
}

void KeyBox::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    const int top = std::min(3, (height() - kButton) / 2);
    m_copy->setGeometry(width() - kButton - 4, top, kButton, kButton);
    m_eye->setGeometry(width() - 2 * kButton - 4, top, kButton, kButton);
}

void KeyBox::hideEvent(QHideEvent* event) {
    conceal();
    QFrame::hideEvent(event);
}

} // namespace keysluice::ui
