#include "vault/records/settings_format.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

namespace keysluice::vault {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

std::string compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

/// Reads members of an object and remembers whether all of them had the right type.
class Reader final {
public:
    explicit Reader(const QJsonObject& object) : m_object(object) {}

    void read(const char* name, bool& target) {
        if (const QJsonValue value = member(name); value.isBool()) {
            target = value.toBool();
        } else {
            m_isValid = m_isValid && value.isUndefined();
        }
    }

    void read(const char* name, std::string& target) {
        if (const QJsonValue value = member(name); value.isString()) {
            target = value.toString().toStdString();
        } else {
            m_isValid = m_isValid && value.isUndefined();
        }
    }

    template <class Number>
    void readNumber(const char* name, Number& target, qint64 most) {
        const QJsonValue value = member(name);
        const qint64 number = value.toInteger(-1);
        if (value.isDouble() && number >= 0 && number <= most) {
            target = static_cast<Number>(number);
        } else {
            m_isValid = m_isValid && value.isUndefined();
        }
    }

    QJsonArray array(const char* name) {
        const QJsonValue value = member(name);
        m_isValid = m_isValid && (value.isArray() || value.isUndefined());
        return value.toArray();
    }

    [[nodiscard]] bool has(const char* name) const { return m_object.contains(QLatin1String(name)); }
    [[nodiscard]] bool isValid() const { return m_isValid; }
    void invalidate() { m_isValid = false; }

private:
    [[nodiscard]] QJsonValue member(const char* name) const {
        return has(name) ? m_object.value(QLatin1String(name)) : QJsonValue(QJsonValue::Undefined);
    }

    QJsonObject m_object;
    bool m_isValid = true;
};

std::optional<QJsonObject> parse(const std::string& json) {
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

constexpr qint64 kMostPort = std::numeric_limits<std::uint16_t>::max();
constexpr qint64 kMostIdleMinutes = 60 * 24 * 7;

} // namespace

std::string toJson(const core::ProtectedSettings& settings) {
    QJsonArray addresses;
    for (const std::string& address : settings.listenAddresses) {
        addresses.append(text(address));
    }
    QJsonArray overrides;
    for (const core::ResolveOverride& one : settings.resolve) {
        overrides.append(QJsonObject{{QStringLiteral("host"), text(one.host)},
                                     {QStringLiteral("hostPort"), one.hostPort},
                                     {QStringLiteral("address"), text(one.address)},
                                     {QStringLiteral("port"), one.port}});
    }
    return compact({{QStringLiteral("port"), settings.port},
                    {QStringLiteral("listenAddresses"), addresses},
                    {QStringLiteral("upstreamProxy"), text(settings.upstreamProxy)},
                    {QStringLiteral("extraCaPem"), text(settings.extraCaPem)},
                    {QStringLiteral("allowPrivateDestinations"), settings.allowPrivateDestinations},
                    {QStringLiteral("resolve"), overrides},
                    {QStringLiteral("strictMode"), settings.strictMode},
                    {QStringLiteral("cutStreamsOnLock"), settings.cutStreamsOnLock},
                    {QStringLiteral("freeze"), static_cast<int>(settings.freeze)}});
}

std::string toJson(const core::LockSettings& settings) {
    return compact({{QStringLiteral("idleMinutes"), settings.idleMinutes},
                    {QStringLiteral("onSuspend"), settings.onSuspend},
                    {QStringLiteral("onScreenLock"), settings.onScreenLock}});
}

std::string toJson(const core::InterfaceSettings& settings) {
    return compact({{QStringLiteral("appearance"), static_cast<int>(settings.appearance)},
                    {QStringLiteral("language"), text(settings.language)},
                    {QStringLiteral("colourTray"), settings.colourTray},
                    {QStringLiteral("minimiseToTray"), settings.minimiseToTray},
                    {QStringLiteral("trayNoticeShown"), settings.trayNoticeShown},
                    {QStringLiteral("firstRunDone"), settings.firstRunDone}});
}

std::optional<core::ProtectedSettings> protectedFromJson(const std::string& json) {
    const auto object = parse(json);
    if (!object) {
        return std::nullopt;
    }
    core::ProtectedSettings settings;
    Reader reader(*object);
    reader.readNumber("port", settings.port, kMostPort);
    reader.read("upstreamProxy", settings.upstreamProxy);
    reader.read("extraCaPem", settings.extraCaPem);
    reader.read("allowPrivateDestinations", settings.allowPrivateDestinations);
    reader.read("strictMode", settings.strictMode);
    reader.read("cutStreamsOnLock", settings.cutStreamsOnLock);
    int freeze = 0;
    reader.readNumber("freeze", freeze, static_cast<int>(core::Freeze::Streams));
    settings.freeze = static_cast<core::Freeze>(freeze);
    if (reader.has("listenAddresses")) {
        settings.listenAddresses.clear();
    }
    for (const QJsonValue& address : reader.array("listenAddresses")) {
        if (!address.isString()) {
            reader.invalidate();
        }
        settings.listenAddresses.push_back(address.toString().toStdString());
    }
    for (const QJsonValue& one : reader.array("resolve")) {
        core::ResolveOverride entry;
        Reader inner(one.toObject());
        inner.read("host", entry.host);
        inner.readNumber("hostPort", entry.hostPort, kMostPort);
        inner.read("address", entry.address);
        inner.readNumber("port", entry.port, kMostPort);
        if (!one.isObject() || !inner.isValid()) {
            reader.invalidate();
        }
        settings.resolve.push_back(std::move(entry));
    }
    return reader.isValid() ? std::optional(settings) : std::nullopt;
}

std::optional<core::LockSettings> lockFromJson(const std::string& json) {
    const auto object = parse(json);
    if (!object) {
        return std::nullopt;
    }
    core::LockSettings settings;
    Reader reader(*object);
    reader.readNumber("idleMinutes", settings.idleMinutes, kMostIdleMinutes);
    reader.read("onSuspend", settings.onSuspend);
    reader.read("onScreenLock", settings.onScreenLock);
    return reader.isValid() ? std::optional(settings) : std::nullopt;
}

std::optional<core::InterfaceSettings> interfaceFromJson(const std::string& json) {
    const auto object = parse(json);
    if (!object) {
        return std::nullopt;
    }
    core::InterfaceSettings settings;
    Reader reader(*object);
    int appearance = 0;
    reader.readNumber("appearance", appearance, static_cast<int>(core::Appearance::Dark));
    settings.appearance = static_cast<core::Appearance>(appearance);
    reader.read("language", settings.language);
    reader.read("colourTray", settings.colourTray);
    reader.read("minimiseToTray", settings.minimiseToTray);
    reader.read("trayNoticeShown", settings.trayNoticeShown);
    reader.read("firstRunDone", settings.firstRunDone);
    return reader.isValid() ? std::optional(settings) : std::nullopt;
}

} // namespace keysluice::vault
