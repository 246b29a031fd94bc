#include "ui/pages/connections/empty_llms.h"

#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kSentenceWidth = 440;
constexpr int kFactWidth = 216;

/// A request without a key arrives at the gate; one with a key leaves it. 132 by 88.
class GateDrawing final : public QWidget {
public:
    explicit GateDrawing(QWidget* parent) : QWidget(parent) { setFixedSize(132, 88); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (layoutDirection() == Qt::RightToLeft) {
            painter.translate(width(), 0);
            painter.scale(-1, 1);
        }
        const Theme theme = Theme::of(palette());
        QPen line(theme.color(Role::Control), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        painter.setPen(line);
        painter.setBrush(Qt::NoBrush);
        QPainterPath gate;
        gate.moveTo(44, 81);
        gate.lineTo(44, 17);
        gate.quadTo(44, 9, 52, 9);
        gate.lineTo(80, 9);
        gate.quadTo(88, 9, 88, 17);
        gate.lineTo(88, 81);
        painter.drawPath(gate);
        painter.drawLine(QPointF(36, 81), QPointF(96, 81));
        QPen dashed = line;
        dashed.setDashPattern({2.2, 2.4});
        painter.setPen(dashed);
        painter.drawLine(QPointF(3, 47), QPointF(26, 47));
        painter.setPen(line);
        painter.drawPolyline(QPolygonF(QList<QPointF>{{21, 40}, {28, 47}, {21, 54}}));
        line.setColor(theme.color(Role::Accent));
        painter.setPen(line);
        painter.drawLine(QPointF(106, 47), QPointF(128, 47));
        painter.drawPolyline(QPolygonF(QList<QPointF>{{122, 40}, {129, 47}, {122, 54}}));
        QPainterPath keyhole;
        keyhole.addEllipse(QPointF(66, 41), 11, 11);
        painter.drawPath(keyhole);
        painter.drawLine(QPointF(61, 51), QPointF(58, 80));
        painter.drawLine(QPointF(71, 51), QPointF(74, 80));
    }
};

QWidget* fact(const QString& icon, const QString& heading, const QString& text, QWidget* parent) {
    auto* box = new QWidget(parent);
    box->setMinimumWidth(kFactWidth);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* title = new StyledLabel(heading, TextStyle::BodyBold, Role::Text, box);
    auto* words = new StyledLabel(text, TextStyle::Small, Role::Muted, box);
    title->setWordWrap(true);
    words->setWordWrap(true);
    layout->addWidget(new IconLabel(icon, 20, Role::Accent, box));
    layout->addSpacing(4);
    layout->addWidget(title);
    layout->addWidget(words);
    layout->addStretch(1);
    return box;
}

} // namespace

EmptyLlms::EmptyLlms(QWidget* parent)
    : QWidget(parent), m_add(new QPushButton(symbolicIcon(QStringLiteral("add")), tr("Add secret"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addStretch(4);
    layout->addWidget(new GateDrawing(this), 0, Qt::AlignHCenter);
    layout->addSpacing(24);
    auto* heading = new StyledLabel(tr("No key yet"), TextStyle::Heading, Role::Text, this);
    layout->addWidget(heading, 0, Qt::AlignHCenter);
    layout->addSpacing(10);
    auto* sentence = new StyledLabel(tr("Add the key of a provider. Agents on this computer can use it from their next "
                                        "request, without ever seeing it."),
                                     TextStyle::Body, Role::Muted, this);
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignHCenter);
    sentence->setFixedWidth(kSentenceWidth);
    auto* sentenceRow = new QHBoxLayout;
    sentenceRow->addStretch(1);
    sentenceRow->addWidget(sentence);
    sentenceRow->addStretch(1);
    layout->addLayout(sentenceRow);
    layout->addSpacing(20);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    setButtonRole(m_add, ButtonRole::Primary);
    auto* paste = new QPushButton(symbolicIcon(QStringLiteral("copy")), tr("Paste from clipboard"), this);
    buttons->addWidget(m_add);
    buttons->addWidget(paste);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addSpacing(48);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(24);
    facts->addStretch(1);
    facts->addWidget(fact(QStringLiteral("lock"), tr("Encrypted here"),
                          tr("Each key is encrypted on this disk. Nothing is uploaded."), this));
    facts->addWidget(fact(QStringLiteral("shield"), tr("Agents never hold it"),
                          tr("They get a placeholder; the gateway puts the key in on the way out."), this));
    facts->addWidget(fact(QStringLiteral("activity"), tr("Every use is recorded"),
                          tr("You see which agent used it, when, and how it ended."), this));
    facts->addStretch(1);
    layout->addLayout(facts);
    layout->addStretch(5);
    connect(m_add, &QPushButton::clicked, this, &EmptyLlms::addRequested);
    connect(paste, &QPushButton::clicked, this, &EmptyLlms::pasteRequested);
}

} // namespace keysluice::ui
