#pragma once

#include "core/clock.h"
#include "ui/models/credential_text.h"
#include "ui/ports/credential_port.h"

#include <QAbstractListModel>

#include <vector>

namespace keysluice::ui {

/// The stored credentials in the user's order, a row each. Roles carry states, never colours. Thread: gui.
class CredentialModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        MonogramRole,
        ProviderRole, ///< "Anthropic"
        KindRole,     ///< "API key"
        PreviewRole,
        HostRole,
        UsedRole,
        ConditionRole, ///< CredentialCondition
        CheckedRole,
        TodayRole, ///< int
        EnabledRole,
        TroubleRole,
        RemedyRole, ///< CredentialRemedy
    };

    CredentialModel(CredentialPort& credentials, const core::Clock& clock, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                       const QModelIndex& parent) const override;
    /// Asks the port to move the dragged credential; the rows follow when the port says so.
    [[nodiscard]] bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                    const QModelIndex& parent) override;

    [[nodiscard]] const core::CredentialInfo* credential(int row) const; ///< null: no such row
    [[nodiscard]] int rowOf(const core::RecordId& id) const;             ///< -1: not there
    /// Enabled credentials whose provider refuses or limits them.
    [[nodiscard]] int troubled() const;
    [[nodiscard]] int rejected() const;

    /// "Two credentials fit api.anthropic.com. “Work” is used first." for each host with several; empty: none has.
    [[nodiscard]] QStringList orderLines() const;
    /// May rows be dragged? Only while the user changes the order.
    void setReordering(bool reordering);
    [[nodiscard]] bool isReordering() const { return m_reordering; }

    /// Reads everything again; rows that stay keep their index, so that a selection stays.
    void refresh();
    /// Says that times ("4 min ago") read differently now.
    void refreshTimes();

Q_SIGNALS:
    /// A drag asked for a new place of a credential.
    void moveRequested(const std::string& id, int position);

private:
    struct Row {
        core::CredentialInfo info;
        bool testing = false;
        int today = 0;
        int rejectedRequests = 0;
    };

    [[nodiscard]] CredentialTrouble trouble(const Row& row) const;

    [[nodiscard]] QString accessibleText(const Row& row) const;
    [[nodiscard]] QString monogram(const Row& row) const;

    CredentialPort& m_credentials;
    const core::Clock& m_clock;
    std::vector<Row> m_rows;
    bool m_reordering = false;
};

} // namespace keysluice::ui
