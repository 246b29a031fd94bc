#pragma once

#include <QDBusConnection>
#include <QObject>

class QDBusServiceWatcher;

namespace keysluice::ui {

/// Is there a panel that shows tray icons? Asks the session bus without blocking, and keeps watching: panels come later
/// than autostarted programs, and desktops without one are common. Qt asks only once per process and then caches "no",
/// so no QSystemTrayIcon may be made before this says yes. Thread: gui.
/// Source: the StatusNotifierWatcher interface of the freedesktop.org StatusNotifierItem draft.
class TrayHostProbe final : public QObject {
    Q_OBJECT
public:
    explicit TrayHostProbe(const QDBusConnection& bus, QObject* parent = nullptr);

    void start();
    [[nodiscard]] bool isAvailable() const { return m_available; }

Q_SIGNALS:
    void availableChanged(bool available);
    /// The first answer is there, whichever it is.
    void probed();

private Q_SLOTS:
    void hostChanged();

private:
    void ask();
    void setAvailable(bool available);

    QDBusConnection m_bus;
    QDBusServiceWatcher* m_watcher = nullptr;
    bool m_available = false;
    bool m_probed = false;
};

} // namespace keysluice::ui
