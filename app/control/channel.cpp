#include "app/control/channel.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QSocketNotifier>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace keysluice::app {

namespace {

std::span<const char> bytesOf(const std::variant<QByteArray, core::SecretBytes>& part) {
    if (const auto* text = std::get_if<QByteArray>(&part)) {
        return {text->constData(), static_cast<std::size_t>(text->size())};
    }
    const std::string_view view = std::get<core::SecretBytes>(part).view();
    return {view.data(), view.size()};
}

} // namespace

ControlChannel::ControlChannel(int descriptor, Side side, const ControlLimits& limits, QObject* parent)
    : QObject(parent), m_descriptor(descriptor), m_side(side), m_limits(limits) {
    m_reader = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
    m_writer = new QSocketNotifier(descriptor, QSocketNotifier::Write, this);
    m_writer->setEnabled(false);
    connect(m_reader, &QSocketNotifier::activated, this, &ControlChannel::readAll);
    connect(m_writer, &QSocketNotifier::activated, this, &ControlChannel::writeAll);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(m_limits.messageMs);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        Q_EMIT broken();
        close();
    });
}

ControlChannel::~ControlChannel() {
    if (m_descriptor >= 0) {
        m_reader->setEnabled(false);
        m_writer->setEnabled(false);
        ::close(m_descriptor);
    }
}

void ControlChannel::close() {
    if (m_descriptor < 0) {
        return;
    }
    m_deadline.stop();
    m_reader->setEnabled(false);
    m_writer->setEnabled(false);
    ::close(std::exchange(m_descriptor, -1));
    m_queue.clear();
    m_secrets.clear();
    m_line.clear();
    Q_EMIT closed();
}

void ControlChannel::finish() {
    m_finishing = true;
    if (m_queue.empty()) {
        close();
    }
}

void ControlChannel::readAll() {
    const QPointer<ControlChannel> alive(this);
    std::array<char, 16 * 1024> chunk;
    while (m_descriptor >= 0) {
        const ssize_t count = ::recv(m_descriptor, chunk.data(), chunk.size(), 0);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return;
        }
        if (count <= 0) {
            if (m_head || !m_line.isEmpty()) {
                Q_EMIT broken();
            }
            close();
            return;
        }
        const std::span<char> received(chunk.data(), static_cast<std::size_t>(count));
        const bool sound = feed(received);
        core::wipe(received);
        if (alive.isNull()) {
            return;
        }
        if (!sound) {
            Q_EMIT broken();
            close();
            return;
        }
    }
}

bool ControlChannel::feed(std::span<const char> bytes) {
    const QPointer<ControlChannel> alive(this);
    const std::size_t lineLimit = m_side == Side::Server ? m_limits.requestLineBytes : m_limits.answerLineBytes;
    while (!bytes.empty()) {
        if (!m_deadline.isActive()) {
            m_deadline.start();
        }
        if (!m_head) {
            const auto* end = static_cast<const char*>(std::memchr(bytes.data(), '\n', bytes.size()));
            const std::size_t length = end == nullptr ? bytes.size() : static_cast<std::size_t>(end - bytes.data());
            if (static_cast<std::size_t>(m_line.size()) + length > lineLimit) {
                return false;
            }
            m_line.append(bytes.data(), static_cast<qsizetype>(length));
            bytes = bytes.subspan(end == nullptr ? length : length + 1);
            if (end == nullptr) {
                return true;
            }
            if (!beginMessage()) {
                return false;
            }
        } else {
            const std::span<unsigned char> target = m_secrets[m_secretIndex].second.writable().subspan(m_secretOffset);
            const std::size_t length = std::min(target.size(), bytes.size());
            std::memcpy(target.data(), bytes.data(), length);
            bytes = bytes.subspan(length);
            m_secretOffset += length;
            if (length == target.size()) {
                ++m_secretIndex;
                m_secretOffset = 0;
            }
        }
        if (m_head && m_secretIndex == m_secrets.size()) {
            deliver();
            if (alive.isNull() || m_descriptor < 0) {
                return true;
            }
        }
    }
    return true;
}

bool ControlChannel::beginMessage() {
    const QJsonDocument document = QJsonDocument::fromJson(std::exchange(m_line, {}));
    if (!document.isObject()) {
        return false;
    }
    QJsonObject head = document.object();
    const QJsonValue announced = head.take(QLatin1String("secrets"));
    if (!announced.isUndefined() && (!announced.isArray() || m_side == Side::Client)) {
        return false;
    }
    const QJsonArray list = announced.toArray();
    if (static_cast<std::size_t>(list.size()) > m_limits.secretsPerMessage) {
        return false;
    }
    std::size_t total = 0;
    for (const QJsonValue& value : list) {
        const QJsonArray pair = value.toArray();
        const double length = pair.at(1).toDouble(-1);
        if (pair.size() != 2 || !pair.at(0).isString() || length < 1 ||
            length > static_cast<double>(m_limits.secretBytes) ||
            length != static_cast<double>(static_cast<std::size_t>(length))) {
            return false;
        }
        total += static_cast<std::size_t>(length);
        if (total > m_limits.secretBytes) {
            return false;
        }
        m_secrets.emplace_back(pair.at(0).toString().toStdString(),
                               core::SecretBytes(static_cast<std::size_t>(length)));
    }
    m_head = std::move(head);
    m_secretIndex = 0;
    m_secretOffset = 0;
    return true;
}

void ControlChannel::deliver() {
    m_deadline.stop();
    Message message{std::move(*m_head), {}};
    for (auto& [name, value] : m_secrets) {
        message.secrets.insert_or_assign(std::move(name), std::move(value));
    }
    m_head.reset();
    m_secrets.clear();
    if (m_receiver) {
        m_receiver(std::move(message));
    }
}

void ControlChannel::send(Message&& message) {
    if (m_descriptor < 0 || m_finishing) {
        return;
    }
    std::vector<core::SecretBytes> values;
    if (!message.secrets.empty()) {
        QJsonArray announced;
        for (auto& [name, value] : message.secrets) {
            if (!value.isEmpty()) {
                announced.append(QJsonArray{QString::fromStdString(name), static_cast<qint64>(value.size())});
                values.push_back(std::move(value));
            }
        }
        message.head.insert(QStringLiteral("secrets"), announced);
    }
    QByteArray line = QJsonDocument(message.head).toJson(QJsonDocument::Compact) + '\n';
    m_queuedBytes += static_cast<std::size_t>(line.size());
    m_queue.emplace_back(std::move(line));
    for (core::SecretBytes& value : values) {
        m_queuedBytes += value.size();
        m_queue.emplace_back(std::move(value));
    }
    if (m_queuedBytes > m_limits.pendingBytes) {
        close();
        return;
    }
    writeAll();
}

void ControlChannel::writeAll() {
    while (m_descriptor >= 0 && !m_queue.empty()) {
        const std::span<const char> rest = bytesOf(m_queue.front()).subspan(m_queueOffset);
        const ssize_t count = ::send(m_descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            break;
        }
        if (count < 0) {
            close();
            return;
        }
        m_queueOffset += static_cast<std::size_t>(count);
        m_queuedBytes -= static_cast<std::size_t>(count);
        if (static_cast<std::size_t>(count) == rest.size()) {
            m_queue.pop_front();
            m_queueOffset = 0;
        }
    }
    if (m_descriptor < 0) {
        return;
    }
    m_writer->setEnabled(!m_queue.empty());
    if (m_queue.empty() && m_finishing) {
        close();
    }
}

} // namespace keysluice::app
