#pragma once

#include "ui/ports/activity_port.h"

#include <QRectF>
#include <QString>

#include <string>
#include <vector>

namespace keysluice::ui {

/// One agent (at the start) or credential (at the end) of "Through the gate".
struct FlowNode {
    std::string id; ///< empty for Others
    QString name;
    int count = 0; ///< agents: every request; credentials: the allowed ones
    bool isOthers = false;
    double centreY = 0;
};

/// Requests that went from an agent to a credential, or that ended at the gate (`credential` -1).
struct FlowRibbon {
    int agent = 0;
    int credential = -1;
    int count = 0;
    double width = 0;
    double startY = 0; ///< centre of the ribbon at the agent
    double endY = 0;   ///< at the credential; at the gate for refused ones
};

struct FlowPicture {
    std::vector<FlowNode> agents;
    std::vector<FlowNode> credentials;
    std::vector<FlowRibbon> ribbons;
    double gateTop = 0;
    double gateBottom = 0;
};

/// Where everything of "Through the gate" stands, for a picture of `height` px. At most six a side, the smaller ones
/// become Others. Width of a ribbon: max(1.5, n / 12), scaled down when a node's sum would not fit its row.
/// Pure; the order is by count, then by name, so that the picture does not jump. Thread: any.
[[nodiscard]] FlowPicture layOutFlow(const std::vector<FlowCount>& flows, double height, double rowHeight);

inline constexpr int kFlowNodesPerSide = 6;

} // namespace keysluice::ui
