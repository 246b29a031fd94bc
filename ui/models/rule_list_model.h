#pragma once

#include "ui/models/rule_editing.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/rule_port.h"
#include "ui/ports/settings_port.h"
#include "ui/text/rule_text.h"

#include <QAbstractListModel>

#include <cstdint>
#include <map>
#include <optional>

namespace keysluice::ui {

class AgentPort;

/// The rules in their order, each as its sentence, and last of all what happens where none fits; or the limits.
/// Roles carry states, never colours. Thread: gui.
class RuleListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    /// Whose shape a row has.
    enum class Kind { Allow, Block, Ask, Limit };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< empty: the last line
        KindRole,                  ///< Kind
        WordRole,                  ///< int: so many characters of the sentence say the decision
        NumberRole,                ///< int, from 1; 0: none
        NameRole,                  ///< ready to show; may be empty
        EnabledRole,
        HighRiskRole,
        HitsRole, ///< "1,234"; empty: not known
    };
    using Hits = std::map<core::RecordId, std::int64_t>;

    struct Ports {
        RulePort& rules;
        AgentPort& agents;
        CredentialPort& credentials;
        SettingsPort& settings;
    };
    RuleListModel(RulePlace::Part part, const Ports& ports, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                       const QModelIndex& parent) const override;
    /// Asks for the move; the rows follow when the port says so.
    [[nodiscard]] bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                    const QModelIndex& parent) override;

    [[nodiscard]] RulePlace::Part part() const { return m_part; }
    /// Rules or limits, without the last line.
    [[nodiscard]] int count() const;
    [[nodiscard]] const core::rules::RuleSet& set() const { return m_set; }
    /// Nothing: no rule and no limit, as the last line.
    [[nodiscard]] std::optional<RulePlace> placeAt(int row) const;
    [[nodiscard]] int rowOf(const core::RecordId& id) const; ///< -1: not there

    /// Requests of the last 7 days that each rule decided or limit refused; nothing: nobody counts them, and there is
    /// no such column. A rule that is not in it decided none.
    void setHits(std::optional<Hits> hits);
    [[nodiscard]] bool hasHits() const { return m_hits.has_value(); }

Q_SIGNALS:
    void moveRequested(int from, int to);

private:
    void refresh();
    template <class One>
    [[nodiscard]] QVariant entryData(const One& one, int row, int role) const;
    [[nodiscard]] QVariant restData(int role) const;
    [[nodiscard]] QString accessibleText(const QModelIndex& index) const;
    /// As the gateway does it: strict mode blocks the rest as soon as there is a rule that is on.
    [[nodiscard]] Kind restKind() const;
    [[nodiscard]] QString restSentence() const;

    RulePlace::Part m_part;
    Ports m_ports;
    core::rules::RuleSet m_set;
    RuleNames m_names;
    std::optional<Hits> m_hits;
};

} // namespace keysluice::ui
