#pragma once

#include <QJsonObject>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keysluice::core {

/// Reads the members of one JSON object of a data file that is shipped, and remembers the first thing that is wrong in
/// the whole file. Every member is taken once; what was not taken when it ends is an error. What cannot be read is as
/// if it were empty. Borrows `error`, which is empty while nothing is wrong. Thread: one at a time.
class DataMembers final {
public:
    /// `where` is what errors call the object, e.g. "catalogue".
    DataMembers(QJsonObject object, std::string where, std::string& error);

    [[nodiscard]] std::string text(const char* key, bool required = true);
    /// A whole number that is not negative.
    [[nodiscard]] std::size_t number(const char* key);
    [[nodiscard]] std::vector<std::string> texts(const char* key, bool required = true);
    [[nodiscard]] DataMembers object(const char* key);
    /// At least one.
    [[nodiscard]] std::vector<DataMembers> objects(const char* key);
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs(const char* key);
    /// The value of a text among `words`; the first of them, and an error, where it is none.
    template <class T, std::size_t N>
    [[nodiscard]] T word(const char* key, const std::pair<std::string_view, T> (&words)[N]);

    [[nodiscard]] bool has(const char* key) const;
    void complain(const char* key, const char* what);
    /// Complains about members that nobody took.
    void finish();

private:
    [[nodiscard]] QJsonValue take(const char* key);

    QJsonObject m_object;
    std::string m_where;
    std::string* m_error;
};

template <class T, std::size_t N>
T DataMembers::word(const char* key, const std::pair<std::string_view, T> (&words)[N]) {
    const std::string found = text(key);
    const auto* const it =
        std::find_if(std::begin(words), std::end(words), [&](const auto& w) { return w.first == found; });
    if (it == std::end(words)) {
        complain(key, "is not one of the words of the schema");
        return words[0].second;
    }
    return it->second;
}

} // namespace keysluice::core
