#include "core/data_members.h"

#include <QJsonArray>

namespace keysluice::core {

DataMembers::DataMembers(QJsonObject object, std::string where, std::string& error)
    : m_object(std::move(object)), m_where(std::move(where)), m_error(&error) {}

std::string DataMembers::text(const char* key, bool required) {
    const QJsonValue value = take(key);
    if (value.isString() && (!required || !value.toString().isEmpty())) {
        return value.toString().toStdString();
    }
    if (required || !value.isUndefined()) {
        complain(key, "must be a string");
    }
    return {};
}

std::size_t DataMembers::number(const char* key) {
    const QJsonValue value = take(key);
    if (!value.isDouble() || value.toInteger(-1) < 0) {
        complain(key, "must be a whole number");
        return 0;
    }
    return static_cast<std::size_t>(value.toInteger());
}

std::vector<std::string> DataMembers::texts(const char* key, bool required) {
    std::vector<std::string> result;
    const QJsonValue value = take(key);
    if (!value.isArray() || (required && value.toArray().isEmpty())) {
        if (required || !value.isUndefined()) {
            complain(key, "must be a list of strings");
        }
        return result;
    }
    for (const QJsonValue& item : value.toArray()) {
        if (!item.isString() || item.toString().isEmpty()) {
            complain(key, "must be a list of strings");
        }
        result.push_back(item.toString().toStdString());
    }
    return result;
}

DataMembers DataMembers::object(const char* key) {
    const QJsonValue value = take(key);
    if (!value.isObject()) {
        complain(key, "must be an object");
    }
    return {value.toObject(), m_where + "." + key, *m_error};
}

std::vector<DataMembers> DataMembers::objects(const char* key) {
    std::vector<DataMembers> result;
    const QJsonValue value = take(key);
    if (!value.isArray() || value.toArray().isEmpty()) {
        complain(key, "must be a list of objects");
    }
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (!array[i].isObject()) {
            complain(key, "must be a list of objects");
        }
        result.emplace_back(array[i].toObject(), m_where + "." + key + "[" + std::to_string(i) + "]", *m_error);
    }
    return result;
}

std::vector<std::pair<std::string, std::string>> DataMembers::pairs(const char* key) {
    std::vector<std::pair<std::string, std::string>> result;
    const QJsonObject members = take(key).toObject();
    for (auto it = members.begin(); it != members.end(); ++it) {
        result.emplace_back(it.key().toStdString(), it.value().toString().toStdString());
    }
    return result;
}

bool DataMembers::has(const char* key) const {
    return m_object.contains(QLatin1String(key));
}

void DataMembers::complain(const char* key, const char* what) {
    if (m_error->empty()) {
        *m_error = m_where + "." + key + " " + what;
    }
}

void DataMembers::finish() {
    if (!m_object.isEmpty()) {
        complain(m_object.keys().first().toStdString().c_str(), "is not a member of the schema");
    }
}

QJsonValue DataMembers::take(const char* key) {
    const QString name = QLatin1String(key);
    const QJsonValue value = m_object.contains(name) ? m_object.value(name) : QJsonValue(QJsonValue::Undefined);
    m_object.remove(name);
    return value;
}

} // namespace keysluice::core
