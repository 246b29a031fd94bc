#include "ui/models/credential_filter_model.h"

#include "ui/models/credential_model.h"

#include <algorithm>

namespace keysluice::ui {

void CredentialFilterModel::setText(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void CredentialFilterModel::setCondition(std::optional<CredentialCondition> condition) {
    m_condition = condition;
    invalidateFilter();
}

bool CredentialFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_condition) {
        auto condition = static_cast<CredentialCondition>(index.data(CredentialModel::ConditionRole).toInt());
        if (condition == CredentialCondition::OutOfCredit) {
            condition = CredentialCondition::RateLimited;
        }
        if (condition != *m_condition) {
            return false;
        }
    }
    const QStringList haystack{index.data().toString(), index.data(CredentialModel::ProviderRole).toString(),
                               index.data(CredentialModel::KindRole).toString(),
                               index.data(CredentialModel::HostRole).toString()};
    return std::all_of(m_words.begin(), m_words.end(), [&haystack](const QString& word) {
        return std::any_of(haystack.begin(), haystack.end(),
                           [&word](const QString& text) { return text.contains(word, Qt::CaseInsensitive); });
    });
}

} // namespace keysluice::ui
