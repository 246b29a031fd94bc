#include "ui/pages/overview/flow_view.h"

#include "ui/models/time_text.h"
#include "ui/pages/page_look.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace keysluice::ui {

namespace {

constexpr double kGateWidth = 6;
constexpr double kMonogram = 24;
constexpr double kHealth = 16;
constexpr double kGap = 8;
constexpr double kToRibbons = 10;
constexpr double kLeastSide = 90;
constexpr double kRibbonShare = 0.3; ///< of the width, at least
constexpr double kAgentShare = 0.4;  ///< of what the ribbons leave, when both sides want more
constexpr double kRibbonOpacity = 0.75;

} // namespace

FlowView::FlowView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Through the gate today"));
    describe();
}

void FlowView::setFlows(std::vector<FlowCount> flows, std::map<std::string, FlowMark> marks) {
    m_flows = std::move(flows);
    m_marks = std::move(marks);
    m_marked = -1;
    layOut();
    describe();
    updateGeometry();
    update();
}

double FlowView::rowHeight() const {
    return QFontMetricsF(font()).lineSpacing() + 26;
}

QSize FlowView::sizeHint() const {
    return {560, minimumSizeHint().height() + 40};
}

QSize FlowView::minimumSizeHint() const {
    const std::size_t rows = std::max<std::size_t>({m_picture.agents.size(), m_picture.credentials.size(), 2});
    return {360, static_cast<int>(rowHeight() * static_cast<double>(rows))};
}

void FlowView::layOut() {
    m_picture = layOutFlow(m_flows, height(), rowHeight() - 12);
}

void FlowView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layOut();
}

double FlowView::numberWidth() const {
    return QFontMetricsF(numberFont()).horizontalAdvance(widestCount());
}

bool FlowView::hasMonogram(const FlowNode& node) const {
    const auto mark = m_marks.find(node.id);
    return !node.isOthers && mark != m_marks.end() && !mark->second.monogram.isEmpty();
}

double FlowView::besideAgent() const {
    return kGap + numberWidth() + kToRibbons;
}

double FlowView::besideCredential(const FlowNode& node) const {
    return kGap + (hasMonogram(node) ? kMonogram + kGap : 0) + kGap + numberWidth() + kGap + kHealth;
}

FlowView::Measures FlowView::measures() const {
    // Each side gets what its names need; the ribbons keep enough to be told apart, and then the sides share.
    const QFontMetricsF metrics(font());
    double agents = kLeastSide;
    for (const FlowNode& node : m_picture.agents) {
        agents = std::max(agents, std::ceil(metrics.horizontalAdvance(nodeName(node, true))) + besideAgent());
    }
    double credentials = kLeastSide;
    for (const FlowNode& node : m_picture.credentials) {
        credentials =
            std::max(credentials, std::ceil(metrics.horizontalAdvance(nodeName(node, false))) + besideCredential(node));
    }
    const double room = width() * (1 - kRibbonShare);
    if (agents + credentials > room) {
        agents = std::min(agents, std::max(room * kAgentShare, room - credentials));
        credentials = std::min(credentials, room - agents);
    }
    Measures result;
    result.agentsEnd = agents;
    result.credentialsStart = width() - credentials;
    result.gate = (result.agentsEnd + result.credentialsStart) / 2;
    return result;
}

double FlowView::ribbonLength() const {
    const Measures at = measures();
    return at.credentialsStart - at.agentsEnd;
}

QString FlowView::shownName(const FlowNode& node, bool isAgent) const {
    const Measures at = measures();
    const double room = isAgent ? at.agentsEnd - besideAgent() : width() - at.credentialsStart - besideCredential(node);
    return QFontMetricsF(font()).elidedText(nodeName(node, isAgent), Qt::ElideMiddle, room);
}

double FlowView::x(double start) const {
    return layoutDirection() == Qt::RightToLeft ? width() - start : start;
}

QRectF FlowView::mirrored(const QRectF& rect) const {
    return layoutDirection() == Qt::RightToLeft
               ? QRectF(width() - rect.right(), rect.top(), rect.width(), rect.height())
               : rect;
}

QString FlowView::nodeName(const FlowNode& node, bool isAgent) const {
    if (node.isOthers) {
        return tr("Others");
    }
    if (node.id.empty()) {
        return isAgent ? tr("Unknown") : tr("Without a key");
    }
    return node.name;
}

