#include "ui/pages/first_run/step_list.h"

#include "ui/pages/page_look.h"

#include <QPainter>
#include <QStyle>

namespace keysluice::ui {

namespace {

constexpr int kCircle = 26;
constexpr int kWidth = 248;

} // namespace

StepList::StepList(QWidget* parent) : QWidget(parent) {}

void StepList::setSteps(const QStringList& names, const QStringList& results, int current) {
    m_names = names;
    m_results = results;
    m_current = current;
    QStringList spoken;
    for (int i = 0; i < names.size(); ++i) {
        const QString state = !results[i].isEmpty() && i != current ? tr("done")
                              : i == current                        ? tr("now")
                                                                    : tr("next");
        spoken += QStringLiteral("%1. %2: %3").arg(QString::number(i + 1), names[i], state);
    }
    setAccessibleName(tr("Steps"));
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

int StepList::stepHeight() const {
    return std::max(kCircle + 38, fontMetrics().lineSpacing() + 2 * QFontMetrics(smallFont(*this)).lineSpacing() + 16);
}

QSize StepList::sizeHint() const {
    return {kWidth, stepHeight() * static_cast<int>(m_names.size())};
}

void StepList::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Qt::LayoutDirection direction = layoutDirection();
    const auto start = static_cast<int>(QStyle::visualAlignment(direction, Qt::AlignLeft));
    for (int i = 0; i < m_names.size(); ++i) {
        const bool isNow = i == m_current;
        const bool isDone = !isNow && !m_results[i].isEmpty();
        const int top = i * stepHeight();
        const QRectF circle =
            QRectF(QStyle::visualRect(direction, rect(), QRect(0, top, kCircle, kCircle))).adjusted(1, 1, -1, -1);
        if (i + 1 < m_names.size()) {
            const double x = circle.center().x();
            painter.setPen(QPen(lookColour(isDone ? Role::Ok : Role::Border), isDone ? 2 : 1));
            painter.drawLine(QPointF(x, circle.bottom() + 4), QPointF(x, top + stepHeight() - 4));
        }
        painter.setPen(QPen(lookColour(isDone ? Role::Ok : isNow ? Role::AccentFill : Role::Control), 1.2));
        painter.setBrush(isNow    ? QBrush(lookColour(Role::AccentFill))
                         : isDone ? QBrush(lookColour(Role::OkTint))
                                  : QBrush(Qt::NoBrush));
        painter.drawEllipse(circle);
        painter.setBrush(Qt::NoBrush);
        if (isDone) {
            paintIcon(&painter, QStringLiteral("check"), circle.adjusted(5, 5, -5, -5), lookColour(Role::Ok));
        } else {
            painter.setFont(smallFont(*this));
            painter.setPen(lookColour(isNow ? Role::OnFill : Role::Muted));
            painter.drawText(circle, Qt::AlignCenter, QString::number(i + 1));
        }
        QFont font = this->font();
        font.setWeight(isNow ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(lookColour(isNow || isDone ? Role::Text : Role::Muted));
        QRect words = QStyle::visualRect(
            direction, rect(), QRect(kCircle + 12, top + 3, width() - kCircle - 12, QFontMetrics(font).lineSpacing()));
        painter.drawText(words, start | Qt::AlignVCenter,
                         QFontMetrics(font).elidedText(m_names[i], Qt::ElideRight, words.width()));
        if (isDone) {
            painter.setFont(smallFont(*this));
            painter.setPen(lookColour(Role::Muted));
            words.moveTop(words.bottom() + 1);
            words.setHeight(2 * QFontMetrics(smallFont(*this)).lineSpacing());
            painter.drawText(words, start | Qt::AlignTop | Qt::TextWordWrap, m_results[i]);
        }
    }
}

} // namespace keysluice::ui
