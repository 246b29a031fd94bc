#pragma once

#include "core/secret_bytes.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

class QMimeData;

namespace keysluice::ui {

/// Lends a key to the clipboard: marked secret for clipboard managers, taken back after 30 s and when this goes, but
/// only if the clipboard still has it from here. Thread: gui.
class SecretClipboard final : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds kLentFor{30};

    explicit SecretClipboard(QObject* parent = nullptr, std::chrono::milliseconds lentFor = kLentFor);
    ~SecretClipboard() override;

    void lend(const core::SecretBytes& key);
    void takeBack();
    /// Its time is not over yet; somebody else may own the clipboard by now.
    [[nodiscard]] bool isLending() const { return m_timer.isActive(); }

Q_SIGNALS:
    void takenBack();

private:
    QPointer<QMimeData> m_lent;
    QTimer m_timer;
};

} // namespace keysluice::ui