QString FlowView::ribbonText(const FlowRibbon& ribbon) const {
    const QString agent = nodeName(m_picture.agents[static_cast<std::size_t>(ribbon.agent)], true);
    if (ribbon.credential < 0) {
        return tr("%1: %n request(s) refused at the gate", nullptr, ribbon.count).arg(agent);
    }
    const QString credential = nodeName(m_picture.credentials[static_cast<std::size_t>(ribbon.credential)], false);
    return tr("%1 to %2: %n request(s)", nullptr, ribbon.count).arg(agent, credential);
}

void FlowView::describe() {
    QStringList lines;
    for (const FlowRibbon& ribbon : m_picture.ribbons) {
        lines += ribbonText(ribbon);
    }
    setAccessibleDescription(lines.isEmpty() ? tr("No requests today") : lines.join(QStringLiteral("; ")));
}

QPainterPath FlowView::pathOf(const FlowRibbon& ribbon) const {
    const Measures at = measures();
    QPainterPath path;
    path.moveTo(x(at.agentsEnd), ribbon.startY);
    const double end = ribbon.credential < 0 ? at.gate - kGateWidth : at.credentialsStart;
    const double middle = (at.agentsEnd + end) / 2;
    path.cubicTo(x(middle), ribbon.startY, x(middle), ribbon.endY, x(end), ribbon.endY);
    return path;
}

void FlowView::paintRibbons(QPainter& painter) const {
    for (std::size_t i = 0; i < m_picture.ribbons.size(); ++i) {
        const FlowRibbon& ribbon = m_picture.ribbons[i];
        const bool refused = ribbon.credential < 0;
        QColor colour = lookColour(refused ? Role::Danger : Role::ChartFirst);
        if (!refused && static_cast<int>(i) != m_marked) {
            colour.setAlphaF(kRibbonOpacity);
        }
        QPen pen(colour, refused ? std::clamp(ribbon.width, 2.5, 6.0) : ribbon.width);
        pen.setCapStyle(Qt::FlatCap);
        if (refused) {
            pen.setDashPattern({2.0, 1.2});
        }
        painter.setPen(pen);
        painter.drawPath(pathOf(ribbon));
    }
}

void FlowView::paintGate(QPainter& painter) const {
    const Measures at = measures();
    const QRectF gate = mirrored({at.gate - kGateWidth / 2, 1, kGateWidth, height() - 2.0});
    painter.setPen(QPen(lookColour(Role::Control), 1.5));
    painter.setBrush(lookColour(Role::Surface));
    painter.drawRoundedRect(gate, kGateWidth / 2, kGateWidth / 2);
    painter.setBrush(Qt::NoBrush);
    // What ended here: its icon and number stand behind the gate, on the side where nothing of it arrived.
    QFont bold = smallFont(*this);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    const QFontMetricsF metrics(bold);
    double free = -1e9;
    for (const FlowRibbon& ribbon : m_picture.ribbons) {
        if (ribbon.credential >= 0) {
            continue;
        }
        const QString text = tr("%n refused", nullptr, ribbon.count);
        const double centre = std::max(ribbon.endY, free);
        free = centre + metrics.lineSpacing();
        const QRectF icon = mirrored({at.gate + 10, centre - 7, 14, 14});
        const QRectF words = mirrored(
            {at.gate + 29, centre - metrics.height() / 2, metrics.horizontalAdvance(text) + 8, metrics.height()});
        QColor back = lookColour(Role::Surface);
        back.setAlphaF(0.85F);
        painter.fillRect(icon.united(words).adjusted(-2, 0, 2, 0), back);
        paintIcon(&painter, QStringLiteral("blocked"), icon, lookColour(Role::Danger));
        painter.setPen(lookColour(Role::Danger));
        painter.drawText(words,
                         static_cast<int>(Qt::AlignVCenter | QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)),
                         text);
    }
}

void FlowView::paintAgents(QPainter& painter) const {
    const Measures at = measures();
    const QFontMetricsF metrics(font());
    const QFont digits = numberFont();
    const double digitsWidth = numberWidth();
    for (const FlowNode& node : m_picture.agents) {
        const double top = node.centreY - metrics.height() / 2;
        const QRectF number = mirrored({at.agentsEnd - kToRibbons - digitsWidth, top, digitsWidth, metrics.height()});
        const QRectF name = mirrored({0, top, at.agentsEnd - besideAgent(), metrics.height()});
        const auto towardsGate =
            static_cast<int>(Qt::AlignVCenter | QStyle::visualAlignment(layoutDirection(), Qt::AlignRight));
        painter.setFont(font());
        painter.setPen(lookColour(Role::Text));
        painter.drawText(name, towardsGate, shownName(node, true));
        painter.setFont(digits);
        painter.setPen(lookColour(Role::Muted));
        painter.drawText(number, towardsGate, numberText(node.count));
    }
}

