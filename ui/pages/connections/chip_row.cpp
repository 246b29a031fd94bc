#include "ui/pages/connections/chip_row.h"

#include "ui/style/paint.h"
#include "ui/style/type_scale.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kGap = 8;
constexpr int kRowGap = 6;
constexpr int kPadding = 8;
constexpr int kMonogram = 36;

int chipHeight() {
    return std::max(22, QFontMetrics(textFont(TextStyle::Small)).height() + 6);
}

} // namespace

ChipRow::ChipRow(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChipRow::setNames(const QStringList& names) {
    if (names == m_names) {
        return;
    }
    m_names = names;
    setAccessibleName(names.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QList<QRect> ChipRow::places(int width) const {
    QList<QRect> result;
    const QFontMetrics metrics(textFont(TextStyle::Small));
    int x = 0;
    int y = 0;
    for (const QString& name : m_names) {
        const int wide = std::min(metrics.horizontalAdvance(name) + 2 * kPadding, std::max(width, 40));
        if (x > 0 && x + wide > width) {
            x = 0;
            y += chipHeight() + kRowGap;
        }
        result += QRect(x, y, wide, chipHeight());
        x += wide + kGap;
    }
    return result;
}

int ChipRow::heightForWidth(int width) const {
    const QList<QRect> chips = places(width);
    return chips.isEmpty() ? 0 : chips.last().bottom() + 1;
}

QSize ChipRow::sizeHint() const {
    return {200, heightForWidth(width() > 40 ? width() : 200)};
}

void ChipRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const QList<QRect> chips = places(width());
    painter.setFont(textFont(TextStyle::Small));
    for (int at = 0; at < chips.size(); ++at) {
        const QRect chip = QStyle::visualRect(layoutDirection(), rect(), chips.at(at));
        paintBox(&painter, chip, 4, theme.color(Role::NeutralTint), theme.color(Role::Border));
        painter.setPen(theme.color(Role::Text));
        painter.drawText(chip, int(Qt::AlignCenter),
                         painter.fontMetrics().elidedText(m_names.at(at), Qt::ElideRight, chip.width() - 8));
    }
}

MonogramTile::MonogramTile(QWidget* parent) : QWidget(parent) {
    setFixedSize(kMonogram, kMonogram);
}

void MonogramTile::setLetters(const QString& letters) {
    m_letters = letters;
    update();
}

void MonogramTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintMonogram(&painter, rect(), m_letters, Theme::of(palette()));
}

} // namespace keysluice::ui
