#include "ui/models/flow_layout.h"

#include "ui/models/visible_text.h"

#include <algorithm>
#include <map>

namespace keysluice::ui {

namespace {

/// Largest first; what does not fit is summed up in one node at the end. `place` maps an id to its node.
std::vector<FlowNode> arrange(std::vector<FlowNode> nodes, std::map<std::string, int>& place) {
    std::sort(nodes.begin(), nodes.end(), [](const FlowNode& a, const FlowNode& b) {
        return a.count != b.count ? a.count > b.count : a.name != b.name ? a.name < b.name : a.id < b.id;
    });
    const auto limit = static_cast<std::size_t>(kFlowNodesPerSide);
    std::vector<FlowNode> kept;
    FlowNode others;
    others.isOthers = true;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const bool fits = nodes.size() <= limit || i + 1 < limit;
        place[nodes[i].id] = static_cast<int>(fits ? i : limit - 1);
        if (fits) {
            kept.push_back(nodes[i]);
        } else {
            others.count += nodes[i].count;
        }
    }
    if (nodes.size() > limit) {
        kept.push_back(others);
    }
    return kept;
}

void spread(std::vector<FlowNode>& nodes, double height) {
    const double step = nodes.empty() ? 0 : height / static_cast<double>(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        nodes[i].centreY = step * (static_cast<double>(i) + 0.5);
    }
}

/// Factor that keeps the widest node inside its row.
double scaleFor(const FlowPicture& picture, double rowHeight) {
    std::vector<double> atAgent(picture.agents.size(), 0);
    std::vector<double> atCredential(picture.credentials.size(), 0);
    for (const FlowRibbon& ribbon : picture.ribbons) {
        atAgent[static_cast<std::size_t>(ribbon.agent)] += ribbon.width;
        if (ribbon.credential >= 0) {
            atCredential[static_cast<std::size_t>(ribbon.credential)] += ribbon.width;
        }
    }
    double widest = 0;
    for (const double width : atAgent) {
        widest = std::max(widest, width);
    }
    for (const double width : atCredential) {
        widest = std::max(widest, width);
    }
    return widest > rowHeight ? rowHeight / widest : 1.0;
}

} // namespace

FlowPicture layOutFlow(const std::vector<FlowCount>& flows, double height, double rowHeight) {
    std::map<std::string, FlowNode> agents;
    std::map<std::string, FlowNode> credentials;
    for (const FlowCount& flow : flows) {
        FlowNode& agent = agents[flow.agentId];
        agent.id = flow.agentId;
        agent.name = visibleText(flow.agentName);
        agent.count += flow.allowed + flow.refused;
        if (!flow.credentialId.empty() && flow.allowed > 0) {
            FlowNode& credential = credentials[flow.credentialId];
            credential.id = flow.credentialId;
            credential.name = visibleText(flow.credentialName);
            credential.count += flow.allowed;
        } else if (flow.credentialId.empty() && flow.allowed > 0) {
            FlowNode& direct = credentials[std::string()];
            direct.count += flow.allowed;
        }
    }
    const auto values = [](const std::map<std::string, FlowNode>& nodes) {
        std::vector<FlowNode> list;
        list.reserve(nodes.size());
        for (const auto& entry : nodes) {
            list.push_back(entry.second);
        }
        return list;
    };
    FlowPicture picture;
    std::map<std::string, int> agentPlace;
    std::map<std::string, int> credentialPlace;
    picture.agents = arrange(values(agents), agentPlace);
    picture.credentials = arrange(values(credentials), credentialPlace);
    spread(picture.agents, height);
    spread(picture.credentials, height);

    // Ribbons of what became one node become one ribbon.
    std::map<std::pair<int, int>, int> counts;
    for (const FlowCount& flow : flows) {
        const int agent = agentPlace[flow.agentId];
        if (flow.allowed > 0) {
            counts[{agent, credentialPlace[flow.credentialId]}] += flow.allowed;
        }
        if (flow.refused > 0) {
            counts[{agent, static_cast<int>(picture.credentials.size())}] +=
                flow.refused; // below the others at the agent
        }
    }
    for (const auto& [ends, count] : counts) {
        FlowRibbon ribbon;
        ribbon.agent = ends.first;
        ribbon.credential = ends.second == static_cast<int>(picture.credentials.size()) ? -1 : ends.second;
        ribbon.count = count;
        ribbon.width = std::max(1.5, count / 12.0);
        picture.ribbons.push_back(ribbon);
    }
    const double scale = scaleFor(picture, rowHeight);
    constexpr double kGap = 1.5;
    std::vector<double> atAgent(picture.agents.size(), 0);
    std::vector<double> atCredential(picture.credentials.size(), 0);
    const auto place = [scale](FlowRibbon& ribbon, double& used) {
        const double centre = used + ribbon.width / 2;
        used += ribbon.width + kGap * scale;
        return centre;
    };
    for (FlowRibbon& ribbon : picture.ribbons) {
        ribbon.width = std::max(1.0, ribbon.width * scale);
        ribbon.startY = place(ribbon, atAgent[static_cast<std::size_t>(ribbon.agent)]);
        if (ribbon.credential >= 0) {
            ribbon.endY = place(ribbon, atCredential[static_cast<std::size_t>(ribbon.credential)]);
        }
    }
    for (FlowRibbon& ribbon : picture.ribbons) {
        const auto agent = static_cast<std::size_t>(ribbon.agent);
        ribbon.startY += picture.agents[agent].centreY - (atAgent[agent] - kGap * scale) / 2;
        if (ribbon.credential >= 0) {
            const auto credential = static_cast<std::size_t>(ribbon.credential);
            ribbon.endY += picture.credentials[credential].centreY - (atCredential[credential] - kGap * scale) / 2;
        } else {
            ribbon.endY = std::min(height - rowHeight / 4, ribbon.startY + rowHeight / 4);
        }
    }
    picture.gateTop = 0;
    picture.gateBottom = height;
    return picture;
}

} // namespace keysluice::ui