QString FlowView::widestCount() const {
    int most = 99;
    for (const auto* side : {&m_picture.agents, &m_picture.credentials}) {
        for (const FlowNode& node : *side) {
            most = std::max(most, static_cast<int>(node.count));
        }
    }
    return numberText(most);
}

void FlowView::paintCredentials(QPainter& painter) const {
    const Measures at = measures();
    const QFontMetricsF metrics(font());
    const QFont digits = numberFont();
    const double digitsWidth = numberWidth();
    for (const FlowNode& node : m_picture.credentials) {
        const double top = node.centreY - metrics.height() / 2;
        double left = at.credentialsStart + kGap;
        const auto mark = m_marks.find(node.id);
        if (hasMonogram(node)) {
            paintMonogram(&painter, mirrored({left, node.centreY - kMonogram / 2, kMonogram, kMonogram}).toRect(),
                          mark->second.monogram, Theme::of(palette()));
            left += kMonogram + kGap;
        }
        const double end = width() - kHealth - kGap;
        const QRectF icon = mirrored({width() - kHealth, node.centreY - 7, 14, 14});
        const QRectF number = mirrored({end - digitsWidth, top, digitsWidth, metrics.height()});
        const QRectF name = mirrored({left, top, end - digitsWidth - kGap - left, metrics.height()});
        painter.setFont(font());
        painter.setPen(lookColour(Role::Text));
        painter.drawText(name,
                         static_cast<int>(Qt::AlignVCenter | QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)),
                         shownName(node, false));
        painter.setFont(digits);
        painter.setPen(lookColour(Role::Muted));
        painter.drawText(
            number, static_cast<int>(Qt::AlignVCenter | QStyle::visualAlignment(layoutDirection(), Qt::AlignRight)),
            numberText(node.count));
        if (!node.isOthers && mark != m_marks.end()) {
            paintHealthIcon(painter, mark->second.health, icon);
        }
    }
}

void FlowView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_picture.ribbons.empty()) {
        painter.setPen(lookColour(Role::Muted));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No requests yet today."));
    } else {
        paintRibbons(painter);
        paintGate(painter);
        paintAgents(painter);
        paintCredentials(painter);
    }
    if (hasFocus()) {
        paintFocusRing(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), 6, Theme::of(palette()));
    }
}

int FlowView::ribbonAt(const QPointF& point) const {
    for (std::size_t i = m_picture.ribbons.size(); i-- > 0;) {
        QPainterPathStroker stroker;
        stroker.setWidth(std::max(10.0, m_picture.ribbons[i].width));
        if (stroker.createStroke(pathOf(m_picture.ribbons[i])).contains(point)) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

void FlowView::mark(int ribbon) {
    if (ribbon == m_marked) {
        return;
    }
    m_marked = ribbon;
    setCursor(ribbon >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
    if (ribbon >= 0) {
        const FlowRibbon& shown = m_picture.ribbons[static_cast<std::size_t>(ribbon)];
        QToolTip::showText(mapToGlobal(pathOf(shown).pointAtPercent(0.5).toPoint()), ribbonText(shown), this);
    } else {
        QToolTip::hideText();
    }
}

void FlowView::activate(int ribbon) {
    if (ribbon < 0 || ribbon >= static_cast<int>(m_picture.ribbons.size())) {
        return;
    }
    const FlowRibbon& chosen = m_picture.ribbons[static_cast<std::size_t>(ribbon)];
    const FlowNode& agent = m_picture.agents[static_cast<std::size_t>(chosen.agent)];
    const QString credential =
        chosen.credential < 0
            ? QString()
            : QString::fromStdString(m_picture.credentials[static_cast<std::size_t>(chosen.credential)].id);
    Q_EMIT flowActivated(QString::fromStdString(agent.id), credential, chosen.credential < 0);
}

void FlowView::mouseMoveEvent(QMouseEvent* event) {
    mark(ribbonAt(event->position()));
}

void FlowView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        activate(ribbonAt(event->position()));
    }
}

void FlowView::leaveEvent(QEvent* event) {
    mark(-1);
    QWidget::leaveEvent(event);
}

void FlowView::focusOutEvent(QFocusEvent* event) {
    mark(-1);
    QWidget::focusOutEvent(event);
}

void FlowView::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(m_picture.ribbons.size());
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Right:
        mark(count == 0 ? -1 : std::min(m_marked + 1, count - 1));
        return;
    case Qt::Key_Up:
    case Qt::Key_Left:
        mark(count == 0 ? -1 : std::max(m_marked - 1, 0));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        activate(m_marked);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace keysluice::ui
