#pragma once

#include "app/control/message.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

class QSocketNotifier;

namespace keysluice::app {

/// Messages over one connected Unix socket, both sides. Never blocks; a peer that sends garbage, too much, or nothing
/// after a message's beginning, or that does not read what it is sent, is cut off. Thread: the one it lives in.
class ControlChannel final : public QObject {
    Q_OBJECT
public:
    enum class Side { Server, Client };

    /// Takes the descriptor.
    ControlChannel(int descriptor, Side side, const ControlLimits& limits, QObject* parent = nullptr);
    ~ControlChannel() override;

    /// Who gets the messages. A callback and not a signal, because they may hold secrets.
    void onMessage(std::function<void(Message&&)> receiver) { m_receiver = std::move(receiver); }
    void send(const QJsonObject& head) { send(Message{head, {}}); }
    void send(Message&& message);
    /// Sends what is queued, then closes.
    void finish();
    void close();
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

Q_SIGNALS:
    /// Before closed(): the peer broke the protocol, stopped inside a message, or took too long for one.
    void broken();
    /// Once; nothing comes after it.
    void closed();

private:
    using Part = std::variant<QByteArray, core::SecretBytes>;

    void readAll();
    /// False: the peer broke the protocol.
    [[nodiscard]] bool feed(std::span<const char> bytes);
    [[nodiscard]] bool beginMessage();
    void deliver();
    void writeAll();

    int m_descriptor;
    Side m_side;
    ControlLimits m_limits;
    QSocketNotifier* m_reader = nullptr;
    QSocketNotifier* m_writer = nullptr;
    QTimer m_deadline;
    std::function<void(Message&&)> m_receiver;

    QByteArray m_line;
    std::optional<QJsonObject> m_head; ///< complete, while its secrets arrive
    std::vector<std::pair<std::string, core::SecretBytes>> m_secrets;
    std::size_t m_secretIndex = 0;
    std::size_t m_secretOffset = 0;

    std::deque<Part> m_queue;
    std::size_t m_queueOffset = 0;
    std::size_t m_queuedBytes = 0;
    bool m_finishing = false;
};

} // namespace keysluice::app
