#pragma once

#include "core/secret_bytes.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

class QMimeData;

namespace keysluice::ui {

/// Lends a key to the clipboard: marked secret for clipboard managers, taken back after 30 s and when this goes, but
/// only if the clipboard still has it from here. Thread: gui.
class SecretClipboard final : public QObject {
    Q_OBJECT
public:
    explicit SecretClipboard(QObject* parent = nullptr);
    ~SecretClipboard() override;

    void lend(const core::SecretBytes& key);
    void takeBack();
    [[nodiscard]] QTimer& timer() { return m_timer; }

Q_SIGNALS:
    void takenBack();

private:
    QPointer<QMimeData> m_lent;
    QTimer m_timer;
};

} // namespace keysluice::ui
