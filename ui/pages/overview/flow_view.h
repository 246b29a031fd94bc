#pragma once

#include "core/records.h"
#include "ui/models/flow_layout.h"

#include <QWidget>

#include <map>
#include <vector>

namespace keysluice::ui {

/// What the picture shows beside a credential's name.
struct FlowMark {
    QString monogram;
    core::Health health = core::Health::Unchecked;
};

/// "Through the gate": agents at the start, the gate in the middle, credentials at the end. Tab reaches it, arrows mark
/// a flow, Enter or a click opens it in Activity. Mirrored in right-to-left layouts. Thread: gui.
class FlowView final : public QWidget {
    Q_OBJECT
public:
    explicit FlowView(QWidget* parent = nullptr);

    void setFlows(std::vector<FlowCount> flows, std::map<std::string, FlowMark> marks);
    [[nodiscard]] const FlowPicture& picture() const { return m_picture; }
    [[nodiscard]] int markedRibbon() const { return m_marked; }
    /// "claude-code to Work: 191 requests"
    [[nodiscard]] QString ribbonText(const FlowRibbon& ribbon) const;
    /// The name as it is painted: cut in its middle where there is no room.
    [[nodiscard]] QString shownName(const FlowNode& node, bool isAgent) const;
    /// From the agents to the credentials, in px.
    [[nodiscard]] double ribbonLength() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// `refused`: what ended at the gate. Empty ids: everyone.
    void flowActivated(const QString& agentId, const QString& credentialId, bool refused);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Measures {
        double agentsEnd = 0; ///< where ribbons begin
        double gate = 0;
        double credentialsStart = 0; ///< where ribbons end
    };
    [[nodiscard]] Measures measures() const;
    [[nodiscard]] double numberWidth() const;
    /// What stands between the start of the agents or the edge and the name.
    [[nodiscard]] double besideAgent() const;
    [[nodiscard]] double besideCredential(const FlowNode& node) const;
    [[nodiscard]] bool hasMonogram(const FlowNode& node) const;
    [[nodiscard]] double rowHeight() const;
    [[nodiscard]] QPainterPath pathOf(const FlowRibbon& ribbon) const;
    [[nodiscard]] QRectF mirrored(const QRectF& rect) const;
    [[nodiscard]] double x(double start) const;
    [[nodiscard]] int ribbonAt(const QPointF& point) const;
    [[nodiscard]] QString nodeName(const FlowNode& node, bool isAgent) const;
    void paintRibbons(QPainter& painter) const;
    void paintGate(QPainter& painter) const;
    void paintAgents(QPainter& painter) const;
    [[nodiscard]] QString widestCount() const;
    void paintCredentials(QPainter& painter) const;
    void layOut();
    void mark(int ribbon);
    void activate(int ribbon);
    void describe();

    std::vector<FlowCount> m_flows;
    std::map<std::string, FlowMark> m_marks;
    FlowPicture m_picture;
    int m_marked = -1;
};

} // namespace keysluice::ui
