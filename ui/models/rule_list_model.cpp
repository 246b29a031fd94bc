#include "ui/models/rule_list_model.h"

#include "ui/models/rule_names.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <QMimeData>
#include <QStringList>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Kind = RuleListModel::Kind;

QString dragType() {
    return QStringLiteral("application/x-keysluice-rule");
}

Kind kindOf(const Rule& rule) {
    switch (rule.decision) {
    case Decision::Allow:
        return Kind::Allow;
    case Decision::Block:
        return Kind::Block;
    case Decision::Ask:
        return Kind::Ask;
    }
    Q_UNREACHABLE();
}

Kind kindOf(const Limit&) {
    return Kind::Limit;
}

bool isHighRisk(const Rule& rule) {
    return rule.isHighRisk;
}

bool isHighRisk(const Limit&) {
    return false;
}

QString sentenceOf(const Rule& rule, const RuleNames& names) {
    return ruleSentence(rule, names);
}

QString sentenceOf(const Limit& limit, const RuleNames& names) {
    return limitSentence(limit, names);
}

} // namespace

RuleListModel::RuleListModel(RulePlace::Part part, const Ports& ports, QObject* parent)
    : QAbstractListModel(parent), m_part(part), m_ports(ports) {
    connect(&m_ports.rules, &RulePort::changed, this, &RuleListModel::refresh);
    connect(&m_ports.agents, &AgentPort::changed, this, &RuleListModel::refresh);
    connect(&m_ports.settings, &SettingsPort::changed, this, &RuleListModel::refresh);
    refresh();
}

void RuleListModel::refresh() {
    RuleSet set = m_ports.rules.rules();
    m_names = ruleNames(m_ports.agents, m_ports.credentials.catalogue());
    const auto ids = [this](const RuleSet& of) {
        std::vector<core::RecordId> list;
        for (const Rule& rule : of.rules) {
            list.push_back(rule.id);
        }
        if (m_part == RulePlace::Part::Limits) {
            list.clear();
            for (const Limit& limit : of.limits) {
                list.push_back(limit.id);
            }
        }
        return list;
    };
    if (ids(set) == ids(m_set)) { // a selection stays
        m_set = std::move(set);
        if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        }
        return;
    }
    beginResetModel();
    m_set = std::move(set);
    endResetModel();
}

void RuleListModel::setHits(std::optional<Hits> hits) {
    m_hits = std::move(hits);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {HitsRole, Qt::AccessibleTextRole});
    }
}

int RuleListModel::count() const {
    return static_cast<int>(m_part == RulePlace::Part::Rules ? m_set.rules.size() : m_set.limits.size());
}

int RuleListModel::rowCount(const QModelIndex& parent) const {
    const int last = m_part == RulePlace::Part::Rules ? 1 : 0;
    return parent.isValid() ? 0 : count() + last;
}

std::optional<RulePlace> RuleListModel::placeAt(int row) const {
    return row >= 0 && row < count() ? std::optional(RulePlace{m_part, static_cast<std::size_t>(row)}) : std::nullopt;
}

int RuleListModel::rowOf(const core::RecordId& id) const {
    const std::optional<RulePlace> place = placeOf(m_set, id);
    return place && place->part == m_part ? static_cast<int>(place->index) : -1;
}

QVariant RuleListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    if (role == Qt::AccessibleTextRole) {
        return accessibleText(index);
    }
    const std::optional<RulePlace> place = placeAt(index.row());
    if (!place) {
        return restData(role);
    }
    return m_part == RulePlace::Part::Rules ? entryData(m_set.rules[place->index], index.row(), role)
                                            : entryData(m_set.limits[place->index], index.row(), role);
}

template <class One>
QVariant RuleListModel::entryData(const One& one, int row, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return sentenceOf(one, m_names);
    case IdRole:
        return QString::fromStdString(one.id);
    case KindRole:
        return static_cast<int>(kindOf(one));
    case WordRole:
        return decisionWordLength(sentenceOf(one, m_names));
    case NumberRole:
        return m_part == RulePlace::Part::Rules ? row + 1 : 0;
    case NameRole:
        return visibleText(one.name);
    case EnabledRole:
        return one.isEnabled;
    case HighRiskRole:
        return isHighRisk(one);
    case HitsRole: {
        if (!m_hits) {
            return {};
        }
        const auto found = m_hits->find(one.id);
        return numberText(found == m_hits->end() ? 0 : found->second);
    }
    default:
        return {};
    }
}

RuleListModel::Kind RuleListModel::restKind() const {
    const bool decides =
        std::any_of(m_set.rules.begin(), m_set.rules.end(), [](const Rule& rule) { return rule.isEnabled; });
    return m_ports.settings.protectedSettings().strictMode && decides ? Kind::Block : Kind::Allow;
}

QString RuleListModel::restSentence() const {
    if (restKind() == Kind::Block) {
        return tr("Block everything else");
    }
    return m_ports.settings.protectedSettings().strictMode ? tr("Allow only hosts that a key is stored for")
                                                           : tr("Allow everything else");
}

QVariant RuleListModel::restData(int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return restSentence();
    case KindRole:
        return static_cast<int>(restKind());
    case WordRole:
        return decisionWordLength(restSentence());
    case NumberRole:
        return 0;
    case EnabledRole:
        return true;
    default:
        return {};
    }
}

QString RuleListModel::accessibleText(const QModelIndex& index) const {
    const QString sentence = index.data().toString();
    if (!placeAt(index.row())) {
        return tr("What no rule fits: %1").arg(sentence);
    }
    QStringList parts;
    if (const int number = index.data(NumberRole).toInt(); number > 0) {
        parts << tr("Rule %1").arg(number);
    }
    if (const QString name = index.data(NameRole).toString(); !name.isEmpty()) {
        parts << name;
    }
    parts << sentence;
    if (index.data(HighRiskRole).toBool()) {
        parts << tr("with the passphrase");
    }
    if (const QString hits = index.data(HitsRole).toString(); !hits.isEmpty()) {
        parts << tr("hits in 7 days: %1").arg(hits);
    }
    parts << (index.data(EnabledRole).toBool() ? tr("on") : tr("off"));
    return parts.join(QStringLiteral(", "));
}

Qt::ItemFlags RuleListModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::ItemIsDropEnabled;
    }
    Qt::ItemFlags result = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_part == RulePlace::Part::Rules && placeAt(index.row())) {
        result |= Qt::ItemIsDragEnabled;
    }
    return result;
}

Qt::DropActions RuleListModel::supportedDropActions() const {
    return Qt::MoveAction;
}

QStringList RuleListModel::mimeTypes() const {
    return {dragType()};
}

QMimeData* RuleListModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) {
        return nullptr;
    }
    auto* data = new QMimeData; // the drag owns it
    data->setData(dragType(), indexes.first().data(IdRole).toString().toLatin1());
    return data;
}

bool RuleListModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int,
                                    const QModelIndex& parent) const {
    return m_part == RulePlace::Part::Rules && action == Qt::MoveAction && !parent.isValid() && data != nullptr &&
           data->hasFormat(dragType());
}

bool RuleListModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                 const QModelIndex& parent) {
    if (!canDropMimeData(data, action, row, column, parent)) {
        return false;
    }
    const int from = rowOf(data->data(dragType()).toStdString());
    if (from < 0) {
        return false;
    }
    const int gap = std::min(row < 0 ? count() : row, count());
    const int to = gap > from ? gap - 1 : gap;
    if (to != from) {
        Q_EMIT moveRequested(from, to);
    }
    // the view must not remove the dragged row: it moved already, or stays
    return false;
}

} // namespace keysluice::ui
