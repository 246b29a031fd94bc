#pragma once

#include "core/clock.h"
#include "ui/ports/activity_port.h"

#include <QObject>

#include <map>

namespace keysluice::ui {

/// Says when something happened that a person should look at: a request with another key where a stored one refuses
/// those, an answer with the key itself in it. The same thing is said again after ten minutes at the earliest.
/// Thread: gui.
class ActivityAlerts final : public QObject {
    Q_OBJECT
public:
    ActivityAlerts(ActivityPort& activity, const core::Clock& clock, QObject* parent = nullptr);

Q_SIGNALS:
    void noticeWanted(const QString& title, const QString& text);

private:
    void look(const std::vector<core::ActivityRecord>& rows);

    const core::Clock& m_clock;
    std::map<std::string, core::UnixMs> m_said; ///< by code, agent and credential
};

} // namespace keysluice::ui
