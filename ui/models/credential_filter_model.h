#pragma once

#include "ui/models/credential_text.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace keysluice::ui {

/// Credentials whose name, provider, kind or host has every word of a text, in one condition or in any. Thread: gui.
class CredentialFilterModel final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString& text);
    /// nullopt: every state. RateLimited also finds OutOfCredit: both mean that requests are limited.
    void setCondition(std::optional<CredentialCondition> condition);
    [[nodiscard]] bool isRestricting() const { return !m_words.isEmpty() || m_condition.has_value(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    std::optional<CredentialCondition> m_condition;
};

} // namespace keysluice::ui
