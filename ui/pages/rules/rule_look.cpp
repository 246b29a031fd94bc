#include "ui/pages/rules/rule_look.h"

#include "ui/style/type_scale.h"
#include "ui/text/rule_text.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace keysluice::ui {

namespace {

constexpr int kHandle = 14;
constexpr int kIcon = 16;
constexpr int kGap = 10;
constexpr int kToggle = 34;
constexpr int kBoxPadding = 12;

int widthOf(const QString& text, TextStyle style) {
    return QFontMetrics(textFont(style)).horizontalAdvance(text);
}

int captionHeight() {
    return QFontMetrics(textFont(TextStyle::SmallBold)).height() + 6;
}

} // namespace

StateLook ruleLook(RuleListModel::Kind kind, bool isEnabled) {
    using Kind = RuleListModel::Kind;
    StateLook look{QStringLiteral("allowed"), Role::Ok, Role::OkTint};
    switch (kind) {
    case Kind::Allow:
        break;
    case Kind::Block:
        look = {QStringLiteral("blocked"), Role::Danger, Role::DangerTint};
        break;
    case Kind::Ask:
        look = {QStringLiteral("asked"), Role::Asked, Role::AskedTint};
        break;
    case Kind::Limit:
        look = {QStringLiteral("limited"), Role::Warning, Role::WarningTint};
        break;
    }
    if (!isEnabled) {
        look.color = Role::Muted;
        look.tint = Role::NeutralTint;
    }
    return look;
}

SentenceLayout::SentenceLayout(const QString& sentence, int word, double width, int mostLines,
                               Qt::LayoutDirection direction) {
    m_layout.setFont(textFont(TextStyle::Body));
    m_layout.setCacheEnabled(true);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    option.setAlignment(direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    m_layout.setTextOption(option);
    lay(sentence, word, width);
    if (mostLines <= 0 || m_layout.lineCount() <= mostLines) {
        return;
    }
    m_isCut = true;
    const int begin = m_layout.lineAt(mostLines - 1).textStart();
    const QFontMetricsF metrics(textFont(TextStyle::Body));
    lay(sentence.left(begin) + metrics.elidedText(sentence.mid(begin), Qt::ElideRight, width - 1), word, width);
}

void SentenceLayout::lay(const QString& text, int word, double width) {
    m_layout.clearLayout();
    m_layout.setText(text);
    QTextCharFormat bold;
    bold.setFontWeight(QFont::DemiBold);
    m_layout.setFormats({{0, word, bold}});
    double y = 0;
    m_layout.beginLayout();
    for (QTextLine line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
        line.setLineWidth(std::max(width, 40.0));
        line.setPosition({0, y});
        y += line.height();
    }
    m_layout.endLayout();
}

int SentenceLayout::height() const {
    return static_cast<int>(std::ceil(m_layout.boundingRect().height()));
}

void SentenceLayout::paint(QPainter* painter, const QPoint& topLeft, const QColor& color) const {
    painter->setPen(color);
    m_layout.draw(painter, topLeft);
}

RuleColumns ruleColumns(int width, bool hasNumbers, bool hasHits) {
    RuleColumns columns;
    int left = RuleColumns::kEdge;
    if (hasNumbers) {
        columns.handle = left - 4;
        left += kHandle;
        columns.numberLeft = left;
        columns.numberWidth = widthOf(QStringLiteral("000"), TextStyle::Body);
        left += columns.numberWidth + kGap;
    }
    columns.iconLeft = left;
    columns.textLeft = left + kIcon + kGap;
    columns.toggleLeft = width - RuleColumns::kEdge - kToggle;
    int right = columns.toggleLeft - kGap;
    if (hasHits) {
        columns.hitsWidth = widthOf(QStringLiteral("000,000"), TextStyle::Body);
        columns.hitsLeft = right - columns.hitsWidth;
        right = columns.hitsLeft - kGap;
    }
    columns.textWidth = std::max(right - columns.textLeft, 60);
    return columns;
}

ReadsAsBox::ReadsAsBox(QWidget* parent) : QFrame(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ReadsAsBox::setSentence(const QString& sentence) {
    m_sentence = sentence;
    setAccessibleName(tr("Reads as: %1").arg(sentence));
    updateGeometry();
    update();
}

int ReadsAsBox::heightForWidth(int width) const {
    const SentenceLayout words(m_sentence, decisionWordLength(m_sentence), width - 2 * kBoxPadding, 0,
                               layoutDirection());
    return words.height() + captionHeight() + 2 * kBoxPadding;
}

QSize ReadsAsBox::sizeHint() const {
    constexpr int kUsualWidth = 280;
    return {kUsualWidth, heightForWidth(std::max(width(), kUsualWidth))};
}

void ReadsAsBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    paintBox(&painter, rect(), 6, theme.color(Role::Code), theme.color(Role::Border));
    const QRect inner = rect().adjusted(kBoxPadding, kBoxPadding, -kBoxPadding, -kBoxPadding);
    painter.setFont(textFont(TextStyle::SmallBold));
    painter.setPen(theme.color(Role::Muted));
    painter.drawText(inner, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignTop),
                     tr("Reads as"));
    const SentenceLayout words(m_sentence, decisionWordLength(m_sentence), inner.width(), 0, layoutDirection());
    words.paint(&painter, inner.topLeft() + QPoint(0, captionHeight()), theme.color(Role::Text));
}

} // namespace keysluice::ui
